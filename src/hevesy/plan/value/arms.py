"""One comparison worked out: years, QALYs, DALYs and money a person in both arms, for every draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader
from hevesy.money.value import (
    Curve,
    Exponential,
    LogLogistic,
    Sample,
    Weibull,
    WithHazardRatio,
    Years,
    area_under,
    partitioned,
)
from hevesy.plan.price import cycle_price, imaging_price
from hevesy.plan.simulation.build.disease import facts_of
from hevesy.plan.value.comparison import Comparison, cycle_price_fact
from hevesy.products import Therapy, find_therapy

Array = NDArray[np.float64]
MONTHS, WEEKS, PERCENT = 12.0, 52.0, 100.0
STEP = 1 / 26  # years: two weeks, Simpson's rule between
DISCOUNT = "economics.discount.threshold.rate_costs_and_effects"
FOLLOW_UP, LOCAL = "follow_up_cost", "money.local_cost_ratio"
SUBSEQUENT = "value.cost.subsequent_month"
DISABILITY = ("value.disability.stable", "value.disability.progressed")
FAMILIES = ("weibull", "log-logistic", "exponential")


@dataclass(frozen=True, slots=True)
class How:
    """A case of the model: which family of curves, and whether the control arm has access after progression."""

    family: str = "weibull"
    crossover: bool = False


@dataclass(frozen=True, slots=True)
class Arm:
    """A person's expectation in one arm, discounted; each of shape (draws,)."""

    years: Years
    qalys: Array
    healthy_years: Array  # years less their disability: differences of these are DALYs averted
    cost: Array


@dataclass(frozen=True, slots=True)
class Worth:
    """A therapy against a comparator; `units` are discounted cycles a person and `price` that of one."""

    therapy: str
    comparison: str
    comparator: str
    with_it: Arm
    without: Arm
    units: Array
    price: Array
    imaging: Array
    cost_undiscounted: Array
    other_undiscounted: Array

    @property
    def sample(self) -> Sample:
        """The comparator first, then the therapy."""
        return Sample.of(
            [self.without.cost, self.with_it.cost], [self.without.qalys, self.with_it.qalys],
            [self.comparator, self.therapy],
        )  # fmt: skip

    @property
    def dearer(self) -> Array:
        return self.with_it.cost - self.without.cost

    @property
    def qalys(self) -> Array:
        return self.with_it.qalys - self.without.qalys

    @property
    def life_years(self) -> Array:
        return self.with_it.years.alive - self.without.years.alive

    @property
    def dalys_averted(self) -> Array:
        return self.with_it.healthy_years - self.without.healthy_years


def worth(row: Comparison, reader: Reader, how: How | None = None, discount: float | None = None) -> Worth:
    """The comparison where `reader` reads, for its draws (one where it does not draw)."""
    how = how or How()
    rate = reader.number(DISCOUNT) / PERCENT if discount is None else discount
    therapy = find_therapy(row.therapy, reader.shelf)
    ratios = [reader.value(name) for name in (row.ratio_free, ratio_alive(row, how))]
    both = tuple(zip((row.free, row.alive), ratios, strict=True))
    control = [curve(name, how.family, ratio, reader) for name, ratio in both]
    arm = [WithHazardRatio(each, ratio) for each, ratio in zip(control, ratios, strict=True)]
    horizon = reader.number(f"value.horizon.{row.group}")
    here = Here(row, therapy, reader, horizon, rate)
    undiscounted = replace(here, rate=0.0)
    with_it, units = here.treated(arm[0], arm[1])
    return Worth(
        row.therapy, row.id, row.comparator, with_it, here.compared(control[0], control[1]), units,
        here.price(), here.imaging(), undiscounted.treated(arm[0], arm[1])[0].cost,
        undiscounted.compared(control[0], control[1]).cost,
    )  # fmt: skip


def ratio_alive(row: Comparison, how: How) -> str:
    """The fact that says the hazard ratio of survival: without crossover where the case is one of no access."""
    return row.ratio_alive if how.crossover or not row.ratio_alive_no_crossover else row.ratio_alive_no_crossover


def curve(prefix: str, family: str, ratio: Any, reader: Reader) -> Curve:
    """The control's curve through its median; log-logistic and Weibull give the other arm the same median."""
    median = reader.value(f"{prefix}.median") / MONTHS
    if family == "exponential":
        return Exponential.of_median(median)
    shape = reader.value(f"{prefix}.shape")
    if family == "weibull":
        return Weibull.of_median(median, shape)
    return LogLogistic.of_median(median, shape * log_logistic_over_weibull(ratio))


def log_logistic_over_weibull(ratio: Any) -> Any:
    """How much larger a log-logistic shape must be than a Weibull's for a hazard ratio to move the median as far.

    Weibull: ratio^(-1/k); log-logistic: (2^(1/ratio) - 1)^(1/k).

    >>> round(float(log_logistic_over_weibull(0.62)), 4), round(float(log_logistic_over_weibull(1.0)), 4)
    (1.5105, 1.3863)
    """
    near_one = np.abs(np.log(ratio)) < 1e-6
    safe = np.where(near_one, 0.5, ratio)
    return np.where(near_one, 2 * np.log(2), np.log(2 ** (1 / safe) - 1) / -np.log(safe))


