"""What the plan of a centre says, as plain values. Null means unknown, never zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from hevesy.facts import Kind, Shelf
from hevesy.plan.answers.evidence import fact_said, sources_cited
from hevesy.plan.centre.figure import Figure, Line, any_of, spread
from hevesy.plan.centre.money_said import money_said
from hevesy.plan.centre.plan import Planned
from hevesy.plan.centre.remarks import remarks, says_first

SCHEMA = "hevesy.plan.centre/1"
LEVEL_SAID = {
    1: "ready-to-use medicines are measured and drawn up",
    2: "tracers are made from a generator and a kit",
    3: "medicines are labelled here from the radionuclide",
}


def centre_said(found: Planned, shelf: Shelf) -> dict[str, Any]:
    """Everything the plan of a centre says. Values are those of the mean facts, low and high the 90 % interval."""
    asked, plan = found.asked, found.expected
    used = dict(sorted({**found.drawn_facts, **found.reader.used}.items()))
    return {
        "schema": SCHEMA,
        "title": f"A centre of {asked.cycles:,.0f} cycles a year in {found.country}",
        "country": asked.country,
        "says_first": says_first(found),
        "asked": _asked(found),
        "levels": _levels(found, shelf),
        "services": _services(found),
        "places": _places(found),
        "rooms": _lines(plan.rooms, found.drawn.rooms, asked.have),
        "floor_m2": _spread(plan.floor, found.drawn.floor),
        "shielding": _walls(found),
        "equipment": _lines(plan.machines, found.drawn.machines, asked.have),
        "sealed_sources": _sources(found),
        "waste": _waste(found),
        "power": {name: _spread(each, found.drawn.power[name]) for name, each in plan.power.items()},
        "water": {name: _spread(each, found.drawn.water[name]) for name, each in plan.water.items()},
        "staff": _staff(found),
        "steps": _steps(found),
        "weeks_to_first_patient": _spread(plan.path.first_patient, found.drawn.path.first_patient),
        "critical_path": list(plan.path.critical),
        "money": money_said(found),
        "notes": remarks(found),
        "assumed_share": _assumed(list(used.values())),
        "facts": [fact_said(fact) for fact in used.values()],
        "sources": sources_cited({fact.source for fact in used.values()}, shelf),
    }


def _asked(found: Planned) -> dict[str, Any]:
    asked = found.asked
    return {
        "cycles": asked.cycles, "services": [each.id for each in asked.services], "stated": dict(asked.stated),
        "site": asked.site, "imaging": asked.imaging, "in_house": asked.in_house, "have": sorted(asked.have),
        "tariff": asked.tariff, "draws": asked.draws, "seed": asked.seed,
    }  # fmt: skip


def _levels(found: Planned, shelf: Shelf) -> dict[str, Any]:
    sized = found.expected.sizes
    text = shelf.fact(f"centre.level.{sized.service}").text
    return {
        "service": sized.service, "service_means": text, "service_fact": f"centre.level.{sized.service}",
        "radiopharmacy": sized.radiopharmacy, "radiopharmacy_means": LEVEL_SAID[sized.radiopharmacy],
    }  # fmt: skip


def _spread(expected: Figure, drawn: Figure) -> dict[str, float | None]:
    return spread(expected.value, drawn.value)


def _services(found: Planned) -> list[dict[str, Any]]:
    names = ("cycles", "courses", "candidates", "activity", "in_bed", "stay", "chair_days", "bed_days")
    return [
        {
            "therapy": a.therapy.id, "name": a.therapy.name, "setting": a.setting, "imaging": a.modality or None,
            **{name: _spread(getattr(a, name), getattr(b, name)) for name in names},
            "present": list(a.present),
            "facts": sorted(a.cycles.facts | a.courses.facts | a.candidates.facts | a.in_bed.facts),
        }
        for a, b in zip(found.expected.done.services, found.drawn.done.services, strict=True)
    ]  # fmt: skip


def _places(found: Planned) -> list[dict[str, Any]]:
    """Chairs, beds and scanners, and how full they are; more than one scanner's worth is never filled up to 100 %."""
    sized, drawn = found.expected.sizes, found.drawn.sizes
    number = {"chair": "chairs", "bed": "beds", "pet": "pet", "spect": "spect"}
    return [
        {
            "id": name,
            "number": _spread(getattr(sized, attribute), getattr(drawn, attribute)),
            "full": _spread(sized.fullness[name], drawn.fullness[name]),
            "facts": sorted(sized.fullness[name].facts),
        }
        for name, attribute in number.items()
    ]


