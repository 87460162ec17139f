"""Patients served by a generator, by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hevesy.facts import Shelf
from hevesy.supply.tracers import doses_per_week, patients


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load(packs=[], restricted=True)


def test_patients_one_half_life_apart_need_one_two_and_four_times_as_much() -> None:
    hour = timedelta(hours=1)
    served = [int(patients(activity, 1.0, hour, hour)) for activity in (0.99, 1.0, 2.99, 3.0, 6.99, 7.0)]
    assert served == [0, 1, 1, 2, 2, 3]


def test_a_week_of_a_generator_is_the_mean_over_its_life_by_hand(shelf: Shelf) -> None:
    """New, 1,850 MBq x 0.914 grown in 4 h x 0.65 eluted x 0.7 labelled x 0.816 left after 20 min: 628 MBq.

    150 + 204 are used, 30 min apart, and a third would need 277: two patients, for 33 weeks until 353.9 are left; one
    in the seven after them. Two sessions on 230 days a year, 40 % for others.
    """
    found = doses_per_week("ga68_psma11", 30.0, shelf.reader("JOR"))
    assert found == pytest.approx((33 * 2 + 7) / 40 * 2 * 230 * 7 / 365.25 * 0.6, rel=1e-9)
    drawn = doses_per_week("ga68_psma11", 30.0, shelf.reader("JOR", draws=200, seed=1))
    assert drawn.shape == (200,)
    assert drawn.std() > 0.0
