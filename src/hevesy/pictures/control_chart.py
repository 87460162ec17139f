"""A control chart: values from month to month, their limits, the centre, and a square round each that fired a rule."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from hevesy.pictures.ink import texts
from hevesy.pictures.need_chart import round_ticks
from hevesy.pictures.strokes import GRID, Point, dot, line, runs, sheet

WIDTH, LEFT, RIGHT = 372.0, 44.0, 350.0
TOP, BOTTOM, HEIGHT = 12.0, 152.0, 178.0
INK, LIMIT, AIM, BAD = "#12304a", "#a84b10", "#3f6f2a", "#9c1c1c"


@dataclass(frozen=True, slots=True)
class Shown:
    """A point of the chart in the unit of its axis; None where there is no value."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None


def control_chart(
    points: Sequence[Shown], centre: float | None, marked: Collection[int], *, key: str, title: str,
    description: str, target: float | None = None,
) -> str:  # fmt: skip
    """The values as dots on a line, limits in steps, the centre as a line; `marked` points stand in a square.

    A `target` is a line of dots.
    """
    known = [each for point in points for each in (point.value, point.lower, point.upper) if each is not None]
    known += [each for each in (centre, target) if each is not None]
    axis = _Axis(known)
    strokes = [line([(LEFT, axis.y(tick)), (RIGHT, axis.y(tick))], GRID) for tick in axis.ticks]
    for side in ("lower", "upper"):
        strokes += [line(each, LIMIT, 1.2, "4 3") for each in runs(_steps(points, side, axis))]
    if centre is not None:
        strokes.append(line([(LEFT, axis.y(centre)), (RIGHT, axis.y(centre))], INK, 0.9))
    if target is not None:
        strokes.append(line([(LEFT, axis.y(target)), (RIGHT, axis.y(target))], AIM, 1.4, "1 3"))
    strokes += _values(points, marked, axis)
    words = [*_ticks(axis), *_labels(points)]
    return sheet(WIDTH, HEIGHT, strokes, key=key, title=title, description=description, words=words)


class _Axis:
    """From a value to a height: from nought, unless all lies far from it."""

    def __init__(self, known: Sequence[float]) -> None:
        low, high = min(known, default=0.0), max(known, default=1.0)
        low = low if low < 0 or low > 0.5 * high else 0.0
        ticks = round_ticks(high - low)
        step = ticks[1] - ticks[0]
        first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
        self.ticks: list[float] = [place * step for place in range(first, max(last, first + 1) + 1)]

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low)


def _x(place: int, of: int) -> float:
    return LEFT + 8 + (RIGHT - LEFT - 16) * (place / (of - 1) if of > 1 else 0.5)


def _steps(points: Sequence[Shown], side: str, axis: _Axis) -> list[Point | None]:
    """A limit as a step for each point, half way to its neighbours."""
    half = (_x(1, len(points)) - _x(0, len(points))) / 2 if len(points) > 1 else 8.0
    found: list[Point | None] = []
    for place, point in enumerate(points):
        value = getattr(point, side)
        if value is None:
            found.append(None)
            continue
        x, y = _x(place, len(points)), axis.y(value)
        found += [(x - half, y), (x + half, y)]
    return found


def _values(points: Sequence[Shown], marked: Collection[int], axis: _Axis) -> list[str]:
    at = [None if each.value is None else (_x(place, len(points)), axis.y(each.value))
          for place, each in enumerate(points)]  # fmt: skip
    strokes = [line(each, INK, 1.6) for each in runs(at) if len(each) > 1]
    for place, each in enumerate(at):
        if each is not None:
            strokes.append(dot(each, INK, 2.4))
            if place in marked:
                x, y = each
                strokes.append(line([(x - 5, y - 5), (x + 5, y - 5), (x + 5, y + 5), (x - 5, y + 5)], BAD, 1.8,
                                    closed=True))  # fmt: skip
    return strokes


def _ticks(axis: _Axis) -> list[dict[str, Any]]:
    rows = [{"x": LEFT - 6, "y": axis.y(tick), "text": f"{tick:g}"} for tick in axis.ticks]
    return texts(rows, anchor="end", size=11)


def _labels(points: Sequence[Shown]) -> list[dict[str, Any]]:
    """The first label, the last, and those between that have room."""
    rows: list[dict[str, Any]] = []
    of = len(points)
    for place in [0, of - 1, *range(1, of - 1)] if of > 1 else range(of):
        x = _x(place, of)
        if all(abs(x - row["x"]) > 54 for row in rows):
            rows.append({"x": x, "y": BOTTOM + 13, "text": points[place].label})
    return texts(rows, anchor="middle", size=11)
