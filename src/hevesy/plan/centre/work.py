"""What the cycles of a centre take in a year: courses, scans, chair and bed days, everybody's minutes, waste, activity.

Minutes, chair turns and stays are those of the simulation (`hevesy.capacity`), so that a plan of a centre and a run of
a country speak of the same work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from hevesy.capacity.minutes import (
    CADRES,
    SLOT_MINUTES,
    administration,
    bed_stay,
    minutes,
    slots_per_candidate,
    use,
)
from hevesy.capacity.presence import must_be_present
from hevesy.errors import HevesyError
from hevesy.facts import Reader
from hevesy.plan.burden import chosen
from hevesy.plan.centre.asked import Asked
from hevesy.plan.centre.figure import Figure, Value, figure
from hevesy.plan.need import people_in_need
from hevesy.products import Therapy
from hevesy.products.dose import activity_per_cycle

SUITE = "angiography"  # given in a suite of its own, which is no treatment chair
BY_NEED, STATED, EQUALLY = "need", "stated", "equally"


@dataclass(frozen=True, slots=True)
class Service:
    """One therapy's year at the centre; all figures per year but `activity` (GBq of a cycle) and `stay` (days in bed).

    `suite_days` are days of an angiography suite, which this plan does not build.
    `candidates` are people imaged before therapy, by `modality` (pet, spect, or empty where it is done elsewhere).
    `present` are the cadres without which nobody is treated.
    """

    therapy: Therapy
    setting: str
    modality: str
    scanned_after: bool
    cycles: Figure
    courses: Figure
    candidates: Figure
    activity: Figure
    in_bed: Figure
    stay: Figure
    chair_days: Figure
    suite_days: Figure
    bed_days: Figure
    pet_minutes: Figure
    spect_minutes: Figure
    minutes: dict[str, Figure]
    litre_weeks: Figure
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """All services of a centre, and how its cycles were shared among them: need, stated or equally."""

    services: tuple[Service, ...]
    shared: str

    def total(self, name: str) -> Figure:
        """The sum of one figure over the services."""
        return added([getattr(each, name) for each in self.services])

    def minutes(self, cadre: str) -> Figure:
        return added([each.minutes[cadre] for each in self.services])

    def present(self) -> tuple[str, ...]:
        """Cadres that some service cannot do without."""
        return tuple(cadre for cadre in CADRES if any(cadre in each.present for each in self.services))


def added(figures: Sequence[Figure]) -> Figure:
    """The sum of figures, resting on all their facts."""
    value: Value = 0.0
    for each in figures:
        value = value + each.value
    return Figure(value, frozenset().union(*(each.facts for each in figures)))


def work(asked: Asked, reader: Reader) -> Work:
    """The year of every service asked for. Raises what the shelf raises where a therapy lacks its figures."""
    shares, how = _shares(asked, reader)
    return Work(tuple(_service(one, shares[one.id], asked, reader) for one in asked.services), how)


def _shares(asked: Asked, reader: Reader) -> tuple[dict[str, Figure], str]:
    """The cycles of each therapy: as stated; what is left by the country's need of it, or equally."""
    stated = {name: Figure(number) for name, number in asked.stated.items()}
    open_ones = [one for one in asked.services if one.id not in stated]
    if not open_ones:
        return stated, STATED
    left = asked.cycles - sum(asked.stated.values())
    if len(open_ones) == 1:
        return {**stated, open_ones[0].id: Figure(left)}, STATED
    needed, how = _needed(open_ones, reader)
    whole = added(list(needed.values()))
    shares = {
        name: Figure(left * each.value / whole.value, whole.facts if how == BY_NEED else frozenset())
        for name, each in needed.items()
    }
    return {**stated, **shares}, how


def _needed(services: Sequence[Therapy], reader: Reader) -> tuple[dict[str, Figure], str]:
    """The cycles that the country's known patients would need of each; 1 each where that is not known of all."""
    try:
        needed = {one.id: figure(reader, partial(_cycles_needed, one)) for one in services}
    except HevesyError:
        needed = {}
    if not needed or any(np.any(np.asarray(each.value) <= 0.0) for each in needed.values()):
        return {one.id: Figure(1.0) for one in services}, EQUALLY
    return needed, BY_NEED


def _cycles_needed(therapy: Therapy, reader: Reader) -> Value:
    found: Value = people_in_need(therapy, chosen(reader), reader)[1]
    for name in therapy.clinical_facts:
        found = found * reader.value(name)
    return found * reader.value(therapy.posology.cycles_given)


