"""Good answers to the p-median problem in moments: greedy openings, then swaps as long as one helps."""

from __future__ import annotations

import numpy as np

from hevesy.places.location.answer import Floats, Whole


def cost_of(costs: Floats, sites: Whole) -> float:
    """What it costs when every point goes to the nearest of these sites; `costs` has shape (sites, points)."""
    return float(costs[sites].min(axis=0).sum())


def greedy(costs: Floats, open_: int, pinned: Whole, allowed: Whole) -> Whole:
    """The pinned sites, then one after the other that saves most; `costs` has shape (sites, points)."""
    chosen = list(pinned)
    nearest = costs[pinned].min(axis=0) if len(chosen) else np.full(costs.shape[1], costs.max() + 1.0)
    while len(chosen) < open_:
        saved = np.maximum(nearest - costs[allowed], 0.0).sum(axis=1)
        saved[np.isin(allowed, chosen)] = -1.0
        best = int(allowed[int(np.argmax(saved))])
        chosen.append(best)
        nearest = np.minimum(nearest, costs[best])
    return np.array(chosen, dtype=np.int64)


def interchange(costs: Floats, sites: Whole, pinned: Whole, allowed: Whole) -> tuple[Whole, float]:
    """Vertex substitution (Teitz and Bart 1968) by the best swap, until none helps: the sites and their cost.

    The gain of every swap at once, from the nearest and the second nearest open site of each point (Whitaker 1983;
    Resende and Werneck 2007, doi:10.1016/j.ejor.2005.05.055). `costs` has shape (sites, points).
    """
    chosen = np.array(sites, dtype=np.int64)
    cost = cost_of(costs, chosen)
    while True:
        gains, into = swap_gains(costs, chosen, pinned, allowed)
        if not gains.size:
            return np.sort(chosen), cost
        out, in_ = np.unravel_index(int(np.argmax(gains)), gains.shape)
        if gains[out, in_] <= 1e-9 * max(cost, 1.0):
            return np.sort(chosen), cost
        chosen[out] = into[in_]
        cost = cost_of(costs, chosen)


def swap_gains(costs: Floats, chosen: Whole, pinned: Whole, allowed: Whole) -> tuple[Floats, Whole]:
    """What each swap saves, shape (chosen, candidates), and which sites the candidates are; -inf for a pinned one."""
    into = np.setdiff1d(allowed, chosen)
    first, second, nearest = _two_nearest(costs[chosen])
    candidates = costs[into]
    saved = np.maximum(first - candidates, 0.0).sum(axis=1)
    order = np.argsort(nearest, kind="stable")
    kept = np.maximum(second - np.maximum(candidates, first), 0.0)[:, order]
    starts = np.searchsorted(nearest[order], np.arange(len(chosen)))
    regained = np.zeros((len(into), len(chosen)))
    held = np.flatnonzero(np.bincount(nearest, minlength=len(chosen)))
    if into.size:
        regained[:, held] = np.add.reduceat(kept, starts[held], axis=1)
    lost = np.bincount(nearest, weights=second - first, minlength=len(chosen))
    gains = saved[None, :] - lost[:, None] + regained.T
    gains[np.isin(chosen, pinned)] = -np.inf
    return gains, into


def _two_nearest(costs: Floats) -> tuple[Floats, Floats, Whole]:
    """Costs of the nearest and second nearest row for each point, and which row is the nearest."""
    nearest = np.argmin(costs, axis=0)
    first = np.take_along_axis(costs, nearest[None], axis=0)[0]
    if len(costs) == 1:
        return first, np.full_like(first, first.max() * 4 + 1e6), nearest
    return first, np.partition(costs, 1, axis=0)[1], nearest
