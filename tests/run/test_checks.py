"""Checks of the day: when one is due, what is good, what a gate and the readiness of a day make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from tests.run.playing import SHELF, at, signed, situation, unmet

from hevesy.run.checks import (
    BAD,
    GOOD,
    OUT,
    Done,
    checks,
    is_due,
    last_good,
    lasts,
    limit_of,
    missing_today,
    within,
)
from hevesy.run.signed import GateTable, Signature
from hevesy.run.synthetic import Cleared, Read, house, year

READER = SHELF.reader("JOR")
AMMAN = timezone(timedelta(hours=3))
METER, CALIBRATOR = "survey_meter_check", "calibrator_constancy"


def done(state: str, hours: float, check: str = METER, subject: str = "G1") -> Done:
    return Done(check, subject, at(hours), state)


def ruled(hours: float) -> GateTable:
    line = Signature("check_hours", "o1", date(2026, 1, 1), "local rule", "1", None, hours, "")
    return signed("lu177_psma", "lu177_psma617").with_line(line)


def test_what_is_done_daily_is_due_once_on_each_day_of_the_wall() -> None:
    daily, never = checks(SHELF)[METER], checks(SHELF)["waste_bag_stored"]
    evening = datetime(2027, 3, 1, 20, 30, tzinfo=UTC)  # half past eleven in Amman
    last = Done(METER, "G1", evening, GOOD)
    assert is_due(daily, None, evening, AMMAN) and not is_due(daily, last, evening, AMMAN)
    assert is_due(daily, last, evening + timedelta(hours=1), AMMAN)  # the next day there
    assert not is_due(daily, last, evening + timedelta(hours=1), UTC)
    assert not is_due(daily, replace(last, state=OUT), evening + timedelta(days=9), UTC)
    assert not is_due(never, None, evening, UTC)
    monthly = checks(SHELF)["camera_rotation"]
    assert [is_due(monthly, last, evening + timedelta(days=days), UTC) for days in (29, 30)] == [False, True]


@pytest.mark.parametrize(
    ("check", "reading", "good"),
    [
        (CALIBRATOR, -5.0, True), (CALIBRATOR, 5.1, False), ("cold_store", 8.0, True), ("cold_store", 1.9, False),
        ("camera_uniformity", 6.0, True), ("camera_uniformity", 6.1, False), ("area_wipe", 4.1, False),
        ("pet_cross_calibration", 0.89, False),
    ],
)  # fmt: skip
def test_a_reading_is_held_against_the_figure_of_the_shelf(check: str, reading: float, good: bool) -> None:
    limit = limit_of(checks(SHELF)[check], READER)
    assert limit is not None and within(reading, limit) is good


def test_what_was_bad_since_is_not_good_and_another_of_its_kind_is() -> None:
    assert last_good([done(GOOD, 0), done(BAD, 1)]) == {}
    assert last_good([done(BAD, 1), done(GOOD, 0), done(GOOD, -2, subject="G2")]) == {METER: {"G2": at(-2)}}
    assert last_good([done(GOOD, 0), done(OUT, 3)]) == {}
    found = last_good([done(BAD, 0), done(GOOD, 1), done(GOOD, 2, CALIBRATOR, "C1")])
    assert found == {METER: {"G1": at(1)}, CALIBRATOR: {"C1": at(2)}}


def test_the_gate_asks_only_where_the_house_has_signed_how_long_a_check_lasts() -> None:
    gates = {"calibrator_checked", "survey_meter_checked"}
    assert not gates & set(unmet(situation("administration")))
    found = unmet(situation("administration", table=ruled(12)))
    assert {name: each.because for name, each in found.items()} == {
        "calibrator_checked": "not_checked_of", "survey_meter_checked": "not_checked"}  # fmt: skip
    checked = {METER: {"G1": at(-1)}, CALIBRATOR: {"C1": at(-1)}}
    assert unmet(situation("administration", table=ruled(12), checked=checked)) == {}
    assert set(unmet(situation("administration", table=ruled(2), checked=checked))) == gates  # three hours before
    late = {METER: {"G1": at(3)}, CALIBRATOR: {"C1": at(3)}}  # after the act
    assert set(unmet(situation("administration", table=ruled(12), checked=late))) == gates
    assert lasts(ruled(1000), date(2027, 3, 2)) == timedelta(days=4)


def test_the_instrument_that_the_form_names_is_asked_for_and_no_other_of_its_kind() -> None:
    day = date(2027, 12, 31)
    held = {"dose_calibrator": {"C1": date(2027, 3, 1), "C2": day}, "survey_meter": {"G1": day}}
    (found,) = unmet(situation("administration", instruments=held)).values()
    assert found.because == "calibration_ended_of"
    assert (found.values["named"], found.values["until"]) == ("C1", date(2027, 3, 1))
    other = situation("administration", instruments=held)
    assert unmet(replace(other, said={**other.said, "calibrator": " c2 "})) == {}
    (found,) = unmet(replace(other, said={**other.said, "calibrator": "C3"})).values()
    assert found.because == "no_calibration_of"
    nameless = {name: value for name, value in other.said.items() if name != "calibrator"}
    assert "calibrator_in_date" not in unmet(replace(other, said=nameless))  # before it is named one is enough
    checked = {METER: {"G1": at(-1)}, CALIBRATOR: {"C2": at(-1)}}
    assert set(unmet(situation("administration", table=ruled(12), checked=checked))) == {"calibrator_checked"}


def test_what_is_missing_today() -> None:
    good = {METER: {"G1": at(-20), "G2": at(-30)}, CALIBRATOR: {"C1": at(-30), "C2": at(-1)}}
    asked = (CALIBRATOR, METER, CALIBRATOR)
    assert missing_today(asked, good, date(2027, 3, 2), UTC) == (METER,)


@pytest.mark.slow("a synthetic year of twelve courses is told twice")
def test_a_synthetic_house_is_the_same_for_a_seed_and_keeps_its_days() -> None:
    start = datetime(2027, 1, 3, 8, tzinfo=UTC)
    steps = year(start, 12, 5, READER)
    found = house(start, 5, steps, SHELF)
    assert found == house(start, 5, year(start, 12, 5, READER), SHELF) != house(start, 6, steps, SHELF)
    read = [each.done for each in found if isinstance(each, Read)]
    assert {each.at.weekday() for each in read} == {0, 1, 2, 3, 6}  # not on Friday and Saturday
    for each in read:
        limit = limit_of(checks(SHELF)[each.check], READER)
        if each.state == GOOD and limit is not None and each.reading is not None:
            assert within(each.reading, limit), each
    given = {step.at.date() for step in steps if step.act == "administration"}
    assert given <= {each.at.date() for each in read if each.check == CALIBRATOR}
    wasted = sum(step.act == "waste" for step in steps)
    assert 0 < sum(isinstance(each, Cleared) for each in found) <= wasted
