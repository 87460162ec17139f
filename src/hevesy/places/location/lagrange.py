"""The Lagrangian bound of the p-median problem, by subgradients, and what it rules out.

min sum c_ij x_ij with sum_j x_ij = 1 (multiplier v_i), x_ij <= y_j, sum_j y_j = p. For any v

    L(v) = sum_i v_i + the p smallest of r_j,    r_j = sum_i min(0, c_ij - v_i)

is a bound (Cornuejols, Fisher and Nemhauser 1977, doi:10.1287/mnsc.23.8.789). A site whose opening, or closing, lifts
L(v) over the best cost known is closed, or open, in every better answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.places.location.answer import Floats, Whole
from hevesy.places.location.interchange import cost_of, interchange

PATIENCE = 24  # steps without a better bound before they are shortened
SHORTER = 0.6
SMALLEST = 2e-4


@dataclass
class Search:
    """A p-median problem that is being solved: the best answer, the best bound, and the sites that remain.

    `costs` has shape (sites, points). An answer is better only if it costs at most `best` - `step`: 1 where all costs
    are whole numbers. `active` are the sites that a better answer may open, `fixed` those that it must.
    """

    costs: Floats
    open_: int
    pinned: Whole
    active: Whole
    step: float
    sites: Whole
    best: float
    bound: float
    multipliers: Floats
    fixed: Whole

    @property
    def done(self) -> bool:
        return self.bound > self.best - self.step or len(self.fixed) >= self.open_ or len(self.active) <= self.open_


@dataclass(frozen=True, slots=True)
class Look:
    """One evaluation of L: its value, r of the active sites, and which of them (by place) are chosen."""

    value: float
    reduced: Floats
    chosen: Whole
    direction: Floats


@dataclass(frozen=True, slots=True)
class Tables:
    """The costs of the active sites, shape (active, points), room to reckon in, and which of them are fixed open."""

    costs: Floats
    scratch: Floats
    must: NDArray[np.bool_]

    @classmethod
    def of(cls, search: Search) -> Tables:
        costs = np.ascontiguousarray(search.costs[search.active])
        return cls(costs, np.empty_like(costs), np.isin(search.active, search.fixed))


def look(search: Search, tables: Tables, multipliers: Floats) -> Look:
    """L at these multipliers over the active sites."""
    scratch = tables.scratch
    np.subtract(tables.costs, multipliers, out=scratch)
    np.minimum(scratch, 0.0, out=scratch)
    reduced = scratch.sum(axis=1)
    ranked = np.where(tables.must, -np.inf, reduced)
    chosen = np.argpartition(ranked, search.open_ - 1)[: search.open_]
    served = (scratch[chosen] < 0).sum(axis=0)
    value = float(multipliers.sum() + reduced[chosen].sum())
    return Look(value, reduced, chosen, 1.0 - served)


def improve_bound(search: Search, steps: int, length: float = 1.5) -> None:
    """Up to `steps` subgradient steps; `search` is changed, better answers found on the way are kept."""
    if search.done:
        return
    tables = Tables.of(search)
    multipliers, direction = search.multipliers.copy(), np.zeros(len(search.multipliers))
    waited, seen = 0, set[bytes]()
    for number in range(steps):
        if search.done or length < SMALLEST:
            return
        at = look(search, tables, multipliers)
        if number % 8 == 0 or at.value > search.bound:
            _try(search, at, seen)
        if at.value > search.bound + 1e-9 * abs(search.bound):
            waited = 0
            search.bound, search.multipliers = at.value, multipliers.copy()
            if rule_out(search, at, tables):
                tables = Tables.of(search)
        else:
            waited += 1
            if waited >= PATIENCE:
                waited, length = 0, length * SHORTER
                multipliers, direction = search.multipliers.copy(), np.zeros_like(direction)
                continue
        direction = at.direction + 0.6 * direction
        size = float(direction @ direction)
        if size < 1e-12:
            return
        target = search.best * 1.002 if search.best > 0 else search.best + 1.0
        multipliers = multipliers + length * max(target - at.value, search.step) / size * direction


def rule_out(search: Search, at: Look, tables: Tables) -> bool:
    """Close and open for good what `at` proves; whether anything was."""
    limit = search.best - search.step
    picked = np.zeros(len(search.active), dtype=bool)
    picked[at.chosen] = True
    free = picked & ~tables.must
    worst = at.reduced[free].max() if free.any() else np.inf
    next_ = at.reduced[~picked].min() if (~picked).any() else np.inf
    opened = free & (at.value - at.reduced + next_ > limit)
    closed = ~picked & (at.value + at.reduced - worst > limit)
    search.fixed = np.union1d(search.fixed, search.active[opened]).astype(np.int64)
    search.active = search.active[~closed]
    return bool(closed.any() or opened.any())


def _try(search: Search, at: Look, seen: set[bytes]) -> None:
    """The chosen sites as an answer; swapped to the end where they cost little more than the best."""
    sites = np.sort(search.active[at.chosen])
    if sites.tobytes() in seen:
        return
    seen.add(sites.tobytes())
    cost = cost_of(search.costs, sites)
    if cost > search.best * 1.02:
        return
    sites, cost = interchange(search.costs, sites, search.pinned, search.active)
    if cost < search.best - 1e-9 * max(search.best, 1.0):
        search.sites, search.best = sites, cost
