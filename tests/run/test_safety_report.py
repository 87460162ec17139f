"""An individual case safety report: the minimum criteria, the clock, and what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from tests.run.playing import SHELF

from hevesy.run.safety_report import (
    MINIMUM,
    age_group,
    due,
    elements,
    implied,
    lines,
    minimum_lacking,
    reactions,
    to_judge,
)

READER = SHELF.reader("JOR")
AWARE = date(2027, 2, 20)
TOXICITIES = {"toxicities": [
    {"toxicity_term": "Anemia", "toxicity_grade": 2.0},
    {"toxicity_term": "Platelet count decreased", "toxicity_grade": 4.0, "toxicity_since": "2027-02-18"},
]}  # fmt: skip
SAID = {"reporter": "a physician", "patient": "MSK", "product": "Lu-177", "reaction": "Platelet count decreased"}


def test_fifteen_calendar_days_run_from_the_day_the_centre_knew() -> None:
    """20 February 2027 and 15 days: the 28th of February is day 8, the 7th of March day 15."""
    assert due(AWARE, ["hospital"], False, READER) == date(2027, 3, 7)


def test_what_is_not_known_to_be_expected_runs_and_what_is_not_serious_does_not() -> None:
    assert due(AWARE, ["death"], None, READER) == date(2027, 3, 7)
    assert due(AWARE, ["death"], True, READER) is None and due(AWARE, [], None, READER) is None
    assert due(AWARE, ["tired"], None, READER) is None  # no criterion of seriousness


def test_a_report_has_its_four_minimum_criteria_or_says_which_it_lacks() -> None:
    assert minimum_lacking({}, SHELF) == MINIMUM
    assert minimum_lacking(SAID, SHELF) == ()
    for name in MINIMUM:
        assert minimum_lacking({**SAID, name: ""}, SHELF) == (name,)


def test_what_is_missing_is_a_line_without_a_value() -> None:
    found = {line.element.field: line for line in lines({**SAID, "administered_mbq": 7370.0}, SHELF)}
    assert found["administered_mbq"].value == "7370" and found["lot"].is_missing and found["hospital"].is_missing
    judged = {line.element.field: line.value for line in lines({"serious": ["death"], "judged": True}, SHELF)}
    assert (judged["death"], judged["hospital"]) == ("yes", "no")


def test_every_line_has_its_standard_name_and_number_with_a_source() -> None:
    assert len({each.field for each in elements(SHELF)}) == len(elements(SHELF)) == 34
    assert all(each.element and each.name and SHELF.source(each.source).citation for each in elements(SHELF))
    boxes = {each.box for each in elements(SHELF)}
    assert {"1", "2a", "3", "4-6", "7+13", "8-12", "14", "15", "16", "17", "18", "26"} <= boxes


def test_grade_three_and_more_is_to_be_judged() -> None:
    first, second = reactions("e", TOXICITIES)
    assert to_judge("e", TOXICITIES, READER) == (second,)
    assert (first.since, second.since, second.row) == (None, date(2027, 2, 18), 1)
    assert reactions("e", {}) == ()


@pytest.mark.parametrize(("grade", "says"), [(5, ("death",)), (4, ("life_threatening",)), (3, ())])
def test_a_grade_says_of_seriousness_only_what_its_definition_says(grade: int, says: tuple[str, ...]) -> None:
    assert implied(grade) == says


@pytest.mark.parametrize(("born", "group"), [
    (date(2009, 2, 21), "child"), (date(2009, 2, 20), "adult"), (date(1962, 2, 21), "adult"),
    (date(1962, 2, 20), "elderly"), (None, ""),
])  # fmt: skip
def test_a_patient_is_named_by_an_age_group_alone(born: date | None, group: str) -> None:
    assert age_group(born, AWARE) == group
