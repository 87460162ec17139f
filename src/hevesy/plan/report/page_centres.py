"""The centres in the country's own pack, each with its machines, places and people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.plan.report.said import UNKNOWN, count, plain

Row = Mapping[str, Any]
HEAD = [
    "Centre", "Sector", "Open to", "Gives", "PET", "SPECT", "Chairs", "Beds", "Radiopharmacy", "Staff", "Confirmed",
]  # fmt: skip


def centres_listed_said(plan: Mapping[str, Any]) -> dict[str, Any]:
    """One line per centre; what nobody said is unknown, never none. No rows where the pack names no centre."""
    names = {cascade["therapy"]: cascade["name"] for cascade in plan["cascades"]}
    return {"head": HEAD, "rows": [_line(centre, names) for centre in plan.get("centres_listed") or ()]}


def _line(centre: Row, names: Mapping[str, str]) -> list[str]:
    return [
        f"{centre['name']}, {centre['town']}" if centre.get("town") else f"{centre['name']}, town {UNKNOWN}",
        plain(centre.get("sector")),
        plain(centre.get("open_to")),
        _given(centre, names),
        *(count(centre.get(name)) for name in ("pet", "spect", "chairs", "beds")),
        plain(centre.get("radiopharmacy_level")),
        _staff(centre.get("staff")),
        "yes" if centre.get("confirmed") else "not yet",
    ]


def _given(centre: Row, names: Mapping[str, str]) -> str:
    """The therapies it gives now, else the services it offers."""
    therapies = [names.get(therapy, therapy) for therapy in centre.get("therapies") or ()]
    return ", ".join([*(centre.get("services") or ()), *therapies]) or UNKNOWN


def _staff(staff: Row | None) -> str:
    said = [f"{cadre.replace('_', ' ')}: {count(number)}" for cadre, number in (staff or {}).items()]
    return "; ".join(said) or UNKNOWN
