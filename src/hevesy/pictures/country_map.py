"""A country with its towns by travel time, its confirmed centres, and hypothetical sites marked as such."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hevesy.globe import EARTH_RADIUS_KM
from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import BANDS, LAND, SEA, UNKNOWN_BAND, rectangles, texts
from hevesy.pictures.map_frame import WIDTH, Frame, frame_of, within
from hevesy.pictures.map_labels import drawn_centres, place_names
from hevesy.pictures.map_towns import FAINT, Drawn, drawn_places, town_layers
from hevesy.pictures.shapes import Atlas, Outline, Polygon, feature, thinned

SMALL_ISLAND_PIXELS = 5.0
SITE_SIZES = ((3, 260), (12, 120), (1000000, 55))  # up to so many sites are drawn so large
PLANNED = "#ffd23f"
LOOKS: dict[str, dict[str, Any]] = {
    "hypothetical": {"shape": "diamond", "fill": "hatch|#ffffff"},
    "confirmed": {"shape": "cross", "fill": "#b3001b"},
    "planned": {"shape": "triangle-up", "fill": PLANNED},
}
ROUND_KILOMETRES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


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
    one is a small square. A centre is drawn solid only when confirmed, hollow when hypothetical, and as a
    triangle when planned; others are not drawn.
    """
    frame = frame_of(atlas.of(iso3), nodes)
    layers = [*_land(iso3, atlas, frame), *_islands(atlas.of(iso3), frame)]
    drawn = drawn_places(nodes, atlas.of(iso3), hours)
    layers += town_layers(drawn, frame, hours)
    layers += _centres(centres, frame)
    legend, names, bottom = _legend(nodes, drawn, centres, frame, hours)
    bar, length = _scale_bar(frame)
    words = [*place_names(nodes, centres, frame, hours), *length, *names]
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
            inside = within(frame, min(xs), max(xs), min(ys), max(ys))
            if inside and max(max(xs) - min(xs), max(ys) - min(ys)) < SMALL_ISLAND_PIXELS:
                rows.append({"x": (min(xs) + max(xs)) / 2, "y": (min(ys) + max(ys)) / 2})
    if not 0 < len(rows) <= 60:
        return []
    mark = {"type": "point", "size": 55, "stroke": "#777777", "strokeWidth": 0.7, "fill": None, "opacity": 1}
    return [{"data": {"values": rows}, "mark": mark, "encoding": _at_pixels()}]


def _at_pixels() -> dict[str, Any]:
    return {axis: {"field": axis, "type": "quantitative", "axis": None, "scale": None} for axis in ("x", "y")}


def _centres(centres: Sequence[Mapping[str, Any]], frame: Frame) -> list[dict[str, Any]]:
    layers = []
    for kind in LOOKS:
        rows = []
        for centre in drawn_centres(centres):
            if _kind(centre) == kind:
                x, y = frame.pixel(float(centre["longitude"]), float(centre["latitude"]))
                rows.append({"x": x, "y": y})
        size = next(size for most, size in SITE_SIZES if len(rows) <= most)
        look = {**LOOKS[kind], "size": size if kind == "hypothetical" else min(170, size)}
        if kind == "hypothetical":
            look["strokeDash"] = [4, 2] if size > 100 else [1, 0]
        width = 1.4 if size > 100 else 0.9
        mark = {"type": "point", "stroke": "#111111", "strokeWidth": width, "opacity": 1, **look}
        if rows:
            layers.append({"data": {"values": rows}, "mark": mark, "encoding": _at_pixels()})
    return layers


def _kind(centre: Mapping[str, Any]) -> str:
    return next((kind for kind in ("hypothetical", "planned") if centre.get(kind)), "confirmed")


def _scale_bar(frame: Frame) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    kilometres_per_pixel = EARTH_RADIUS_KM / frame.scale
    fitting = [size for size in ROUND_KILOMETRES if size / kilometres_per_pixel < 110]
    length = fitting[-1] / kilometres_per_pixel if fitting else 40.0
    y = frame.height - 12
    bar = {"x": 12, "x2": 12 + length, "y": y, "y2": y + 3, "fill": "#333333"}
    said = f"{fitting[-1]:,} km" if fitting else ""
    return rectangles([bar], stroke=None), texts([{"x": 12, "y": y - 8, "text": said}], size=10)


def _legend(
    nodes: Sequence[Mapping[str, Any]],
    drawn: Drawn,
    centres: Sequence[Mapping[str, Any]],
    frame: Frame,
    hours: str,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    known = any(node.get(hours) is not None for node in nodes)
    entries = [(name, fill, "circle", [1, 0]) for name, _, fill in BANDS] if known else []
    for name, fill, shape, shown in (
        ("travel time unknown", UNKNOWN_BAND[1], "circle", any(n.get(hours) is None for n in nodes)),
        ("people placed by assumption", "#ffffff", "square", bool(drawn.assumed)),
        ("another town", FAINT, "circle", bool(drawn.faint)),
        ("confirmed centre", "#b3001b", "cross", any(c.get("confirmed") for c in centres)),
        ("hypothetical site", "hatch|#ffffff", "diamond", any(c.get("hypothetical") for c in centres)),
        ("planned centre", PLANNED, "triangle-up", any(c.get("planned") for c in centres)),
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
    below = max((float(dot["y"]) for dot in dots), default=frame.height)
    words += [{"x": 4.0, "y": below + 17 * (line + 1), "text": said} for line, said in enumerate(drawn.said)]
    bottom = below + 17 * len(drawn.said) + 12
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
