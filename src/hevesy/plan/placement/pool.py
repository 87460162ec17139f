"""Plans that are worth simulating beside the chosen one: for other aims, other futures, fewer centres, near misses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hevesy.errors import BadPlacement
from hevesy.plan.placement.choosing import (
    Asked,
    Choice,
    choose,
    located,
    need_and_coming,
    numbers,
    opened_at,
    weights,
)
from hevesy.plan.placement.ground import Floats, Ground
from hevesy.plan.placement.robust import CRITERIA, MEAN, worst_region, worth_over_futures
from hevesy.plan.placement.step import Step

SECONDS = 4.0  # to find each plan of the pool; the chosen one has what is asked for
WITHIN = 2.0  # hours, one way: the set with most people in reach, where no limit was asked for
SIZES = 3  # numbers of centres below that asked for
BUDGETS = (2 / 3, 1 / 3)
WHY = {
    "model": "chosen by the model",
    "hours": "least travel, every figure at its middle",
    "mean": "fewest lost to distance, on average over the sampled futures",
    "cvar": "fewest lost to distance in the worst tenth of the futures",
    "regret": "least regret in the worst of the futures",
    "worst_region": "fewest hours for the worst-off region",
    "cover": "most people within the limit",
    "fewer": "fewer centres",
    "less": "for a part of the budget",
    "swap": "one town swapped, nearly as good by the model",
}


@dataclass(frozen=True, slots=True)
class Rival:
    """A plan of the pool: its steps, what the location model says of it, and why it is there (keys of WHY)."""

    steps: tuple[Step, ...]
    objective: float
    why: tuple[str, ...]

    @property
    def opened(self) -> tuple[int, ...]:
        return tuple(step.site for step in self.steps if step.opens)


Idea = tuple[str, tuple[Step, ...]]
Worth = Callable[[Sequence[Step]], float]


def pool(choice: Choice, asked: Asked, land: Ground, most: int) -> list[Rival]:
    """The chosen plan, then others, `most` in all, none of them twice; pins and bans are kept.

    First those for other aims and futures, then those of fewer centres or less money, then the best swaps.
    """
    if most < 1:
        return []
    worth = worth_by(choice.model, asked, land)
    found = {_key(choice.steps): Rival(choice.steps, choice.objective, ("model",))}
    for why, steps in _ideas(choice, asked, land, worth):
        key = _key(steps)
        if key in found:
            same = found[key]
            found[key] = replace(same, why=tuple(dict.fromkeys((*same.why, why))))
        elif len(found) == most:
            break
        else:
            found[key] = Rival(steps, worth(steps), (why,))
    return list(found.values())


def _key(steps: Sequence[Step]) -> tuple[tuple[int, int, int, bool], ...]:
    return tuple(sorted((step.site, step.year, step.units, step.opens) for step in steps))


def _ideas(choice: Choice, asked: Asked, land: Ground, worth: Worth) -> Iterator[Idea]:
    quick = replace(asked, seconds=min(asked.seconds, SECONDS))
    if asked.open_ is not None:
        yield from _sets(quick, land)
        yield from _fewer(quick, land)
    else:
        yield from _for_money(choice, quick, land)
    yield from (("swap", steps) for steps in _swaps(choice, asked, land, worth))


def _sets(asked: Asked, land: Ground) -> Iterator[Idea]:
    """As many centres, for another aim or over the sampled futures."""
    plain = replace(asked, robust="", cover=None)

    def by(each: Asked) -> tuple[Step, ...]:
        return opened_at(located(each, land).sites, asked, land)

    for how in CRITERIA:
        yield how, by(replace(plain, robust=how))
    pinned, forbidden = numbers(asked, land)
    assert asked.open_ is not None
    open_, must = asked.open_ + len(land.there), sorted({*land.there, *pinned})
    found = worst_region(land, open_, must, forbidden, asked.seconds)
    yield "worst_region", opened_at(found.sites, asked, land)
    yield "cover", by(replace(plain, cover=asked.cover or WITHIN))
    yield "hours", by(plain)


def _fewer(asked: Asked, land: Ground) -> Iterator[Idea]:
    """Fewer centres by the same model, down to those pinned, or one."""
    assert asked.open_ is not None
    least = max(1, len(set(asked.pinned)))
    for count in sizes(least, asked.open_ - 1):
        yield "fewer", opened_at(located(replace(asked, open_=count), land).sites, asked, land)


def sizes(least: int, largest: int) -> list[int]:
    """At most SIZES numbers from `largest` down, evenly spread.

    >>> sizes(1, 2), sizes(1, 9), sizes(3, 2)
    ([2, 1], [9, 5, 1], [])
    """
    if largest < least:
        return []
    spread = np.linspace(largest, least, min(SIZES, largest - least + 1))
    return [int(each) for each in np.rint(spread)]


def _for_money(choice: Choice, asked: Asked, land: Ground) -> Iterator[Idea]:
    """Over years: on average over the futures, the same steps in other towns, and for less money."""
    assert asked.budget is not None
    if asked.robust != MEAN:
        yield from _chosen("mean", replace(asked, robust=MEAN), land)
    new = choice.opened
    if new:
        at_once = replace(asked, open_=len(new), budget=None, within=None, staff=None, robust="")
        for why, steps in _sets(at_once, land):
            yield why, _moved(choice.steps, new, [step.site for step in steps])
    for part in BUDGETS:
        yield from _chosen("less", replace(asked, budget=asked.budget * part), land)


def _chosen(why: str, asked: Asked, land: Ground) -> Iterator[Idea]:
    try:
        yield why, choose(asked, land).steps
    except BadPlacement:  # too little money for the towns that are pinned
        return


def _moved(steps: Sequence[Step], old: Sequence[int], new: Sequence[int]) -> tuple[Step, ...]:
    """The same steps in other towns; a town that is in both keeps its own."""
    came, left = [site for site in new if site not in old], [site for site in old if site not in new]
    to = dict(zip(left, came, strict=True))
    return tuple(replace(step, site=to.get(step.site, step.site)) for step in steps)


def _swaps(choice: Choice, asked: Asked, land: Ground, worth: Worth) -> list[tuple[Step, ...]]:
    """The chosen steps with one town swapped for another, the best by the model first."""
    pinned, forbidden = numbers(asked, land)
    banned = {*forbidden, *land.there, *choice.opened}
    free = [site for site in range(len(land.sites)) if site not in banned]
    found = [_moved(choice.steps, (out,), (in_,)) for out in choice.opened if out not in pinned for in_ in free]
    sign = -1.0 if choice.model == "maximal_covering" else 1.0
    return sorted(found, key=lambda steps: sign * worth(steps))


def worth_by(model: str, asked: Asked, land: Ground) -> Worth:
    """What a plan is worth by the model; over the years discounted, without regard to chairs, everybody to the best."""
    if model == "budget_over_years":
        need, coming = need_and_coming(asked, land)
        counts = weights(land)
        return lambda steps: sum(count * _lost_in(t, steps, need, coming, land) for t, count in enumerate(counts))
    if model == "maximal_covering":
        return lambda steps: float(land.asking[_nearest(steps, land) <= (asked.cover or 0.0)].sum())
    if model == "p_median":
        return lambda steps: float(land.asking @ _nearest(steps, land))
    pinned, forbidden = numbers(asked, land)
    open_ = (asked.open_ or 0) + len(land.there)
    of = worth_over_futures(asked.robust, asked.cover, land, open_, sorted({*land.there, *pinned}), forbidden)
    return lambda steps: of(_open(steps, land))


def _open(steps: Sequence[Step], land: Ground) -> list[int]:
    return [*land.there, *(step.site for step in steps if step.opens)]


def _nearest(steps: Sequence[Step], land: Ground) -> Floats:
    return np.asarray(land.hours[:, _open(steps, land)].min(axis=1))


def _lost_in(year: int, steps: Sequence[Step], need: Floats, coming: Floats, land: Ground) -> float:
    open_ = [*land.there, *(step.site for step in steps if step.opens and step.year <= year)]
    share = coming[:, open_].max(axis=1) if open_ else np.zeros(len(need))
    return float(land.growth[year] * (need @ (1.0 - share)))
