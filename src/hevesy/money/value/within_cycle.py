"""Weights of a cohort model's cycles: what a rate of costs or health at the ends of cycles adds up to over time."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from hevesy.errors import BadEconomics

Array = NDArray[np.float64]


class Correction(StrEnum):
    """How the time between two cycles is counted.

    `SIMPSON` has the weights 1/3, 4/3, 2/3, 4/3, ..., 4/3, 1/3 of Simpson's rule; the rule needs an even number of
    cycles, so that an odd number ends with Simpson's 3/8 rule over the last three. `SIMPSON_AS_DARTH` swaps 4/3 and
    2/3, as the function gen_wcc of the DARTH tutorials does (Alarid-Escudero et al, Med Decis Making 2023, 43:3): only
    to reproduce their figures, for it integrates a straight line wrongly.
    """

    NONE = "none"
    HALF_CYCLE = "half-cycle"
    SIMPSON = "simpson"
    SIMPSON_AS_DARTH = "simpson-as-darth"


def cycle_weights(cycles: int, correction: Correction | str = Correction.SIMPSON) -> Array:
    """The weight of the cohort at the beginning and after each cycle, shape (cycles + 1,), in cycles.

    >>> cycle_weights(4).round(4).tolist()
    [0.3333, 1.3333, 0.6667, 1.3333, 0.3333]
    >>> float(cycle_weights(75).sum())
    75.0
    """
    if cycles < 1:
        raise BadEconomics(model="cohort model", name="cycles", value=cycles, advice="it needs at least one")
    correction = Correction(correction)
    if correction is Correction.SIMPSON:
        return _simpson(cycles)
    weights = np.ones(cycles + 1)
    if correction is Correction.HALF_CYCLE:
        weights[[0, -1]] = 0.5
    if correction is Correction.SIMPSON_AS_DARTH:
        weights[0::2], weights[1::2] = 4 / 3, 2 / 3
        weights[[0, -1]] = 1 / 3
    return weights


def _simpson(cycles: int) -> Array:
    """Simpson's 1/3 rule, with the 3/8 rule over the last three of an odd number of cycles; one cycle: trapezium."""
    weights = np.zeros(cycles + 1)
    if cycles == 1:
        weights[:] = 0.5
        return weights
    even = cycles if cycles % 2 == 0 else cycles - 3
    if even:
        weights[0 : even + 1 : 2], weights[1:even:2] = 2 / 3, 4 / 3
        weights[0] = weights[even] = 1 / 3
    if even != cycles:
        weights[even:] += np.array([3.0, 9.0, 9.0, 3.0]) / 8
    return weights


def discount_factors(rate_per_year: float, cycles: int, cycle_years: float = 1.0, yearly: bool = False) -> Array:
    """What one unit at the end of each cycle is worth at the beginning, shape (cycles + 1,).

    (1 + rate)^-years; `yearly` discounts whole years only, as some national guidelines ask.

    >>> discount_factors(0.03, 2).round(6).tolist()
    [1.0, 0.970874, 0.942596]
    """
    if not -1 < rate_per_year < 1:
        raise BadEconomics(
            model="discounting", name="rate_per_year", value=rate_per_year, advice="give a fraction: 0.03 is 3 %"
        )
    years = np.arange(cycles + 1) * cycle_years
    return np.asarray((1.0 + rate_per_year) ** -(np.floor(years + 1e-9) if yearly else years))
