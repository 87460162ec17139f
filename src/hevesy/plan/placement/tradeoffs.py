"""Plans beside each other on every aim: who is dominated by whom, and what one would regret in the sampled futures."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from hevesy.facts.sampling import stream
from hevesy.facts.spread import share_of_draws, spread
from hevesy.money.value import dominated_by, front, worst_mean
from hevesy.plan.placement.aims import Struck
from hevesy.plan.placement.ground import Floats, Ground
from hevesy.plan.placement.robust import TAIL
from hevesy.plan.placement.trying import RANKED_BY, Trial, Tried, choosing, telling, towns_of
from hevesy.plan.value.thresholds import Threshold, per_qaly, thresholds
from hevesy.supply import producers

RESAMPLED = 200  # sets of draws, drawn again with replacement, by which the front is judged
Figure = Callable[[Floats], Any]  # of draws (..., D): what plans are compared by


def _mean(drawn: Floats) -> Any:
    return drawn.mean(axis=-1)


def _from_zero(drawn: Floats) -> Any:
    return np.abs(drawn.mean(axis=-1))


def _tail(drawn: Floats) -> Any:
    return worst_mean(drawn, TAIL)


@dataclass(frozen=True, slots=True)
class Aim:
    """One thing that a plan is judged by: how its draws make one figure, and whether more of it is better (1, -1).

    Figures that differ by less than `step` count as alike; 0: by less than the third digit of the largest of them.
    """

    id: str
    title: str
    unit: str
    better: int
    figure: Figure
    figure_said: str
    step: float = 0.0


AIMS = (
    Aim("costs", "Cost above nothing new, discounted", "USD", -1, _mean, "mean"),
    Aim("qalys", "QALYs gained, discounted", "QALYs", 1, _mean, "mean"),
    Aim("worst_region", "Treated of those in need, in the worst-off region", "share", 1, _mean, "mean", 0.001),
    Aim("concentration", "Concentration index of starting, over fifths of means", "index", -1, _from_zero,
        "mean, as far from 0", 0.001),
    Aim("untreated", "In need and untreated in an outage", "persons", -1, _tail, "mean of the worst tenth"),
)  # fmt: skip


def tradeoffs(tried: Tried, land: Ground) -> dict[str, Any]:
    """Every plan and nothing new on every aim, told by the draws that did not choose; ids are ranks, 0 nothing new."""
    every = [tried.before, *tried.plans]
    drawn = {aim.id: _drawn(aim, every) for aim in AIMS}
    known = [aim for aim in AIMS if drawn[aim.id] is not None and np.isfinite(drawn[aim.id]).all()]
    steps = {aim.id: _step(aim, drawn[aim.id]) for aim in known}
    by = dominated_by(_figures(known, drawn, steps))
    sure = _front_share(known, drawn, steps, land.scenario.seed)
    limit = per_qaly(thresholds(land.reader))
    regrets = {name: regret(table) for name, table in _values(every, limit).items()}
    return {
        "draws": {"choose": len(choosing(tried.before.counted["costs"])), "tell": drawn["costs"].shape[-1]},
        "outage": _outage(tried.struck, land),
        "aims": [_aim(aim, steps.get(aim.id)) for aim in AIMS],
        "threshold": None if limit is None else {"USD": limit.value, "per": limit.per, "name": limit.name},
        "plans": [
            {
                "plan": number,
                "name": towns_of(each.rival, land),
                "why": list(each.rival.why),
                "aims": {aim.id: _told(aim, drawn[aim.id], number) for aim in AIMS},
                "worst_region": _worst(each),
                "more_untreated": None if each.untreated is None or each.without is None
                else _spread(telling(each.untreated - each.without)),
                "on_front": not by[number].any(),
                "dominated_by": [int(other) for other in np.flatnonzero(by[number])],
                "on_front_in": float(sure[number]),
                "regret": {name: rows[number] for name, rows in regrets.items()},
            }
            for number, each in enumerate(every)
        ],
        "luck": _luck(tried),
    }  # fmt: skip


def _drawn(aim: Aim, every: Sequence[Trial]) -> Any:
    """The draws that tell, (plans, D); None where the aim is not known."""
    before = every[0]
    of: dict[str, Callable[[Trial], Floats | None]] = {
        "costs": lambda each: each.counted["costs"] - before.counted["costs"],
        "qalys": lambda each: each.counted["qalys"] - before.counted["qalys"],
        "worst_region": lambda each: each.worst_region,
        "concentration": lambda each: each.unevenness,
        "untreated": lambda each: each.untreated,
    }
    rows = [of[aim.id](each) for each in every]
    return None if any(row is None for row in rows) else telling(np.stack([row for row in rows if row is not None]))


def _step(aim: Aim, drawn: Floats) -> float:
    """How much figures must differ to count as different."""
    largest = float(np.abs(aim.figure(drawn)).max())
    return aim.step or (10.0 ** (math.floor(math.log10(largest)) - 2) if largest > 0 else 1.0)


def _figures(aims: Sequence[Aim], drawn: dict[str, Floats], steps: dict[str, float], at: Any = slice(None)) -> Floats:
    """The figures by which plans are compared, in whole steps, more being better, (plans, aims)."""
    return np.stack([aim.better * np.rint(aim.figure(drawn[aim.id][:, at]) / steps[aim.id]) for aim in aims], axis=1)


def _front_share(aims: Sequence[Aim], drawn: dict[str, Floats], steps: dict[str, float], seed: int) -> Floats:
    """In what share of resampled draws each plan is on the front, (plans,)."""
    random = stream(seed, "placement.front")
    many = drawn["costs"].shape[-1]
    found = [front(_figures(aims, drawn, steps, random.integers(0, many, many))) for _ in range(RESAMPLED)]
    return np.asarray(np.mean(found, axis=0))


def _values(every: Sequence[Trial], limit: Threshold | None) -> dict[str, Floats]:
    """What is to be large, (plans, D): courses completed, and net benefit in USD where a QALY has a price."""
    found = {"completed": np.stack([telling(each.counted["completed"]) for each in every])}
    if limit is not None:
        worth = [limit.value * each.counted["qalys"] - each.counted["costs"] for each in every]
        found["net_benefit"] = np.stack([telling(each) for each in worth])
    return found


def regret(values: Floats) -> list[dict[str, float]]:
    """By plan: in what share of the futures it is best (ties count for each), and how much it falls short of the best.

    `values`, (plans, futures), are to be large.

    >>> regret(np.array([[4.0, 1.0], [3.0, 3.0]]))[1]
    {'best_in': 0.5, 'mean': 0.5, 'high': 0.95, 'most': 1.0}
    """
    short = values.max(axis=0) - values
    return [
        {
            "best_in": share_of_draws(row <= 0.0),
            "mean": float(row.mean()),
            "high": float(np.quantile(row, 0.95)),
            "most": float(row.max()),
        }
        for row in short
    ]


def _aim(aim: Aim, step: float | None) -> dict[str, Any]:
    return {
        "id": aim.id, "title": aim.title, "unit": aim.unit, "better": aim.better, "figure": aim.figure_said,
        "known": step is not None, "step": step,
    }  # fmt: skip


def _told(aim: Aim, drawn: Floats | None, number: int) -> dict[str, float | None] | None:
    if drawn is None:
        return None
    figure = float(aim.figure(drawn[number]))
    return {"figure": figure if np.isfinite(figure) else None, **_spread(drawn[number])}


def _spread(drawn: Floats) -> dict[str, float | None]:
    mean = float(drawn.mean())
    return {**spread(drawn), "mean": mean if np.isfinite(mean) else None}


def _worst(each: Trial) -> str:
    """The region that is worst off on the mean."""
    return each.regions.names[int(telling(each.regions.share).mean(axis=1).argmin())]


def _outage(struck: Struck | None, land: Ground) -> dict[str, Any] | None:
    if struck is None:
        return None
    each, first = struck.outage, land.scenario.start.year
    known = {maker.id: maker.name for maker in producers(land.reader.shelf)}
    ends: date = each.begins + timedelta(weeks=each.weeks)
    return {
        "plant": each.plant, "name": known.get(each.plant, each.plant), "weeks": each.weeks,
        "begins": each.begins.isoformat(), "ends": ends.isoformat(),
        "years": [first + year for year in range(struck.years[0], struck.years[1] + 1)],
    }  # fmt: skip


def _luck(tried: Tried) -> dict[str, float] | None:
    """How far the best plan is ahead of the second, courses on the mean: in the draws that chose it, and in those that
    tell; None where there is no second."""
    if len(tried.plans) < 2:
        return None
    first, second = (each.counted[RANKED_BY] for each in tried.plans[:2])
    return {"chosen_with": float(choosing(first - second).mean()), "told": float(telling(first - second).mean())}
