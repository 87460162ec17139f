"""The need of a group of patients year by year, with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import DARK, PALE

WIDTH, HEIGHT = 316, 120


def need_chart(by_year: Sequence[Mapping[str, Any]], *, key: str, title: str, description: str) -> str:
    """A line with its band from the rows year, value, low, high; a year without a value is left out."""
    rows = [dict(row) for row in by_year if row["value"] is not None]
    years = [int(row["year"]) for row in rows]
    x = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [min(years), max(years)], "nice": False},
        "axis": {"format": "d", "values": _marked(years), "grid": False},
    }
    ticks = {"tickCount": 4, "format": "~s"}
    y = {"type": "quantitative", "title": None, "scale": {"zero": True}, "axis": ticks}
    band: dict[str, Any] = {
        "data": {"values": [row for row in rows if row["low"] is not None and row["high"] is not None]},
        "mark": {"type": "area", "color": PALE, "opacity": 1},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
    }
    line: dict[str, Any] = {
        "data": {"values": rows},
        "mark": {"type": "line", "color": DARK, "strokeWidth": 2.2},
        "encoding": {"x": x, "y": {**y, "field": "value"}},
    }
    ends: dict[str, Any] = {
        "data": {"values": [rows[0], rows[-1]]},
        "mark": {"type": "point", "filled": True, "size": 45, "color": DARK, "opacity": 1},
        "encoding": {"x": x, "y": {**y, "field": "value"}},
    }
    layers = [layer for layer in (band, line, ends) if layer["data"]["values"]]
    specification = {
        "width": WIDTH,
        "height": HEIGHT,
        "padding": {"left": 4, "right": 18, "top": 8, "bottom": 2},
        "layer": layers,
    }
    return draw(specification, key=key, title=title, description=description)


def _marked(years: Sequence[int]) -> list[int]:
    return [year for year in years if year % 5 == 0] or [years[0], years[-1]]
