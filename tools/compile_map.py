"""Compile the outlines of countries into the shelf's own `map.json`.

Input: the folder of the npm package `world-atlas` 2.0.2 (Natural Earth, public domain), unpacked:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/compile_map.py package src/hevesy/facts/packs/open/map.json

The 1:50m shapes are simplified border by border, so that neighbours stay in touch; small island countries
come from the 1:10m file, so that their islands stay. Overseas territories with an ISO code of their own are
cut out of the country that Natural Earth draws them in. The result is GeoJSON, one feature per country.
"""

from __future__ import annotations

import csv
import heapq
import itertools
import json
import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]

DISCLAIMER = (
    "Boundaries, names and colours on this map do not imply any opinion on the legal status of a country, "
    "territory or area or on the delimitation of its frontiers. Outlines: Natural Earth (public domain), "
    "simplified. A pack may bring its own map.json."
)

SMALL_ISLANDS_DEGREES2 = 3.0  # an island country below this area is taken from the 1:10m file
TOLERANCE_DEGREES2 = 0.014  # triangle area below which a point of a large country is dropped
MIN_POINTS_OF_RING = 4


@dataclass(frozen=True, slots=True)
class Cut:
    """Polygons inside a box that belong to a territory with an ISO code of its own."""

    parent: str
    iso3: str
    name: str
    west: float
    south: float
    east: float
    north: float

    def holds(self, polygon: Polygon) -> bool:
        longitudes, latitudes = zip(*polygon[0], strict=True)
        x, y = sum(longitudes) / len(longitudes), sum(latitudes) / len(latitudes)
        return self.west <= x <= self.east and self.south <= y <= self.north


CUTS = (
    Cut("FRA", "GUF", "French Guiana", -55, 2, -51, 6),
    Cut("FRA", "GLP", "Guadeloupe", -62, 15.7, -61, 16.6),
    Cut("FRA", "MTQ", "Martinique", -61.4, 14.2, -60.7, 15.0),
    Cut("FRA", "REU", "Réunion", 55, -21.6, 56, -20.7),
    Cut("FRA", "MYT", "Mayotte", 44.8, -13.2, 45.5, -12.5),
    Cut("NLD", "BES", "Bonaire, Sint Eustatius and Saba", -69, 11, -62, 18),
    Cut("NOR", "SJM", "Svalbard and Jan Mayen", -10, 70.5, 36, 82),
    Cut("NOR", "BVT", "Bouvet Island", 2, -56, 5, -53),
    Cut("NZL", "TKL", "Tokelau", -173, -10, -171, -8),
    Cut("Indian Ocean Ter.", "CXR", "Christmas Island", 105, -11, 106, -10),
    Cut("Indian Ocean Ter.", "CCK", "Cocos (Keeling) Islands", 96, -13, 97.5, -11),
)

# The five shapes of the 1:50m file without an ISO number, by Natural Earth's name. `part_of` follows the
# membership of the United Nations; Kosovo carries the code that the World Bank uses.
WITHOUT_CODE = {
    "Kosovo": ("XKX", None, "user-assigned code, as the World Bank uses it; status disputed"),
    "Somaliland": ("", "SOM", "drawn apart by Natural Earth; counted with Somalia"),
    "N. Cyprus": ("", "CYP", "drawn apart by Natural Earth; counted with Cyprus"),
    "Siachen Glacier": ("", None, "disputed; belongs to no country here"),
    "Indian Ocean Ter.": ("", None, "cut into Christmas Island and Cocos (Keeling) Islands"),
}

SHORT_NAMES = {"eSwatini": "Eswatini", "Macedonia": "North Macedonia", "Turkey": "Türkiye"}


class Topology:
    """A TopoJSON file, its arcs decoded to degrees."""

    def __init__(self, path: Path) -> None:
        body = json.loads(path.read_text("utf-8"))
        (scale_x, scale_y), (move_x, move_y) = body["transform"]["scale"], body["transform"]["translate"]
        self.arcs: list[Ring] = []
        for arc in body["arcs"]:
            x = y = 0
            points: Ring = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * scale_x + move_x, y * scale_y + move_y))
            self.arcs.append(points)
        self.geometries: list[dict[str, Any]] = body["objects"]["countries"]["geometries"]

    def arcs_of(self, geometry: dict[str, Any]) -> Iterator[int]:
        for polygon in polygons_of(geometry):
            for ring in polygon:
                for index in ring:
                    yield index if index >= 0 else ~index

    def shape(self, geometry: dict[str, Any]) -> list[Polygon]:
        return [[self._ring(ring) for ring in polygon] for polygon in polygons_of(geometry)]

    def _ring(self, indices: list[int]) -> Ring:
        points: Ring = []
        for index in indices:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            points.extend(arc if not points else arc[1:])
        return points


