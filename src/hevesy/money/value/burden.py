"""Disability-adjusted life-years: years lost to early death and years lived with disability, without age weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.errors import BadEconomics

Array = NDArray[np.float64]


def years_of_life_lost(remaining_years: ArrayLike, discount_per_year: float = 0.0) -> Array:
    """YLL of a death with so many years of life expectancy left: (1 - exp(-r L)) / r, or L without discounting.

    `discount_per_year` is made continuous: r = ln(1 + rate).

    >>> round(float(years_of_life_lost(20, 0.03)), 4)
    15.0995
    """
    left = np.asarray(remaining_years, dtype=np.float64)
    if np.any(left < 0):
        raise BadEconomics(
            model="DALYs", name="remaining_years", value=float(left.min()), advice="it must be zero or more"
        )
    rate = np.log1p(discount_per_year)
    return left if rate == 0 else np.asarray(-np.expm1(-rate * left) / rate)


def years_with_disability(years: ArrayLike, weights: ArrayLike) -> Array:
    """YLD: years in each state times its disability weight, added over the last axis."""
    weight = np.asarray(weights, dtype=np.float64)
    if np.any((weight < 0) | (weight > 1)):
        raise BadEconomics(
            model="DALYs", name="weights", value=weight.tolist(), advice="a weight lies between 0 and 1"
        )
    return np.asarray((np.asarray(years) * weight).sum(axis=-1))


def dalys_averted(
    years: ArrayLike, weights: ArrayLike, other_years: ArrayLike, other_weights: ArrayLike
) -> Array:
    """DALYs that one strategy averts against another for the same people.

    Both lose the same life expectancy less what they live, so it falls out: averted = (years lived - years with
    disability) of the one less those of the other. All years discounted alike; states on the last axis.
    """
    healthy = [
        np.asarray(lived).sum(axis=-1) - years_with_disability(lived, weight)
        for lived, weight in ((years, weights), (other_years, other_weights))
    ]
    return np.asarray(healthy[0] - healthy[1])
