"""Which places a country's map draws: the largest and the farthest towns; a map of all would be one dark mass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hevesy.pictures.ink import BANDS, DARK, UNKNOWN_BAND, pixels
from hevesy.pictures.map_frame import Frame
from hevesy.pictures.map_labels import FAR_HOURS
from hevesy.pictures.shapes import Outline, Position

MOST_LARGE, MOST_FAR = 100, 20  # towns drawn as circles: the largest, and the largest of those that are far
MOST_ASSUMED = 400  # more rural places than these would hide the towns
LARGEST_CIRCLE, SMALLEST_CIRCLE, FAINT_DOT, ASSUMED_SQUARE = 700.0, 9.0, 3.0, 7.0
CROWDED = 40  # with more towns than these the circles are smaller
FAINT = "#aab4bc"

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The towns as circles, the others as faint dots, the rural places as squares, and what is left out."""

    towns: Sequence[Node]
    faint: Sequence[Node]
    assumed: Sequence[Node]
    said: Sequence[str]


def drawn_places(nodes: Sequence[Node], outlines: Sequence[Outline], hours: str) -> Drawn:
    """The places to draw; a rural place that falls outside the outline is not one of them."""
    towns = sorted((node for node in nodes if not node.get("imputed")), key=_minus_population)
    rest = towns[MOST_LARGE:]
    far = [node for node in rest if (node.get(hours) or 0.0) > FAR_HOURS][:MOST_FAR]
    faint = [node for node in rest if node not in far]
    rural = [node for node in nodes if node.get("imputed")]
    assumed = [] if len(rural) > MOST_ASSUMED else [node for node in rural if inside(node, outlines)]
    said = []
    if faint:
        large = f"the largest {MOST_LARGE} and {len(far)} far ones"
        said.append(f"Of {len(towns):,} towns {large} are circles, the others dots.")
    if len(rural) > MOST_ASSUMED:
        said.append(f"{len(rural):,} rural places would hide the towns and are not drawn.")
    elif len(rural) > len(assumed):
        said.append(
            f"{len(rural) - len(assumed)} of {len(rural)} rural places fall outside the outline: not drawn."
        )
    return Drawn([*towns[:MOST_LARGE], *far], faint, assumed, said)


def _minus_population(node: Node) -> float:
    return -float(node["population"])


def inside(node: Node, outlines: Sequence[Outline]) -> bool:
    """Whether a place lies within the country's outline; true where no outline is known."""
    if not outlines:
        return True
    x, y = float(node["longitude"]), float(node["latitude"])
    return any(
        sum(_crosses(ring, x, y) for ring in polygon) % 2
        for outline in outlines
        for polygon in outline.polygons
    )


def _crosses(ring: Sequence[Position], x: float, y: float) -> int:
    """How often a line from the place eastwards meets the ring; 180° is no border."""
    met = 0
    for (ax, ay, *_), (bx, by, *_) in pairwise(ring):
        if (ay > y) != (by > y):
            east, width = _eastwards(ax - x), _eastwards(bx - ax)
            met += east + width * (y - ay) / (by - ay) > 0
    return met


def _eastwards(degrees: float) -> float:
    return (degrees + 180) % 360 - 180


def band_of(hours: float | None) -> tuple[str, str]:
    """The travel-time band of a place and its fill.

    >>> band_of(1.5), band_of(None)
    (('1 to 2 hours', '#b5d0e4'), ('unknown', 'dots|#ffffff'))
    """
    if hours is None:
        return UNKNOWN_BAND
    return next((name, fill) for name, limit, fill in BANDS if hours <= limit)


def town_layers(drawn: Drawn, frame: Frame, hours: str) -> list[dict[str, Any]]:
    """Faint dots below, then rural squares, then the towns, the smallest on top."""
    edged: dict[str, Any] = {"stroke": DARK, "strokeWidth": 0.8 if len(drawn.towns) <= CROWDED else 0.6}
    layers = [
        _points(list(_dots(drawn.faint, frame)), {"stroke": None, "strokeWidth": 0}),
        _points(list(_squares(drawn.assumed, frame, hours)), {"stroke": DARK, "strokeWidth": 0.4}),
        _points(list(_circles(drawn.towns, frame, hours)), edged),
    ]
    return [layer for layer in layers if layer["data"]["values"]]


def _dots(nodes: Sequence[Node], frame: Frame) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield {**_at(node, frame), "area": FAINT_DOT, "fill": FAINT, "shape": "circle"}


def _squares(nodes: Sequence[Node], frame: Frame, hours: str) -> Iterator[dict[str, Any]]:
    for node in nodes:
        fill = band_of(node.get(hours))[1]
        yield {**_at(node, frame), "area": ASSUMED_SQUARE, "fill": fill, "shape": "square"}


def _circles(nodes: Sequence[Node], frame: Frame, hours: str) -> Iterator[dict[str, Any]]:
    largest = max((float(node["population"]) for node in nodes), default=1.0)
    top = LARGEST_CIRCLE if len(nodes) <= CROWDED else LARGEST_CIRCLE / 3
    for node in nodes:
        area = max(SMALLEST_CIRCLE, top * float(node["population"]) / max(1.0, largest))
        yield {**_at(node, frame), "area": area, "fill": band_of(node.get(hours))[1], "shape": "circle"}


def _at(node: Node, frame: Frame) -> dict[str, float]:
    x, y = frame.pixel(float(node["longitude"]), float(node["latitude"]))
    return {"x": x, "y": y}


def _points(rows: list[dict[str, Any]], edge: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "opacity": 1, **edge},
        "encoding": {
            **{axis: pixels(axis) for axis in ("x", "y")},
            "size": {"field": "area", "type": "quantitative", "scale": None},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "shape": {"field": "shape", "type": "nominal", "scale": None},
        },
    }
