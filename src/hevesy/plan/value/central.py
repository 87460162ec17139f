"""A comparison at the central value of every figure: each input of the model by name, with the facts it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader
from hevesy.money.value.partitioned import times
from hevesy.plan.centre.figure import Value, figure
from hevesy.plan.price import cycle_price, imaging_price
from hevesy.plan.simulation.build.disease import facts_of
from hevesy.plan.value.arms import (
    DISCOUNT,
    FOLLOW_UP,
    LOCAL,
    PERCENT,
    STEP,
    SUBSEQUENT,
    How,
    Worth,
    imaged_per_treated,
    ratio_alive,
    worth,
)
from hevesy.plan.value.comparison import Comparison, cycle_price_fact
from hevesy.plan.value.thresholds import per_qaly, thresholds
from hevesy.products import find_therapy

Rule = Callable[[Reader], Value]
MOST_PLAIN = 52  # steps over the comparator's treatment where none is given, so that a workbook may try one


@dataclass(frozen=True, slots=True)
class Input:
    """One input of the model; None where nobody knows it (a threshold). `facts` are those it was put together from."""

    value: float | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Central:
    """A comparison with its inputs by name (INPUTS), the number of steps and cycles, and what Hevesy makes of them."""

    row: Comparison
    inputs: Mapping[str, Input]
    steps: int
    steps_given: int
    cycles: int
    worth: Worth


INPUTS = (
    "discount", "horizon", "threshold", "alive_median", "alive_shape", "ratio_alive", "free_median", "free_shape",
    "ratio_free", "price", "interval", "cycles_given", "imaging", "imaged", "background", "price_month", "price_times",
    "most_months", "adverse", "adverse_other", "follow_up", "subsequent", "local", "utility_stable",
    "utility_progressed", "utility_in_course", "decrement",
)  # fmt: skip


def central(row: Comparison, reader: Reader) -> Central:
    """The comparison where `reader` reads, which does not draw; Weibull curves without crossover, as in the answer."""
    posology = find_therapy(row.therapy, reader.shelf).posology
    found = {name: figure(reader, rule) for name, rule in _rules(row, reader).items()}
    inputs = {name: Input(np.asarray(each.value).item(), tuple(sorted(each.facts))) for name, each in found.items()}
    inputs["threshold"] = _threshold(reader)
    horizon, most = (float(inputs[name].value or 0.0) for name in ("horizon", "most_months"))
    steps_given = len(times(min(most / 12, horizon), STEP)) - 1 if most > 0 else MOST_PLAIN
    return Central(
        row, {name: inputs[name] for name in INPUTS}, len(times(horizon, STEP)) - 1, steps_given,
        max(1, round(reader.number(posology.cycles_planned))), worth(row, reader),
    )  # fmt: skip


def _threshold(reader: Reader) -> Input:
    """The first that speaks for the country, per QALY."""
    found = per_qaly(thresholds(reader))
    return Input(None, ()) if found is None else Input(found.value, (found.fact,))


def _rules(row: Comparison, reader: Reader) -> dict[str, Rule]:
    therapy = find_therapy(row.therapy, reader.shelf)
    course = facts_of(row.therapy, reader)
    own_price = cycle_price_fact(row.therapy, reader)
    of_facts = {
        "horizon": f"value.horizon.{row.group}", "alive_median": f"{row.alive}.median",
        "alive_shape": f"{row.alive}.shape", "ratio_alive": ratio_alive(row, How()),
        "free_median": f"{row.free}.median", "free_shape": f"{row.free}.shape", "ratio_free": row.ratio_free,
        "interval": therapy.posology.interval, "cycles_given": therapy.posology.cycles_given,
        "background": row.background_month, "price_month": row.price_month, "most_months": row.most_months,
        "adverse": row.adverse, "adverse_other": row.adverse_other, "follow_up": course[FOLLOW_UP],
        "subsequent": SUBSEQUENT, "local": LOCAL, "utility_stable": course["utility_stable"],
        "utility_progressed": course["utility_progressed"], "utility_in_course": course["utility_in_course"],
        "decrement": row.decrement,
    }  # fmt: skip
    rules: dict[str, Rule] = {name: _of(fact) for name, fact in of_facts.items()}
    return rules | {
        "discount": lambda asking: asking.value(DISCOUNT) / PERCENT,
        "price": _of(own_price) if own_price else lambda asking: cycle_price(row.therapy, asking),
        "imaging": lambda asking: imaging_price(row.therapy, True, asking) or 0.0,
        "imaged": lambda asking: imaged_per_treated(therapy, asking),
        "price_times": _of(row.price_times) if row.price_times else lambda asking: 1.0,
    }


def _of(fact: str) -> Rule:
    return lambda asking: asking.value(fact)
