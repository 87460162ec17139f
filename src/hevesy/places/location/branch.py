"""Branch and bound on the Lagrangian bound: a site is open, or it is closed, and each half is bounded anew."""

from __future__ import annotations

import heapq
import time
from dataclasses import replace
from itertools import count

import numpy as np

from hevesy.places.location.interchange import cost_of
from hevesy.places.location.lagrange import Search, Tables, improve_bound, look

STEPS = 60
LENGTH = 0.5  # of the first steps in a half: it begins with multipliers that are nearly right


def branch(search: Search, seconds: float) -> None:
    """Split until nothing is left that could be better, the half with the lowest bound first.

    `search` is changed: its best answer, and its bound, which is what remains when time is up.
    """
    ends = time.monotonic() + seconds
    number = count()
    waiting = [(search.bound, next(number), search)]
    while waiting and time.monotonic() < ends:
        bound, _, node = heapq.heappop(waiting)
        if bound > search.best - search.step:
            waiting.clear()
            break
        for half in _halves(node, search):
            improve_bound(half, STEPS, LENGTH)
            if half.bound <= half.best - half.step and half.done:
                look_at_last(half)
            if half.best < search.best:
                search.best, search.sites = half.best, half.sites
            if half.bound <= search.best - search.step:
                heapq.heappush(waiting, (half.bound, next(number), half))
    search.bound = min(waiting)[0] if waiting else search.best


def look_at_last(search: Search) -> None:
    """One answer is left: it is looked at, and nothing is below it or the best."""
    left = search.fixed if len(search.fixed) >= search.open_ else search.active
    if len(left) == search.open_:
        cost = cost_of(search.costs, left)
        if cost < search.best:
            search.sites, search.best = np.sort(left), cost
    search.bound = search.best


def _halves(node: Search, whole: Search) -> tuple[Search, Search]:
    """With one more site open, and with that site closed: the free site that L leans on most."""
    tables = Tables.of(node)
    at = look(node, tables, node.multipliers)
    free = at.chosen[~tables.must[at.chosen]]
    site = node.active[free[np.argmin(at.reduced[free])]]
    fresh = replace(node, best=whole.best, sites=whole.sites, multipliers=node.multipliers.copy())
    opened = replace(fresh, fixed=np.union1d(node.fixed, [site]).astype(np.int64))
    return opened, replace(fresh, active=node.active[node.active != site])
