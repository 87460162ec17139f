"""When things are ready: dates worked out by hand from stated lead times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.scenario.small import act, opening, scenario

from hevesy.errors import BadScenario
from hevesy.facts import Reader
from hevesy.plan.scenario.prerequisites import circle_in
from hevesy.plan.scenario.scenario import Range
from hevesy.plan.scenario.timeline import Scheduled, timeline


def weeks(expected: float, low: float | None = None, high: float | None = None) -> Range:
    return Range(expected, expected if low is None else low, expected if high is None else high)


def timed_opening() -> tuple:
    """Licence 40 weeks (20 to 90), then permit 10 (5 to 20); team 30 (10 to 60); house 35 (30 to 50)."""
    leads = {"licence": (40, 20, 90), "permit": (10, 5, 20), "team": (30, 10, 60), "open": (35, 30, 50)}
    return tuple(replace(each, lead_weeks=weeks(*leads[each.id])) for each in opening())


def test_a_centre_opens_when_the_last_of_what_it_needs_is_ready(reader: Reader) -> None:
    """By hand: the permit can only be asked for with the licence, 40 + 10 = 50; house and team are ready sooner."""
    found = timeline(scenario(*timed_opening()), reader)
    ready = {row.intervention.id: (row.starts, row.ready) for row in found.rows}
    assert ready == {"licence": (0, 40), "permit": (40, 50), "team": (0, 30), "open": (0, 50)}
    assert found.critical_path == ("licence", "permit", "open")
    assert {row.intervention.id: row.slack for row in found.rows} == {
        "licence": 0, "permit": 0, "team": 20, "open": 0,
    }  # fmt: skip


def test_the_early_and_the_late_date_follow_the_whole_chain(reader: Reader) -> None:
    """By hand: early max(20 + 5, 10, 30) = 30, by the house; late max(90 + 20, 60, 50) = 110, by the permit."""
    opened = timeline(scenario(*timed_opening()), reader).of("open")
    assert (opened.ready_low, opened.ready_high) == (30, 110)


def test_what_happens_in_a_new_centre_waits_for_its_opening(reader: Reader) -> None:
    chairs = act("chairs", "add_chairs", centre="irbid_centre", lead_weeks=weeks(8))
    found = timeline(scenario(*timed_opening(), chairs), reader)
    assert found.of("chairs").ready == 50
    assert found.of("chairs").held_by == "open"


def test_work_starts_only_when_what_it_follows_is_ready(reader: Reader) -> None:
    first = act("first", "referral_training", lead_weeks=weeks(10))
    second = act("second", "patient_education", lead_weeks=weeks(6), after=("first",))
    row = timeline(scenario(first, second), reader).of("second")
    assert (row.starts, row.ready, row.waits_for, row.held_by) == (10, 16, ("first",), "first")


def test_the_day_of_a_week_counts_from_the_start(reader: Reader) -> None:
    found = timeline(scenario(act("a", "referral_training", date(2027, 3, 1), lead_weeks=weeks(10))), reader)
    assert found.rows[0].begins == 8  # 59 days after the first of January
    assert found.day(found.rows[0].ready) == date(2027, 5, 7)


def one(ready: int, full: int, wear: float, reader: Reader) -> Scheduled:
    said = act(
        "a",
        "referral_training",
        lead_weeks=weeks(ready),
        ramp_weeks=weeks(full - ready),
        wear_off_per_year=weeks(wear),
    )
    return timeline(scenario(said), reader).rows[0]


def test_a_level_grows_in_steps_of_four_weeks_and_wears_off_by_the_year(reader: Reader) -> None:
    """Ready in week 4, full in week 12: the steps at 4 and 8 have their middles at 2/8 and 6/8 of the way."""
    row = one(4, 12, 0.25, reader)
    assert [row.level(week) for week in (0, 3, 4, 7, 8, 11, 12, 63)] == [0, 0, 0.25, 0.25, 0.75, 0.75, 1, 1]
    assert row.level(64) == 0.75
    assert row.level(12 + 3 * 52) == pytest.approx(0.421875)


def test_eras_begin_where_a_level_changes_and_nowhere_else(reader: Reader) -> None:
    said = act(
        "a", "referral_training", lead_weeks=weeks(4), ramp_weeks=weeks(8), wear_off_per_year=weeks(0.5)
    )
    assert timeline(scenario(said, years=2), reader).changes() == (0, 4, 8, 12, 64)
    assert timeline(scenario(), reader).changes() == (0,)


@given(ready=st.integers(0, 200), ramp=st.integers(0, 100), wear=st.floats(0, 1), week=st.integers(0, 519))
def test_a_level_lies_between_nothing_and_full_and_only_wears_off_once_full(
    ready: int, ramp: int, wear: float, week: int
) -> None:
    row = Scheduled(act("a", "x"), None, 0, 0, ready, ready, ready, ready + ramp, wear, (), "", 0)  # type: ignore[arg-type]
    now, next_week = row.level(week), row.level(week + 1)
    assert 0.0 <= now <= 1.0
    assert now == 0.0 or week >= ready
    assert next_week >= now if week + 1 < ready + ramp else next_week <= now or now < 1.0
    assert row.level(week - week % 4) == now


def test_levels_are_those_of_each_week(reader: Reader) -> None:
    found = timeline(scenario(*timed_opening(), years=3), reader)
    assert found.levels().shape == (4, 156)
    np.testing.assert_array_equal(
        found.levels(), [[row.level(week) for week in range(156)] for row in found.rows]
    )


def test_nothing_is_ready_before_all_that_it_needs(reader: Reader) -> None:
    found = timeline(scenario(*opening()), reader)
    for row in found.rows:
        assert all(found.of(other).ready <= row.ready for other in row.waits_for)


def test_a_circle_of_waiting_is_refused(reader: Reader) -> None:
    first = act("first", "referral_training", after=("second",))
    second = act("second", "patient_education", after=("first",))
    with pytest.raises(BadScenario, match="'first' waits for 'second' waits for 'first': a circle"):
        timeline(scenario(first, second), reader)


def test_circles_are_found_in_longer_chains() -> None:
    assert circle_in({"a": ["b"], "b": ["c"], "c": []}) == ()
    assert circle_in({"x": ["a"], "a": ["b", "c"], "c": ["a"]}) == ("a", "c", "a")
