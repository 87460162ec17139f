"""The need of a group of patients year by year, with its interval."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.cascade_chart import persons
from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import DARK, PALE, pixels, rectangles, texts

WIDTH, LEFT, RIGHT = 372.0, 44.0, 352.0
TOP, BOTTOM, HEIGHT = 14.0, 118.0, 140.0


def need_chart(by_year: Sequence[Mapping[str, Any]], *, key: str, title: str, description: str) -> str:
    """A line with its band from the rows year, value, low, high; a year without a value is left out."""
    rows = [row for row in by_year if row["value"] is not None]
    years = [int(row["year"]) for row in rows]
    ticks = round_ticks(max(float(row["high"] or row["value"]) for row in rows))
    line, band = [], []
    for row in rows:
        x = LEFT + (RIGHT - LEFT) * (int(row["year"]) - years[0]) / max(1, years[-1] - years[0])
        line.append({"x": x, "y": _level(float(row["value"]), ticks), "year": int(row["year"])})
        if row["low"] is not None and row["high"] is not None:
            high, low = (_level(float(row[name]), ticks) for name in ("high", "low"))
            band.append({"x": x, "y": high, "y2": low})
    layers = [_grid(ticks), _area(band), _line(line), _ends([line[0], line[-1]])]
    words = [
        *texts(
            [{"x": LEFT - 6, "y": _level(t, ticks), "text": f"{t:,g}"} for t in ticks], anchor="end", size=11
        ),
        *texts(_years(line), anchor="middle", size=11),
        *texts(_values(rows, line), anchor="middle", weight="bold", size=11.5, halo=True),
    ]
    specification = {
        "width": WIDTH,
        "height": HEIGHT,
        "padding": 2,
        "autosize": "none",
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }
    return draw(specification, key=key, title=title, description=description, words=words)


def round_ticks(top: float) -> list[float]:
    """From zero in three to five round steps to just above `top`.

    >>> round_ticks(2800), round_ticks(0)
    ([0, 1000, 2000, 3000], [0, 1])
    >>> round_ticks(714)
    [0, 200, 400, 600, 800]
    """
    if top <= 0:
        return [0, 1]
    step = 10 ** math.floor(math.log10(top))
    for share in (0.2, 0.5, 1, 2):
        if top / (step * share) <= 5:
            step *= share
            break
    return [place * step for place in range(math.ceil(top / step) + 1)]


def _level(value: float, ticks: Sequence[float]) -> float:
    return BOTTOM - (BOTTOM - TOP) * value / ticks[-1]


def _years(line: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    marked = [point for point in line if point["year"] % 5 == 0] or [line[0], line[-1]]
    return [{"x": point["x"], "y": BOTTOM + 12, "text": str(point["year"])} for point in marked]


def _values(rows: Sequence[Mapping[str, Any]], line: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    said = []
    for row, point, aside in ((rows[0], line[0], 16), (rows[-1], line[-1], -10)):
        y = max(TOP, point["y"] - 11)
        said.append({"x": point["x"] + aside, "y": y, "text": persons(row["value"])})
    return said


def _grid(ticks: Sequence[float]) -> dict[str, Any]:
    rows = [{"x": LEFT, "x2": RIGHT, "y": y, "y2": y + 0.8} for y in (_level(tick, ticks) for tick in ticks)]
    return rectangles([{**row, "fill": "#dcdcdc"} for row in rows], stroke=None)


def _area(band: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    encoding = {"x": pixels("x"), "y": pixels("y"), "y2": {"field": "y2"}}
    return {"data": {"values": list(band)}, "mark": {"type": "area", "color": PALE}, "encoding": encoding}


def _line(points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    mark = {"type": "line", "color": DARK, "strokeWidth": 2.2}
    return {"data": {"values": list(points)}, "mark": mark, "encoding": {"x": pixels("x"), "y": pixels("y")}}


def _ends(points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    mark = {"type": "point", "filled": True, "size": 45, "color": DARK, "opacity": 1}
    return {"data": {"values": list(points)}, "mark": mark, "encoding": {"x": pixels("x"), "y": pixels("y")}}