def mean_cycles(free: Curve, therapy: Therapy, reader: Reader, rate: float) -> tuple[Array, Array]:
    """Cycles a person, plain and discounted, each of shape (draws,).

    A cycle is given on its day to those without progression; the mean the shelf states caps it, for other reasons to
    stop.
    """
    planned = max(1, round(reader.number(therapy.posology.cycles_planned)))
    interval = reader.number(therapy.posology.interval) / WEEKS if planned > 1 else 0.0
    at = np.arange(planned, dtype=np.float64) * interval
    going_on = np.atleast_2d(free.at(at))
    stated = np.asarray(reader.value(therapy.posology.cycles_given))
    share = np.minimum(1.0, stated / going_on.sum(axis=-1))
    return share * going_on.sum(axis=-1), share * (going_on @ (1 + rate) ** -at)


def imaged_per_treated(therapy: Therapy, reader: Reader) -> Array:
    """How many are imaged for one who is treated: those whom the images or their state exclude are paid for too."""
    eligible = np.ones(max(1, reader.draws))
    for name in therapy.clinical_facts:
        eligible = eligible * reader.value(name)
    return np.asarray(1 / eligible)


@dataclass(frozen=True, slots=True)
class Here:
    """A comparison where a reader reads, over a horizon in years, at a yearly discount rate."""

    row: Comparison
    therapy: Therapy
    reader: Reader
    horizon: float
    rate: float

    def price(self) -> Array:
        own = cycle_price_fact(self.row.therapy, self.reader)
        found = cycle_price(self.row.therapy, self.reader) if own is None else self.reader.value(own)
        return np.atleast_1d(np.asarray(found, dtype=np.float64))

    def imaging(self) -> Array:
        found = imaging_price(self.row.therapy, True, self.reader)
        return np.asarray((0.0 if found is None else found) * imaged_per_treated(self.therapy, self.reader))

    def treated(self, free: Curve, alive: Curve) -> tuple[Arm, Array]:
        """The therapy's arm, and the discounted cycles in it."""
        years = self._years(free, alive)
        cycles, units = mean_cycles(free, self.therapy, self.reader, self.rate)
        cost = (
            self.price() * units + self.imaging() + self._local(self.row.adverse)
            + self.reader.value(self.row.background_month) * MONTHS * years.stable + self._care(years)
        )  # fmt: skip
        in_course = np.minimum(years.stable, cycles * self.reader.number(self.therapy.posology.interval) / WEEKS)
        course = facts_of(self.row.therapy, self.reader)
        lower = self.reader.value(course["utility_stable"]) - self.reader.value(course["utility_in_course"])
        return self._arm(years, np.asarray(cost), in_course * lower), units

    def compared(self, free: Curve, alive: Curve) -> Arm:
        """The comparator's arm."""
        years = self._years(free, alive)
        most = self.reader.number(self.row.most_months) / MONTHS
        given = self._area(free, min(most, self.horizon)) if most > 0 else np.zeros_like(years.stable)
        given = np.minimum(given, years.stable)
        month = self.reader.value(self.row.price_month)
        if self.row.price_times:
            month = month * self.reader.value(self.row.price_times)
        cost = month * MONTHS * given + self._local(self.row.adverse_other) + self._care(years)
        return self._arm(years, np.asarray(cost), given * self.reader.value(self.row.decrement))

    def _years(self, free: Curve, alive: Curve) -> Years:
        found = partitioned(free, alive, self.horizon, discount_per_year=self.rate, step_years=STEP)
        return Years(np.atleast_1d(found.stable), np.atleast_1d(found.progressed))

    def _area(self, free: Curve, years: float) -> Array:
        return np.atleast_1d(area_under(free, years, discount_per_year=self.rate, step_years=STEP))

    def _local(self, name: str) -> Array:
        return np.asarray(self.reader.value(name) * self.reader.value(LOCAL))

    def _care(self, years: Years) -> Array:
        """Follow-up while alive, and subsequent care after progression."""
        follow_up = facts_of(self.row.therapy, self.reader)[FOLLOW_UP]
        return np.asarray(
            self._local(follow_up) * years.alive + self._local(SUBSEQUENT) * MONTHS * years.progressed
        )

    def _arm(self, years: Years, cost: Array, lost: Array) -> Arm:
        course = facts_of(self.row.therapy, self.reader)
        stable, progressed = (self.reader.value(course[f"utility_{name}"]) for name in ("stable", "progressed"))
        disabled = [self.reader.value(name) for name in DISABILITY]
        healthy = years.stable * (1 - disabled[0]) + years.progressed * (1 - disabled[1])
        qalys = years.stable * stable + years.progressed * progressed - lost
        return Arm(years, np.atleast_1d(qalys), np.atleast_1d(healthy), np.atleast_1d(cost))
