"""A country with its towns by travel time, its confirmed centres, and hypothetical sites marked as such."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import BANDS, DARK, LAND, SEA, UNKNOWN_BAND, rectangles, texts
from hevesy.pictures.shapes import Atlas, Outline, Polygon, Position, feature, signed_area, thinned

WIDTH = 420
HEIGHT_MIN, HEIGHT_MAX = 250, 480
MARGIN = 26
MINOR_PART = 0.02  # an uninhabited part smaller than this share of the country does not widen the frame
EARTH_RADIUS_KM = 6371.0
LARGEST_CIRCLE, SMALLEST_CIRCLE, IMPUTED_SQUARE = 700.0, 9.0, 11.0
LABELS = 5  # the largest towns are named,
FAR_LABELS, FAR_HOURS = 3, 2.0  # and the largest of those that are far
SMALL_ISLAND_PIXELS = 5.0
ROUND_KILOMETRES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

Pixel = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a place lands on the picture: Lambert's azimuthal equal-area projection about its middle."""

    longitude: float
    latitude: float
    scale: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    height: float = HEIGHT_MAX

    def pixel(self, longitude: float, latitude: float) -> Pixel:
        lam = math.radians(longitude - self.longitude)
        phi, phi0 = math.radians(latitude), math.radians(self.latitude)
        cosine = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam)
        k = math.sqrt(2 / max(1e-9, 1 + cosine))
        x = k * math.cos(phi) * math.sin(lam)
        y = k * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam))
        return self.shift_x + self.scale * x, self.shift_y - self.scale * y


def country_map(
    iso3: str,
    nodes: Sequence[Mapping[str, Any]],
    centres: Sequence[Mapping[str, Any]],
    atlas: Atlas,
    *,
    key: str,
    title: str,
    description: str,
    hours: str = "hours_therapy",
) -> str:
    """The country's outline with towns as circles by population, shaded by the travel time in field `hours`.

    `nodes` and `centres` are the entries of plan.json; a node without hours is drawn as unknown, an imputed
    one is a small square. A centre is drawn solid only when confirmed, and hollow when hypothetical; others
    are not drawn.
    """
    frame = frame_of(atlas.of(iso3), nodes)
    layers = [*_land(iso3, atlas, frame), *_islands(atlas.of(iso3), frame)]
    layers += _towns(nodes, frame, hours)
    layers += _centres(centres, frame)
    legend, names, bottom = _legend(nodes, centres, frame, hours)
    bar, length = _scale_bar(frame)
    words = [*_labels(nodes, centres, frame, hours), *length, *names]
    layers += [bar, *legend]
    specification = {
        "width": WIDTH,
        "height": bottom,
        "padding": 2,
        "autosize": "none",
        "projection": _projection(frame),
        "layer": [_sea(frame), *layers],
    }
    return draw(specification, key=key, title=title, description=description, words=words)


