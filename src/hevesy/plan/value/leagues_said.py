"""What the league of a disease says, as plain values: its table, curves, and what it is worth to know more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.money.value import Curves, Place, Sample, curves, dominators, evpi, evppi, price_at_threshold
from hevesy.plan.answers.interval import interval
from hevesy.plan.value.figures import by_group
from hevesy.plan.value.strategies import Check, League, Strategy
from hevesy.plan.value.thresholds import Threshold
from hevesy.plan.value.valuing import Answer, eligible_people

Array = NDArray[np.float64]
POINTS = 61  # of a curve
REACH = 1.5  # how far beyond the last ratio of the frontier the curves go, unless that hides what comes before
FARTHEST_OF_MAIN, FARTHEST_OF_FIRST = 5.0, 10.0  # times the main threshold, or the first ratio: the larger


def league_said(each: League, found: Answer) -> dict[str, Any]:
    """One disease: strategies in order of cost, where each stands, curves of all, EVPI and EVPPI."""
    table = sorted(each.sample().league(), key=lambda place: (place.cost, -place.effect))
    out = dominators(table)
    eligible = eligible_people(each.therapy, found.reader, found.first_year)
    people = None if eligible is None else float(eligible.mean(axis=1).sum())
    main = found.thresholds[0] if found.thresholds else None
    return {
        "id": each.id,
        "name": each.name,
        "therapy": each.therapy,
        "says": each.says,
        "strategies": [_strategy(one, place, out, each) for place, one in _in_order(table, each)],
        "eligible_over_five_years": people,
        "at_thresholds": [_at(each, threshold, people) for threshold in found.thresholds],
        "curves": _curves(each, table, main),
        "information": None if main is None else information_of(each.sample(main.per), each.drawn, main.value),
        "checks": [_check(check) for check in each.checks],
    }


def _in_order(table: list[Place], each: League) -> list[tuple[Place, Strategy]]:
    named = {one.id: one for one in each.strategies}
    return [(place, named[place.strategy]) for place in table]


def _strategy(one: Strategy, place: Place, out: dict[str, tuple[str, ...]], each: League) -> dict[str, Any]:
    arm = each.arms[each.strategies.index(one)]
    return {
        "id": one.id,
        "name": one.name,
        "evidence": one.evidence,
        "against": one.against or None,
        "note": one.note,
        "cost": interval(arm.cost),
        "qalys": interval(arm.qalys),
        "life_years": interval(arm.years.alive),
        "incremental_cost": place.incremental_cost,
        "incremental_qalys": place.incremental_effect,
        "icer": place.icer,
        "standing": place.standing.value,
        "dominated_by": list(out.get(one.id, ())),
    }


def _at(each: League, threshold: Threshold, people: float | None) -> dict[str, Any]:
    sample = each.sample(threshold.per)
    here = curves(sample, [threshold.value])
    unsure = evpi(sample, threshold.value)
    best = int(here.best[0])
    return {
        "id": threshold.id,
        "best": sample.strategies[best],
        "probability_of_best": float(here.frontier[0]),
        "probabilities": _by_strategy(here.acceptability[0], sample),
        "expected_loss": _by_strategy(here.expected_loss[0], sample),
        "price": _price(each, sample, threshold.value),
        "evpi": unsure,
        "evpi_all": None if people is None else unsure * people,
    }


def _price(each: League, sample: Sample, threshold: float) -> float | None:
    """The price of a cycle at which the therapy is the best strategy on average; None: not even free."""
    mean = sample.benefit(threshold).mean(axis=0)
    own = sample.strategies.index(each.therapy)
    ahead = float(mean[own] - np.delete(mean, own).max())
    price = float(each.price.mean()) + float(price_at_threshold(-ahead, 0.0, each.units.mean(), 0.0))
    return price if price > 0 else None


def _by_strategy(values: Array, sample: Sample) -> dict[str, float]:
    return {name: float(value) for name, value in zip(sample.strategies, values, strict=True)}


def _curves(each: League, table: list[Place], main: Threshold | None) -> dict[str, Any]:
    at = 0.0 if main is None else main.value
    ratios = [place.icer for place in table if place.icer is not None] or [0.0]
    far = max(FARTHEST_OF_MAIN * at, FARTHEST_OF_FIRST * min(ratios))
    top = max(min(REACH * max(ratios), far), 2.0 * at, 1000.0)
    found: Curves = curves(each.sample(), np.linspace(0.0, top, POINTS))
    return {
        "thresholds": found.thresholds.tolist(),
        "acceptability": {
            name: found.acceptability[:, place].tolist() for place, name in enumerate(found.strategies)
        },
        "expected_loss": {
            name: found.expected_loss[:, place].tolist() for place, name in enumerate(found.strategies)
        },
        "best": [found.strategies[number] for number in found.best],
        "frontier": found.frontier.tolist(),
        "evpi": found.evpi.tolist(),
    }


def information_of(sample: Sample, drawn: Mapping[str, Array], threshold: float) -> dict[str, Any]:
    """What it is worth a person to know everything, and each group of the figures drawn, at a threshold."""
    parts = [
        {"group": group, "facts": list(names), "evppi": evppi(sample, figures, threshold)}
        for group, (names, figures) in by_group(drawn).items()
    ]
    return {
        "evpi": evpi(sample, threshold),
        "groups": sorted(parts, key=lambda part: (-part["evppi"], part["group"])),
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "first": check.first, "second": check.second, "measure": check.measure, "trial": check.trial,
        "chain": check.chain, "found": check.found, "low": check.low, "high": check.high, "within": check.within,
        "fact": check.fact, "why": check.why,
    }  # fmt: skip
