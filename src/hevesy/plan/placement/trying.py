"""The best few sets of towns, each simulated on the same draws and random numbers, and ranked by what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Shelf
from hevesy.plan.placement.acts import with_steps
from hevesy.plan.placement.choosing import Asked, Choice, Step
from hevesy.plan.placement.ground import Ground
from hevesy.plan.results.measures import headlines
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.simulate import Result

Floats = NDArray[np.float64]
COMPARED = ("completed", "qalys", "died_waiting", "costs")
RANKED_BY = "completed"
Run = Callable[[Sequence[Scenario], Shelf], list[Result]]


@dataclass(frozen=True, slots=True)
class Rival:
    """A set of towns beside the chosen one: its steps, and what the location model says of it."""

    steps: tuple[Step, ...]
    objective: float


@dataclass(frozen=True)
class Trial:
    """What simulations say of a rival: each compared headline draw by draw, shape (draws,)."""

    rival: Rival
    scenario: Scenario
    counted: dict[str, Floats]

    @property
    def mean(self) -> float:
        return float(self.counted[RANKED_BY].mean())


def rivals(choice: Choice, asked: Asked, land: Ground, most: int) -> list[Rival]:
    """The chosen set and those one swap away that are nearly as good, the best first; pins and bans are kept."""
    if most < 1:
        return []
    pinned = {land.site_of(town) for town in asked.pinned}
    banned = {land.site_of(town) for town in asked.forbidden} | set(land.there) | set(choice.opened)
    free = [site for site in range(len(land.sites)) if site not in banned]
    swaps = [
        (out, in_) for out in choice.opened if out not in pinned for in_ in free
    ]
    first = Rival(choice.steps, choice.objective)
    near = sorted((_swapped(choice, out, in_, asked, land) for out, in_ in swaps), key=lambda each: each.objective)
    better_first = near if choice.model != "maximal_covering" else near[::-1]
    return [first, *islice(better_first, most - 1)]


def _swapped(choice: Choice, out: int, in_: int, asked: Asked, land: Ground) -> Rival:
    steps = tuple(replace(step, site=in_) if step.site == out else step for step in choice.steps)
    return Rival(steps, value_of(choice.model, steps, asked, land))


def value_of(model: str, steps: Sequence[Step], asked: Asked, land: Ground) -> float:
    """What a set of towns is worth by the model; over the years, without regard to chairs, everybody to the best."""
    if model == "budget_over_years":
        return float(sum(_lost_in(year, steps, land) for year in range(land.scenario.years)))
    open_ = [*land.there, *(step.site for step in steps if step.opens)]
    nearest = land.hours[:, open_].min(axis=1)
    if model == "maximal_covering":
        return float(land.asking[nearest <= (asked.cover or 0.0)].sum())
    return float(land.asking @ nearest)


def _lost_in(year: int, steps: Sequence[Step], land: Ground) -> float:
    open_ = [*land.there, *(step.site for step in steps if step.opens and step.year <= year)]
    share = land.coming[:, open_].max(axis=1) if open_ else np.zeros(len(land.asking))
    return float(land.growth[year] * (land.asking @ (1.0 - share)))


def trials(found: Sequence[Rival], asked: Asked, land: Ground, run: Run) -> tuple[Trial, list[Trial]]:
    """Nothing new, and every rival, on the same draws: the trial without steps, then those with, the best first.

    `run` simulates scenarios, all with one seed. They are ranked by the mean of the courses that come to their end.
    """
    names = list(_named(found, land))
    planned = [with_steps(each.steps, asked.kind, land, asked.link) for each in found]
    scenarios = [replace(each, name=name) for each, name in zip(planned, names, strict=True)]
    whole = run([land.scenario, *scenarios], land.reader.shelf)
    counted = [headlines(each.model, each.built.values, each.outcome) for each in whole]
    rows = [{name: np.asarray(each[name]) for name in COMPARED} for each in counted]
    before = Trial(Rival((), float("nan")), land.scenario, rows[0])
    tried = [Trial(*each) for each in zip(found, scenarios, rows[1:], strict=True)]
    return before, sorted(tried, key=lambda each: -each.mean)


def _named(found: Sequence[Rival], land: Ground) -> Iterator[str]:
    for each in found:
        towns = ", ".join(land.sites[step.site].name for step in each.steps if step.opens) or "chairs alone"
        yield f"{land.scenario.name}, with {towns}"
