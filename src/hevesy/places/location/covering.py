"""The maximal covering location problem: as much weight as possible within reach of p sites; with a proof."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.places.location.answer import Floats, Located, Whole, checked
from hevesy.places.location.highs import Program


def maximal_covering(
    within: ArrayLike,
    open_: int,
    weights: ArrayLike,
    pinned: Sequence[int] = (),
    forbidden: Sequence[int] = (),
    seconds: float = 60.0,
) -> Located:
    """Open `open_` sites so that the weight of the points within reach of one is largest (Church and ReVelle 1974).

    `within` says which site reaches which point, shape (points, sites); `weights` are >= 0, shape (points,). The
    objective is the weight covered, and the bound lies above it. Points that the same sites reach are one. Raises
    ValueError for a problem that has no answer.

    >>> found = maximal_covering([[1, 0], [1, 1], [0, 1]], 1, [5.0, 1.0, 3.0])
    >>> found.sites, found.objective, found.served_by.tolist()
    ((0,), 6.0, [0, 0, -1])
    """
    begun = time.monotonic()
    table = checked(np.asarray(within, dtype=np.float64), open_, tuple(pinned), tuple(forbidden)) > 0
    weight = np.asarray(weights, dtype=np.float64)
    groups, total = _alike(table, weight)
    program, opens = _program(groups, total, open_, pinned, forbidden)
    first = _greedy(groups, total, open_, pinned, forbidden)
    start = np.concatenate([first, groups @ first > 0]).astype(np.float64)
    found = program.solve(seconds, apart=1e-9 * max(float(total.sum()), 1e-9), start=start)
    chosen = first if found.values is None else found.values[opens] > 0.5
    covered = total[(groups & chosen[None, :]).any(axis=1)].sum()
    bound = min(float(total.sum()), max(-found.bound, float(covered))) if np.isfinite(found.bound) else total.sum()
    served = np.where((table & chosen).any(axis=1), np.argmax(table & chosen, axis=1), -1)
    sites = tuple(int(site) for site in np.flatnonzero(chosen))
    return Located(sites, served, float(covered), float(bound), time.monotonic() - begun, "HiGHS")


def _alike(table: NDArray[np.bool_], weights: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """Points that the same sites reach put together; those that none reaches are left out."""
    reached = table.any(axis=1) & (weights > 0)
    if not reached.any():
        return np.zeros((0, table.shape[1]), dtype=bool), np.zeros(0)
    groups, which = np.unique(table[reached], axis=0, return_inverse=True)
    return groups, np.bincount(which.ravel(), weights=weights[reached]).astype(np.float64)


def _program(
    groups: NDArray[np.bool_], total: Floats, open_: int, pinned: Sequence[int], forbidden: Sequence[int]
) -> tuple[Program, Whole]:
    program, sites = Program(), groups.shape[1]
    low, high = np.zeros(sites), np.ones(sites)
    low[list(pinned)], high[list(forbidden)] = 1.0, 0.0
    opens = program.add_columns(np.zeros(sites), low, high, whole=True)
    covered = program.add_columns(-total)
    program.add_rows(np.zeros(sites), opens, 1.0, open_, open_, 1)
    point, site = np.nonzero(groups)
    points = np.arange(len(groups))
    program.add_rows(
        np.concatenate([point, points]),
        np.concatenate([opens[site], covered]),
        np.concatenate([np.ones(len(point)), -np.ones(len(groups))]),
        0.0,
        np.inf,
        len(groups),
    )
    return program, opens


def _greedy(
    groups: NDArray[np.bool_], total: Floats, open_: int, pinned: Sequence[int], forbidden: Sequence[int]
) -> NDArray[np.bool_]:
    """The pinned sites, then one after the other that adds most."""
    chosen = np.zeros(groups.shape[1], dtype=bool)
    chosen[list(pinned)] = True
    while chosen.sum() < open_:
        missing = total * ~(groups & chosen).any(axis=1)
        gain = missing @ groups.astype(np.float64)
        gain[chosen] = -1.0
        gain[list(forbidden)] = -1.0
        chosen[int(np.argmax(gain))] = True
    return chosen
