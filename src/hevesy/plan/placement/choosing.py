"""Which towns: so many at once, by the p-median or by cover, or over the years under a budget."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hevesy.errors import BadPlacement
from hevesy.places.location import Located, Periods, maximal_covering, open_over_time, p_median
from hevesy.places.location.answer import SURE, gap_of
from hevesy.plan.placement.acts import costs_of, earliest_year
from hevesy.plan.placement.districts import district_of, mean_of, summed
from hevesy.plan.placement.futures import futures
from hevesy.plan.placement.ground import CHAIRS, Floats, Ground
from hevesy.plan.placement.robust import MEAN, over_futures
from hevesy.plan.placement.step import Step

TOWNS = 20  # a plan over years looks at so many towns
OVER_TIME_GAP = 0.01
DISCOUNT = "economics.discount.threshold.rate_costs_and_effects"  # percent a year


@dataclass(frozen=True, slots=True)
class Asked:
    """What a planner asks: `open_` new centres (with `cover`: for most people within so many hours), or a `budget` in
    USD for all years; `within` is the farthest that anybody is sent, hours; `staff` how many pairs of chairs can be
    staffed anew in a year. `pinned` and `forbidden` are towns. With `link` a new centre sends on who waits too long.
    `robust` is a criterion over sampled futures (robust.CRITERIA); empty for one future, all figures at their middle.
    """

    open_: int | None = None
    cover: float | None = None
    budget: float | None = None
    within: float | None = None
    staff: int | None = None
    pinned: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    seconds: float = 30.0
    kind: str = "open_centre"
    link: bool = False
    robust: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Steps that were chosen, and what is known of them; `value` is the objective in the unit of the `model`."""

    model: str
    steps: tuple[Step, ...]
    objective: float
    bound: float
    seconds: float
    method: str

    @property
    def gap(self) -> float:
        return gap_of(self.objective, self.bound)

    @property
    def proven(self) -> bool:
        return self.gap <= SURE

    @property
    def opened(self) -> tuple[int, ...]:
        """The sites that are opened, the earliest first."""
        return tuple(step.site for step in sorted(self.steps, key=lambda step: step.year) if step.opens)


def choose(asked: Asked, land: Ground) -> Choice:
    """The best steps for what is asked. Raises BadPlacement for what cannot be."""
    _check(asked, land)
    return _over_the_years(asked, land) if asked.budget is not None else _at_once(asked, land)


def _check(asked: Asked, land: Ground) -> None:
    if (asked.open_ is None) == (asked.budget is None):
        raise BadPlacement(
            problem="say either how many centres to open or what may be spent" if asked.open_ is None
            else "a number of centres and a budget were both given",
            advice="write --open 2, or --budget 5000000",
        )  # fmt: skip
    if asked.cover is not None and asked.open_ is None:
        raise BadPlacement(problem="--cover goes with a number of centres", advice="add --open, or use --within")
    if asked.budget is not None and asked.robust not in ("", MEAN):
        problem = f"--robust {asked.robust} goes with a number of centres: a budget knows the mean of futures alone"
        raise BadPlacement(problem=problem, advice="write --robust mean, or --open in place of --budget")
    free = len(land.sites) - len(land.there) - len(set(asked.forbidden))
    if asked.open_ is not None and not len(set(asked.pinned)) <= asked.open_ <= free:
        pins = len(set(asked.pinned))
        problem = f"{asked.open_} centres cannot be opened: {pins} towns are pinned and {free} may be chosen"
        raise BadPlacement(problem=problem, advice="change --open, --pin or --candidates")
    early = earliest_year(asked.kind, land)
    if early >= land.scenario.years:
        planned = "1 year is" if land.scenario.years == 1 else f"{land.scenario.years} years are"
        problem = f"nothing can be ready before year {early + 1}, and {planned} planned"
        raise BadPlacement(problem=problem, advice="write more --years")


def numbers(asked: Asked, land: Ground) -> tuple[list[int], list[int]]:
    """The sites that are pinned and those that are forbidden. Raises BadPlacement for one that is both."""
    pinned = [land.site_of(town) for town in asked.pinned]
    forbidden = [land.site_of(town) for town in asked.forbidden]
    if both := sorted(set(pinned) & set(forbidden)):
        problem = f"{land.sites[both[0]].name} is both pinned and forbidden"
        raise BadPlacement(problem=problem, advice="take one of the two away")
    return pinned, forbidden


def located(asked: Asked, land: Ground) -> Located:
    """The p-median, maximal covering or robust answer, beside the centres that are there."""
    assert asked.open_ is not None
    pinned, forbidden = numbers(asked, land)
    open_, must = asked.open_ + len(land.there), sorted({*land.there, *pinned})
    if asked.robust:
        return over_futures(asked.robust, asked.cover, land, open_, must, forbidden, asked.seconds)
    if asked.cover is None:
        return p_median(land.hours, open_, land.asking, must, forbidden, asked.seconds)
    return maximal_covering(land.hours <= asked.cover, open_, land.asking, must, forbidden, asked.seconds)


