"""Sections about where: how far people live, scanners, centres, and the medicines' journeys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from hevesy.facts import State
from hevesy.places import MODALITIES, equipment_evidence, imputed_range, national_count
from hevesy.plan.catchment import Catchment, in_steps
from hevesy.plan.country import Picture
from hevesy.plan.sites import Sites, images, share_within, treats

LIMITS = (1, 2, 4)
SHOWN = ("pet", "spect")


def access(picture: Picture) -> dict[str, Any]:
    """How much of the population lives near imaging and therapy, and what is known of scanners."""
    sites = picture.sites
    if sites is None:
        nothing = {"within_1h": None, "within_2h": None, "within_4h": None, "town": None}
        return {
            "basis": "unknown: nobody is counted here",
            "imaging": nothing,
            "therapy": nothing,
            "imputed_share": None,
            "e2sfca": None,
            "scanners": [],
            "nodes": [],
            "centres": [],
        }
    return {
        "basis": sites.basis(),
        "imaging": _reach(sites, sites.hours_imaging, sites.hours_imaging_range, sites.imaging),
        "therapy": _reach(sites, sites.hours_therapy, sites.hours_therapy_range, sites.therapy),
        "imputed_share": sites.settlement.imputed_share,
        "e2sfca": catchments(sites, picture),
        "scanners": [_scanner(modality, picture) for modality in SHOWN],
        "nodes": list(_nodes(sites)),
        "centres": list(_centres(sites)),
    }


def _reach(sites: Sites, hours: Any, bounds: tuple[Any, Any], places: tuple[Any, ...]) -> dict[str, Any]:
    """Shares within the limits; the interval is that of the travel time."""
    faster, slower = bounds
    names = sorted({str(getattr(place, "name", "")) for place in places})
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    found: dict[str, Any] = {"town": ", ".join(names[:3]) + more}
    for limit in LIMITS:
        found[f"within_{limit}h"] = {
            "value": share_within(hours, sites.people, limit),
            "low": share_within(slower, sites.people, limit),
            "high": share_within(faster, sites.people, limit),
        }
    return found


def _nodes(sites: Sites) -> Iterator[dict[str, Any]]:
    for node, imaging, therapy in zip(
        sites.settlement.nodes, sites.hours_imaging, sites.hours_therapy, strict=True
    ):
        yield {
            "name": node.name,
            "latitude": node.latitude,
            "longitude": node.longitude,
            "population": node.population,
            "hours_imaging": float(imaging),
            "hours_therapy": float(therapy),
            "imputed": node.imputed,
        }


def _centres(sites: Sites) -> Iterator[dict[str, Any]]:
    for centre in sites.centres:
        services = [
            name for name, offers in (("imaging", images(centre)), ("therapy", treats(centre))) if offers
        ]
        yield _site(
            centre.name,
            centre.latitude,
            centre.longitude,
            services,
            confirmed=centre.confirmed,
            hypothetical=False,
        )
    for node in sites.hypothetical:
        yield _site(
            node.name,
            node.latitude,
            node.longitude,
            ["imaging", "therapy"],
            confirmed=False,
            hypothetical=True,
        )


def _site(
    name: str, latitude: float, longitude: float, services: list[str], confirmed: bool, hypothetical: bool
) -> dict[str, Any]:
    return {
        "name": name,
        "latitude": latitude,
        "longitude": longitude,
        "services": services,
        "confirmed": confirmed,
        "hypothetical": hypothetical,
    }


def counted(modality: str, picture: Picture) -> int | None:
    """Working machines of all centres of the country's pack, else the country's count of itself; None: not known."""
    assert modality in MODALITIES
    centres = picture.sites.centres if picture.sites else ()
    known = [m.usable for centre in centres for m in centre.equipment if m.modality == modality]
    if known and None not in known:
        return sum(number for number in known if number is not None)
    national = national_count("equipment", modality, picture.country, picture.shelf)
    if national is None or national.value is None or national.state is State.PUBLIC_ONLY:
        return None
    picture.reader.used.setdefault(national.id, national)
    return round(national.value)


def _scanner(modality: str, picture: Picture) -> dict[str, Any]:
    """A count only where a pack names the machines; else a range, imputed, with the old evidence beside it."""
    assert picture.sites is not None
    count = counted(modality, picture)
    guess = imputed_range(modality, picture.country, picture.shelf)
    if guess is not None:
        picture.reader.used.setdefault(guess.fact.id, guess.fact)
    people = picture.sites.settlement.population or 0.0
    ratio = people / count if count else None
    state = "imputed" if count is None else ("reported" if count else "reported_zero")
    return {
        "modality": modality,
        "state": state,
        "count": count,
        "low": None if guess is None or count is not None else guess.low,
        "high": None if guess is None or count is not None else guess.high,
        "people_per_scanner": None if ratio is None else {"value": ratio, "low": ratio, "high": ratio},
        "income_group_figure": None
        if guess is None
        else {"value": guess.fact.value, "unit": guess.fact.unit, "source": guess.fact.source},
        "world_figure": _world_figure(modality, picture),
        "evidence": list(_evidence(modality, picture)),
    }


def _world_figure(modality: str, picture: Picture) -> dict[str, Any] | None:
    """People per scanner of the world, from the review's total and the world's population."""
    total = picture.shelf.find(f"review.world.{modality}")
    people = picture.shelf.find("epidemiology.all.world_2022.population")
    if total is None or people is None or not total.value or not people.value:
        return None
    return {"value": people.value / total.value, "unit": "people per scanner", "source": total.source}


def _evidence(modality: str, picture: Picture) -> Iterator[dict[str, Any]]:
    for found in equipment_evidence(picture.country, picture.shelf):
        if found.modality == modality:
            source = found.fact.source if found.fact else None
            yield {
                "year": found.year or None,
                "state": str(found.state),
                "value": found.per_million,
                "unit": "per million people",
                "text": found.sentence(),
                "source": source,
            }


def catchments(sites: Sites, picture: Picture) -> dict[str, Any] | None:
    """Therapy places (chairs and shielded beds) per 100,000 people, shared by all who can reach them (E2SFCA).

    None where no pack says how many there are: an imagined centre has no chairs.
    """
    chairs = [_places(place) for place in sites.therapy]
    known = [count for count in chairs if count is not None]
    if len(known) < len(chairs) or not sum(known):
        return None
    weights = {
        float(limit): picture.reader.number(f"access.e2sfca.weight_within_{limit}h") for limit in LIMITS
    }
    reach = Catchment.within(sites.hours_to_each, max(LIMITS), in_steps(weights))
    scores = reach.supply_per_person(sites.people, known) * 1e5
    order = np.argsort(scores)
    half = np.searchsorted(np.cumsum(sites.people[order]), sites.people.sum() / 2)
    return {
        "unit": "therapy places per 100,000 people",
        "mean": float(np.average(scores, weights=sites.people)),
        "median": float(scores[order][half]),
        "best": float(scores.max()),
        "share_without": float(sites.people[scores == 0].sum() / sites.people.sum()),
    }


def _places(place: Any) -> int | None:
    """Chairs and shielded beds of a centre; None where one of the two is not known."""
    machines = [
        m.usable
        for m in getattr(place, "equipment", ())
        if m.modality in ("treatment_chair", "isolation_bed")
    ]
    return None if not machines or None in machines else sum(count for count in machines if count is not None)


def journeys(picture: Picture) -> list[dict[str, Any]]:
    """Each therapy's best journey to the place of treatment."""
    return [_journey(course.therapy, picture.journeys[course.therapy.id]) for course in picture.courses]


