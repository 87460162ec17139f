"""May a therapy be given on a day: signatures, instruments, licence and people, each taken away in turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.run.playing import INSTRUMENTS, LICENCES, PEOPLE, SHELF, signed

from hevesy.record import find_template
from hevesy.run.gate import gates
from hevesy.run.house_rules import allowed, house_rules, level, rule_called
from hevesy.run.readiness import Means, answer_said, ending, obstacle_said, obstacles
from hevesy.run.signed import GateTable, Signature
from hevesy.run.situation import Person
from hevesy.words import say

LU, THERAPY = find_template("lu177_psma", SHELF), "lu177_psma617"
ON = date(2027, 3, 2)
WHOLE = Means(signed("lu177_psma", THERAPY), INSTRUMENTS, LICENCES, tuple(PEOPLE.values()))
GATES = {gate.name: gate for gate in gates(SHELF)}


def found(on: date = ON, **changes: object) -> list[tuple[str, str]]:
    return [(each.because, each.about) for each in obstacles(LU, THERAPY, on, replace(WHOLE, **changes), SHELF)]


def test_with_everything_in_order_it_may_be_given() -> None:
    assert found() == []
    assert answer_said("Lu-177 PSMA", ON, (), "") == (
        "Lu-177 PSMA on 2027-03-02: nothing stands in the way of treating."
    )


def test_the_calibration_that_ended_yesterday() -> None:
    until = {**INSTRUMENTS, "survey_meter": {"G1": ON - timedelta(days=1)}}
    (one,) = obstacles(LU, THERAPY, ON, replace(WHOLE, instruments=until), SHELF)
    first = obstacle_said(one, GATES, SHELF)
    assert first == "The calibration ended on 2027-03-01: survey meter."
    assert answer_said("Lu-177 PSMA", ON, (one,), first) == (
        "Lu-177 PSMA on 2027-03-02: no. The calibration ended on 2027-03-01: survey meter."
    )
    assert found(on=ON - timedelta(days=1), instruments=until) == []
    assert found(instruments={"survey_meter": {"G1": ON}}) == [("not_calibrated", "dose_calibrator")]


def test_licences_and_lines_that_ran_out_and_who_signs() -> None:
    assert found(licences={}) == [("no_licence", "Lu-177")]
    assert found(on=date(2028, 1, 1), instruments={kind: {"X": date(2030, 1, 1)} for kind in INSTRUMENTS}) == [
        ("licence_ended", "Lu-177")
    ]
    line = WHOLE.table.lines["identity_confirmed"]
    ran_out = WHOLE.table.with_line(replace(line, until=ON - timedelta(days=1)))
    assert found(table=ran_out) == [("signature_ended", "identity_confirmed")]
    lines = {name: each for name, each in WHOLE.table.lines.items() if name != "identity_confirmed"}
    (one,) = obstacles(LU, THERAPY, ON, replace(WHOLE, table=GateTable(THERAPY, lines)), SHELF)
    assert obstacle_said(one, GATES, SHELF) == "Nobody has signed: identity is confirmed. It is signed by: nurse."


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ("radiopharmacist", [("nobody", "quality_control")]),
        ("medical_physicist", []),
        ("radiation_protection_officer", []),  # the physicist and the physician release
        ("physician", [("nobody", "prescription")]),
    ],
)
def test_the_act_that_nobody_could_do(gone: str, left: list[tuple[str, str]]) -> None:
    people = [each for each in PEOPLE.values() if gone not in each.roles]
    assert found(people=people) == left


def test_who_holds_every_role_alone_is_not_two() -> None:
    alone = Person("x", frozenset(role for each in PEOPLE.values() for role in each.roles))
    assert found(people=[alone]) == [("no_two", "day_checks"), ("no_two", "administration")]


def test_what_ends_soon_stands_in_its_order() -> None:
    table = WHOLE.table.with_line(Signature("interval_kept", "x", ON, "s", "1", until=ON + timedelta(days=3)))
    soon = ending({"survey_meter": {"G1": ON + timedelta(days=30), "G2": ON + timedelta(days=31)},
                   "dose_calibrator": {"C1": ON - timedelta(days=1)}}, LICENCES,
                  {THERAPY: table}, ON, timedelta(days=30))  # fmt: skip
    assert [(each.what, each.name) for each in soon] == [
        ("signature", "lu177_psma617/interval_kept"), ("instrument", "survey_meter/G1")]  # fmt: skip


def test_what_nobody_has_signed_of_the_house_is_not_known() -> None:
    empty = GateTable(THERAPY)
    assert (allowed(empty, ON).licence, allowed(empty, ON).label, level(empty, ON)) == (None, None, None)
    said = Signature("reallocation_licence", "o1", ON, "licence", "4", text="Yes")
    both = empty.with_line(said).with_line(replace(said, gate="reallocation_label", text="no"))
    assert (allowed(both, ON).licence, allowed(both, ON).label) == (True, False)
    assert level(both.with_line(replace(said, gate="balance_level", high=3.0)), ON) == 3.0


@pytest.mark.parametrize("language", ["en", "ar", "zh", "fr", "ru", "es"])
def test_every_obstacle_and_rule_is_said_in_every_language(language: str) -> None:
    codes = ("yes", "no", "no_and_more", "not_signed", "signature_ended", "not_calibrated", "calibration_ended",
             "no_licence", "licence_ended", "nobody", "no_two")  # fmt: skip
    holes = dict.fromkeys(("therapy", "on", "first", "more", "about", "since", "who"), "HOLE")
    for code in codes:
        text = say(f"ready_says.{code}", language, **holes)
        assert "HOLE" in text and "{" not in text
        assert language == "en" or text != say(f"ready_says.{code}", "en", **holes)
    for rule in house_rules(SHELF):
        assert language == "en" or rule_called(rule, language) != rule.words