def _service(therapy: Therapy, cycles: Figure, asked: Asked, reader: Reader) -> Service:
    taken = use(therapy, reader)
    given = administration(therapy, reader.shelf)
    by_use = figure(reader, lambda asking: _again(therapy, "chair", asking))
    used, suite = Figure(by_use.value * cycles.value, by_use.facts | cycles.facts), given.setting == SUITE
    in_bed = figure(reader, lambda asking: bed_stay(given, therapy, asking)[0])
    stay = figure(reader, lambda asking: bed_stay(given, therapy, asking)[1])
    courses = figure(reader, lambda asking: cycles.value / asking.value(therapy.posology.cycles_given), cycles)
    candidates = figure(reader, lambda asking: courses.value / _eligible(therapy, asking), courses)
    modality = _modality(therapy, asked, reader)
    bed = figure(reader, lambda asking: _again(therapy, "bed", asking) * cycles.value, cycles)
    after = figure(reader, lambda asking: _again(therapy, "spect", asking) * cycles.value, cycles)
    before = {
        each: figure(reader, partial(_scan_minutes, therapy, each, modality, candidates))
        for each in ("pet", "spect")
    }
    return Service(
        therapy=therapy,
        setting=given.setting,
        modality=modality,
        scanned_after=given.scan,
        cycles=cycles,
        courses=courses,
        candidates=candidates,
        activity=figure(reader, lambda asking: _activity_gbq(therapy, asking)),
        in_bed=in_bed,
        stay=stay,
        chair_days=Figure(0.0) if suite else used,
        suite_days=used if suite else Figure(0.0),
        bed_days=bed,
        pet_minutes=before["pet"],
        spect_minutes=added([after, before["spect"]]),
        minutes={
            cadre: figure(
                reader, partial(_minutes, therapy, cadre, cycles, courses, candidates, modality),
                cycles, courses, candidates,
            )
            for cadre in CADRES
        },
        litre_weeks=figure(reader, lambda asking: _again(therapy, "waste", asking) * cycles.value, cycles),
        present=tuple(c for c, must in must_be_present(therapy.id, taken, reader.shelf).items() if must),
    )  # fmt: skip


def _again(therapy: Therapy, resource: str, reader: Reader) -> Value:
    return use(therapy, reader).again[resource]


def _minutes(
    therapy: Therapy, cadre: str, cycles: Figure, courses: Figure, candidates: Figure, modality: str, reader: Reader
) -> Value:  # fmt: skip
    """Minutes of a cadre in a year: each cycle, what comes once in a course, and the scans before therapy."""
    taken = use(therapy, reader)
    once = taken.first[cadre] - taken.again[cadre]
    found = cycles.value * taken.again[cadre] + courses.value * once
    if modality:
        found = found + candidates.value * minutes(f"imaging_{modality}", cadre, reader)
    return found


def _scan_minutes(therapy: Therapy, each: str, modality: str, candidates: Figure, reader: Reader) -> Value:
    if each != modality:
        return 0.0
    return candidates.value * slots_per_candidate(therapy, each, reader) * SLOT_MINUTES


def _modality(therapy: Therapy, asked: Asked, reader: Reader) -> str:
    """How candidates are seen, pet or spect: as asked where the therapy has such tracers; empty where elsewhere.

    A therapy whose imaging has a price by SPECT beside its usual one is usually seen with PET, others with SPECT.
    """
    if asked.imaging == "elsewhere":
        return ""
    by_pet = any(
        row["therapy"] == therapy.id and row["part"] == "imaging_spect" for row in reader.shelf.table("prices")
    )
    if asked.imaging == "pet" and by_pet and therapy.pet:
        return "pet"
    return "spect" if therapy.spect else ("pet" if therapy.pet else "")


def _eligible(therapy: Therapy, reader: Reader) -> Value:
    """The share of those imaged whom the image shows fit for it; all where the path asks for no such thing."""
    found: Value = 1.0
    for stage in therapy.stages_of("eligible"):
        for name in stage.facts:
            found = found * reader.value(name)
    return found


def _activity_gbq(therapy: Therapy, reader: Reader) -> Value:
    name = therapy.posology.activity
    return activity_per_cycle(therapy, reader).in_gbq * reader.value(name) / reader.number(name)
