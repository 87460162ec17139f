"""People put together around the largest towns, where every node alone would make a programme too large."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.placement.ground import Floats, Ground

MOST = 60


def district_of(land: Ground, most: int = MOST) -> NDArray[np.int64]:
    """The district of each node, (nodes,): that of the nearest of the `most` largest towns; none is without need."""
    people = land.lived.persons()
    heads = np.argsort(-people, kind="stable")[:most]
    x, y = (np.array([getattr(node, axis) for node in land.lived.nodes]) for axis in ("longitude", "latitude"))
    x = x * math.cos(math.radians(float(np.average(y, weights=people))))
    away = (x[:, None] - x[heads][None]) ** 2 + (y[:, None] - y[heads][None]) ** 2
    nearest = np.argmin(away, axis=1)
    needed = np.bincount(nearest, weights=land.asking, minlength=len(heads)) > 0
    number = np.cumsum(needed) - 1
    return np.asarray(np.where(needed[nearest], number[nearest], 0), dtype=np.int64)


def summed(table: Floats, of: NDArray[np.int64]) -> Floats:
    """The rows of a table (nodes, ...) summed by district."""
    found = np.zeros((int(of.max()) + 1, *table.shape[1:]))
    np.add.at(found, of, table)
    return found


def mean_of(table: Floats, weights: Floats, of: NDArray[np.int64]) -> Floats:
    """The rows of a table (nodes, sites) as means by district, (districts, sites)."""
    return np.asarray(summed(weights[:, None] * table, of) / summed(weights, of)[:, None])
