"""What the patient and each person near them must do, from release until when: codes and values, words come later."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from hevesy.facts import Fact
from hevesy.physics.library import nuclide
from hevesy.run.release.plan import COLLEAGUE, PersonPlan, Release
from hevesy.safety.exposure import MOST_DAYS
from hevesy.safety.neighbour import CONTACT

CHILDREN = ("infant", "toddler", "child")
HYGIENE = ("bathroom_hygiene", "hygiene_urine", "hygiene_only")
HALF_LIVES = "radiation_safety.waste.decay.decay_in_storage_half_lives"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: `code` of its sentence, for whom (the patient where empty), until which day, and its values."""

    code: str
    until: date | None = None
    person: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def instructions(release: Release) -> tuple[Instruction, ...]:
    """Everything that is said at release, the patient first, then each person of the household."""
    return (*_journey(release), *_hygiene(release), *_later(release), *_persons(release))


def _journey(release: Release) -> Iterator[Instruction]:
    if not release.form.journey_public:
        yield Instruction("own_car")
        return
    hours = math.floor(release.travel_hours * 2.0) / 2.0 if math.isfinite(release.travel_hours) else math.inf
    metres = release.reader.number(f"{CONTACT}apart.metres")
    if release.form.journey_hours <= hours:
        yield Instruction("public_transport", values={"hours": _plain(hours), "metres": _plain(metres)})
    else:
        values = {"journey": _plain(release.form.journey_hours), "hours": _plain(hours), "metres": _plain(metres)}
        yield Instruction("public_transport_too_long", values=values)


def _hygiene(release: Release) -> Iterator[Instruction]:
    until = release.until(hygiene_days(release))
    yield Instruction("drink")
    yield Instruction("toilet", until)
    form = release.form
    if form.own_toilet is not True:
        yield Instruction("shared_toilet", until)
    if form.incontinent is not False:
        yield Instruction("incontinent" if form.incontinent else "if_incontinent", until)
    if form.dialysis is not False:
        yield Instruction("dialysis" if form.dialysis else "if_dialysis", until)


def hygiene_days(release: Release) -> float:
    """How long urine needs care: as published for the medicine, else until a thousandth (2^-10) is in the body."""
    found = _first(release, *(f"radiation_safety.{release.therapy.id}.instruction_days.{name}" for name in HYGIENE))
    if found is not None and found.value is not None:
        return found.value
    left = release.reader.number(HALF_LIVES)
    return bisect_left(range(MOST_DAYS), True, key=lambda days: release.source.fading.at(24.0 * days) <= 2.0**-left)


def _later(release: Release) -> Iterator[Instruction]:
    form, reader = release.form, release.reader
    if form.breastfeeds is True:
        yield Instruction("breastfeeding")
    yield from _contraception(release)
    if form.works_with_others:
        plan = release.person[COLLEAGUE]
        yield Instruction("off_work" if plan.apart.day else "may_work", release.until(plan.apart.day))
    yield Instruction("carry_card", card_until(release), values={"nuclide": release.therapy.nuclide})
    if reader.place == "world":
        yield Instruction("no_country")


def _contraception(release: Release) -> Iterator[Instruction]:
    """Weeks after this administration, as the shelf has them; where it has none the prescriber says it."""
    form, name = release.form, release.therapy.nuclide.replace("-", "").lower()
    if form.sex == "male":
        found = _first(release, f"therapies.{release.therapy.id}.contraindication.male_contraception_after_last_dose")
        code = "father_no_child"
    elif form.can_be_pregnant is not False:
        found = _first(release, f"radiation_safety.{name}.contraception.female_after_last_dose_weeks")
        code = "not_pregnant"
    else:
        return
    if found is None or found.value is None:
        yield Instruction(f"{code}_ask")
    else:
        yield Instruction(code, release.until(7 * found.value), values={"weeks": _plain(found.value)})


def card_until(release: Release) -> date:
    """Until when detectors may find the patient: as published for the nuclide, else ten physical half-lives."""
    name = release.therapy.nuclide.replace("-", "")
    weeks = _first(
        release, f"radiation_safety.card.{name.lower()}_weeks",
        f"radiation_safety.all_{name}.instruction_weeks.air_travel_certificate_weeks",
    )  # fmt: skip
    if weeks is not None and weeks.value is not None:
        return release.until(7 * weeks.value)
    half_life = nuclide(release.therapy.nuclide).half_life.total_seconds() / 86400.0
    return release.until(release.reader.number(HALF_LIVES) * half_life)


def _persons(release: Release) -> Iterator[Instruction]:
    for plan in release.persons:
        if plan.neighbour.name != COLLEAGUE:
            yield from _of(plan, release)


def _of(plan: PersonPlan, release: Release) -> Iterator[Instruction]:
    name, kind = plan.neighbour.name, plan.neighbour.kind.name
    if plan.impossible:
        yield Instruction("person_ask", person=name)
        return
    if plan.elsewhere:
        yield Instruction("person_elsewhere", release.until(plan.elsewhere), name)
    elsewhere = plan.elsewhere or 0
    if plan.day.days > elsewhere:
        code = "person_child" if kind in CHILDREN else "person_day"
        yield Instruction(code, release.until(plan.day.days), name)
    if plan.night.days > elsewhere:
        metres = _plain(release.reader.number(f"{CONTACT}apart.metres"))
        yield Instruction("person_night", release.until(plan.night.days), name, {"metres": metres})
    if kind == "carer":
        yield Instruction("person_carer", release.until(hygiene_days(release)), name)
    if not (plan.apart.day or plan.apart.night or kind == "carer"):
        yield Instruction("person_free", person=name)


def _first(release: Release, *names: str) -> Fact | None:
    found = (release.reader.find(name) for name in names)
    return next((fact for fact in found if fact is not None and fact.value is not None), None)


def _plain(value: float) -> str:
    return f"{value:g}"
