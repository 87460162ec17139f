"""A made-up country as the engine counts it."""

from __future__ import annotations

import numpy as np
from tests.plan.reconcile.made_up import count

from hevesy.plan.reconcile.forward import Yearly
from hevesy.plan.reconcile.recovery_engine import TrueCountry

YEARS = {
    ("a", "medicine"): Yearly(np.array([9.6, 20.0]), np.array([12.4, 25.0]), np.array([30.2, 60.0])),
    ("b", "medicine"): Yearly(np.array([3.0, 0.0]), np.array([3.0, 0.0]), np.array([7.0, 0.0])),
}


def test_the_first_replicate_is_what_was_counted_whole_and_in_the_same_figures() -> None:
    true = TrueCountry(YEARS, YEARS, np.zeros((1, 1)))
    found = true.counted(count("a", courses=99.0, administrations=99.0, foreigners=5.0, sent_abroad=4.0))
    assert (found.courses, found.patients, found.administrations) == (10, None, 30)
    assert (found.foreigners, found.sent_abroad) == (0, None)
    assert true.counted(count("", patients=99.0)).patients == 15


def test_the_truth_is_the_mean_of_whole_years_or_of_the_fluid_where_they_are_too_few() -> None:
    """29.6 people in two years at `a` and 3 at `b` are too few; with ten more at `a` they are enough."""
    fluid = {key: Yearly(*(np.array([0.5, 1.5]) for _ in range(3))) for key in YEARS}
    assert TrueCountry(YEARS, fluid, np.zeros((1, 1))).truth(("a", "medicine")) == [1.0]
    more = {("a", "medicine"): Yearly(np.array([19.6, 20.0]), np.zeros(2), np.zeros(2))}
    assert TrueCountry(more, fluid, np.zeros((1, 1))).truth(("a", "medicine")) == [19.8]
