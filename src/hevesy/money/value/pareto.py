"""Several aims at once: which strategies are not dominated, and by which the others are."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Flags = NDArray[np.bool_]


def dominated_by(figures: ArrayLike) -> Flags:
    """Which strategy (row) is dominated by which (column), shape (strategies, strategies).

    `figures` has a row for each strategy and a column for each aim, more being better in every one. A strategy
    dominates another where it is as good in every aim and better in one; equal strategies do not dominate each other.

    >>> dominated_by([[1.0, 2.0], [2.0, 2.0], [3.0, 0.0]])[0].tolist()
    [False, True, False]
    """
    table = np.asarray(figures, dtype=np.float64)
    if table.ndim != 2 or not np.isfinite(table).all():
        raise ValueError("figures must be a table of strategies x aims, each a finite number")
    as_good = (table[None, :, :] >= table[:, None, :]).all(axis=2)
    better = (table[None, :, :] > table[:, None, :]).any(axis=2)
    return np.asarray(as_good & better)


def front(figures: ArrayLike) -> Flags:
    """The Pareto front: which strategies no other dominates, shape (strategies,).

    >>> front([[1.0, 2.0], [2.0, 2.0], [3.0, 0.0]]).tolist()
    [False, True, True]
    """
    return np.asarray(~dominated_by(figures).any(axis=1))
