"""When plants stand still: shares that renewal theory gives, calendars counted by hand, the same bits in any block."""

from __future__ import annotations

import numpy as np
import pytest

from hevesy.supply.running import Outages, closed, down, forced, idle, key_of, numbers, struck

USUAL = Outages(per_year=0.5, weeks=4.0, spread=0.42, long=0.05, long_weeks=52.0)
KEY = key_of("reactor")


def test_the_mean_length_is_that_of_two_lognormals() -> None:
    """0.95 x 4 + 0.05 x 52 = 6.4 weeks, times exp(0.42^2 / 2) = 1.0922."""
    assert USUAL.mean_weeks == pytest.approx(6.4 * 1.09221, rel=1e-4)


def test_the_share_of_weeks_down_is_that_of_a_renewal_process() -> None:
    """Mean down time over mean up and down time: 6.99 / (104 + 6.99) = 6.30 %; 2,000 worlds of 20 years know it."""
    found = down(USUAL, 1040, KEY, 1, 0, 2000)
    assert USUAL.share_down() == pytest.approx(6.990 / 110.990, rel=1e-3)
    by_world = found.mean(axis=0)
    error = by_world.std() / np.sqrt(len(by_world))
    assert abs(found.mean() - USUAL.share_down()) < 3 * error


def test_a_share_of_weeks_down_can_be_asked_for() -> None:
    assert USUAL.with_share_down(0.01).share_down() == pytest.approx(0.01)


def test_a_block_of_draws_has_the_outages_of_the_whole_run() -> None:
    whole = down(USUAL, 300, KEY, 7, 0, 64)
    assert (down(USUAL, 300, KEY, 7, 40, 9) == whole[:, 40:49]).all()
    assert not (down(USUAL, 300, key_of("another"), 7, 0, 64) == whole).all()
    assert not (down(USUAL, 300, KEY, 8, 0, 64) == whole).all()


def test_a_longer_run_has_the_same_outages() -> None:
    assert (down(USUAL, 520, KEY, 7, 0, 16)[:104] == down(USUAL, 104, KEY, 7, 0, 16)).all()


def test_two_reactors_stand_still_together_as_often_as_stated() -> None:
    """Stated: 1 % of weeks from a common cause. With 6.30 % of its own each: 1 - (1 - 0.01)(1 - 0.0630^2) = 1.39 %."""
    own = [down(USUAL, 1040, key_of(name), 1, 0, 4000) for name in ("one", "other")]
    members = 0.5
    events = USUAL.with_share_down(0.01 / members**2)
    common = struck(events, members, [key_of("one"), key_of("other")], 1040, key_of("both"), 1, 0, 4000)
    together = (own[0] | common[0]) & (own[1] | common[1])
    alone = USUAL.share_down()
    event = 0.01 / members**2
    one = 1 - (1 - alone) * (1 - event * members)
    by_hand = event * members**2 + 2 * event * members * (1 - members) * alone
    by_hand += (1 - event * (1 - (1 - members) ** 2)) * alone**2
    by_world = together.mean(axis=0)
    error = by_world.std() / np.sqrt(len(by_world))
    assert abs((common[0] & common[1]).mean() - 0.01) < 3 * (common[0] & common[1]).mean(
        axis=0
    ).std() / np.sqrt(4000)
    assert abs(together.mean() - by_hand) < 3 * error
    assert together.mean() > 2 * one**2  # what independent plants would be


def test_planned_stops_add_up_to_the_weeks_that_a_year_lacks() -> None:
    for weeks in (21, 30, 36, 39, 43, 44, 50):
        assert idle(weeks, 0, 1, 520, 4).sum() == 10 * (52 - weeks)
    assert not idle(None, 0, 1, 52, 4).any()
    assert not idle(52, 0, 1, 52, 4).any()


def test_reactors_of_one_calendar_take_turns() -> None:
    """Two reactors with one stop of eight weeks each: half a year apart."""
    first, second = idle(44, 0, 2, 52, 8), idle(44, 1, 2, 52, 8)
    assert np.flatnonzero(first).tolist() == list(range(8))
    assert np.flatnonzero(second).tolist() == list(range(26, 34))


def test_calendars_begin_in_weeks_of_their_own() -> None:
    assert np.flatnonzero(idle(44, 0, 1, 52, 8, shift=10)).tolist() == list(range(10, 18))
    assert np.flatnonzero(idle(44, 0, 1, 104, 8, shift=48)).tolist()[:4] == [0, 1, 2, 3]


def test_a_plant_closes_between_the_years_that_are_stated_until_it_is_replaced() -> None:
    found = closed(2028.0, 2030.0, 1.0, 2026.0, 520, KEY, 1, 0, 500)
    assert not found[:104].any()
    assert not found[4 * 52 + 52 + 1 :].any()
    assert found.sum(axis=0).min() >= 51
    begins = np.argmax(found, axis=0)
    assert begins.mean() == pytest.approx(3 * 52, abs=6)  # evenly between two and four years


def test_weeks_that_are_forced() -> None:
    assert np.flatnonzero(forced([(3, 2), (-1, 2)], 10)).tolist() == [0, 3, 4]


def test_numbers_come_by_fours() -> None:
    with pytest.raises(ValueError, match="multiple of four"):
        numbers(1, 0, 0, 0, 1, 3)
