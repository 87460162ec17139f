"""What is paid for a cycle, what a cycle costs, and from which volume on a centre lives on its tariff.

    margin m = tariff - costs that grow with each cycle        volume = costs of a year / m

where no cycle leaves a margin there is no such volume. The centre stays the one that was planned: a volume beyond
what its places and posts hold needs a larger one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.centre.asked import Asked
from hevesy.plan.centre.costs import BUILDING, CYCLE, FIXED, MACHINES, Costs
from hevesy.plan.centre.figure import Figure, Value, figure
from hevesy.plan.centre.sizes import Sizes
from hevesy.plan.centre.staff import Post
from hevesy.plan.centre.work import Service, Work, added
from hevesy.plan.price import imaging_price, price_of_goods

PARTS = ("medicine", "administration", "monitoring", "imaging_after", "imaging_before")
OUTPATIENT = "economics.administration_outpatient.unit_cost.provider_cost"
BED_DAY = "economics.inpatient_day_shielded.unit_cost.provider_cost"
LABS = "economics.mdt_labs_per_cycle.unit_cost.provider_cost"
SCAN = "economics.post_therapy_spectct.unit_cost.provider_cost"


@dataclass(frozen=True, slots=True)
class BreakEven:
    """USD for a cycle, and cycles a year. `tariff_parts` are the parts of the bundle, empty where it was stated.

    `volume` pays the yearly costs, `volume_with_capital` also what building and machines lose in value; infinite
    where a cycle leaves no margin. `holds` is how many cycles the planned places and posts hold; `tariff_needed`
    what a cycle must bring at the volume asked for, capital included.
    """

    tariff: Figure
    tariff_parts: dict[str, Figure]
    stated: bool
    per_cycle: Figure
    fixed: Figure
    written_off: Figure
    volume: Figure
    volume_with_capital: Figure
    tariff_needed: Figure
    holds: Figure


def break_even(
    asked: Asked, done: Work, found: Costs, sized: Sizes, posts: tuple[Post, ...], reader: Reader
) -> BreakEven:
    """Income against cost for a centre; the tariff is the mean over its cycles."""
    cycles = done.total("cycles")
    parts = {} if asked.tariff is not None else {name: _mean(name, done, cycles, reader) for name in PARTS}
    tariff = Figure(asked.tariff) if asked.tariff is not None else added(list(parts.values()))
    grows, fixed = found.sum("yearly", CYCLE), found.sum("yearly", FIXED)
    each = Figure(grows.value / cycles.value, grows.facts | cycles.facts)
    lost = _written_off(found, reader)
    facts = tariff.facts | each.facts | fixed.facts
    margin = np.asarray(tariff.value) - each.value
    both = fixed.value + lost.value
    return BreakEven(
        tariff=tariff, tariff_parts=parts, stated=asked.tariff is not None, per_cycle=each, fixed=fixed,
        written_off=lost,
        volume=Figure(_over(fixed.value, margin), facts),
        volume_with_capital=Figure(_over(both, margin), facts | lost.facts),
        tariff_needed=Figure(each.value + both / cycles.value, each.facts | fixed.facts | lost.facts),
        holds=_holds(cycles, sized, posts),
    )  # fmt: skip


def _mean(part: str, done: Work, cycles: Figure, reader: Reader) -> Figure:
    """One part of the bundle over all cycles of the centre."""
    whole = added([_of(part, service, reader) for service in done.services])
    return Figure(whole.value / cycles.value, whole.facts | cycles.facts)


def _of(part: str, service: Service, reader: Reader) -> Figure:
    rules = {
        "medicine": lambda asking: service.cycles.value * price_of_goods(service.therapy.id, "cycle", asking),
        "administration": lambda asking: service.cycles.value * _administration(service, asking),
        "monitoring": lambda asking: service.cycles.value * _local(LABS, asking),
        "imaging_after": lambda asking: service.cycles.value * _scans(service, asking) * _local(SCAN, asking),
        "imaging_before": lambda asking: service.candidates.value * _imaging(service, asking),
    }
    return figure(reader, rules[part], service.cycles, service.candidates, service.in_bed, service.stay)


def _administration(service: Service, reader: Reader) -> Value:
    """A visit, or the days in a shielded bed, at the country's cost."""
    outside = (1.0 - service.in_bed.value) * _local(OUTPATIENT, reader)
    return outside + service.in_bed.value * service.stay.value * _local(BED_DAY, reader)


def _scans(service: Service, reader: Reader) -> Value:
    scans = reader.value("capacity.spect.scans_per_administration")
    return scans if service.scanned_after else 0.0 * scans


def _imaging(service: Service, reader: Reader) -> Value:
    if not service.modality:
        return 0.0
    found = imaging_price(service.therapy.id, service.modality == "pet", reader)
    return 0.0 if found is None else found


def _local(fact: str, reader: Reader) -> Value:
    return reader.value(fact) * reader.value("money.local_cost_ratio")


def _written_off(found: Costs, reader: Reader) -> Figure:
    building, machines = found.sum("capital", BUILDING), found.sum("capital", MACHINES)

    def rule(asking: Reader) -> Value:
        lives = asking.value("centre.life.building"), asking.value("economics.scanner.capital.lifetime")
        return building.value / lives[0] + machines.value / lives[1]

    return figure(reader, rule, building, machines)


def _over(cost: Value, margin: Value) -> Value:
    shape = np.broadcast(np.asarray(cost), np.asarray(margin)).shape
    volume = np.divide(cost, margin, out=np.full(shape, np.inf), where=np.asarray(margin) > 0.0)
    return float(volume) if np.ndim(volume) == 0 else np.asarray(volume)


def _holds(cycles: Figure, sized: Sizes, posts: tuple[Post, ...]) -> Figure:
    """The cycles asked for over the fullest place or post."""
    fullest: Value = 0.0
    for each in sized.fullness.values():
        fullest = np.maximum(fullest, each.value)
    for post in posts:
        if post.decided_by != "usual":
            fullest = np.maximum(fullest, post.by_minutes.value / np.maximum(post.posts.value, 1.0))
    facts = frozenset().union(*(each.facts for each in sized.fullness.values()))
    return Figure(cycles.value / np.maximum(fullest, 1e-9), facts | cycles.facts)
