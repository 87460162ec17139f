"""The premium of a pool whose claims come at random: compound Poisson, with a reserve by the normal approximation.

With rates l and sizes X of each kind of claim (courses begun a year; money for each)

    mean M = sum l E[X]        variance V = sum l E[X^2]        (Klugman, Panjer and Willmot, Loss Models)
    premium a head = ((1 + loading) M + z sqrt(V)) / members        z = the normal quantile of 1 - ruin

The normal quantile is too low where few claims are expected, because their sum is skewed to the right; the skewness,
sum l E[X^3] / V^1.5, says how far.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims of one year: how many are expected, their sum's mean, variance and skewness; arrays over draws."""

    number: Floats
    mean: Floats
    variance: Floats
    skewness: Floats


def compound(rates: ArrayLike, first: ArrayLike, second: ArrayLike, third: ArrayLike) -> Claims:
    """The sum of claims of several kinds (first axis): expected number of each, and E[X], E[X^2], E[X^3].

    >>> found = compound([4.0], [10.0], [100.0], [1000.0])
    >>> float(found.mean), float(found.variance), float(found.skewness)
    (40.0, 400.0, 0.5)
    """
    rate = np.asarray(rates, dtype=float)
    mean, variance, cubes = ((rate * np.asarray(each, dtype=float)).sum(axis=0) for each in (first, second, third))
    skew = np.divide(cubes, variance**1.5, out=np.zeros(np.shape(variance)), where=np.asarray(variance) > 0.0)
    return Claims(np.asarray(rate.sum(axis=0)), np.asarray(mean), np.asarray(variance), np.asarray(skew))


def reserve(claims: Claims, ruin: float) -> Floats:
    """What a pool must hold beyond its expected claims so that a year ruins it with this probability.

    >>> round(float(reserve(compound([4.0], [10.0], [100.0], [1000.0]), 0.05)), 3)
    32.897
    """
    return np.asarray(NormalDist().inv_cdf(1.0 - ruin) * np.sqrt(claims.variance))


def premium(claims: Claims, members: ArrayLike, loading: ArrayLike, ruin: float) -> Floats:
    """The premium a head and year of a pool that starts each year without capital."""
    whole = claims.mean * (1.0 + np.asarray(loading, dtype=float)) + reserve(claims, ruin)
    return np.asarray(whole / np.asarray(members, dtype=float))
