"""Shielding of the rooms in which patients sit or lie with activity in them, by nuclide and for both materials.

Each nuclide of a room may use an equal part of the constraint, and the thickest wall is taken: so the sum of all stays
below it. Patients do not shield themselves here, and what they excrete in a treatment bay is not taken off.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader
from hevesy.physics import nuclide
from hevesy.plan.centre.figure import Figure, Value, any_of, figure
from hevesy.plan.centre.sizes import Sizes
from hevesy.plan.centre.work import Service, Work, added
from hevesy.products.tracers import find_tracer
from hevesy.safety.shielding import gbq_hours_in_bed, transmission_allowed, wall_mm

CONSTRAINT = "radiation_safety.limits.dose_limit.public_constraint_from_patient"
POSITRONS = ("F-18", "Ga-68", "Cu-64", "I-124", "Zr-89")  # shielded like F-18: their annihilation quanta decide
DAY = 86_400.0
SIDES = 4


@dataclass(frozen=True, slots=True)
class Wall:
    """The walls of one kind of room: GBq-hours a year in each room, what they may let through, lead and concrete (mm).

    `unknown` are nuclides for which no transmission is known, so that no wall was computed for them.
    """

    room: str
    nuclides: tuple[str, ...]
    gbq_hours: Figure
    allowed: Figure
    lead_mm: Figure
    concrete_mm: Figure
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Load:
    """What a nuclide brings into each room of a kind: GBq-hours a year."""

    nuclide: str
    gbq_hours: Figure


def walls(done: Work, found: Sizes, reader: Reader) -> tuple[Wall, ...]:
    """The walls of bays, bed rooms and uptake cubicles; none where there is no such room, or no photon in it."""
    uptake = found.number("uptake_pet", reader)
    loads = {
        "chair_bay": _loads(done, found.chairs, _in_a_chair, reader),
        "bed_room": _loads(done, found.beds, _in_a_bed, reader),
        "uptake_pet": _loads(done, uptake, _in_uptake, reader),
    }
    photons = {room: [load for load in each if _constant(load.nuclide) > 0.0] for room, each in loads.items()}
    return tuple(_wall(room, each, reader) for room, each in photons.items() if each)


def _loads(done: Work, rooms: Figure, of: object, reader: Reader) -> list[_Load]:
    by_nuclide: dict[str, list[Figure]] = {}
    for service in done.services:
        found = of(service, reader)  # type: ignore[operator]
        if found is not None and any_of(found[1].value):
            by_nuclide.setdefault(found[0], []).append(found[1])
    loads = []
    for name, each in by_nuclide.items():
        whole = added(each)
        share = whole.value / np.maximum(rooms.value, 1.0)
        loads.append(_Load(name, Figure(share, whole.facts | rooms.facts)))
    return loads


def _in_a_chair(service: Service, reader: Reader) -> tuple[str, Figure] | None:
    if not any_of(service.chair_days.value):
        return None

    def rule(asking: Reader) -> Value:
        hours = asking.value("centre.shield.hours_per_infusion")
        return service.activity.value * service.cycles.value * (1.0 - service.in_bed.value) * hours

    return service.therapy.nuclide, figure(reader, rule, service.activity, service.cycles, service.in_bed)


def _in_a_bed(service: Service, reader: Reader) -> tuple[str, Figure] | None:
    if not any_of(service.bed_days.value):
        return None

    def rule(asking: Reader) -> Value:
        each = in_bed_gbq_hours(service, asking)
        return each * service.cycles.value * service.in_bed.value

    before = (service.activity, service.cycles, service.in_bed, service.stay)
    return service.therapy.nuclide, figure(reader, rule, *before)


def in_bed_gbq_hours(service: Service, reader: Reader) -> Value:
    """GBq-hours of one stay: radioiodine leaves in two parts, everything else is taken to decay only."""
    days, gbq = service.stay.value, service.activity.value
    if service.therapy.nuclide == "I-131":
        slow = reader.value("centre.retention.i131.slow_share")
        parts = (("fast", 1.0 - slow), ("slow", slow))
        return sum(
            gbq_hours_in_bed(gbq, days, reader.value(f"centre.retention.i131.{part}_half_life"), share)
            for part, share in parts
        )
    return gbq_hours_in_bed(gbq, days, nuclide(service.therapy.nuclide).half_life_s / DAY)


def _in_uptake(service: Service, reader: Reader) -> tuple[str, Figure] | None:
    if service.modality != "pet":
        return None
    tracer = find_tracer(service.therapy.pet[0], reader.shelf)
    half_life = nuclide(tracer.nuclide).half_life_s / DAY

    def rule(asking: Reader) -> Value:
        days = asking.value(tracer.uptake_minutes) / (24.0 * 60.0)
        return service.candidates.value * gbq_hours_in_bed(asking.value(tracer.activity) / 1000.0, days, half_life)

    return tracer.nuclide, figure(reader, rule, service.candidates)


def _wall(room: str, loads: Sequence[_Load], reader: Reader) -> Wall:
    known = [each for each in loads if transmission_of(each.nuclide, reader)]
    unknown = tuple(each.nuclide for each in loads if each not in known)
    allowed = [_allowed(each, len(known), reader) for each in known]
    thick = {
        name: _thickest([_thickness(each, part, name, reader) for each, part in zip(known, allowed, strict=True)])
        for name in ("lead", "concrete")
    }
    least = _least(allowed)
    return Wall(
        room, tuple(each.nuclide for each in loads), added([each.gbq_hours for each in loads]), least,
        thick["lead"], thick["concrete"], unknown,
    )  # fmt: skip


def transmission_of(name: str, reader: Reader) -> str:
    """The word under which the transmission of a nuclide stands on the shelf; empty where it has none."""
    word = "f18" if name in POSITRONS else name.replace("-", "").lower()
    return word if reader.shelf.rows(f"centre.shield.tvl_lead.{word}") else ""


def _constant(name: str) -> float:
    """The air-kerma-rate constant, uGy m2/(GBq h); 0 where the nuclide has none."""
    found = nuclide(name).air_kerma
    return 0.0 if found is None or math.isnan(found.value) else found.value


def _allowed(load: _Load, among: int, reader: Reader) -> Figure:
    def rule(asking: Reader) -> Value:
        return transmission_allowed(
            asking.value(CONSTRAINT) / among, asking.value("centre.shield.distance"), _constant(load.nuclide),
            load.gbq_hours.value, asking.value("centre.shield.occupancy"),
        )  # fmt: skip

    return figure(reader, rule, load.gbq_hours)


def _thickness(load: _Load, allowed: Figure, material: str, reader: Reader) -> Figure:
    fact = f"centre.shield.tvl_{material}.{transmission_of(load.nuclide, reader)}"
    return figure(reader, lambda asking: wall_mm(allowed.value, asking.value(fact)), allowed)


def _thickest(found: Sequence[Figure]) -> Figure:
    value: Value = 0.0
    for each in found:
        value = np.maximum(value, each.value)
    return Figure(value if found else math.nan, frozenset().union(*(each.facts for each in found)))


def _least(found: Sequence[Figure]) -> Figure:
    value: Value = math.inf
    for each in found:
        value = np.minimum(value, each.value)
    return Figure(value, frozenset().union(*(each.facts for each in found)))


def lead_kg(room_m2: Figure, lead_mm: Figure, reader: Reader) -> Figure:
    """Lead on the four walls of one square room."""

    def rule(asking: Reader) -> Value:
        area = SIDES * np.sqrt(room_m2.value) * asking.value("centre.shield.wall_height")
        return area * lead_mm.value * asking.value("centre.shield.lead_density")

    return figure(reader, rule, room_m2, lead_mm)
