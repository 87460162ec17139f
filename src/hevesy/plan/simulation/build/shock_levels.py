"""How much of each shock is felt in each step of four weeks: in full, then ever less while things recover.

A shock on a day strikes in all draws; one at random strikes in each year with its chance, at most once a year, draw by
draw. Its random numbers are named by the seed, its id, the year and the draw, so that nothing else in a scenario moves
them, nor do threads or blocks of draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.shocks import Expected, fact_of
from hevesy.plan.scenario.stated import own_name
from hevesy.plan.scenario.timeline import STEP, YEAR, week_of, weeks_of
from hevesy.plan.simulation.build.houses import key_of

Floats = NDArray[np.float64]
WHETHER, WHEN = 0, 1


@dataclass(frozen=True)
class Felt:
    """How much of a shock is felt: its levels, shape (steps,) or (steps, draws), and where it strikes on a day.

    `first_weeks` are the weeks in which a shock on a day begins to be felt, and ends in every draw.
    """

    levels: Floats
    first_weeks: tuple[int, ...]


def felt(each: Expected, scenario: Scenario, reader: Reader) -> Felt:
    """The levels of one shock. What destroys a centre on a day lasts its expected time in all draws, as routes do."""
    weeks = weeks_of(scenario)
    shock = each.shock
    if shock.begins is not None and shock.destroys:
        lasts, recovers = each.lasts.expected, each.recovery.expected
    else:
        lasts = _drawn(fact_of(shock, "lasts_weeks", each.entry.lasts_weeks), reader)
        recovers = _drawn(fact_of(shock, "recovery_weeks", each.entry.recovery_weeks), reader)
    if shock.begins is not None:
        begins = week_of(shock.begins, scenario)
        levels = over_steps(begins, lasts, recovers, weeks)
        on_grid = begins - begins % STEP
        return Felt(_plain(levels), (on_grid,) if on_grid else ())
    levels = np.zeros((-(-weeks // STEP), reader.draws))
    for year, (strikes, week) in enumerate(_struck(each, reader, scenario)):
        if strikes.any():
            own = over_steps(year * YEAR + week, lasts, recovers, weeks)
            levels = np.maximum(levels, np.where(strikes, own, 0.0))
    return Felt(levels, ())


def over_steps(begins: Any, lasts: Any, recovers: Any, weeks: int) -> Floats:
    """The mean level in each step of four weeks: 1 for `lasts` weeks, then a straight line down to 0 in `recovers`.

    >>> over_steps(2, 4.0, 4.0, 16).tolist()  # two weeks of four; two full and two of the way down; the rest of it
    [0.5, 0.875, 0.125, 0.0]
    """
    starts = np.arange(0, weeks, STEP)
    each = [
        _until(week + STEP, begins, lasts, recovers) - _until(week, begins, lasts, recovers)
        for week in starts
    ]
    return np.stack(each) / STEP


def _until(week: Any, begins: Any, lasts: Any, recovers: Any) -> Any:
    """Weeks of full effect that have been felt before a week."""
    since = week - begins
    late = np.clip(since - lasts, 0.0, recovers)
    return np.clip(since, 0.0, lasts) + late - late**2 / (2.0 * np.maximum(recovers, 1e-9))


def _struck(each: Expected, reader: Reader, scenario: Scenario) -> list[tuple[NDArray[np.bool_], Floats]]:
    """For each year, in which draws the shock strikes and in which week of the year."""
    chance = _drawn(own_name(each.shock, "per_year"), reader)
    place = key_of(each.shock.id)
    return [
        (
            _numbers(reader, year, place, WHETHER) < chance,
            np.floor(_numbers(reader, year, place, WHEN) * YEAR),
        )
        for year in range(scenario.years)
    ]


def _numbers(reader: Reader, year: int, place: int, what: int) -> Floats:
    from hevesy.capacity.chance import SHOCKS, seed_bits, uniforms

    found = np.empty(reader.draws)
    uniforms(seed_bits(reader.seed), SHOCKS, year, 0, place, what, found)
    return found


def _drawn(name: str, reader: Reader) -> Any:
    value = reader.value(name)
    return float(np.ravel(value)[0]) if np.ptp(value) == 0.0 else value


def _plain(levels: Floats) -> Floats:
    """Levels that are the same in all draws without their axis of draws."""
    if levels.ndim == 2 and not np.ptp(levels, axis=1).any():
        return np.ascontiguousarray(levels[:, 0])
    return levels