def _lines(expected: Sequence[Line], drawn: Sequence[Line], have: frozenset[str]) -> list[dict[str, Any]]:
    """The lines of which there is any, in some draw at least."""
    return [
        {
            "id": a.id, "name": a.name, "group": a.group, "number": _spread(a.number, b.number),
            "each": _spread(a.each, b.each), "total": spread(a.total, b.total), "unit": a.unit, "why": a.why,
            "there": a.id in have, "facts": a.facts,
        }
        for a, b in zip(expected, drawn, strict=True)
        if any_of(a.number.value)
    ]  # fmt: skip


def _walls(found: Planned) -> list[dict[str, Any]]:
    names = {line.id: line.name for line in found.expected.rooms}
    return [
        {
            "room": a.room, "name": names[a.room], "nuclides": list(a.nuclides), "not_known_for": list(a.unknown),
            "gbq_hours": _spread(a.gbq_hours, b.gbq_hours), "transmission": _spread(a.allowed, b.allowed),
            "lead_mm": _spread(a.lead_mm, b.lead_mm), "concrete_mm": _spread(a.concrete_mm, b.concrete_mm),
            "facts": sorted(a.lead_mm.facts | a.concrete_mm.facts),
        }
        for a, b in zip(found.expected.walls, found.drawn.walls, strict=True)
    ]  # fmt: skip


def _sources(found: Planned) -> list[dict[str, Any]]:
    return [
        {
            "id": a.id, "name": a.name, "number": _spread(a.number, b.number), "nuclide": said["nuclide"],
            "mbq": said["mbq"], "replaced_after_years": said["years"], "why": a.why, "kind": said["kind"],
        }
        for (a, said), (b, _) in zip(found.expected.sources, found.drawn.sources, strict=True)
        if any_of(a.number.value)
    ]  # fmt: skip


def _waste(found: Planned) -> dict[str, Any]:
    a, b = found.expected.drains, found.drawn.drains
    names = (
        "store_litres", "limit", "gbq_per_day", "litres_per_day", "fill_days", "tanks", "m3", "leaves", "untreated",
    )  # fmt: skip
    return {
        **{name: _spread(getattr(a, name), getattr(b, name)) for name in names},
        "tanks_required": bool(np.mean(np.asarray(a.required.value)) > 0.0),
        "other_gbq_per_year": [
            {"nuclide": name, "gbq": _spread(each, b.elsewhere[name])} for name, each in a.elsewhere.items()
        ],
        "facts": sorted(a.m3.facts | a.store_litres.facts),
    }


def _staff(found: Planned) -> list[dict[str, Any]]:
    return [
        {
            "cadre": a.cadre, "posts": _spread(a.posts, b.posts), "by_minutes": _spread(a.by_minutes, b.by_minutes),
            "by_presence": _spread(a.by_presence, b.by_presence), "decided_by": a.decided_by,
            "salary": _spread(a.salary, b.salary), "paid_as": a.paid_as, "facts": sorted(a.posts.facts),
        }
        for a, b in zip(found.expected.staff, found.drawn.staff, strict=True)
    ]  # fmt: skip


def _steps(found: Planned) -> list[dict[str, Any]]:
    drawn = {step.id: step for step in found.drawn.path.steps}
    return [
        {
            "id": a.id, "name": a.name, "kind": a.kind, "after": list(a.after), "agency": a.agency or None,
            "days_stated": a.known, "days": _days(a.weeks, drawn[a.id].weeks),
            "starts_week": _spread(a.starts, drawn[a.id].starts), "done_week": _spread(a.done, drawn[a.id].done),
            "critical": a.critical, "why": a.why, "facts": sorted(a.weeks.facts),
        }
        for a in found.expected.path.steps
    ]  # fmt: skip


def _days(expected: Figure, drawn: Figure) -> dict[str, float | None]:
    return spread(7.0 * np.asarray(expected.value), 7.0 * np.asarray(drawn.value))


def _assumed(used: Sequence[Any]) -> float:
    """The share of the figures used that are assumptions or recalled."""
    numbers = [fact for fact in used if fact.value is not None]
    open_ones = [fact for fact in numbers if fact.kind in (Kind.ASSUMPTION, Kind.UNVERIFIED) and not fact.confirmed]
    return len(open_ones) / len(numbers) if numbers else 0.0
