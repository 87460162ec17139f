"""One nuclide: activity forward and back, decays in an interval, and the laws that hold for any."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BeyondTime, OutOfRange, StableNuclide
from hevesy.physics import (
    activities_after,
    activity_after,
    activity_before,
    atoms,
    decays_in,
    decays_within,
    library,
    nuclide,
    time_to_fall,
)
from hevesy.quantities import Activity

LU = nuclide("Lu-177")
RADIOACTIVE = sorted(name for name, found in library().items() if not found.stable)
LIVED_HOURS = [name for name in RADIOACTIVE if 60 < library()[name].half_life_s < 1e9]
names = st.sampled_from(LIVED_HOURS)
activities = st.floats(1.0, 1e15)
half_lives = st.floats(0.0, 300.0)


def spans(name: str, count: float) -> timedelta:
    return timedelta(seconds=library()[name].half_life_s * count)


def test_one_half_life_halves() -> None:
    assert activity_after(LU, Activity(8.0), LU.half_life).bq == pytest.approx(4.0, rel=1e-12)


def test_the_first_half_life_sees_half_of_the_atoms_decay() -> None:
    assert decays_in(LU, Activity(8.0), LU.half_life) == pytest.approx(
        atoms(LU, Activity(8.0)) / 2, rel=1e-12
    )


def test_a_becquerel_for_a_second_is_one_decay() -> None:
    """A long-lived nuclide barely falls: Tc-99 at 5 Bq for 10 s decays 50 times."""
    assert decays_in(nuclide("Tc-99"), Activity(5.0), timedelta(seconds=10)) == pytest.approx(50.0, rel=1e-11)


@given(names, activities, half_lives, half_lives)
def test_activity_only_falls(name: str, bq: float, sooner: float, later: float) -> None:
    sooner, later = sorted((sooner, later))
    first, then = (
        activity_after(nuclide(name), Activity(bq), spans(name, count)) for count in (sooner, later)
    )
    assert 0 < then.bq <= first.bq <= bq


@given(names, activities, half_lives)
def test_forward_then_back_returns(name: str, bq: float, count: float) -> None:
    found, elapsed = nuclide(name), spans(name, count)
    there = activity_after(found, Activity(bq), elapsed)
    assert activity_before(found, there, elapsed).bq == pytest.approx(bq, rel=1e-12)


@given(names, activities, st.floats(1e-3, 50.0))
def test_decays_are_the_difference_of_atoms(name: str, bq: float, count: float) -> None:
    found, elapsed = nuclide(name), spans(name, count)
    left = atoms(found, activity_after(found, Activity(bq), elapsed))
    assert decays_in(found, Activity(bq), elapsed) == pytest.approx(
        atoms(found, Activity(bq)) - left, rel=1e-9
    )


@given(names, activities, st.floats(1e-2, 200.0))
def test_time_to_fall_is_when_it_has_fallen(name: str, bq: float, count: float) -> None:
    found, elapsed = nuclide(name), spans(name, count)
    wanted = activity_after(found, Activity(bq), elapsed)
    assert time_to_fall(found, Activity(bq), wanted) / elapsed == pytest.approx(1.0, rel=1e-6)


@given(names, st.lists(st.tuples(activities, st.floats(-20.0, 300.0)), min_size=1, max_size=5))
def test_arrays_say_what_scalars_say(name: str, cases: list[tuple[float, float]]) -> None:
    found = nuclide(name)
    bq = np.array([case[0] for case in cases])
    elapsed = [spans(name, case[1]) for case in cases]
    seconds = np.array([span.total_seconds() for span in elapsed])
    one_by_one = [activity_after(found, Activity(a), t).bq for a, t in zip(bq, elapsed, strict=True)]
    decayed = [decays_in(found, Activity(a), t) for a, t in zip(bq, elapsed, strict=True)]
    assert activities_after(found, bq, seconds) == pytest.approx(one_by_one, rel=1e-12)
    assert decays_within(found, bq, seconds) == pytest.approx(decayed, rel=1e-12)


def test_arrays_broadcast() -> None:
    table = activities_after(LU, np.array([[1.0], [2.0]]), np.array([0.0, LU.half_life_s]))
    assert table == pytest.approx(np.array([[1.0, 0.5], [2.0, 1.0]]))


def test_looking_back_too_far_is_said_in_one_sentence() -> None:
    with pytest.raises(OutOfRange, match="24 h is too many half-lives of Po-213"):
        activity_before(nuclide("Po-213"), Activity.mbq(1), timedelta(days=1))
    with pytest.raises(OutOfRange):
        decays_in(nuclide("Po-213"), Activity.mbq(1), timedelta(days=-1))
    assert math.isinf(float(activities_after(nuclide("Po-213"), 1e6, -86400.0)))


def test_zero_stays_zero_however_far_one_looks() -> None:
    assert activity_before(nuclide("Po-213"), Activity(0.0), timedelta(days=1)).bq == 0.0


@pytest.mark.parametrize("call", [activity_after, decays_in])
def test_a_stable_nuclide_has_no_activity(call: object) -> None:
    with pytest.raises(StableNuclide, match="Hf-177 is stable"):
        call(nuclide("Hf-177"), Activity(1.0), timedelta(days=1))  # type: ignore[operator]


def test_nothing_ever_falls_to_zero() -> None:
    with pytest.raises(BeyondTime):
        time_to_fall(LU, Activity.gbq(7.4), Activity(0.0))
