"""A medicine's journey: its legs hour by hour, and how much of its activity is left."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import DARK, MIDDLE, rectangles, texts

WIDTH = 372.0
CURVE_TOP, CURVE_HEIGHT = 16.0, 62.0
ROW = 26.0


def hours_said(hours: float | None) -> str:
    """A time as one says it.

    >>> hours_said(0.75), hours_said(1.62), hours_said(50.3), hours_said(191), hours_said(None)
    ('45 min', '1.6 h', '50 h', '8 days', 'unknown')
    """
    if hours is None:
        return "unknown"
    if hours < 1:
        return f"{hours * 60:.0f} min"
    if hours >= 96:
        return f"{hours / 24:.0f} days"
    return f"{hours:.2g} h" if hours < 10 else f"{hours:.0f} h"


def journey_chart(
    legs: Sequence[Mapping[str, Any]], *, key: str, title: str, description: str, hypothetical: bool
) -> str:
    """The legs since release on one clock, above them the activity left as a fraction of what was released.

    A hypothetical route is hatched. A leg of unknown length is named without a bar.
    """
    total = sum(float(leg["hours"] or 0.0) for leg in legs) or 1.0
    pixels = WIDTH / total
    boxes: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    curve: list[dict[str, float]] = [{"x": 0.0, "y": CURVE_TOP}]
    elapsed, fraction, top = 0.0, 1.0, CURVE_TOP + CURVE_HEIGHT + 12
    for place, leg in enumerate(legs):
        hours, y = float(leg["hours"] or 0.0), top + place * ROW
        start, end = elapsed * pixels, (elapsed + hours) * pixels
        fill = "hatch|#d7e3ec" if hypothetical else MIDDLE
        if leg["hours"] is not None:
            boxes.append({"x": start, "x2": max(start + 1.5, end), "y": y + 14, "y2": y + 21, "fill": fill})
        words.append({"x": 0.0, "y": y + 7, "text": f"{leg['name']}: {_leg_hours(leg)}"})
        left = leg.get("activity_left")
        if left is not None and float(left) > 0:
            curve += _decay(elapsed, hours, fraction, float(left), pixels)
            fraction = float(left)
        elapsed += hours
    height = top + len(legs) * ROW + 6
    decay, said = _frame(curve, fraction, elapsed)
    layers = [*decay, rectangles(boxes)]
    specification = {
        "width": WIDTH,
        "height": height,
        "padding": {"left": 2, "right": 2, "top": 0, "bottom": 2},
        "autosize": "none",
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }
    return draw(specification, key=key, title=title, description=description, words=[*said, *texts(words)])


def _leg_hours(leg: Mapping[str, Any]) -> str:
    low, high = leg.get("low"), leg.get("high")
    span = f" ({hours_said(low)} to {hours_said(high)})" if low is not None and high is not None else ""
    return f"{hours_said(leg['hours'])}{span}"


def _decay(start: float, hours: float, before: float, after: float, pixels: float) -> list[dict[str, float]]:
    """Points of the exponential between two fractions."""
    steps = 8
    rate = math.log(after / before) if before > 0 else 0.0
    return [
        {
            "x": (start + hours * step / steps) * pixels,
            "y": CURVE_TOP + CURVE_HEIGHT * (1 - before * math.exp(rate * step / steps)),
        }
        for step in range(1, steps + 1)
    ]


def _frame(
    curve: list[dict[str, float]], fraction: float, elapsed: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if len(curve) < 2:
        return [], []
    bottom = CURVE_TOP + CURVE_HEIGHT
    area = [{**point, "y2": bottom} for point in curve]
    pixel = {"type": "quantitative", "axis": None, "scale": None}
    drawn = {
        "data": {"values": area},
        "mark": {"type": "area", "color": "#d7e3ec", "line": {"color": DARK, "strokeWidth": 1.8}},
        "encoding": {"x": {"field": "x", **pixel}, "y": {"field": "y", **pixel}, "y2": {"field": "y2"}},
    }
    said = [{"x": 0.0, "y": 7.0, "text": "release: 100 %"}]
    end = [
        {
            "x": WIDTH,
            "y": 7.0,
            "text": f"injection: {fraction * 100:.0f} % left, {hours_said(elapsed)} after release",
        }
    ]
    return [drawn], [*texts(said), *texts(end, anchor="end", weight="bold")]