def frame_of(outlines: Sequence[Outline], nodes: Sequence[Mapping[str, Any]]) -> Frame:
    """The frame that holds the country's people and every part of it that is not minor."""
    places = [(float(node["longitude"]), float(node["latitude"])) for node in nodes]
    for polygon in _major_parts(outlines, places):
        places += [(position[0], position[1]) for position in polygon[0]]
    if not places:
        places = [(0.0, 0.0)]
    middle = _middle(places)
    flat = Frame(*middle)
    xs, ys = zip(*(flat.pixel(*place) for place in places), strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    least = 30 / EARTH_RADIUS_KM  # a city state still shows 30 km
    scale = min((WIDTH - 2 * MARGIN) / max(wide, least), (HEIGHT_MAX - 2 * MARGIN) / max(high, least))
    height = min(HEIGHT_MAX, max(HEIGHT_MIN, scale * high + 2 * MARGIN))
    return Frame(
        *middle,
        scale=scale,
        shift_x=WIDTH / 2 - scale * (max(xs) + min(xs)) / 2,
        shift_y=height / 2 - scale * (max(ys) + min(ys)) / 2,
        height=height,
    )


def _major_parts(outlines: Sequence[Outline], places: Sequence[tuple[float, float]]) -> list[Polygon]:
    parts = [polygon for outline in outlines for polygon in outline.polygons]
    largest = max((abs(signed_area(part[0])) for part in parts), default=0.0)
    total = sum(abs(signed_area(part[0])) for part in parts)
    kept = [p for p in parts if abs(signed_area(p[0])) >= min(largest, MINOR_PART * total)]
    return kept if places or not parts else parts


def _middle(places: Sequence[Position]) -> tuple[float, float]:
    """The middle of the span of longitudes (across 180° where that is shorter) and of latitudes."""
    x = sum(math.cos(math.radians(place[0])) for place in places)
    y = sum(math.sin(math.radians(place[0])) for place in places)
    mean = math.degrees(math.atan2(y, x))
    offsets = [(place[0] - mean + 180) % 360 - 180 for place in places]
    latitudes = [place[1] for place in places]
    return mean + (min(offsets) + max(offsets)) / 2, (min(latitudes) + max(latitudes)) / 2


def _projection(frame: Frame) -> dict[str, Any]:
    return {
        "type": "azimuthalEqualArea",
        "rotate": [-frame.longitude, -frame.latitude, 0],
        "scale": frame.scale,
        "translate": [frame.shift_x, frame.shift_y],
        "clipExtent": [[0, 0], [WIDTH, frame.height]],
        "precision": 0.3,
    }


def _sea(frame: Frame) -> dict[str, Any]:
    row = {"x": 0, "x2": WIDTH, "y": 0, "y2": frame.height, "fill": SEA}
    return rectangles([row], stroke="#bbbbbb")


def _land(iso3: str, atlas: Atlas, frame: Frame) -> list[dict[str, Any]]:
    grain = math.degrees(0.7 / frame.scale)
    near = []
    for outline in atlas.outlines:
        if outline.belongs_to != iso3 and outline.name != "Antarctica":
            parts = _in_reach(outline.polygons, frame)
            if parts:
                near.append(feature(outline, thinned(parts, grain)))
    own = [
        feature(outline, thinned(outline.polygons, grain), dash=[4, 3] if outline.part_of else [1, 0])
        for outline in atlas.of(iso3)
    ]
    neighbours: dict[str, Any] = {
        "data": {"values": near},
        "mark": {"type": "geoshape", "fill": LAND, "stroke": "#a8a8a8", "strokeWidth": 0.6},
    }
    country: dict[str, Any] = {
        "data": {"values": own},
        "mark": {"type": "geoshape", "fill": "#ffffff", "stroke": "#1a1a1a", "strokeWidth": 1},
        "encoding": {"strokeDash": {"field": "properties.dash", "type": "nominal", "scale": None}},
    }
    return [layer for layer in (neighbours, country) if layer["data"]["values"]]


def _in_reach(polygons: Sequence[Polygon], frame: Frame) -> list[Polygon]:
    """The shapes with a corner near the frame, seen along the great circle from its middle."""
    reach = math.cos(min(3.0, 1.5 * math.hypot(WIDTH, frame.height) / frame.scale))
    phi0 = math.radians(frame.latitude)
    north, level = math.sin(phi0), math.cos(phi0)
    near = []
    for polygon in polygons:
        corners = np.radians(np.array(polygon[0][:: 1 + len(polygon[0]) // 60]))
        lam, phi = corners[:, 0] - math.radians(frame.longitude), corners[:, 1]
        if np.any(north * np.sin(phi) + level * np.cos(phi) * np.cos(lam) > reach):
            near.append(polygon)
    return near


def _islands(outlines: Sequence[Outline], frame: Frame) -> list[dict[str, Any]]:
    """A ring round each island too small to see."""
    rows = []
    for outline in outlines:
        for polygon in outline.polygons:
            xs, ys = zip(*(frame.pixel(p[0], p[1]) for p in polygon[0]), strict=True)
            inside = _within(frame, min(xs), max(xs), min(ys), max(ys))
            if inside and max(max(xs) - min(xs), max(ys) - min(ys)) < SMALL_ISLAND_PIXELS:
                rows.append({"x": (min(xs) + max(xs)) / 2, "y": (min(ys) + max(ys)) / 2})
    if not 0 < len(rows) <= 60:
        return []
    mark = {"type": "point", "size": 55, "stroke": "#777777", "strokeWidth": 0.7, "fill": None, "opacity": 1}
    return [{"data": {"values": rows}, "mark": mark, "encoding": _at_pixels()}]


def _within(frame: Frame, left: float, right: float, top: float, bottom: float) -> bool:
    return left >= 0 and right <= WIDTH and top >= 0 and bottom <= frame.height


def _at_pixels() -> dict[str, Any]:
    return {axis: {"field": axis, "type": "quantitative", "axis": None, "scale": None} for axis in ("x", "y")}


def band_of(hours: float | None) -> tuple[str, str]:
    """The travel-time band of a place and its fill.

    >>> band_of(1.5), band_of(None)
    (('1 to 2 hours', '#b5d0e4'), ('unknown', 'dots|#ffffff'))
    """
    if hours is None:
        return UNKNOWN_BAND
    return next((name, fill) for name, limit, fill in BANDS if hours <= limit)


def _towns(nodes: Sequence[Mapping[str, Any]], frame: Frame, hours: str) -> list[dict[str, Any]]:
    largest = max((float(node["population"]) for node in nodes), default=1.0)
    rows = []
    for node in sorted(nodes, key=lambda item: -float(item["population"])):
        x, y = frame.pixel(float(node["longitude"]), float(node["latitude"]))
        share = float(node["population"]) / max(1.0, largest)
        imputed = bool(node.get("imputed"))
        area = IMPUTED_SQUARE if imputed else max(SMALLEST_CIRCLE, LARGEST_CIRCLE * share)
        shape = "square" if imputed else "circle"
        rows.append({"x": x, "y": y, "area": area, "fill": band_of(node.get(hours))[1], "shape": shape})
    mark = {"type": "point", "filled": True, "stroke": DARK, "strokeWidth": 0.8, "opacity": 1}
    encoding = {
        **_at_pixels(),
        "size": {"field": "area", "type": "quantitative", "scale": None},
        "fill": {"field": "fill", "type": "nominal", "scale": None},
        "shape": {"field": "shape", "type": "nominal", "scale": None},
    }
    return [{"data": {"values": rows}, "mark": mark, "encoding": encoding}] if rows else []


def drawn_centres(centres: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The centres that may be drawn: confirmed by somebody, or declared hypothetical; nothing else."""
    return [centre for centre in centres if centre.get("confirmed") or centre.get("hypothetical")]


def _centres(centres: Sequence[Mapping[str, Any]], frame: Frame) -> list[dict[str, Any]]:
    layers = []
    for hypothetical in (True, False):
        rows = []
        for centre in drawn_centres(centres):
            if bool(centre.get("hypothetical")) == hypothetical:
                x, y = frame.pixel(float(centre["longitude"]), float(centre["latitude"]))
                rows.append({"x": x, "y": y})
        look = (
            {"shape": "diamond", "fill": "hatch|#ffffff", "size": 260, "strokeDash": [4, 2]}
            if hypothetical
            else {"shape": "cross", "fill": "#b3001b", "size": 170}
        )
        mark = {"type": "point", "stroke": "#111111", "strokeWidth": 1.4, "opacity": 1, **look}
        if rows:
            layers.append({"data": {"values": rows}, "mark": mark, "encoding": _at_pixels()})
    return layers


def _labels(
    nodes: Sequence[Mapping[str, Any]], centres: Sequence[Mapping[str, Any]], frame: Frame, hours: str
) -> list[dict[str, Any]]:
    wanted = [
        (str(centre["name"]) + (" (hypothetical)" if centre.get("hypothetical") else ""), centre, 11)
        for centre in drawn_centres(centres)
    ]
    named = {str(centre["name"]) for centre in drawn_centres(centres)}
    towns = [n for n in nodes if n.get("name") and not n.get("imputed") and n["name"] not in named]
    largest = sorted(towns, key=_minus_population)
    far = [node for node in largest[LABELS:] if (node.get(hours) or 0.0) > FAR_HOURS]
    wanted += [(str(node["name"]), node, 9) for node in (*largest[:LABELS], *far[:FAR_LABELS])]
    taken: list[tuple[float, float, float, float]] = []
    rows = []
    for text, place, gap in wanted:
        x, y = frame.pixel(float(place["longitude"]), float(place["latitude"]))
        spot = _free_spot(x, y, 6.0 * len(text), gap, taken, frame)
        if spot is not None:
            taken.append((spot[0], spot[1] - 7, spot[0] + 6.0 * len(text), spot[1] + 7))
            rows.append({"x": spot[0], "y": spot[1], "text": text})
    return texts(rows, weight="bold", size=11, halo=True)


def _minus_population(node: Mapping[str, Any]) -> float:
    return -float(node["population"])


def _free_spot(
    x: float,
    y: float,
    width: float,
    gap: float,
    taken: Sequence[tuple[float, float, float, float]],
    frame: Frame,
) -> Pixel | None:
    spots = ((x + gap, y), (x - gap - width, y), (x - width / 2, y - 15), (x - width / 2, y + 16))
    for left, middle in spots:
        box = (left, middle - 7, left + width, middle + 7)
        inside = _within(frame, box[0], box[2], box[1], box[3])
        if inside and not any(_overlap(box, other) for other in taken):
            return left, middle
    return None


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale_bar(frame: Frame) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    kilometres_per_pixel = EARTH_RADIUS_KM / frame.scale
    fitting = [size for size in ROUND_KILOMETRES if size / kilometres_per_pixel < 110]
    length = fitting[-1] / kilometres_per_pixel if fitting else 40.0
    y = frame.height - 12
    bar = {"x": 12, "x2": 12 + length, "y": y, "y2": y + 3, "fill": "#333333"}
    said = f"{fitting[-1]:,} km" if fitting else ""
    return rectangles([bar], stroke=None), texts([{"x": 12, "y": y - 8, "text": said}], size=10)


def _legend(
    nodes: Sequence[Mapping[str, Any]], centres: Sequence[Mapping[str, Any]], frame: Frame, hours: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    known = any(node.get(hours) is not None for node in nodes)
    entries = [(name, fill, "circle", [1, 0]) for name, _, fill in BANDS] if known else []
    for name, fill, shape, shown in (
        ("travel time unknown", UNKNOWN_BAND[1], "circle", any(n.get(hours) is None for n in nodes)),
        ("people placed by assumption", "#ffffff", "square", any(n.get("imputed") for n in nodes)),
        ("confirmed centre", "#b3001b", "cross", any(c.get("confirmed") for c in centres)),
        ("hypothetical site", "hatch|#ffffff", "diamond", any(c.get("hypothetical") for c in centres)),
    ):
        if shown:
            entries.append((name, fill, shape, [2, 2] if shape == "diamond" else [1, 0]))
    dots, words = _flowing(entries, frame.height + 18)
    symbols = {
        "data": {"values": dots},
        "mark": {"type": "point", "stroke": "#111111", "strokeWidth": 1, "size": 85, "opacity": 1},
        "encoding": {
            **_at_pixels(),
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "shape": {"field": "shape", "type": "nominal", "scale": None},
            "strokeDash": {"field": "dash", "type": "nominal", "scale": None},
        },
    }
    bottom = max((float(dot["y"]) for dot in dots), default=frame.height) + 12
    return ([symbols] if dots else []), texts(words, size=11.5), bottom


def _flowing(
    entries: Sequence[tuple[str, str, str, list[int]]], top: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The entries of the legend in lines, like words in a paragraph."""
    dots, words = [], []
    x, y = 10.0, top
    for name, fill, shape, dash in entries:
        width = 26 + 5.9 * len(name)
        if x + width > WIDTH:
            x, y = 10.0, y + 19
        dots.append({"x": x, "y": y, "fill": fill, "shape": shape, "dash": dash})
        words.append({"x": x + 10, "y": y, "text": name})
        x += width
    return dots, words
