"""The gates of a course: everything in order, then one thing after another that is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.run.playing import LU_PSMA, SHELF, entry, situation, step_of, unmet

from hevesy.errors import NeedsReason
from hevesy.products import Answer
from hevesy.record import templates
from hevesy.run.asking import recorded
from hevesy.run.gate import gates, gates_of
from hevesy.run.questions import QUESTIONS
from hevesy.run.saying import said
from hevesy.run.signed import GateTable
from hevesy.supply.zones import zone_named


@pytest.mark.parametrize("act", [step[0] for step in LU_PSMA])
def test_with_everything_in_order_no_gate_is_in_the_way(act: str) -> None:
    assert unmet(situation(act)) == {}


# what the shelf has no figure for: a centre can only sign its own
NO_FIGURE = {("purity_enough", "tb161_psma")}


def test_every_gate_asks_a_question_of_acts_and_limits_that_there_are() -> None:
    for gate in gates(SHELF):
        assert gate.test in QUESTIONS, gate.name
        assert gate.hazard, gate.name
        for template in templates(SHELF).values():
            for therapy in template.therapies:
                limit = gate.limit.format(therapy=therapy)
                if gate in gates_of(template, SHELF) and limit and not limit.startswith("prescription."):
                    there = SHELF.find(limit) is not None
                    assert there != ((gate.name, therapy) in NO_FIGURE), (gate.name, therapy, limit)


def test_from_the_shipped_shelf_alone_no_therapy_can_be_given() -> None:
    now = situation("administration")
    for template in templates(SHELF).values():
        for therapy in template.therapies:
            course = replace(now.course, template=template.name, therapy=therapy, practice=False)
            answers = unmet(replace(now, course=course, template=template, table=GateTable(therapy)))
            assert {"identity_confirmed", "consent_given", "administered_as_prescribed"} <= set(answers), therapy
            assert answers["identity_confirmed"].answer is Answer.UNKNOWN
            assert answers["identity_confirmed"].because == "not_signed"


def test_in_practice_the_figures_of_the_shelf_stand_in() -> None:
    now = situation("administration")
    practice = replace(now, course=replace(now.course, practice=True), table=GateTable("lu177_psma617"))
    assert unmet(practice) == {}


def test_a_signature_that_has_run_out_blocks_and_says_who_can_sign() -> None:
    now = situation("administration")
    line = replace(now.table.lines["identity_confirmed"], until=date(2027, 3, 1))
    found = unmet(replace(now, table=now.table.with_line(line)))
    assert set(found) == {"identity_confirmed"}
    assert found["identity_confirmed"].values == {"roles": ("nurse",)}


def test_an_act_outside_the_rules_needs_a_reason_and_opens_an_incident() -> None:
    now = situation("administration", change={"administration.administered_mbq": 8900.0})
    made = entry(step_of("administration"))
    with pytest.raises(NeedsReason, match="administered_as_prescribed"):
        recorded(now, made)
    marked, incident = recorded(now, replace(made, reason="the pump ran on"))
    assert marked.unmet == ("administered_as_prescribed",) and marked.is_deviation
    assert incident is not None and (incident.entry, incident.unmet) == (made.id, marked.unmet)


def test_an_act_within_the_rules_opens_none() -> None:
    made = entry(step_of("administration"))
    assert recorded(situation("administration"), made) == (made, None)


def test_an_answer_is_said_in_one_sentence() -> None:
    found = unmet(situation("administration", change={"administration.administered_mbq": 8900.0}))
    assert said(found["administered_as_prescribed"], SHELF) == (
        "administered activity is 8900 against 7400, 20.27 % off; 10 % is allowed."
    )
    found = unmet(situation("prescription", change={"laboratory.platelets": None}))
    assert said(found["criteria_met"], SHELF) == "VISION: still to be known: platelets."
    found = unmet(situation("prescription", skip=("board",)))
    assert said(found["in_order"], SHELF) == "Still to be done before: Board decision."


@pytest.mark.parametrize(("zone", "day"), [("America/Lima", date(2027, 3, 1)), ("Asia/Jakarta", date(2027, 3, 3))])
def test_a_day_is_that_on_the_wall_of_the_centre(zone: str, day: date) -> None:
    """Three in the morning of 2 March by UTC is still the first in Lima; six in the evening is the third in Jakarta."""
    hour = {"America/Lima": 3, "Asia/Jakarta": 18}[zone]
    now = situation("dispensing", now=datetime(2027, 3, 2, hour, tzinfo=UTC), zone=zone_named(zone))
    for until, is_met in ((day, True), (day - timedelta(days=1), False)):
        dated = replace(now, instruments={"dose_calibrator": {"C1": until}})
        assert ("calibrator_in_date" not in unmet(dated)) is is_met
