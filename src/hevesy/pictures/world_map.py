"""The world coloured by one figure; small island states as circles, each state with its texture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import CLASSES, MISSING_FILL, ZERO_FILL, rectangles, texts, textured
from hevesy.pictures.shapes import Atlas, Outline, feature, signed_area, thinned

WIDTH, MAP_HEIGHT, HEIGHT = 760, 352, 418
SCALE = 142.0  # pixels per radian
GRAIN_DEGREES = 0.2  # half a pixel
CIRCLE_BELOW = 0.95  # square degrees: a country whose largest part is smaller gets a circle
SMALL_AND_FAR = ("Antarctica",)


def class_of(value: float, breaks: Sequence[float]) -> int:
    """The class of a value: how many of the breaks it reaches.

    >>> class_of(0.5, [1, 10]), class_of(1, [1, 10]), class_of(99, [1, 10])
    (0, 1, 2)
    """
    return sum(value >= limit for limit in breaks)


def even_breaks(values: Sequence[float], classes: int = len(CLASSES)) -> list[float]:
    """Limits that put about as many countries in each class; fewer where values repeat."""
    ordered = sorted(values)
    if not ordered:
        return []
    limits = {ordered[len(ordered) * step // classes] for step in range(1, classes)}
    return sorted(limit for limit in limits if limit > ordered[0])


def world_map(
    rows: Sequence[Mapping[str, Any]],
    atlas: Atlas,
    *,
    key: str,
    title: str,
    description: str,
    breaks: Sequence[float] | None = None,
    unit: str = "",
) -> str:
    """One figure per country as a map. `rows` hold iso3, value (or None) and state; absent means missing."""
    known = [float(r["value"]) for r in rows if r["value"] is not None and r["state"] != "reported_zero"]
    limits = list(breaks) if breaks is not None else even_breaks(known)
    fills = {str(row["iso3"]): _fill(row, limits) for row in rows}
    shapes, circles = [], []
    for outline in atlas.outlines:
        if outline.name in SMALL_AND_FAR:
            continue
        fill = fills.get(outline.belongs_to, MISSING_FILL)
        shapes.append(feature(outline, thinned(outline.polygons, GRAIN_DEGREES), fill=fill))
        if outline.iso3 and _largest_part(outline) < CIRCLE_BELOW:
            circles.append(_circle(outline, fill))
    boxes, words = _legend(limits, {str(row["state"]) for row in rows}, unit)
    specification = {
        "width": WIDTH,
        "height": HEIGHT,
        "padding": 2,
        "autosize": "none",
        "projection": {
            "type": "equalEarth",
            "rotate": [-11, 0, 0],
            "scale": SCALE,
            "translate": [WIDTH / 2, MAP_HEIGHT / 2 + 14],
            "precision": 0.3,
        },
        "layer": [_land(shapes), _circles(circles), rectangles(boxes)],
    }
    return draw(specification, key=key, title=title, description=description, words=words)


def _fill(row: Mapping[str, Any], limits: Sequence[float]) -> str:
    if row["value"] is None:
        return MISSING_FILL
    if row["state"] == "reported_zero":
        return ZERO_FILL
    return textured(_colours(limits)[class_of(float(row["value"]), limits)], str(row["state"]))


def _colours(limits: Sequence[float]) -> Sequence[str]:
    last = len(CLASSES) - 1
    return [CLASSES[round(place * last / max(1, len(limits)))] for place in range(len(limits) + 1)]


def _largest_part(outline: Outline) -> float:
    return max(abs(signed_area(polygon[0])) for polygon in outline.polygons)


def _circle(outline: Outline, fill: str) -> dict[str, Any]:
    longitude, latitude = outline.centre
    return {"longitude": longitude, "latitude": latitude, "fill": fill}


def _land(shapes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "data": {"values": shapes},
        "mark": {"type": "geoshape", "stroke": "#555555", "strokeWidth": 0.35},
        "encoding": {"fill": {"field": "properties.fill", "type": "nominal", "scale": None}},
    }


def _circles(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "circle", "size": 44, "stroke": "#333333", "strokeWidth": 0.7, "opacity": 1},
        "encoding": {
            "longitude": {"field": "longitude", "type": "quantitative"},
            "latitude": {"field": "latitude", "type": "quantitative"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }


def _legend(
    limits: Sequence[float], states: set[str], unit: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    top, boxes, words = MAP_HEIGHT + 22, [], []
    names = [_range_text(limits, place) for place in range(len(limits) + 1)]
    for place, (colour, name) in enumerate(zip(_colours(limits), names, strict=True)):
        x = 14 + place * 116
        boxes.append({"x": x, "x2": x + 22, "y": top, "y2": top + 14, "fill": colour})
        words.append({"x": x + 28, "y": top + 7, "text": name})
    words.append({"x": 14 + len(names) * 116, "y": top + 7, "text": unit})
    keys = [("public_only", "public sector only"), ("imputed", "imputed"), ("reported_zero", "reported zero")]
    shown = [(state, name) for state, name in keys if state in states] + [("missing", "no figure")]
    for place, (state, name) in enumerate(shown):
        x = 14 + place * 174
        boxes.append(
            {"x": x, "x2": x + 22, "y": top + 24, "y2": top + 38, "fill": textured("#bcd6e8", state)}
        )
        words.append({"x": x + 28, "y": top + 31, "text": name})
    return boxes, texts(words, size=14)


def _range_text(limits: Sequence[float], place: int) -> str:
    if not limits:
        return "all"
    if place == 0:
        return f"under {limits[0]:,.3g}"
    if place == len(limits):
        return f"{limits[-1]:,.3g} or more"
    return f"{limits[place - 1]:,.3g} – {limits[place]:,.3g}"
