"""Therapies without a comparator in any trial: a cohort with and without them, by the course of disease of the engine.

The rates are those of table course.csv, which the weekly engine uses too: without progression, progressed, dead. They
rest on single arms and assumptions, so that what comes out is exploratory.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader
from hevesy.money.value import Years, cycle_weights, discount_factors, illness_death, time_in_states
from hevesy.plan.price import cycle_price, imaging_price
from hevesy.plan.simulation.build.disease import facts_of
from hevesy.plan.value.arms import (
    DISABILITY,
    DISCOUNT,
    FOLLOW_UP,
    LOCAL,
    MONTHS,
    PERCENT,
    SUBSEQUENT,
    WEEKS,
    Arm,
    Worth,
    imaged_per_treated,
)
from hevesy.plan.value.comparison import WithoutTrial
from hevesy.products import Therapy, find_therapy

Array = NDArray[np.float64]
NOTHING = "going without"
CYCLE = 1 / 12  # years
STABLE, PROGRESSED = range(2)


def worth_without_trial(asked: WithoutTrial, reader: Reader, discount: float | None = None) -> Worth:
    """The therapy against going without it; both arms as a cohort Markov model with cycles of a month."""
    rate = reader.number(DISCOUNT) / PERCENT if discount is None else discount
    therapy = find_therapy(asked.therapy, reader.shelf)
    years = round(reader.number(f"value.horizon.{asked.group}"))
    treated, untreated = (years_of(asked.therapy, arm, years, rate, reader) for arm in (True, False))
    plain = [years_of(asked.therapy, arm, years, 0.0, reader) for arm in (True, False)]
    price = np.asarray(cycle_price(asked.therapy, reader), dtype=np.float64)
    image = imaging_price(asked.therapy, True, reader)
    imaging = np.asarray((0.0 if image is None else image) * imaged_per_treated(therapy, reader))
    units, plain_units = (_cycles(therapy, reader, each) for each in (rate, 0.0))
    once = imaging + _local("value.cost.adverse_therapy", reader)
    return Worth(
        asked.therapy, "course", NOTHING,
        _arm(asked, treated, price * units + once, True, therapy, reader),
        _arm(asked, untreated, np.zeros_like(untreated.stable), False, therapy, reader), units, price, imaging,
        price * plain_units + once + _care(asked.therapy, plain[0], reader),
        _care(asked.therapy, plain[1], reader),
    )  # fmt: skip


def years_of(therapy: str, treated: bool, years: int, rate: float, reader: Reader) -> Years:
    """Discounted years without progression and after it; the untreated have one state, counted as progressed."""
    cycles = round(years / CYCLE)
    weights = cycle_weights(cycles) * discount_factors(rate, cycles, CYCLE) * CYCLE
    start = np.eye(3)[STABLE if treated else PROGRESSED]
    spent = time_in_states(start, transitions(therapy, treated, reader), weights).round(12)
    return Years(np.atleast_1d(spent[..., STABLE]), np.atleast_1d(spent[..., PROGRESSED]))


def transitions(therapy: str, treated: bool, reader: Reader) -> Array:
    """Chances of a month, shape (*draws, 3, 3)."""
    named = facts_of(therapy, reader)
    die = "die_progressed" if treated else "die_untreated"
    progress, die_stable, die_after = (reader.value(named[name]) for name in ("progress", "die_stable", die))
    return illness_death(progress, die_stable, die_after, CYCLE)


def _cycles(therapy: Therapy, reader: Reader, rate: float) -> Array:
    """Cycles a person, each worth less the later it is given."""
    given = np.atleast_1d(np.asarray(reader.value(therapy.posology.cycles_given), dtype=np.float64))
    planned = max(1, round(reader.number(therapy.posology.cycles_planned)))
    interval = reader.number(therapy.posology.interval) / WEEKS if planned > 1 else 0.0
    return np.asarray(given * (1 + rate) ** (-interval * (planned - 1) / 2))


def _local(name: str, reader: Reader) -> Any:
    return reader.value(name) * reader.value(LOCAL)


def _care(therapy: str, years: Years, reader: Reader) -> Array:
    follow_up = _local(facts_of(therapy, reader)[FOLLOW_UP], reader)
    return np.asarray(follow_up * years.alive)


def _arm(
    asked: WithoutTrial, years: Years, spent: Array, treated: bool, therapy: Therapy, reader: Reader
) -> Arm:
    named = facts_of(asked.therapy, reader)
    progressed = reader.value(named["utility_progressed" if treated else "utility_untreated"])
    stable = reader.value(named["utility_stable"])
    planned = reader.number(therapy.posology.cycles_planned)
    course = planned * reader.number(therapy.posology.interval) / WEEKS if planned > 1 else 0.0
    in_course = np.minimum(years.stable, course if treated else 0.0)
    lower = stable - reader.value(named["utility_in_course"])
    qalys = years.stable * stable + years.progressed * progressed - in_course * lower
    if asked.disability:
        disabled = [reader.value(name) for name in DISABILITY]
        healthy = years.stable * (1 - disabled[0]) + years.progressed * (1 - disabled[1])
    else:
        healthy = np.full_like(years.stable, np.nan)
    cost = spent + _care(asked.therapy, years, reader)
    if asked.group in ("mcrpc", "net", "liver", "mibg"):
        cost = cost + _local(SUBSEQUENT, reader) * MONTHS * years.progressed
    return Arm(years, np.atleast_1d(qalys), np.atleast_1d(healthy), np.atleast_1d(np.asarray(cost)))
