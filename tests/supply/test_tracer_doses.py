"""Patients served by a generator and by a batch of a cyclotron, by hand."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from hevesy.facts import Shelf
from hevesy.physics.generator import find_generator
from hevesy.quantities import Activity
from hevesy.supply.tracers import after_a_journey, doses_of_batch, doses_of_elution, doses_per_week, patients

HALF_HOUR = timedelta(minutes=30)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load(packs=[], restricted=True)


def test_patients_one_half_life_apart_need_one_two_and_four_times_as_much() -> None:
    hour = timedelta(hours=1)
    served = [int(patients(activity, 1.0, hour, hour)) for activity in (0.99, 1.0, 2.99, 3.0, 6.99, 7.0)]
    assert served == [0, 1, 1, 2, 2, 3]


def of_age(months: float, shelf: Shelf) -> int:
    """A generator of 1.85 GBq, 4 h after the last elution; 0.65 comes off and 0.7 of it is in the product."""
    age = timedelta(days=30.4375 * months)
    generator = find_generator("Ge-68/Ga-68", shelf)
    return doses_of_elution(
        generator, Activity.gbq(1.85), age, timedelta(hours=4), 0.65 * 0.7, Activity.mbq(150), HALF_HOUR,
        timedelta(minutes=20),
    )  # fmt: skip


def test_a_generator_of_1_85_gbq_serves_fewer_patients_as_it_ages(shelf: Shelf) -> None:
    """New: 1,850 x 0.914 x 0.455 x 0.815 = 627 MBq, of which 150 + 204 are used, and a third needs 277: two patients.

    After nine months (half of it) 312 MBq: one. After two years 97 MBq: none.
    """
    assert [of_age(months, shelf) for months in (0, 9, 24)] == [2, 1, 0]


def test_a_week_of_a_generator_is_the_mean_over_its_life(shelf: Shelf) -> None:
    """Two, later one a session, two sessions on about 4.9 days a week, 40 % for others: between 5.9 and 11.8."""
    expected = doses_per_week("ga68_psma11", 30.0, shelf.reader("JOR"))
    assert 5.9 < expected < 11.8
    drawn = doses_per_week("ga68_psma11", 30.0, shelf.reader("JOR", draws=200, seed=1))
    assert drawn.shape == (200,)
    assert drawn.std() > 0.0


def test_a_cyclotron_two_hours_away() -> None:
    """Of 40 GBq of F-18 (half-life 109.8 min) 2^(-120/109.8) = 0.469 is left: 16 patients 25 min apart, not 21."""
    assert after_a_journey(40.0, 2.0, "F-18") == pytest.approx(18.75, rel=0.002)
    served = doses_of_batch(40.0, 0.25, np.array([0.0, 2.0, 4.0, 20.0]), timedelta(minutes=25))
    assert served.tolist() == [21.0, 16.0, 12.0, 0.0]
