"""The clock, on toy journeys whose hours can be added by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from hevesy.facts import Kind
from hevesy.supply import Flights, Hours, Leg, Step
from hevesy.supply.clock import latest_departure, walk

INJECT = datetime(2027, 3, 2, 10, tzinfo=UTC)  # a Tuesday
TOY = [(Step.PROCESSING, 20), (Step.ROAD_OUT, 2), (Step.FLIGHT, 4), (Step.CUSTOMS, 6), (Step.READY, 3), (Step.LABELLING, 1)]  # fmt: skip  # noqa: E501


def toy() -> list[Leg]:
    return [Leg(step, "A", "B", Hours(hours, hours / 2, hours * 2), Kind.ASSUMPTION) for step, hours in TOY]


def at(day: int, hour: int) -> datetime:
    return datetime(2027, 3, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


def test_without_days_it_leaves_as_late_as_it_can() -> None:
    assert latest_departure(toy(), INJECT, Flights()) == INJECT - timedelta(hours=2 + 4 + 6 + 3 + 1)


def test_with_days_it_takes_the_last_flight_that_is_early_enough() -> None:
    # the flight must leave by Monday 20:00; it leaves on Mondays and Thursdays at 18:00; the road takes 2 h
    flights = Flights((0, 3), 18.0)
    assert latest_departure(toy(), INJECT, flights) == at(1, 16)
    # at 21:00 Monday's is too late, so Thursday's before it (25 February)
    assert latest_departure(toy(), INJECT, Flights((0, 3), 21.0)) == at(1, 19) - timedelta(days=4)


def test_flight_days_are_days_at_the_place_of_departure() -> None:
    east = timezone(timedelta(hours=9))
    # Tuesday 01:00 there is Monday 16:00 UTC
    assert Flights((1,), 1.0, east).last_before(at(1, 20)) == at(1, 16)


def test_walking_keeps_the_wait_and_meets_the_hour() -> None:
    line = walk(toy(), INJECT, INJECT - timedelta(hours=16), Flights())
    assert line.ready_at == INJECT and line.hours_late == 0
    assert line.use_at == INJECT - timedelta(hours=1)
    assert line.timed[0].starts == line.released_at - timedelta(hours=20)
    # at worst road, flight and customs take 12 h more and the wait of 3 h is used up
    assert line.hours_to_use == Hours(15, 15, 15 + 12 - 3)


def test_quality_control_counts_from_the_end_of_manufacture() -> None:
    """QC of 5 h (at most 10) after manufacture; 15 h from leaving to use."""
    legs = toy()
    legs.insert(1, Leg(Step.QC, "A", "A", Hours(5, 2.5, 10), Kind.ASSUMPTION))
    released = INJECT - timedelta(hours=16)
    assert latest_departure(legs, INJECT, Flights()) == released
    line = walk(legs, INJECT, released, Flights())
    assert line.made_at == released - timedelta(hours=5)
    assert line.timed[0].starts == released - timedelta(hours=25)
    assert line.hours_to_use == Hours(20, 20, 20 + 5 + 12 - 3)


def test_a_delay_eats_the_wait_first_and_then_the_hour() -> None:
    released = INJECT - timedelta(hours=16)
    short = walk(toy(), INJECT, released, Flights(), timedelta(hours=2))
    assert short.hours_late == 0
    long = walk(toy(), INJECT, released, Flights(), timedelta(hours=5))
    assert long.hours_late == pytest.approx(2)
    assert long.given_at == INJECT + timedelta(hours=2)
    passing = long.leg_at(INJECT)
    assert passing is not None and passing.leg.step is Step.CUSTOMS  # until an hour after


def test_a_missed_flight_is_waited_for() -> None:
    line = walk(toy(), INJECT, at(1, 17), Flights((0, 3), 18.0))  # at the airport at 19:00, an hour too late
    wait = next(each for each in line.timed if each.leg.step is Step.WAIT)
    assert (wait.starts, wait.ends) == (at(1, 19), at(4, 18))
    assert line.hours_late == pytest.approx(3 * 24 + 18 + 4 + 6 + 1 - 34)
