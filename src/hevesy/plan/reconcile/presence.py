"""What absence and whole people take away on average: measured with the engine itself, step by step.

The model that is held against the counts knows only mean presence, so that it is a smooth function of the figures. A
run draws absences, closes a centre in the weeks in which somebody indispensable is away, and treats whole people:
it starts fewer courses. So the figures are calibrated, the engine is run with them as a scenario runs it, and the
model is corrected by the ratio of the two means, until that ratio no longer changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hevesy.facts import Reader
from hevesy.plan.reconcile.engine import EngineForward, Factors, Key, year_of
from hevesy.plan.reconcile.forward import Floats

CLOSE = 0.03  # a change of every factor that is smaller ends the search
MOST = 5
FEWEST = 1.0  # people in all draws' mean: below it a ratio is that of chance alone


def measured(forward: EngineForward, reader: Reader) -> Factors:
    """The engine's means with absence and whole people as a share of those with mean presence, at these draws."""
    from hevesy.plan.reconcile.engine import without_chance
    from hevesy.plan.simulation import flow
    from hevesy.plan.simulation.lead_in import later
    from hevesy.plan.simulation.simulate import run_block
    from hevesy.plan.simulation.small import small_centres

    model, _backlog = forward.model(reader)
    smooth = year_of(model, later(flow.run(without_chance(model), threads=forward.threads)))
    piece = run_block(model, "flow", "f8", forward.threads, small_centres(model))
    drawn = year_of(model, piece.outcome)
    return {
        key: {name: _ratio(drawn[key][name], values) for name, values in counts.items()}
        for key, counts in smooth.items()
    }


def _ratio(drawn: Floats, smooth: Floats) -> float:
    """Of the means; near one where hardly anybody is expected in any draw, and a ratio would be chance."""
    some = FEWEST / len(smooth)
    return float((drawn.mean() + some) / (smooth.mean() + some))


def change(old: Factors, new: Factors, keys: Collection[Key]) -> float:
    """The largest relative change, at these places, of how many begin and of how many cycles are given."""
    apart = [
        abs(new[key][name] / old.get(key, {}).get(name, 1.0) - 1.0)
        for key in new
        for name in ("begun", "given")
        if key in keys
    ]
    return max(apart, default=0.0)


def blended(old: Factors, new: Factors) -> Factors:
    """Half of each, so that the chance of one step's draws does not carry the next; the first step has nothing old."""
    if not old:
        return new
    return {
        key: {name: 0.5 * (old[key][name] + value) for name, value in counts.items()}
        for key, counts in new.items()
    }


def said(factors: Factors, left: float, counted: Sequence[Key]) -> list[str]:
    """How much absence takes away at each centre that counted, where it is worth a word, and what `left` differs."""
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
    if left > CLOSE:
        lines.append(
            f"What absence takes away is not fully in the model: the mean of a first simulated year lies up to "
            f"{100 * left:.0f} % off what the fit expects."
        )
    return lines
