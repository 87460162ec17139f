"""On which plants a service depends: what each one's outage would cost, and how concentrated its sources are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hevesy.plan.simulation.deliveries import NOBODY, shares_of_plants
from hevesy.plan.simulation.model import Floats, Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.undelivered import to_second, without


@dataclass(frozen=True)
class Plant:
    """A reactor or maker: the share of all doses that pass through it, and the share missing while it stands still.

    `per_week` are doses missing in each such week, (D,); `therapies` those whose doses it touches.
    """

    id: str
    reactor: bool
    share: float
    missing: Floats
    per_week: Floats
    therapies: tuple[str, ...]


@dataclass(frozen=True)
class Dependence:
    """All plants, that whose loss costs most first; `index` is the sum of squared shares of reactors (1: a single one).

    `left` is the share of doses that still comes without the worst plant, (D,). `unknown` is the share of doses of
    which nobody knows the reactor, or that need none.
    """

    plants: tuple[Plant, ...]
    index: float
    left: Floats
    unknown: float


def dependence(model: Model, outcome: Outcome) -> Dependence | None:
    """From the doses that a run gave; None where nothing was given that follows a lane."""
    found = model.deliveries
    if found is None:
        return None
    weekly = outcome.at_centres["given"].sum(axis=(0, 1)) / model.weeks  # (H, D)
    weekly = np.where((found.lane != NOBODY)[:, None], weekly, 0.0)
    whole = weekly.sum(axis=0)
    mean = float(whole.mean())
    if mean <= 0.0:
        return None
    lanes = range(len(found.first))
    through = np.stack([shares_of_plants(found, lane, to_second(model, lane)) for lane in lanes])
    plants = [_plant(model, p, weekly, whole, through) for p in range(len(found.plants))]
    plants = sorted(
        (each for each in plants if each.share > 0.0), key=lambda each: -float(each.per_week.mean())
    )
    reactors = [each.share for each in plants if each.reactor]
    worst = plants[0].missing if plants else np.zeros(model.draws)
    index = sum(share**2 for share in reactors) / max(sum(reactors) ** 2, 1e-300) if reactors else 0.0
    return Dependence(tuple(plants), index, 1.0 - worst, 1.0 - min(1.0, sum(reactors)))


def _plant(model: Model, p: int, weekly: Floats, whole: Floats, through: Floats) -> Plant:
    found = model.deliveries
    assert found is not None
    touched = [h for h in range(len(weekly)) if found.lane[h] != NOBODY and through[found.lane[h], p] > 0.0]
    lacks = without(model, p)
    per_week = sum((weekly[h] * lacks[found.lane[h]] for h in touched), start=np.zeros(model.draws))
    share = sum(float(weekly[h].mean()) * through[found.lane[h], p] for h in touched) / float(whole.mean())
    missing = np.divide(per_week, whole, out=np.zeros(model.draws), where=whole > 0.0)
    names = tuple(model.therapies[h] for h in touched)
    return Plant(found.plants[p], bool(found.reactor[p]), float(share), missing, np.asarray(per_week), names)
