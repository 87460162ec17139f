"""Who pays what: funders take their lines one after the other, in whole cents, and what nobody pays is the gap.

Everything is counted in cents as integers, so that money in equals money out exactly:

    sum over funders of what each pays for a line + gap of the line = cost of the line
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Cents = NDArray[np.int64]
CENTS = 100.0
MOST = 2**53  # beyond it a float holds no cents; 90 million million in whole money


@dataclass(frozen=True, slots=True)
class Payer:
    """One funder of one year: the places of its lines in the order in which a ceiling is spent, its share of each.

    `ceiling` is in cents, of the shape of one line's cost or a number; None: no limit.
    """

    lines: tuple[int, ...]
    share: float
    ceiling: Cents | int | None = None


def cents(amount: float | NDArray[np.float64]) -> Cents:
    """Money of at least zero as whole cents, halves up as a spreadsheet has it; OverflowError beyond 2^53 of them.

    >>> int(cents(1234.567)), int(cents(0.0))
    (123457, 0)
    """
    found = _whole(np.asarray(amount, dtype=float) * CENTS)
    if np.any(~np.isfinite(found)) or np.any(np.abs(found) > MOST):
        raise OverflowError("an amount of money is too large to be counted in cents")
    return found.astype(np.int64)


def _whole(value: NDArray[np.float64]) -> NDArray[np.float64]:
    """The nearest whole number, halves up; a half that a product of floats has missed by a hair is a half."""
    return np.floor(value + 0.5 + 1e-6)


def paid(costs: Cents, payers: Sequence[Payer]) -> tuple[Cents, Cents]:
    """What each payer pays, shape (payers, lines, ...), and what is left unpaid, shape (lines, ...).

    `costs` has shape (lines, ...), the further axes being draws. A payer pays its share of a line's whole cost, no more
    than those before it left, and no more in all than its ceiling.

    >>> costs = cents(np.array([100.0, 50.0]))
    >>> by, gap = paid(costs, [Payer((0, 1), 0.5), Payer((1,), 1.0, 2000)])
    >>> by.tolist(), gap.tolist()
    ([[5000, 2500], [0, 2000]], [5000, 500])
    """
    left = costs.astype(np.int64).copy()
    found = np.zeros((len(payers), *costs.shape), dtype=np.int64)
    for place, payer in enumerate(payers):
        purse = None if payer.ceiling is None else np.broadcast_to(payer.ceiling, costs.shape[1:]).astype(np.int64)
        for line in payer.lines:
            wanted = np.minimum(_whole(costs[line] * payer.share).astype(np.int64), left[line])
            given = wanted if purse is None else np.minimum(wanted, purse)
            found[place, line] += given
            left[line] -= given
            purse = None if purse is None else purse - given
    return found, left
