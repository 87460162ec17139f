"""Outlines of countries: read from the packs' `map.json`, wound the way the map engine needs them."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hevesy.errors import BadTable

Position = Sequence[float]
Ring = list[Position]
Polygon = list[Ring]


@dataclass(frozen=True, slots=True)
class Outline:
    """One shape: a country, or a part drawn apart from it; `centre` is (longitude, latitude)."""

    iso3: str
    name: str
    polygons: tuple[Polygon, ...]
    centre: tuple[float, float]
    size: float
    part_of: str = ""
    note: str = ""

    @property
    def belongs_to(self) -> str:
        """The country whose figures this shape shows."""
        return self.iso3 or self.part_of


@dataclass(frozen=True, slots=True)
class Atlas:
    """All outlines, with the sentence that must stand beside every map drawn from them."""

    outlines: tuple[Outline, ...]
    disclaimer: str

    def of(self, iso3: str) -> tuple[Outline, ...]:
        """The shapes that make up a country; empty where the atlas has none."""
        return tuple(outline for outline in self.outlines if outline.belongs_to == iso3)


def read_atlas(files: Iterable[Path]) -> Atlas:
    """The outlines of all files (GeoJSON, property `iso3`), a later file replacing the countries it holds.

    Raises BadTable when a file is not a GeoJSON collection of outlines.
    """
    outlines: list[Outline] = []
    disclaimer = ""
    for file in files:
        body = _collection(file)
        own = [_outline(item, file) for item in body["features"]]
        replaced = {outline.belongs_to for outline in own if outline.belongs_to}
        outlines = [old for old in outlines if old.belongs_to not in replaced] + own
        disclaimer = str(body.get("disclaimer") or disclaimer)
    return Atlas(tuple(outlines), disclaimer)


def _collection(file: Path) -> Mapping[str, Any]:
    try:
        body = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadTable(
            file=file, problem=f"this is not JSON ({error})", advice="export the outlines as GeoJSON again"
        ) from None
    if not isinstance(body, Mapping) or not isinstance(body.get("features"), list):
        raise BadTable(
            file=file,
            problem="this is not a GeoJSON FeatureCollection",
            advice="save the outlines as one FeatureCollection in degrees (WGS 84)",
        )
    return body


def _outline(item: Mapping[str, Any], file: Path) -> Outline:
    said = item.get("properties") or {}
    geometry = item.get("geometry") or {}
    name = str(said.get("name", ""))
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not coordinates:
        raise BadTable(
            file=file,
            problem=f"the outline of {name or 'an unnamed feature'} is of type {kind!r}",
            advice="give a Polygon or MultiPolygon with at least one ring",
        )
    polygons = tuple(rewound(p) for p in (coordinates if kind == "MultiPolygon" else [coordinates]))
    centre = said.get("centre")
    return Outline(
        iso3=str(said.get("iso3", item.get("id", "")) or ""),
        name=name,
        polygons=polygons,
        centre=(float(centre[0]), float(centre[1])) if centre else _first_middle(polygons),
        size=float(said.get("size") or sum(abs(signed_area(polygon[0])) for polygon in polygons)),
        part_of=str(said.get("part_of") or ""),
        note=str(said.get("note") or ""),
    )


def signed_area(ring: Sequence[Position]) -> float:
    """Square degrees inside a ring, positive when it runs anticlockwise; a crossing of 180° is followed.

    >>> signed_area([(179, 0), (-179, 0), (-179, 2), (179, 2), (179, 0)])
    4.0
    """
    x_last, y_last = ring[0][0], ring[0][1]
    turn = doubled = 0.0
    for position in ring[1:]:
        x, y = position[0] + turn, position[1]
        if x - x_last > 180:
            turn, x = turn - 360, x - 360
        elif x - x_last < -180:
            turn, x = turn + 360, x + 360
        doubled += x_last * y - x * y_last
        x_last, y_last = x, y
    return doubled / 2


def rewound(polygon: Polygon) -> Polygon:
    """The polygon with its outer ring clockwise and its holes anticlockwise.

    On a sphere the other direction means "everything but this country". A ring round a pole stays as it is.
    """
    rings: Polygon = []
    for place, ring in enumerate(polygon):
        anticlockwise = signed_area(ring) > 0
        wrong = anticlockwise if place == 0 else not anticlockwise
        rings.append(list(reversed(ring)) if wrong and not _round_a_pole(ring) else list(ring))
    return rings


def _round_a_pole(ring: Ring) -> bool:
    steps = [b[0] - a[0] for a, b in itertools.pairwise(ring)]
    total = sum(step - 360 * round(step / 360) for step in steps)
    return abs(total) > 180


def _first_middle(polygons: Sequence[Polygon]) -> tuple[float, float]:
    ring = max((polygon[0] for polygon in polygons), key=lambda candidate: abs(signed_area(candidate)))
    angles = [math.radians(position[0]) for position in ring]
    longitude = math.degrees(math.atan2(sum(map(math.sin, angles)), sum(map(math.cos, angles))))
    return longitude, sum(position[1] for position in ring) / len(ring)


def feature(outline: Outline, polygons: Sequence[Polygon], **properties: object) -> dict[str, Any]:
    """These polygons of the outline as a GeoJSON feature that carries `properties`."""
    return {
        "type": "Feature",
        "properties": {"iso3": outline.iso3, "name": outline.name, **properties},
        "geometry": {"type": "MultiPolygon", "coordinates": list(polygons)},
    }


def thinned(polygons: Sequence[Polygon], grain: float) -> list[Polygon]:
    """The polygons without detail finer than `grain` degrees: what a picture of that scale cannot show.

    The largest part always stays, so that no country vanishes.
    """
    kept = []
    for polygon in polygons:
        rings = [_thinned_ring(ring, grain) for ring in polygon]
        if rings[0]:
            kept.append([ring for ring in rings if ring])
    return kept or [max(polygons, key=lambda polygon: abs(signed_area(polygon[0])))]


def _thinned_ring(ring: Ring, grain: float) -> Ring:
    kept = [ring[0]]
    x, y = ring[0][0], ring[0][1]
    for position in ring[1:-1]:
        if abs(position[0] - x) > grain or abs(position[1] - y) > grain:
            kept.append(position)
            x, y = position[0], position[1]
    coarse = [*kept, ring[-1]]
    turned_over = signed_area(coarse) * signed_area(ring) <= 0  # on a sphere it would cover the globe
    return [] if len(kept) < 3 or turned_over else coarse