def _journey(therapy: Any, found: Mapping[str, Any]) -> dict[str, Any]:
    best = {
        "therapy": therapy.id,
        "name": therapy.name,
        "nuclide": therapy.nuclide,
        "verdict": found["verdict"],
    }
    if not found["legs"]:
        nothing = {"value": None, "low": None, "high": None}
        return {
            **best,
            "from": None,
            "to": None,
            "form": None,
            "hours": nothing,
            "fraction_left": None,
            "spare_hours": None,
            "hypothetical": True,
            "legs": [],
            "note": found.get("why") or None,
        }
    hours, spare = found["hours"], found["spare_hours"]
    first = found["order"]["leaves_bq"]
    return {
        **best,
        "from": found["producer_name"],
        "to": found["to"],
        "form": found["form_name"],
        "hours": {"value": hours["expected"], "low": hours["low"], "high": hours["high"]},
        "fraction_left": found["fraction_left"],
        "spare_hours": spare["expected"],
        "hypothetical": found["standing"] == "hypothetical" or not found["seller_confirmed"],
        "order": found["order"],
        "transport": found["transport"],
        "legs": [_leg(leg, first) for leg in found["legs"]],
        "note": found["why"] or ("; ".join(found["remarks"]) or None),
    }


def _leg(leg: Mapping[str, Any], first: float) -> dict[str, Any]:
    left = min(1.0, leg["activity_at_end_bq"] / first) if first else None
    return {
        "name": leg["step"],
        "hours": leg["planned_hours"],
        "low": leg["hours"]["low"],
        "high": leg["hours"]["high"],
        "kind": leg["kind"],
        "activity_left": left,
    }