def opened_at(sites: Sequence[int], asked: Asked, land: Ground) -> tuple[Step, ...]:
    """A centre with one pair of chairs at each of these sites that has none, as early as can be."""
    year = earliest_year(asked.kind, land)
    return tuple(Step(int(site), year, 1, True) for site in sorted(sites) if not land.sites[site].id)


def _at_once(asked: Asked, land: Ground) -> Choice:
    found = located(asked, land)
    model = f"futures_{asked.robust}" if asked.robust else "p_median" if asked.cover is None else "maximal_covering"
    steps = opened_at(found.sites, asked, land)
    return Choice(model, steps, found.objective, found.bound, found.seconds, found.method)


def _over_the_years(asked: Asked, land: Ground) -> Choice:
    begun = time.monotonic()
    pinned, forbidden = numbers(asked, land)
    sites = _short_list(land, pinned)
    problem = _periods(asked, land, sites)
    places = {site: place for place, site in enumerate(sites)}
    problem = replace(
        problem, pinned=tuple(places[site] for site in pinned),
        forbidden=tuple(places[site] for site in forbidden if site in places),
    )  # fmt: skip
    try:
        found = open_over_time(problem, asked.seconds, OVER_TIME_GAP)
    except ValueError as error:
        raise BadPlacement(problem=str(error), advice="raise --budget or --staff, or pin fewer towns") from None
    steps = []
    for place, site in enumerate(sites):
        before = int(problem.there[place])
        for year in range(land.scenario.years):
            more = int(found.units[year, place]) - before
            before += more
            if more > 0:
                steps.append(Step(site, year, more, bool(found.opened[place] == year)))
    return Choice(
        "budget_over_years", tuple(steps), found.objective, found.bound, time.monotonic() - begun,
        "linear relaxation and HiGHS",
    )  # fmt: skip


def _short_list(land: Ground, pinned: list[int]) -> list[int]:
    """The centres that are there, the pinned towns, and the candidates in which most people would save most hours."""
    kept = [*land.there, *pinned]
    free = [number for number in range(len(land.sites)) if number not in kept]
    now = land.coming[:, list(land.there)].max(axis=1) if land.there else np.zeros(len(land.asking))
    while free and len(kept) - len(land.there) < TOWNS:
        gains = (np.maximum(land.coming[:, free] - now[:, None], 0.0) * land.asking[:, None]).sum(axis=0)
        best = free.pop(int(np.argmax(gains)))
        kept.append(best)
        # people who are half served still gain from a nearer one, so that the list does not end too soon
        now = np.maximum(now, land.coming[:, best] - 0.02)
    return sorted(kept)


def need_and_coming(asked: Asked, land: Ground) -> tuple[Floats, Floats]:
    """Persons a year in the first year by district, and the share of them who come to each site, (districts, sites).

    Over the sampled futures both are means, the share weighted by need: what is lost is linear in who goes where.
    """
    if asked.robust:
        sampled = futures(land)
        need = sampled.asking.mean(axis=0)
        return need, 1.0 - sampled.lost.mean(axis=0) / need[:, None]
    of = district_of(land)
    return summed(land.asking, of), mean_of(land.coming, land.asking, of)


def weights(land: Ground) -> list[float]:
    """How much each year counts, the first in full."""
    rate = land.reader.number(DISCOUNT) / 100.0
    return [(1.0 + rate) ** -year for year in range(land.scenario.years)]


def _periods(asked: Asked, land: Ground, sites: list[int]) -> Periods:
    need, coming = need_and_coming(asked, land)
    coming, hours = coming[:, sites], mean_of(land.hours[:, sites], land.asking, district_of(land))
    years, count = land.scenario.years, len(sites)
    loss = 1.0 - coming
    if asked.within is not None:
        loss = np.where(hours <= asked.within, loss, 1.0)
    costs = costs_of(asked.kind, land)
    there = np.array([bool(land.sites[site].id) for site in sites])
    pairs = np.array([max(1, round(land.sites[site].chairs / CHAIRS)) for site in sites])
    units = np.where(there, pairs, 0)
    assert asked.budget is not None
    ask = need[None, :] * land.growth[:, None]
    serves = land.unit_serves if math.isfinite(land.unit_serves) else float(ask.sum(axis=1).max())
    enough = math.ceil(float(ask[-1].sum()) / serves) + 1
    return Periods(
        need=ask,
        loss=loss,
        unserved=1.0,
        weight=np.array(weights(land)),
        unit_serves=serves,
        there=units,
        open_cost=np.full(count, costs.opening),
        unit_cost=np.full(count, costs.unit),
        open_running=np.full(count, costs.opening_running),
        unit_running=np.full(count, costs.unit_running),
        budget=np.full(years, asked.budget / years),
        units_most=units + np.where(there, enough, min(enough, 20)),
        new_units_most=np.full(years, float(asked.staff if asked.staff is not None else 1e4)),
        open_most=TOWNS,
        earliest=np.where(there, 1, earliest_year(asked.kind, land)),
    )
