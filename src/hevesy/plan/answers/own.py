"""Sections that a country's own pack fills: its centres with their people and machines, and what it treats already."""

from __future__ import annotations

from typing import Any

from hevesy.capacity.admission import Door
from hevesy.places import Centre
from hevesy.plan.country import Picture
from hevesy.plan.open_to import open_to_said


def centres_listed(picture: Picture) -> list[dict[str, Any]]:
    """The centres of the pack as it names them; a count that nobody gave is null, not zero."""
    if picture.sites is None:
        return []
    staff = picture.shelf.table("staff", picture.country.iso3)
    rows = {row["centre"]: row for row in picture.shelf.table("centres", picture.country.iso3)}
    return [
        _centre(centre, rows.get(centre.id, {}), staff)
        | {"open_to": open_to_said(Door.of(centre), picture.shelf)}
        for centre in picture.sites.centres
    ]


def _centre(centre: Centre, row: dict[str, str], staff: list[dict[str, str]]) -> dict[str, Any]:
    own = [line for line in staff if line.get("centre") == centre.id]
    return {
        "name": centre.name,
        "town": centre.town or None,
        "sector": centre.sector or None,
        "services": list(centre.services),
        "therapies": list(centre.therapies),
        "pet": _machines(centre, "pet"),
        "spect": _machines(centre, "spect"),
        "chairs": _machines(centre, "treatment_chair"),
        "beds": _machines(centre, "isolation_bed"),
        "radiopharmacy_level": _number(row.get("radiopharmacy_level")),
        "staff": {line["cadre"]: _number(line.get("count")) for line in own},
        "confirmed": centre.confirmed,
    }


def _machines(centre: Centre, modality: str) -> int | None:
    known = [machine.usable for machine in centre.equipment if machine.modality == modality]
    return None if not known or None in known else sum(number for number in known if number is not None)


def reported(therapy: str, picture: Picture) -> dict[str, Any] | None:
    """What the country itself reports of a therapy in its latest year; None where it reports nothing."""
    rows = [
        row for row in picture.shelf.table("treatments", picture.country.iso3) if row["therapy"] == therapy
    ]
    if not rows:
        return None
    year = max(row["year"] for row in rows)
    latest = [row for row in rows if row["year"] == year]
    return {
        "year": int(float(year)),
        "patients": _sum([_number(row.get("patients")) for row in latest]),
        "administrations": _sum([_number(row.get("administrations")) for row in latest]),
        "confirmed": all(row.get("confirmed_by") and row.get("confirmed_on") for row in latest),
    }


def _number(cell: str | None) -> float | None:
    return float(cell) if cell else None


def _sum(numbers: list[float | None]) -> float | None:
    """The sum, or None where one of them is not known."""
    return None if None in numbers else sum(number for number in numbers if number is not None)