def polygons_of(geometry: dict[str, Any]) -> list[Any]:
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def triangle(a: Point, b: Point, c: Point) -> float:
    """Area of a triangle in square degrees, narrowed towards the poles."""
    area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    return area * math.cos(math.radians(b[1]))


def thinned(points: Ring, tolerance: float, keep: int = 2) -> Ring:
    """The line without the points that matter least (Visvalingam and Whyatt 1993); its ends stay."""
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    areas = [math.inf] * len(points)
    queue: list[tuple[float, int]] = []

    def weigh(i: int) -> None:
        if 0 < i < len(points) - 1:
            areas[i] = triangle(points[before[i]], points[i], points[after[i]])
            heapq.heappush(queue, (areas[i], i))

    for i in range(1, len(points) - 1):
        weigh(i)
    alive = [True] * len(points)
    left = len(points)
    while queue and left > keep:
        area, i = heapq.heappop(queue)
        if not alive[i] or area != areas[i]:
            continue
        if area >= tolerance:
            break
        alive[i] = False
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        weigh(before[i])
        weigh(after[i])
    return [point for i, point in enumerate(points) if alive[i]]


def unwrapped(ring: Ring) -> Ring:
    """The ring without the jump at the 180th meridian."""
    out = [ring[0]]
    for x, y in ring[1:]:
        while x - out[-1][0] > 180:
            x -= 360
        while x - out[-1][0] < -180:
            x += 360
        out.append((x, y))
    return out


def area(ring: Ring) -> float:
    """Area of a ring in square degrees, narrowed towards the poles; positive when anticlockwise."""
    flat = unwrapped(ring)
    middle = math.radians(sum(y for _, y in flat) / len(flat))
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(flat))
    return doubled / 2 * math.cos(middle)


def size(shape: Iterable[Polygon]) -> float:
    return sum(abs(area(polygon[0])) for polygon in shape)


def thin_borders(topology: Topology, tolerance: float) -> None:
    """Simplify each border once, by the smaller of the countries it parts."""
    finest: dict[int, float] = {}
    for geometry in topology.geometries:
        wide = geometry["properties"]["name"] == "Antarctica"
        share = 1.0 if wide else min(1.0, size(topology.shape(geometry)) / 60)
        for index in topology.arcs_of(geometry):
            finest[index] = min(finest.get(index, 1.0), max(0.004, share))
    for index, share in finest.items():
        arc = topology.arcs[index]
        closed = arc[0] == arc[-1]
        topology.arcs[index] = thinned(arc, tolerance * share, keep=5 if closed else 2)


def joined_at_180(shape: list[Polygon]) -> list[Polygon]:
    """Islands that Natural Earth cuts at the 180th meridian, made whole again (Fiji)."""
    from shapely.geometry import MultiPolygon
    from shapely.geometry import Polygon as Flat
    from shapely.ops import unary_union

    east = [Flat([(x % 360, y) for x, y in polygon[0]]).buffer(0.0005) for polygon in shape]
    union = unary_union(east).buffer(-0.0005)
    parts = list(union.geoms) if isinstance(union, MultiPolygon) else [union]
    clockwise = [list(part.exterior.coords)[:: -1 if part.exterior.is_ccw else 1] for part in parts]
    return [[[(x - 360 if x > 180 else x, y) for x, y in ring]] for ring in clockwise]


def island_shape(topology: Topology, geometry: dict[str, Any], tolerance: float) -> list[Polygon]:
    shape = topology.shape(geometry)
    if any(abs(abs(x) - 180) < 0.01 for polygon in shape for x, _ in polygon[0]):
        shape = joined_at_180(shape)
    fine = min(tolerance, size(shape) / 10_000)
    return [[thinned(ring, fine, keep=5) for ring in polygon] for polygon in shape]


def numeric_codes(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["ISO3166-1-numeric"].zfill(3): row["ISO3166-1-Alpha-3"] for row in csv.DictReader(file)}


