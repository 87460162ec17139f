"""Who bears what of a cycle under a tariff, in whole cents, and what paying on response is worth.

    scheme + household + maker + centre = cost        the centre's part is its loss; below zero it gains
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.money.funding import Cents

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Borne:
    """Cents of one cycle, as expected over patients who respond and who do not."""

    scheme: Cents
    household: Cents
    maker: Cents
    centre: Cents


def borne(
    cost: Cents, tariff: Cents, household: float, at_once: ArrayLike = 1.0, responds: ArrayLike = 1.0,
    at_makers_risk: bool = False, own: ArrayLike = 0.0, by_maker: bool = False,
) -> Borne:  # fmt: skip
    """What each bears of a cost (whole cents, of any shape) of which a scheme promises a tariff.

    Of the tariff the household pays its `own` share (a sliding scale; all of a fee); of the rest the scheme, or the
    maker where it gives an access price, pays a share at once and the remainder for those who respond. The household
    is asked for a share of what the tariff leaves open. What is promised and not paid is the maker's loss or the
    centre's.

    >>> found = borne(np.int64(10000), np.int64(8000), 0.5, at_once=0.4, responds=0.5)
    >>> [int(part) for part in (found.scheme, found.household, found.maker, found.centre)]
    [5600, 1000, 0, 3400]
    >>> found = borne(np.int64(10000), np.int64(8000), 0.0, own=0.25)
    >>> [int(part) for part in (found.scheme, found.household, found.maker, found.centre)]
    [6000, 2000, 0, 2000]
    """
    of_own = _part(tariff, own)
    promised = tariff - of_own
    first = _part(promised, at_once)
    paid = first + _part(promised - first, responds)
    asked = of_own + _part(np.maximum(cost - tariff, 0), household)
    unpaid = promised - paid if at_makers_risk else np.zeros_like(paid)
    scheme, maker = (np.zeros_like(paid), paid + unpaid) if by_maker else (paid, unpaid)
    return Borne(scheme, asked, maker, cost - scheme - asked - maker)


def _part(of: Cents, share: ArrayLike) -> Cents:
    """A share between 0 and 1 of an amount, the nearest cent, halves up, and never more than there is."""
    found = np.floor(np.asarray(of * np.asarray(share, dtype=float)) + 0.5 + 1e-6).astype(np.int64)
    return np.minimum(found, of)


def paid_in_expectation(at_once: ArrayLike, responds: ArrayLike) -> Floats:
    """The share of a tariff that is paid on average, k = a + (1 - a) r.

    >>> float(paid_in_expectation(0.4, 0.5))
    0.7
    """
    first = np.asarray(at_once, dtype=float)
    return np.asarray(first + (1.0 - first) * np.asarray(responds, dtype=float))


def spread_on_response(tariff: ArrayLike, at_once: ArrayLike, responds: ArrayLike) -> Floats:
    """The standard deviation of what one patient's cycle brings: (1 - a) T sqrt(r (1 - r)).

    >>> float(spread_on_response(8000.0, 0.4, 0.5))
    2400.0
    """
    share = np.asarray(responds, dtype=float)
    rest = (1.0 - np.asarray(at_once, dtype=float)) * np.asarray(tariff, dtype=float)
    return np.asarray(rest * np.sqrt(share * (1.0 - share)))


def break_even_tariff(cost: ArrayLike, paid_share: ArrayLike) -> Floats:
    """The tariff with which the centre neither loses nor gains: cost over the share that is paid on average.

    Infinite where nothing is ever paid.
    """
    cost, paid_share = np.broadcast_arrays(np.asarray(cost, dtype=float), np.asarray(paid_share, dtype=float))
    return np.asarray(np.divide(cost, paid_share, out=np.full(cost.shape, np.inf), where=paid_share > 0.0))
