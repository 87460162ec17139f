"""A public-private partnership: a partner lends, and is paid back for being there, for each cycle, or for both.

    paid back in a year = availability + unit payment x max(cycles given, cycles guaranteed)
    the partner's return r:  sum over years of (paid back - lent) / (1 + r)^year = 0

What is paid back for cycles beyond those guaranteed is at the partner's risk of volume, all else at that of who pays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.money.funding import Cents, cents

Floats = NDArray[np.float64]
LEAST, MOST = -0.99, 10.0  # between which a return is looked for
STEPS = 80


@dataclass(frozen=True, slots=True)
class PaidBack:
    """Cents by year (T, ...): for being there, for cycles that are guaranteed, and for those beyond them."""

    availability: Cents
    guaranteed: Cents
    beyond: Cents

    @property
    def whole(self) -> Cents:
        return self.availability + self.guaranteed + self.beyond


def paid_back(availability: Floats, unit: Floats, cycles: Floats, guaranteed: float) -> PaidBack:
    """What is paid back in each year, from amounts in whole money.

    >>> found = paid_back(np.array([100.0]), np.array([2.0]), np.array([30.0]), 20.0)
    >>> found.availability.tolist(), found.guaranteed.tolist(), found.beyond.tolist()
    ([10000], [4000], [2000])
    """
    there, each, given = np.broadcast_arrays(availability, unit, cycles)
    whole = cents(each * np.maximum(given, guaranteed))
    sure = cents(each * guaranteed)
    return PaidBack(cents(there), sure, whole - sure)


def rate_of_return(flows: ArrayLike) -> Floats:
    """The yearly rate at which flows (T, ...) are worth nothing today.

    Not known where they never change sign, nor where money comes back before any is lent: what has the rate of a loan
    then is no return.

    >>> rate_of_return([-100.0, 0.0, 121.0]).round(9).tolist(), rate_of_return([100.0, -60.0]).tolist()
    (0.1, nan)
    """
    found = np.asarray(flows, dtype=float)
    low, high = np.full(found.shape[1:], LEAST), np.full(found.shape[1:], MOST)
    at_low, at_high = worth_today(found, low), worth_today(found, high)
    for _ in range(STEPS):
        middle = (low + high) / 2.0
        same = np.sign(worth_today(found, middle)) == np.sign(at_low)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    first = np.take_along_axis(found, (found != 0.0).argmax(axis=0)[None], axis=0)[0]
    crosses = (at_low * at_high < 0.0) & (first < 0.0) & (found > 0.0).any(axis=0)
    return np.asarray(np.where(crosses, (low + high) / 2.0, np.nan))


def worth_today(flows: Floats, rate: ArrayLike) -> Floats:
    """The sum of yearly flows (T, ...), each discounted to the first year.

    >>> float(worth_today(np.array([-100.0, 220.0]), 0.1).round(9))
    100.0
    """
    years = np.arange(len(flows)).reshape(-1, *([1] * (flows.ndim - 1)))
    return np.asarray((flows / (1.0 + np.asarray(rate, dtype=float)) ** years).sum(axis=0))


def availability_for(lent: Floats, other: Floats, paying: NDArray[np.bool_], rate: float) -> Floats:
    """The same payment in each `paying` year (T) with which lent money and other receipts (T, ...) yield a rate.

    >>> float(availability_for(np.array([210.0, 0.0, 0.0]), np.zeros(3), np.array([False, True, True]), 0.1).round(6))
    121.0
    """
    years = np.arange(len(paying))
    of_one = float((paying / (1.0 + rate) ** years).sum())
    return np.asarray(worth_today(lent - other, rate) / of_one)
