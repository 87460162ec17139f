"""Strategies side by side: incremental cost-effectiveness ratios, dominance and extended dominance, net benefit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.errors import BadEconomics

Array = NDArray[np.float64]


class Standing(StrEnum):
    """Where a strategy stands beside the others."""

    ON_FRONTIER = "on the frontier"
    DOMINATED = "dominated"  # another costs no more and does no less
    EXTENDEDLY_DOMINATED = "extendedly dominated"  # a mixture of two others does more at the same cost


@dataclass(frozen=True, slots=True)
class Place:
    """A strategy in the league table; increments are against the strategy before it on the frontier (None: it is first,
    or it is dominated)."""

    strategy: str
    cost: float
    effect: float
    incremental_cost: float | None
    incremental_effect: float | None
    icer: float | None
    standing: Standing


def league(costs: ArrayLike, effects: ArrayLike, strategies: Sequence[str]) -> list[Place]:
    """The league table of strategies, the cheapest first, the dominated after those on the frontier.

    `costs` and `effects` have shape (strategies,): means, never draws, for a ratio of means is not a mean of ratios.

    >>> [(p.strategy, p.standing.value) for p in league([0, 10, 12, 30], [0, 1, 0.9, 2], "abcd")]
    [('a', 'on the frontier'), ('b', 'on the frontier'), ('d', 'on the frontier'), ('c', 'dominated')]
    """
    cost, effect = _pair(costs, effects, strategies)
    order = sorted(range(len(strategies)), key=lambda at: (cost[at], -effect[at]))
    frontier, standing = _frontier(order, cost, effect)
    found = []
    for number, at in enumerate(frontier):
        if number == 0:
            more = (None, None, None)
        else:
            before = frontier[number - 1]
            dearer, better = float(cost[at] - cost[before]), float(effect[at] - effect[before])
            more = (dearer, better, dearer / better)  # type: ignore[assignment]
        found.append(Place(strategies[at], float(cost[at]), float(effect[at]), *more, Standing.ON_FRONTIER))
    found += [
        Place(strategies[at], float(cost[at]), float(effect[at]), None, None, None, standing[at])
        for at in order
        if at in standing
    ]
    return found


def dominators(found: Sequence[Place]) -> dict[str, tuple[str, ...]]:
    """By which strategies each dominated one of a league table falls out: one, or the two whose mixture does more.

    >>> dominators(league([0, 10, 12, 30, 25], [0, 1, 0.9, 2, 1.3], "abcde"))
    {'c': ('b',), 'e': ('b', 'd')}
    """
    kept = [place for place in found if place.standing is Standing.ON_FRONTIER]
    by_cost = sorted(found, key=lambda each: each.cost)
    return {
        place.strategy: _named(place, kept, by_cost)
        for place in by_cost
        if place.standing is not Standing.ON_FRONTIER
    }


def _named(out: Place, kept: Sequence[Place], everybody: Sequence[Place]) -> tuple[str, ...]:
    """Of the strategies on the frontier the dearest that costs no more; with the next one where that does less.

    One that is dominated may do more than that: then the dearest of all that costs no more and does no less, which is
    off the frontier itself.
    """
    if out.standing is Standing.DOMINATED:
        by = [
            [each.strategy for each in of if each is not out and each.cost <= out.cost and each.effect >= out.effect]
            for of in (kept, everybody)
        ]
        return tuple((by[0] or by[1])[-1:])
    below = [place.strategy for place in kept if place.cost <= out.cost][-1:]
    return (*below, *[place.strategy for place in kept if place.cost > out.cost][:1])


def _frontier(order: list[int], cost: Array, effect: Array) -> tuple[list[int], dict[int, Standing]]:
    """Strategies of rising cost, effect and ratio, and why the others fall out."""
    kept: list[int] = []
    out: dict[int, Standing] = {}
    for at in order:
        if kept and effect[at] <= effect[kept[-1]]:
            out[at] = Standing.DOMINATED
            continue
        while len(kept) > 1 and _ratio(kept[-2], kept[-1], cost, effect) >= _ratio(kept[-1], at, cost, effect):
            out[kept.pop()] = Standing.EXTENDEDLY_DOMINATED
        kept.append(at)
    return kept, out


def _ratio(first: int, then: int, cost: Array, effect: Array) -> float:
    return float((cost[then] - cost[first]) / (effect[then] - effect[first]))


def _pair(costs: ArrayLike, effects: ArrayLike, strategies: Sequence[str]) -> tuple[Array, Array]:
    cost, effect = np.asarray(costs, dtype=np.float64), np.asarray(effects, dtype=np.float64)
    for name, found in (("costs", cost), ("effects", effect)):
        if found.shape != (len(strategies),):
            raise BadEconomics(
                model="league table", name=name, value=found.shape, advice="give one for each strategy"
            )
        if not np.isfinite(found).all():
            raise BadEconomics(
                model="league table", name=name, value=found.tolist(), advice="each must be a number"
            )
    return cost, effect


def icer(cost: ArrayLike, effect: ArrayLike, other_cost: ArrayLike, other_effect: ArrayLike) -> float | None:
    """The ratio of the mean differences; None where it has no meaning: more effect for less cost, or the reverse.

    >>> icer([10.0, 14.0], [1.0, 3.0], [0.0], [0.0])
    6.0
    """
    own, others = ([float(np.asarray(each, dtype=np.float64).mean()) for each in pair] for pair in
                   ((cost, effect), (other_cost, other_effect)))  # fmt: skip
    dearer, better = own[0] - others[0], own[1] - others[1]
    if better == 0 or (dearer > 0) != (better > 0):
        return None
    return dearer / better


def net_benefit(costs: ArrayLike, effects: ArrayLike, threshold: ArrayLike) -> Array:
    """Net monetary benefit, threshold x effect - cost; the three broadcast."""
    return np.asarray(np.asarray(threshold) * np.asarray(effects) - np.asarray(costs))


def price_at_threshold(
    incremental_cost: ArrayLike, incremental_effect: ArrayLike, units: ArrayLike, threshold: ArrayLike
) -> Array:
    """How much dearer (below zero: cheaper) a unit may be before the net benefit is used up.

    Net benefit is linear in the price: change = (threshold x effect - cost) / discounted units a person.
    """
    given = np.asarray(units, dtype=np.float64)
    if np.any(given <= 0):
        raise BadEconomics(
            model="price", name="units", value=float(given.min()), advice="somebody must be given a unit"
        )
    return np.asarray(net_benefit(incremental_cost, incremental_effect, threshold) / given)
