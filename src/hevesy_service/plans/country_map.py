"""A country on a map: outlines, towns as large as their people and coloured by their way, and centres.

Degrees are drawn as they are, with longitudes narrowed at the country's middle: true enough for one country, and not
for the largest. Countries that reach over 180 degrees stay whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hevesy.pictures.shapes import Atlas, Polygon, Position, read_atlas, signed_area, thinned
from hevesy_service.atlas.shelf import shelf

WIDTH, TALLEST, MARGIN = 480.0, 560.0, 14.0
GRAIN = 400  # parts of the width: finer detail would not be seen
LEAST, LARGEST = 1.8, 15.0  # radius of a town
FAR_PART = 0.02  # of the largest part: smaller parts do not widen the frame
LINE, NAME = 12.0, 90.0  # how high and how long a name is
BANDS = (1.0, 2.0, 4.0)  # hours


@dataclass(frozen=True, slots=True)
class Town:
    """A town: where, how large, the band of its way, and what a pointer over it says."""

    x: float
    y: float
    r: float
    band: int
    said: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A centre: `chosen`, `planned`, `hypothetical` or `there`; `written`: there is room for its name beside it."""

    x: float
    y: float
    kind: str
    name: str
    written: bool
    left: bool


@dataclass(frozen=True, slots=True)
class CountryMap:
    """All that the picture needs."""

    width: float
    height: float
    path: str
    towns: tuple[Town, ...]
    candidates: tuple[Town, ...]
    marks: tuple[Mark, ...]
    disclaimer: str


@dataclass(frozen=True, slots=True)
class _Frame:
    middle: float
    left: float
    top: float
    scale: float
    narrow: float
    width: float
    height: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = ((longitude - self.middle + 180.0) % 360.0 - 180.0) * self.narrow
        return round((x - self.left) * self.scale + MARGIN, 1), round((self.top - latitude) * self.scale + MARGIN, 1)


def map_of(said: Mapping[str, Any]) -> CountryMap | None:
    """The map of a placement; None where no outline of the country is known."""
    outlines = _atlas().of(said["country"]["iso3"])
    polygons = [polygon for outline in outlines for polygon in outline.polygons]
    if not polygons:
        return None
    frame = _framed(polygons, outlines[0].centre[0])
    grain = max(0.002, WIDTH / frame.scale / GRAIN)
    path = "".join(_line(ring, frame) for polygon in thinned(polygons, grain) for ring in polygon)
    largest = max((node["population"] for node in said["nodes"]), default=1.0)
    towns = tuple(_town(node, frame, largest) for node in said["nodes"] if not node["imputed"])
    chosen = {step["town"] for step in said["steps"]}
    possible = set(said["candidates"]) - chosen
    candidates = tuple(_town(node, frame, largest) for node in said["nodes"] if node["name"] in possible)
    return CountryMap(
        frame.width, frame.height, path, towns, candidates, tuple(_marks(said, frame)), _atlas().disclaimer
    )


@lru_cache(maxsize=1)
def _atlas() -> Atlas:
    return read_atlas(path for path in (pack.folder / "map.json" for pack in shelf().packs) if path.exists())


def _framed(polygons: Sequence[Polygon], middle: float) -> _Frame:
    """A frame round the parts of the country that are not tiny beside the largest."""
    sizes = [abs(signed_area(polygon[0])) for polygon in polygons]
    kept = [p for p, size in zip(polygons, sizes, strict=True) if size >= FAR_PART * max(sizes)]
    places = [position for polygon in kept for position in polygon[0]]
    turned = [((position[0] - middle + 180.0) % 360.0 - 180.0) for position in places]
    latitudes = [position[1] for position in places]
    narrow = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    wide = max((max(turned) - min(turned)) * narrow, 1e-3)
    tall = max(max(latitudes) - min(latitudes), 1e-3)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    return _Frame(
        middle, min(turned) * narrow, max(latitudes), scale, narrow, wide * scale + 2 * MARGIN,
        tall * scale + 2 * MARGIN,
    )  # fmt: skip


def _line(ring: Sequence[Position], frame: _Frame) -> str:
    points = [frame.at(position[0], position[1]) for position in ring]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "z"


def _town(node: Mapping[str, Any], frame: _Frame, largest: float) -> Town:
    x, y = frame.at(node["longitude"], node["latitude"])
    radius = max(LEAST, LARGEST * math.sqrt(node["population"] / largest))
    band = sum(node["hours"] > hours for hours in BANDS)
    return Town(x, y, round(radius, 1), band, f"{node['name']}: {node['hours']:.1f} h")


def _marks(said: Mapping[str, Any], frame: _Frame) -> Iterator[Mark]:
    """Chosen ones first, whose names are always written; of others' only those for which one side is free."""
    places = [(step, "chosen", f"{step['town']} {step['year']}") for step in said["steps"]]
    for centre in said["centres"]:
        kind = next((name for name in ("hypothetical", "planned") if centre[name]), "there")
        places.append((centre, kind, centre["name"]))
    written: list[tuple[float, float]] = []  # the left end of each name, and its line
    for place, kind, name in places:
        x, y = frame.at(place["longitude"], place["latitude"])
        sides = [x, x - NAME] if x < frame.width * 0.65 else [x - NAME, x]
        free = [at for at in sides if all(abs(y - up) > LINE or abs(at - across) >= NAME for across, up in written)]
        at = free[0] if free else sides[0]
        shown = bool(free) or kind == "chosen"
        if shown:
            written.append((at, y))
        yield Mark(x, y, kind, name, shown, at < x)
