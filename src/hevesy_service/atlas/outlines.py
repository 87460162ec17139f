"""The base of the world map: the outlines of countries as one SVG file, drawn once and kept by the browser.

Equal Earth (Savric, Patterson and Jenny 2019), so that areas may be compared. The map is cut at 169 degrees west, where
no country but the United States (in the Aleutians) reaches over, so that Russia and Fiji stay whole.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from hevesy.pictures.shapes import Outline, Polygon, read_atlas, signed_area, thinned
from hevesy_service.atlas.shelf import shelf

MIDDLE = 11.0  # degrees east, in the middle of the map
WIDTH, HEIGHT = 2000, 940
SCALE, SHIFT_Y = 369.0, 525.0
GRAIN = 0.25  # degrees: finer detail would not be seen
DOT_BELOW, DOT = 0.95, 9  # square degrees of the largest part under which a country gets a dot, and its radius
LEFT_OUT = ("ATA", "Antarctica")
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Base:
    """The file, the countries drawn in it, a mark that changes whenever it does, and what must stand beside it."""

    svg: str
    drawn: frozenset[str]
    mark: str
    disclaimer: str


@cache
def base() -> Base:
    """The map of the shipped outlines."""
    read = read_atlas(path for _, path in ((pack, pack.folder / "map.json") for pack in shelf().packs) if path.exists())
    parts: dict[str, list[Outline]] = {}
    for outline in read.outlines:
        name = outline.belongs_to or outline.name
        if name not in LEFT_OUT:
            parts.setdefault(name, []).append(outline)
    drawn = "".join(_drawn(name, outlines) for name, outlines in sorted(parts.items()))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{drawn}</svg>'
    mark = hashlib.sha256(svg.encode("utf-8")).hexdigest()[:12]
    return Base(svg, frozenset(parts), mark, read.disclaimer)


def point(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place lands, in the units of the file; `longitude` is counted from the middle of the map.

    >>> point(0, 0)
    (1000.0, 525.0)
    """
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square, sixth = theta**2, theta**6
    along = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * along)
    y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return WIDTH / 2 + SCALE * x, SHIFT_Y - SCALE * y


def unrolled(longitudes: Sequence[float]) -> list[float]:
    """Longitudes of a ring from the middle of the map, without a jump, most of the ring on the map.

    >>> unrolled([179.0, -179.0, -178.0])  # a ring of Fiji
    [168.0, 170.0, 171.0]
    """
    first = (longitudes[0] - MIDDLE + 180) % 360 - 180
    found = [first]
    for before, here in pairwise(longitudes):
        found.append(found[-1] + (here - before + 180) % 360 - 180)
    middle = sum(found) / len(found)
    turn = -360 if middle > 180 else 360 if middle < -180 else 0
    return [each + turn for each in found]


def _drawn(name: str, outlines: Sequence[Outline]) -> str:
    path = "".join(line for outline in outlines for line in _lines(thinned(outline.polygons, GRAIN)))
    shape = f'<path d="{path}"/>'
    own = next((each for each in outlines if each.iso3), None)
    if own is not None and max(abs(signed_area(polygon[0])) for polygon in own.polygons) < DOT_BELOW:
        x, y = point(unrolled([own.centre[0]])[0], own.centre[1])
        shape += f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{DOT}"/>'
    return f'<g id="{name.replace(" ", "_").replace(".", "")}">{shape}</g>'


def _lines(polygons: Sequence[Polygon]) -> Iterator[str]:
    for polygon in polygons:
        for ring in polygon:
            longitudes = unrolled([position[0] for position in ring])
            points = [point(x, position[1]) for x, position in zip(longitudes, ring, strict=True)]
            yield _line([(round(x), round(y)) for x, y in points])


def _line(points: Sequence[Point]) -> str:
    """A ring as SVG writes it shortest: a start, and steps from there; nothing where it is smaller than a unit."""
    steps, (x, y) = [], points[0]
    for to_x, to_y in points[1:]:
        if (to_x, to_y) != (x, y):
            steps.append(f"{to_x - x}{'' if to_y < y else ' '}{to_y - y}")
            x, y = to_x, to_y
    if len(steps) < 3:
        return ""
    joined = steps[0] + "".join(step if step.startswith("-") else f" {step}" for step in steps[1:])
    return f"M{points[0][0]} {points[0][1]}l{joined}z"


def map_path() -> str:
    """The address of the file, which changes whenever it does."""
    return f"/atlas/map.{base().mark}.svg"


