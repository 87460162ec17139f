"""Indicators as a table of months: what the command says of it, and one sentence for each thing that is wrong."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.run.playing import SHELF

from hevesy.cli import hevesy
from hevesy.errors import BadCell, UnknownIndicator
from hevesy.quality import Action, Step, escalated_to, follow, rungs
from hevesy.quality.audit import Answer, Audit
from hevesy.quality.checklist import find_profile
from hevesy.quality.indicator import (
    AGAINST,
    IMPROVED,
    IN_CONTROL,
    NO_TARGET,
    TOO_LITTLE,
    Month,
    chart_of,
    find_indicator,
    indicators,
    meets,
    read_months,
    standing,
    target_of,
)
from hevesy.quality.readiness import (
    MET,
    NOT_ASKED,
    NOT_MET,
    UNKNOWN,
    Found,
    Requirement,
    Spoken,
    counted,
    requirements,
)

READER = SHELF.reader("world")
HEAD = "month,indicator,count,of,value\n"


def written(tmp_path: Path, rows: str) -> Path:
    file = tmp_path / "months.csv"
    file.write_text(HEAD + rows, "utf-8")
    return file


def run(*words: object) -> tuple[int, str]:
    ended = CliRunner().invoke(hevesy, ["learn", "indicators", *map(str, words)])
    return ended.exit_code, ended.output


def test_the_command_says_which_rule_fired(tmp_path: Path) -> None:
    """By hand: 115 of 120 is 95.8 %; sigma of ten is 0.0632, so that 76.9 % is the limit and 50 % below it."""
    rows = "".join(f"2027-{month:02},consent_rate,{5 if month == 12 else 10},10,\n" for month in range(1, 13))
    file = written(tmp_path, rows + "2027-01,waits,,,20\n2027-02,waits,,,30\n")
    status, said = run(file, "--json")
    assert status == 0
    consent, waits = json.loads(said)
    assert consent["centre"] == "95.8" and consent["meets it"] == "no"
    assert consent["rules that fired"] == ["2027-12: below the control limit (Nelson 1, Western Electric 1)."]
    assert list(waits.values()) == ["waits", 2, "25", "-", "unknown", []]
    chart = tmp_path / "consent.svg"
    status, said = run(file, "--indicator", "consent_rate", "--chart", chart, "--csv")
    assert status == 0 and "2027-12,50.0,76.9,100.0,beyond" in said
    drawn = chart.read_text("utf-8")
    assert drawn.count("<polygon") == 1 and "2027-12: below the control limit" in drawn and "<script" not in drawn
    status, said = run(file, "--language", "ar")
    assert "2027-12: تحت حد الضبط" in said


def test_without_a_table_it_lists_the_definitions() -> None:
    status, said = run("--json")
    assert status == 0 and [row["id"] for row in json.loads(said)] == list(indicators(SHELF))
    assert run("--chart", "x.svg")[0] == 2


@pytest.mark.parametrize(("row", "field", "says"), [
    ("2027-13,consent_rate,1,2,", "month", "is no month"),
    ("2027-01,consent,1,2,", "indicator", "there is no indicator 'consent'"),
    ("2027-01,consent_rate,3,2,", "count", "3 are more than 2"),
    ("2027-01,consent_rate,1,,", "of", "it is not said"),
    ("2027-01,consent_rate,1.5,2,", "count", "is no whole number"),
    ("2027-01,consent_rate,-1,2,", "count", ""),
    ("2027-01,waits,1,2,", "value", "is a value and no count"),
    ("2027-01,consent_rate,1,2,\n2027-01,consent_rate,1,2,", "month", "stands in the table already"),
])  # fmt: skip
def test_what_is_wrong_in_a_table_is_one_sentence(tmp_path: Path, row: str, field: str, says: str) -> None:
    with pytest.raises(BadCell) as error:
        read_months(written(tmp_path, f"{row}\n"), SHELF)
    assert error.value.values["field"] == field and says in str(error.value)


def test_an_indicator_that_is_not_there() -> None:
    with pytest.raises(UnknownIndicator, match="did you mean 'consent_rate'"):
        find_indicator("consent_rates", SHELF)


def test_a_target_lies_on_the_side_that_is_better() -> None:
    """95 % of activities within tolerance are enough, 2 % of extravasations are still good."""
    activity, extravasations = (find_indicator(name, SHELF) for name in ("activity_within_tolerance", "extravasations"))
    for each, count, wanted in ((activity, 95, True), (activity, 94, False), (extravasations, 2, True),
                                (extravasations, 3, False)):  # fmt: skip
        chart = chart_of(each, [Month("2027-01", count, 100)])
        assert meets(each, chart, target_of(each, READER)) is wanted
    assert meets(activity, chart_of(activity, [Month("2027-01")]), target_of(activity, READER)) is None


def months(*shares: int) -> list[Month]:
    return [Month(f"{2025 + place // 12}-{place % 12 + 1:02d}", share, 100) for place, share in enumerate(shares)]


def test_an_indicator_stands_in_one_of_five_ways() -> None:
    """Activities within tolerance, of 100 a month; 95 % are wanted, and more is better."""
    activity = find_indicator("activity_within_tolerance", SHELF)
    target = target_of(activity, READER)
    for shares, wanted in {
        (97, 98, 98, 97) * 6: IN_CONTROL, (96,) * 12 + (100,) * 12: IMPROVED, (100,) * 12 + (96,) * 12: AGAINST,
        (97, 98) * 5: TOO_LITTLE, (93, 94) * 12: AGAINST, (96,) * 10 + (100,) * 10 + (89,): AGAINST,
    }.items():  # fmt: skip
        assert standing(activity, chart_of(activity, months(*shares)), target) == wanted, shares
    assert standing(activity, chart_of(activity, months(*(97, 98, 98, 97) * 6)), None) == NO_TARGET
    assert standing(activity, chart_of(activity, months(*(96,) * 12, *(100,) * 12)), None) == NO_TARGET


def test_what_is_less_improves_downwards() -> None:
    extravasations = find_indicator("extravasations", SHELF)
    target = target_of(extravasations, READER)
    assert standing(extravasations, chart_of(extravasations, months(*(3,) * 12, *(1,) * 12)), target) == IMPROVED
    assert standing(extravasations, chart_of(extravasations, months(*(1,) * 12, *(3,) * 12)), target) == AGAINST


def overdue(priority: str) -> Action:
    opened = Action("audit", "an item", priority, "found", date(2027, 1, 1))
    return follow(opened, Step("assigned", date(2027, 1, 1), "m", "cause", "o", date(2027, 2, 1)))


def test_an_overdue_action_goes_up_after_its_days() -> None:
    ladder = rungs(SHELF, READER)
    first, second = "quality_manager", "administrator"
    for day, roles in {1: (), 2: (first,), 14: (first,), 15: (first, second)}.items():
        assert escalated_to(overdue("major"), date(2027, 2, day), ladder) == roles
    assert escalated_to(overdue("critical"), date(2027, 2, 2), ladder) == (first, second)
    done = follow(overdue("critical"), Step("done", date(2027, 2, 2), "o", "did", evidence=("a file",)))
    assert escalated_to(done, date(2027, 3, 1), ladder) == ()


def test_a_requirement_is_met_by_the_last_audit_unless_something_speaks_against_it() -> None:
    profile = find_profile("default", SHELF)
    old = Audit("default", "1", "self", date(2026, 1, 1), {"strategy_1": Answer(1), "strategy_2": Answer(4)})
    new = Audit("default", "1", "visit", date(2027, 1, 1), {
        "strategy_1": Answer(3), "strategy_3": Answer(None, "a new service"), "strategy_4": Answer(4),
        "each_therapy_1@ra223": Answer(4), "each_therapy_1@i131_dtc": Answer(2),
    })  # fmt: skip
    spoken = {"strategy_4": [Spoken("indicator", "waits", False)], "strategy_1": [Spoken("action", "a", None)]}
    found = requirements(profile, [old, new], spoken)
    assert [each.state for each in found["strategy"]] == [MET, MET, NOT_ASKED, NOT_MET, UNKNOWN, UNKNOWN]
    assert found["each_therapy"][0].state == NOT_MET  # the lowest of its therapies
    every = [each for part in found.values() for each in part]
    assert sum(counted(every).values()) == len(profile.items()) and counted(every)[UNKNOWN] == len(every) - 5


def test_a_therapy_keeps_what_was_found_of_it_last_and_one_that_nobody_looked_at_is_unknown() -> None:
    """Nought of Lu-177 in January, four of Ra-223 in February: the nought stands, until it is looked at again."""
    profile = find_profile("default", SHELF)

    def audit(month: int, **scores: int | None) -> Audit:
        answers = {f"each_therapy_1@{name}": Answer(score, "why") for name, score in scores.items()}
        return Audit("default", "1", "self", date(2027, month, 1), answers)

    def first(*audits: Audit, given: tuple[str, ...] = ()) -> Requirement:
        return requirements(profile, audits, {}, given)["each_therapy"][0]

    story = audit(1, lu=0), audit(2, ra=4)
    assert first(*story).state == NOT_MET and first(*story, given=("lu", "ra")).state == NOT_MET
    assert first(*story).found == Found(0, date(2027, 1, 1), 0)
    assert first(*story, audit(3, lu=3)).state == MET
    found = first(audit(1, lu=4), given=("lu", "ra"))
    assert found.state == UNKNOWN and found.found is not None and found.found.missing == ("ra",)
    assert first(audit(1, lu=0), given=("lu", "ra")).state == NOT_MET
    assert first(audit(1, lu=0, ra=4), given=("ra",)).state == MET  # what is not given is not asked
    assert first(audit(1, lu=None, ra=4), given=("lu", "ra")).state == MET
    assert first(audit(1, lu=None), given=("lu",)).state == NOT_ASKED
    assert first(audit(1, lu=4), given=("ra",)).state == UNKNOWN
