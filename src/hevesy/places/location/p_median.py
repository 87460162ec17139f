"""The p-median problem: p sites such that the weighted cost of reaching the nearest is least; with a proof."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hevesy.places.location.answer import Floats, Located, Whole, checked
from hevesy.places.location.branch import branch, look_at_last
from hevesy.places.location.highs import Program
from hevesy.places.location.interchange import greedy, interchange
from hevesy.places.location.lagrange import Search, Tables, improve_bound, look

STEPS = 1500
FEW = 25  # up to so many sites to open, branching on the Lagrangian bound proves sooner than HiGHS
RELATIVE = 1e-9  # costs that are no whole numbers: a better answer is better by more than this share


def p_median(
    costs: ArrayLike,
    open_: int,
    weights: ArrayLike | None = None,
    pinned: Sequence[int] = (),
    forbidden: Sequence[int] = (),
    seconds: float = 60.0,
) -> Located:
    """Open `open_` sites so that sum of weight x cost to the nearest is least.

    `costs` has shape (points, sites), `weights` (points,): 1 where none are given. Greedy openings and swaps give an
    answer, the Lagrangian bound rules out sites, and HiGHS settles what is left; after `seconds` the best answer is
    returned with the bound that was reached. Raises ValueError for a problem that has no answer.

    >>> found = p_median([[0.0, 5.0], [4.0, 1.0], [9.0, 2.0]], 1)
    >>> found.sites, found.objective, found.proven
    ((1,), 8.0, True)
    """
    begun = time.monotonic()
    table = checked(np.asarray(costs, dtype=np.float64), open_, tuple(pinned), tuple(forbidden))
    if weights is not None:
        table = table * np.asarray(weights, dtype=np.float64)[:, None]
    search = _search(np.ascontiguousarray(table.T), open_, pinned, forbidden)
    improve_bound(search, STEPS)
    method = "Lagrangian bound"
    if not search.done:
        method = "Lagrangian bound, then HiGHS" if open_ > FEW else "Lagrangian bound, then branching on it"
        settle = _settle if open_ > FEW else branch
        settle(search, seconds - (time.monotonic() - begun))
    elif search.bound <= search.best - search.step:
        look_at_last(search)
    bound = search.best if search.bound > search.best - search.step else search.bound
    served = search.sites[np.argmin(search.costs[search.sites], axis=0)]
    sites = tuple(int(site) for site in np.sort(search.sites))
    return Located(sites, served, search.best, min(bound, search.best), time.monotonic() - begun, method)


def _search(costs: Floats, open_: int, pinned: Sequence[int], forbidden: Sequence[int]) -> Search:
    must = np.unique(np.asarray(pinned, dtype=np.int64))
    allowed = np.setdiff1d(np.arange(len(costs)), np.asarray(forbidden, dtype=np.int64))
    sites, best = interchange(costs, greedy(costs, open_, must, allowed), must, allowed)
    whole = bool((costs == np.rint(costs)).all()) and best < 2**50
    step = 1.0 - 1e-6 if whole else max(RELATIVE * best, 1e-12)
    nearest = costs[sites].min(axis=0)
    return Search(costs, open_, must, allowed, step, sites, best, 0.0 if costs.min() >= 0 else -np.inf, nearest, must)


def _settle(search: Search, seconds: float) -> None:
    """The sites and assignments that remain, as an integer programme for HiGHS."""
    program, opens = _radius_program(search)
    if program is None:
        search.bound = search.best
        return
    found = program.solve(seconds, apart=0.5 * search.step, cutoff=search.best - 0.5 * search.step)
    if found.values is not None:
        sites = search.active[found.values[opens] > 0.5]
        cost = float(search.costs[sites].min(axis=0).sum())
        if len(sites) == search.open_ and cost < search.best:
            search.sites, search.best = sites, cost
    search.bound = search.best if found.finished else max(search.bound, min(found.bound, search.best))


def _radius_program(search: Search) -> tuple[Program | None, Whole]:
    """Columns: a site is open; a point is served from no nearer than its k-th distance (it pays the difference).

    The radius formulation (Cornuejols, Nemhauser and Wolsey 1980; Garcia, Labbe and Marin 2011,
    doi:10.1287/ijoc.1100.0418), over the pairs that the Lagrangian bound leaves; None where a point has none.
    """
    kept = _pairs_kept(search)
    if not kept.any(axis=0).all():
        return None, np.empty(0, np.int64)
    program = Program()
    must = np.isin(search.active, search.fixed).astype(np.float64)
    opens = program.add_columns(np.zeros(len(search.active)), low=must, whole=True)
    program.add_rows(np.zeros(len(opens)), opens, 1.0, search.open_, search.open_, 1)
    for point in range(search.costs.shape[1]):
        _radii(program, opens[kept[:, point]], search.costs[search.active[kept[:, point]], point])
    return program, opens


def _pairs_kept(search: Search) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which site may serve which point in a better answer, shape (active, points)."""
    tables = Tables.of(search)
    at = look(search, tables, search.multipliers)
    picked = np.zeros(len(search.active), dtype=bool)
    picked[at.chosen] = True
    free = picked & ~tables.must
    worst = at.reduced[free].max() if free.any() else np.inf
    opening = np.where(picked, 0.0, np.maximum(at.reduced - worst, 0.0))
    dearer = np.maximum(tables.costs - search.multipliers[None, :], 0.0)
    kept: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = (
        at.value + dearer + opening[:, None] <= search.best - search.step + 1e-9 * abs(search.best)
    )
    return kept


def _radii(program: Program, opens: Whole, costs: Floats) -> None:
    """One point: what it pays rises from distance to distance as long as no site within it is open."""
    distances, level = np.unique(costs, return_inverse=True)
    base = program.add_columns(np.array([distances[0]]), low=1.0, high=1.0)
    steps = np.diff(distances)
    beyond = program.add_columns(steps, high=1.0)
    levels = len(distances)
    before = np.concatenate([base, beyond])  # the column that is 1 as long as nothing nearer is open
    row = np.concatenate([level, np.arange(levels), np.arange(levels - 1)])
    column = np.concatenate([opens, before, beyond])
    value = np.concatenate([np.ones(len(opens)), -np.ones(levels), np.ones(levels - 1)])
    program.add_rows(row, column, value, 0.0, np.inf, levels)
