"""Every plan of the pool simulated on the same draws and random numbers: one half of them chooses, the other tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Shelf
from hevesy.plan.placement.acts import with_steps
from hevesy.plan.placement.aims import (
    ByRegion,
    Strike,
    Struck,
    by_region,
    concentration,
    outage_of,
    untreated,
)
from hevesy.plan.placement.choosing import Asked
from hevesy.plan.placement.ground import Ground
from hevesy.plan.placement.pool import WHY, Rival
from hevesy.plan.results.measures import headlines
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.simulate import Result

Floats = NDArray[np.float64]
COMPARED = ("completed", "qalys", "died_waiting", "costs")
RANKED_BY = "completed"
Run = Callable[[Sequence[Scenario], Shelf], list[Result]]


@dataclass(frozen=True)
class Trial:
    """What simulations say of a plan: each compared headline draw by draw, shape (draws,), and what else it does.

    `untreated` and `without` are those in need who start no course in the years of the outage, with it and without;
    None where none is tried.
    """

    rival: Rival
    scenario: Scenario
    counted: dict[str, Floats]
    regions: ByRegion
    unevenness: Floats
    untreated: Floats | None = None
    without: Floats | None = None

    @property
    def chosen_by(self) -> float:
        """The mean by which plans are ranked, of the draws that choose."""
        return float(choosing(self.counted[RANKED_BY]).mean())

    @property
    def worst_region(self) -> Floats:
        """The share treated in the region where it is least, (D,)."""
        return np.asarray(self.regions.share.min(axis=0))


@dataclass(frozen=True)
class Tried:
    """Nothing new, the plans with the best first, and the outage in which all were run again."""

    before: Trial
    plans: list[Trial] = field(default_factory=list)
    struck: Struck | None = None


def choosing(drawn: Floats) -> Floats:
    """The first half of the draws, which choose."""
    return drawn[..., : drawn.shape[-1] // 2]


def telling(drawn: Floats) -> Floats:
    """The other half, of which every figure is told: no plan was chosen because it was lucky in them."""
    return drawn[..., drawn.shape[-1] // 2 :]


def trials(found: Sequence[Rival], asked: Asked, land: Ground, run: Run, strike: Strike) -> Tried:
    """Nothing new, and every plan, on the same draws, without and with an outage.

    `run` simulates scenarios, all with one seed. Plans are ranked by the mean of the courses that come to their end.
    """
    names = list(_named(found, land))
    planned = [with_steps(each.steps, asked.kind, land, asked.link) for each in found]
    scenarios = [replace(each, name=name) for each, name in zip(planned, names, strict=True)]
    whole = run([land.scenario, *scenarios], land.reader.shelf)
    struck = outage_of(whole[1], max((step.year for step in found[0].steps), default=0))
    hit = [None] * len(whole) if struck is None else strike.outcomes(whole, struck, land.reader.shelf)
    nothing = Rival((), float("nan"), ())
    every = [
        _trial(rival, result, outcome, struck)
        for rival, result, outcome in zip((nothing, *found), whole, hit, strict=True)
    ]
    return Tried(every[0], sorted(every[1:], key=lambda each: -each.chosen_by), struck)


def _trial(rival: Rival, result: Result, hit: Outcome | None, struck: Struck | None) -> Trial:
    counted = headlines(result.model, result.built.values, result.outcome)
    kept = {name: np.asarray(counted[name]) for name in COMPARED}
    more = {}
    if hit is not None and struck is not None:
        more = {"untreated": untreated(hit, struck.years), "without": untreated(result.outcome, struck.years)}
    return Trial(rival, result.scenario, kept, by_region(result), concentration(result), **more)


def _named(found: Sequence[Rival], land: Ground) -> Iterator[str]:
    for each in found:
        yield f"{land.scenario.name}, with {towns_of(each, land)} ({', '.join(WHY[why] for why in each.why)})"


def towns_of(rival: Rival, land: Ground) -> str:
    """The towns where centres open, in words."""
    towns = ", ".join(land.sites[site].name for site in rival.opened)
    return towns or ("chairs alone" if rival.steps else "nothing new")
