"""What every picture of a valuation is drawn with: its frame, lines, dots, legend and amounts beside an axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.ink import pixels, texts

WIDTH, HEIGHT = 372.0, 224.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 358.0, 18.0, 168.0
FRONTIER = "#a84b10"


def canvas(layers: Sequence[Mapping[str, Any]], height: float = HEIGHT) -> dict[str, Any]:
    """The specification of a picture from its layers; empty ones are left out."""
    return {
        "width": WIDTH,
        "height": height,
        "padding": 2,
        "autosize": "none",
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }


def line(points: Sequence[Mapping[str, float]], ink: str, dash: list[int]) -> dict[str, Any]:
    """A layer that joins points in the order of `at`."""
    mark = {"type": "line", "stroke": ink, "strokeWidth": 2.0, "strokeDash": dash}
    encoding = {"x": pixels("x"), "y": pixels("y"), "order": {"field": "at"}}
    return {"data": {"values": list(points)}, "mark": mark, "encoding": encoding}


def dots(points: Sequence[Mapping[str, float]], ink: str, size: float, opacity: float) -> dict[str, Any]:
    """A layer of points."""
    mark = {"type": "point", "fill": ink, "stroke": None, "size": size, "opacity": opacity}
    return {"data": {"values": list(points)}, "mark": mark, "encoding": {"x": pixels("x"), "y": pixels("y")}}


def legend(rows: Sequence[str]) -> list[dict[str, Any]]:
    """What each line means, one under the other below the axis."""
    return texts(
        [{"x": LEFT + 33, "y": BOTTOM + 28 + 16 * place, "text": said} for place, said in enumerate(rows)],
        size=11.5,
    )


def legend_marks(rows: Sequence[tuple[str, list[int]]]) -> list[dict[str, Any]]:
    """A stroke of each line, by ink and dash, before its words."""
    found = []
    for place, (ink, dash) in enumerate(rows):
        y = BOTTOM + 28 + 16 * place
        found.append(line([{"x": LEFT, "y": y, "at": 0}, {"x": LEFT + 26, "y": y, "at": 1}], ink, dash))
    return found


def short(value: float) -> str:
    """An amount of money that fits beside an axis.

    >>> short(1500.0), short(250000.0), short(-20.0)
    ('1.5 k', '250 k', '-20')
    """
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g} {letter}"
    return f"{value:.3g}"
