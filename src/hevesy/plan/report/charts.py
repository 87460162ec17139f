"""The pictures of a country's report, each under the key by which the page asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hevesy.facts import Shelf
from hevesy.pictures import (
    Atlas,
    cascade_chart,
    country_map,
    hours_said,
    journey_chart,
    need_chart,
    persons,
    read_atlas,
    share_bars,
    share_said,
)
from hevesy.pictures.ink import of_a
from hevesy.plan.report.page_ahead import ahead_charts
from hevesy.plan.report.page_fives import fives_charts
from hevesy.plan.report.page_journeys import IN_DOUBT, since_release
from hevesy.plan.report.said import a_said, interval, kind_said

Plan = Mapping[str, Any]

OF_KIND = {
    "verified": "#12304a",
    "computed": "#4f86ad",
    "derived": "#a9c8de",
    "review": "lines|#dbe7ef",
    "secondary": "dots|#e8eef2",
    "weak": "back|#f0e3cf",
    "unverified": "cross|#f0e3cf",
    "assumption": "hatch|#e9b17c",
    "together": "#ffffff",
}


def atlas_of(shelf: Shelf) -> Atlas:
    """The outlines of all packs, a user's pack over the shipped ones."""
    return read_atlas(path for pack in shelf.packs if (path := pack.folder / "map.json").is_file())


@dataclass(frozen=True)
class Drawn:
    """Pictures by their key, and the disclaimer that stands beside the maps."""

    charts: dict[str, str]
    disclaimer: str


def charts_of(plan: Plan, shelf: Shelf, drawn: Drawn | None = None) -> Drawn:
    """Every picture of the report; `drawn` are those of `drawn_of` where they are there already."""
    drawn = drawn or drawn_of(plan, shelf)
    return Drawn({**drawn.charts, **ahead_charts(plan), **fives_charts(plan)}, drawn.disclaimer)


def drawn_of(plan: Plan, shelf: Shelf) -> Drawn:
    """The pictures that need nothing of the weekly engine."""
    atlas = atlas_of(shelf)
    charts = {
        **_maps(plan, atlas),
        **_cascades(plan),
        **_needs(plan),
        **_journeys(plan),
        **_shares(plan),
    }
    return Drawn(charts, atlas.disclaimer)


def _maps(plan: Plan, atlas: Atlas) -> dict[str, str]:
    access, name = plan["access"], plan["country"]["name"]
    charts = {}
    for purpose in ("therapy", "imaging"):
        if purpose == "imaging" and _same_hours(access["nodes"]):
            continue
        charts[f"map-{purpose}"] = country_map(
            plan["country"]["iso3"],
            access["nodes"],
            access["centres"],
            atlas,
            key=f"map-{purpose}",
            title=f"{name}: travel time to {purpose}",
            description=f"Towns as circles by population, darker the further they are. Basis: {access['basis']}.",
            hours=f"hours_{purpose}",
        )
    return charts


def _same_hours(nodes: Any) -> bool:
    return all(node["hours_imaging"] == node["hours_therapy"] for node in nodes)


def _cascades(plan: Plan) -> dict[str, str]:
    charts = {}
    for cascade in plan["cascades"]:
        key = f"cascade-{cascade['therapy']}"
        charts[key] = cascade_chart(
            cascade["start"],
            cascade["stages"],
            key=key,
            title=f"{cascade['name']}: who is left at each stage",
            description=_cascade_in_words(cascade),
            start_low=cascade["start_low"],
            start_high=cascade["start_high"],
        )
    return charts


def _cascade_in_words(cascade: Mapping[str, Any]) -> str:
    stages = "; ".join(f"{stage['label']}: {persons(stage['remaining'])}" for stage in cascade["stages"])
    return (
        f"{persons(cascade['start'])} people are considered for it. {stages}. "
        f"{persons(cascade['completed'])} complete their course."
    )


def _needs(plan: Plan) -> dict[str, str]:
    charts = {}
    for need in plan["needs"]:
        known = [row for row in need["by_year"] if row["value"] is not None]
        if len(known) < 2:
            continue
        first, last = known[0], known[-1]
        said = "; ".join(f"{row['year']}: {interval(row)}" for row in (first, last))
        key = f"need-{need['need_group']}"
        charts[key] = need_chart(
            known,
            key=key,
            title=f"{need['name']}: courses per year, {first['year']} to {last['year']}",
            description=f"{said}.",
        )
    return charts


def _journeys(plan: Plan) -> dict[str, str]:
    charts = {}
    for journey in plan["journeys"]:
        if not since_release(journey["legs"]):
            continue
        key, legs = f"journey-{journey['therapy']}", since_release(journey["legs"])
        said = "; ".join(f"{leg['name']}: {hours_said(leg['hours'])}" for leg in legs)
        doubt = f"{IN_DOUBT.capitalize()}. " if journey["hypothetical"] else ""
        charts[key] = journey_chart(
            legs,
            key=key,
            title=f"{journey['name']}: from release by {journey['from'] or 'unknown'} to injection in "
            f"{journey['to'] or 'unknown'}",
            description=f"{doubt}{said}.",
            hypothetical=journey["hypothetical"],
        )
    return charts


def _shares(plan: Plan) -> dict[str, str]:
    five_a = [
        {"label": a_said(row["a"]), "share": row["share"], "fill": of_a(row["a"])} for row in plan["five_a"]
    ]
    kinds = [
        {"label": kind_said(row["kind"]).capitalize(), "share": row["share"], "fill": OF_KIND[row["kind"]]}
        for row in sorted(plan["variance_by_kind"], key=lambda row: -(row["share"] or 0.0))
    ]
    inputs = [
        {
            "label": row["label"] + (" (confirmed)" if row["confirmed"] else ""),
            "share": row["share"],
            "fill": OF_KIND.get(str(row["kind"]), "#ffffff"),
        }
        for row in plan["importance"][:12]
    ]
    titled = {
        "five-a": (five_a, "Of all people lost, the share lost to each of the five A's"),
        "variance": (kinds, "Share of the answer's variance by kind of fact"),
        "importance": (inputs, "Which input matters most: share of the answer's variance"),
    }
    return {key: _bars(key, rows, title) for key, (rows, title) in titled.items() if rows}


def _bars(key: str, rows: list[dict[str, Any]], title: str) -> str:
    said = "; ".join(f"{row['label']}: {share_said(row['share'])}" for row in rows)
    return share_bars(rows, key=key, title=title, description=f"{said}.")