def centre_of(shape: list[Polygon]) -> Point:
    """Centroid of the largest part: where a circle for the country is drawn."""
    ring = unwrapped(max((polygon[0] for polygon in shape), key=lambda r: abs(area(r))))
    doubled = x_sum = y_sum = 0.0
    for (ax, ay), (bx, by) in itertools.pairwise(ring):
        cross = ax * by - bx * ay
        doubled += cross
        x_sum += (ax + bx) * cross
        y_sum += (ay + by) * cross
    x, y = (x_sum / (3 * doubled), y_sum / (3 * doubled)) if doubled else ring[0]
    return round((x + 180) % 360 - 180, 3), round(y, 3)


def rounded(shape: list[Polygon]) -> list[list[list[list[float]]]]:
    """Two decimals for a large country, four for an atoll; rings that vanish at that grain are left out."""
    extent = size(shape)
    digits = 2 if extent > 20 else 3 if extent > 0.05 else 4
    out = []
    for polygon in shape:
        rings = []
        for ring in polygon:
            points: list[list[float]] = []
            for x, y in ring:
                point = [round(x, digits), round(y, digits)]
                if not points or point != points[-1]:
                    points.append(point)
            if len(points) >= MIN_POINTS_OF_RING:
                rings.append(points)
        if rings:
            out.append(rings)
    return out


def feature(
    iso3: str, name: str, shape: list[Polygon], part_of: str | None = None, note: str = ""
) -> dict[str, Any]:
    degrees2 = size(shape)
    return {
        "type": "Feature",
        "properties": {
            "iso3": iso3,
            "name": SHORT_NAMES.get(name, name),
            "centre": centre_of(shape),
            "size": round(degrees2, 1 if degrees2 > 1 else 4),
            **({"part_of": part_of} if part_of else {}),
            **({"note": note} if note else {}),
        },
        "geometry": {"type": "MultiPolygon", "coordinates": rounded(shape)},
    }


def shapes_by_code(
    package: Path, codes: dict[str, str], tolerance: float
) -> dict[str, tuple[str, list[Polygon]]]:
    """iso3, or Natural Earth's name where there is no code, with name and shape."""
    coarse, fine = Topology(package / "countries-50m.json"), Topology(package / "countries-10m.json")
    thin_borders(coarse, tolerance)
    used: dict[int, int] = {}
    for geometry in coarse.geometries:
        for index in coarse.arcs_of(geometry):
            used[index] = used.get(index, 0) + 1
    found: dict[str, tuple[str, list[Polygon]]] = {}
    lonely = set()
    for geometry in coarse.geometries:
        name, code = geometry["properties"]["name"], codes.get(geometry.get("id", ""), "")
        shape = coarse.shape(geometry)
        found.setdefault(code or name, (name, []))[1].extend(shape)
        if size(shape) < SMALL_ISLANDS_DEGREES2 and all(used[i] == 1 for i in coarse.arcs_of(geometry)):
            lonely.add(code or name)
    for geometry in fine.geometries:
        name, code = geometry["properties"]["name"], codes.get(geometry.get("id", ""), "")
        if (code in lonely or (code and code not in found)) and name != "Ashmore and Cartier Is.":
            found[code] = (name, island_shape(fine, geometry, tolerance))
    return found


def features(package: Path, codes: dict[str, str], tolerance: float) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for code, (name, shape) in shapes_by_code(package, codes, tolerance).items():
        rest = list(shape)
        for cut in (cut for cut in CUTS if cut.parent == code):
            inside = [polygon for polygon in rest if cut.holds(polygon)]
            rest = [polygon for polygon in rest if not cut.holds(polygon)]
            if inside:
                out.append(feature(cut.iso3, cut.name, inside))
        if rest:
            iso3, part_of, note = WITHOUT_CODE.get(name, (code, None, ""))
            out.append(feature(iso3, name, rest, part_of, note))
    return sorted(out, key=lambda item: (item["properties"]["iso3"] or "~", item["properties"]["name"]))


def main(package: Path, out: Path, codes_file: Path) -> None:
    body = features(package, numeric_codes(codes_file), TOLERANCE_DEGREES2)
    head = {"type": "FeatureCollection", "source": "natural_earth_countries", "disclaimer": DISCLAIMER}
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in body)
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    out.write_text(f'{opening},"features":[\n{lines}\n]}}\n', "utf-8")
    points = sum(len(r) for f in body for p in f["geometry"]["coordinates"] for r in p)
    print(f"{out}: {len(body)} shapes, {points} points, {out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: compile_map.py <unpacked world-atlas package> <map.json> [country_codes.csv]")
    codes_csv = Path(sys.argv[3]) if len(sys.argv) > 3 else Path("../shared/data/country_codes.csv")
    main(Path(sys.argv[1]), Path(sys.argv[2]), codes_csv)
