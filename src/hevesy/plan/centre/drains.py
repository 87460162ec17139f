"""Waste that decays in a store, and what inpatients excrete: delay tanks and what leaves them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader
from hevesy.physics import nuclide
from hevesy.plan.centre.figure import Figure, Value, any_of, figure, known
from hevesy.plan.centre.work import Service, Work, added
from hevesy.safety.delay import concentration, days_to_fill, excreted

IODINE = "I-131"
DAY = 86_400.0
DAYS_PER_YEAR = 365.25
WEEKS_PER_YEAR = DAYS_PER_YEAR / 7.0


@dataclass(frozen=True, slots=True)
class Drains:
    """The waste store (litres that lie there) and, for I-131 from beds, the tanks.

    `required` is 1 where the country asks for tanks, or nobody has said that it does not. `gbq_per_day` is what is
    excreted into the drain while patients are in bed, `fill_days` for how long each tank fills, `m3` all tanks,
    `leaves` the Bq/L let out, `untreated` the same without tanks. `elsewhere` is GBq a year of other nuclides that
    leaves with patients' excreta, by nuclide, of which the shelf knows no limit.
    """

    store_litres: Figure
    required: Figure
    limit: Figure
    gbq_per_day: Figure
    litres_per_day: Figure
    fill_days: Figure
    tanks: Figure
    m3: Figure
    leaves: Figure
    untreated: Figure
    elsewhere: dict[str, Figure]


def drains(done: Work, reader: Reader) -> Drains:
    """Waste and tanks of a year's work."""
    iodine = [each for each in done.services if each.therapy.nuclide == IODINE]
    half_life = nuclide(IODINE).half_life_s / DAY
    daily = added([_excreted_per_day(each, half_life, reader) for each in iodine])
    litres = _litres(iodine, reader)
    limit = known(reader, "centre.tank.limit")
    number = known(reader, "centre.tank.number")
    required = figure(reader, lambda asking: asking.value("centre.tank.required") * _there(daily.value), daily)
    bq, per_day = 1e9 * np.asarray(daily.value), np.maximum(litres.value, 1e-9)
    fill = days_to_fill(bq, per_day, half_life, number.value, limit.value) * required.value
    days = Figure(fill, daily.facts | litres.facts | limit.facts | number.facts | required.facts)
    m3 = Figure(days.value * litres.value * number.value / 1000.0, days.facts)
    return Drains(
        store_litres=_stored(done), required=required, limit=limit, gbq_per_day=daily, litres_per_day=litres,
        fill_days=days, tanks=number, m3=m3,
        leaves=Figure(_leaves(bq, per_day, half_life, days.value, number.value), days.facts),
        untreated=Figure(bq / per_day, daily.facts | litres.facts),
        elsewhere=_elsewhere(done, reader),
    )  # fmt: skip


def _excreted_per_day(service: Service, physical_days: float, reader: Reader) -> Figure:
    """GBq a day, the mean of the year, that patients in bed excrete; both parts of what is retained."""

    def rule(asking: Reader) -> Value:
        slow = asking.value("centre.retention.i131.slow_share")
        each = sum(
            excreted(
                service.activity.value, service.stay.value,
                asking.value(f"centre.retention.i131.{part}_half_life"), physical_days, share,
            )
            for part, share in (("fast", 1.0 - slow), ("slow", slow))
        )  # fmt: skip
        return each * service.cycles.value * service.in_bed.value / DAYS_PER_YEAR

    return figure(reader, rule, service.activity, service.stay, service.cycles, service.in_bed)


def _litres(services: list[Service], reader: Reader) -> Figure:
    days = added([each.bed_days for each in services])

    def rule(asking: Reader) -> Value:
        return days.value / DAYS_PER_YEAR * asking.value("centre.tank.litres_per_bed_day")

    return figure(reader, rule, days)


def _stored(done: Work) -> Figure:
    """Litres in the store on an average day, by Little's law: litre-weeks of a year over its weeks."""
    whole = done.total("litre_weeks")
    return Figure(whole.value / WEEKS_PER_YEAR, whole.facts)


def _leaves(bq: Value, litres: Value, half_life: float, fill: Value, tanks: Value) -> Value:
    with np.errstate(invalid="ignore"):
        held = concentration(bq, litres, half_life, np.maximum(fill, 1e-9), tanks)
    return np.where(np.asarray(fill) > 0.0, held, np.asarray(bq) / litres)


def _elsewhere(done: Work, reader: Reader) -> dict[str, Figure]:
    """GBq a year given of nuclides other than I-131 from beds: the most that could reach a drain or a home."""
    found: dict[str, list[Figure]] = {}
    for each in done.services:
        outside = 1.0 - each.in_bed.value if each.therapy.nuclide == IODINE else 1.0
        given = Figure(each.cycles.value * each.activity.value * outside, each.cycles.facts | each.activity.facts)
        if any_of(given.value):
            found.setdefault(each.therapy.nuclide, []).append(given)
    return {name: added(each) for name, each in found.items()}


def _there(value: Value) -> Value:
    found = (np.asarray(value) > 0.0) * 1.0
    return float(found) if np.ndim(found) == 0 else np.asarray(found)
