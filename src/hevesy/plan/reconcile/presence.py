"""What absence and whole people take away on average: measured with the engine itself, step by step.

The model that is held against the counts knows only mean presence, so that it is a smooth function of the figures. A
run draws absences, closes a centre in the weeks in which somebody indispensable is away, and treats whole people:
it starts fewer courses. So the figures are calibrated, the engine is run with them as a scenario runs it, and the
model is corrected by the ratio of the two means, twice roughly and then with many draws.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.reconcile.absence import Years
from hevesy.plan.reconcile.engine import EngineForward, Factors, Key, Year, year_of
from hevesy.plan.reconcile.forward import Floats
from hevesy.plan.simulation.model import Model

CLOSE = 0.03  # a change of every factor that is smaller is none
SURE = 0.015  # relative standard error of the factors: with a smaller one they are measured
YEARS = 128  # single years beside which a count is held
LEAST = 1e-6  # of a person, in a year
BETWEEN_SEEDS = 7_919
SWING = 0.25  # relative standard deviation of a year for absence alone, from which on it is said
BEYOND_CHANCE = 2.8  # standard errors of one measurement: two of the difference between two
FEWEST = 1.0  # people in all draws' mean: below it a ratio is that of chance alone


@dataclass(frozen=True)
class Chance:
    """What the engine's chance does to a year of each centre and therapy.

    `factors` are its means as a share of those with mean presence, `errors` their relative standard errors; `years`
    are single years beside their mean.
    """

    factors: Factors
    errors: Factors
    years: Years


def measured(forward: EngineForward, reader: Reader, lots: Sequence[int]) -> Chance:
    """The engine with absence and whole people beside the model with mean presence, at these draws.

    Each draw is run once with each of the lots of random numbers of these numbers.
    """
    from hevesy.plan.reconcile.engine import without_chance
    from hevesy.plan.simulation import flow
    from hevesy.plan.simulation.lead_in import later

    model, _backlog = forward.model(reader)
    smooth = year_of(model, later(flow.run(without_chance(model), threads=forward.threads)))
    drawn = _drawn(forward, model, lots)
    # single years without whole people, whose chance is in the likelihood already
    fluid = year_of(model, later(flow.run(model, threads=forward.threads)))
    some = np.linspace(0, model.draws, min(YEARS, model.draws), endpoint=False).astype(int)
    parts = {key: _parts(fluid[key]["begun"][some], counts["begun"][some]) for key, counts in smooth.items()}
    expected = {key: float(counts["begun"].mean()) for key, counts in drawn.items()}
    return Chance(_by_count(_ratio, drawn, smooth), _by_count(_error, drawn, smooth), Years(parts, expected))


def _drawn(forward: EngineForward, model: Model, lots: Sequence[int]) -> dict[Key, dict[str, Floats]]:
    """What the engine counts as a scenario runs it, each draw's mean over the lots."""
    from hevesy.plan.simulation.simulate import run_block
    from hevesy.plan.simulation.small import small_centres

    small = small_centres(model)
    years = []
    for lot in lots:
        own = replace(model, seed=model.seed + lot * BETWEEN_SEEDS)
        years.append(year_of(own, run_block(own, "flow", "f8", forward.threads, small).outcome))
    return {
        key: {name: np.mean([year[key][name] for year in years], axis=0) for name in counts}
        for key, counts in years[0].items()
    }


def _parts(drawn: Floats, mean: Floats) -> Floats:
    """What each year gave as a share of what it gives on average; all of it where nobody is expected.

    >>> _parts(np.array([0.0, 30.0]), np.array([20.0, 20.0])).tolist()
    [0.0, 2.0]
    """
    parts = np.divide(drawn, mean, out=np.ones_like(drawn), where=mean > LEAST)
    return np.asarray(parts / max(float(parts.mean()), LEAST))


def _by_count(what: Callable[[Floats, Floats], float], drawn: Year, smooth: Year) -> Factors:
    return {
        key: {name: what(drawn[key][name], values) for name, values in counts.items()}
        for key, counts in smooth.items()
    }


def _ratio(drawn: Floats, smooth: Floats) -> float:
    """Of the means; near one where hardly anybody is expected in any draw, and a ratio would be chance."""
    some = FEWEST / len(smooth)
    return float((drawn.mean() + some) / (smooth.mean() + some))


def _error(drawn: Floats, smooth: Floats) -> float:
    """The relative standard error of their ratio, of independent draws (Cochran, Sampling Techniques 1977, 6.4).

    >>> round(_error(np.array([0.0, 2000.0]), np.array([1000.0, 1000.0])), 2)
    1.0
    """
    apart = drawn - drawn.mean() / max(float(smooth.mean()), LEAST) * smooth
    spread = float(apart.std()) / np.sqrt(max(len(drawn) - 1, 1))
    return float(spread / (drawn.mean() + FEWEST / len(drawn)))


def change(old: Factors, new: Factors, keys: Collection[Key]) -> float:
    """The largest relative change, at these places, of how many begin and of how many cycles are given."""
    apart = [
        abs(new[key][name] / old.get(key, {}).get(name, 1.0) - 1.0)
        for key in new
        for name in ("begun", "given")
        if key in keys
    ]
    return max(apart, default=0.0)


def error(errors: Factors, keys: Collection[Key]) -> float:
    """The largest relative standard error at these places, of how many begin and of how many cycles are given."""
    found = [errors[key][name] for key in errors for name in ("begun", "given") if key in keys]
    return max(found, default=0.0)


def said(chance: Chance, left: float, counted: Sequence[Key]) -> list[str]:
    """How much absence takes away at each centre that counted, where it is worth a word, and what `left` differs.

    What `left` differs is said where it is more than the chance of two measurements.
    """
    factors = chance.factors
    parts = [
        f"{100 * (1.0 - factors[key]['begun']):.0f} % of {key[1]} at {key[0]}"
        for key in counted
        if key in factors and factors[key]["begun"] < 1.0 - CLOSE
    ]
    lines = []
    if parts:
        lines.append(
            "Absence of persons and machines takes from the courses that would begin in a year: "
            f"{'; '.join(parts)}. The model was corrected by it."
        )
    swings = {key: chance.years.spread(key) for key in counted}
    most = max(swings, key=lambda key: swings[key], default=("", ""))
    if swings.get(most, 0.0) > SWING:
        lines.append(
            f"A single year says little where a vacancy lasts half of it: of {most[1]} at {most[0]} one year lies "
            f"{100 * swings[most]:.0f} % (standard deviation) off the mean for absence alone. The counts pull that "
            "much less: nobody asked who was away, and for how long."
        )
    if left > max(CLOSE, BEYOND_CHANCE * error(chance.errors, counted)):
        lines.append(
            f"What absence takes away is not fully in the model: the mean of a first simulated year lies up to "
            f"{100 * left:.0f} % off what the fit expects."
        )
    return lines
