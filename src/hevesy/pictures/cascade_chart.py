"""The cascade as bars: how many people are left at each stage, and how many were lost there and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import DARK, LETTER, OF_A, of_a, rectangles, shortened, texts

WIDTH = 372
ROW, BAR_TOP, BAR_HEIGHT = 24.0, 13.0, 8.0


def persons(value: float | None) -> str:
    """A number of people as one says it; unknown when there is none.

    >>> persons(1234.4), persons(12.34), persons(0.04), persons(None)
    ('1,234', '12', 'under 0.1', 'unknown')
    """
    if value is None:
        return "unknown"
    if 0 < abs(value) < 0.1:
        return "under 0.1"
    return f"{value:,.0f}" if abs(value) >= 10 or value == 0 else f"{value:,.1f}"


def cascade_chart(
    start: float | None,
    stages: Sequence[Mapping[str, Any]],
    *,
    key: str,
    title: str,
    description: str,
    start_low: float | None = None,
    start_high: float | None = None,
) -> str:
    """One bar per stage of plan.json: the people remaining, their interval as a line, the leak by its A."""
    top = max([start or 0.0, *(float(stage["remaining"] or 0.0) for stage in stages)]) or 1.0
    pixels = WIDTH / top
    first = {"label": "Considered for it", "remaining": start, "lost": 0.0, "a": None}
    first |= {"remaining_low": start_low, "remaining_high": start_high}
    boxes: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    numbers: list[dict[str, Any]] = []
    for place, stage in enumerate([first, *stages]):
        y = place * ROW
        boxes += _bars(stage, y, pixels)
        lines += _interval(stage, y, pixels)
        said = _said(stage, place == 0)
        labels.append(
            {"x": 0, "y": y + 7, "text": shortened(str(stage["label"]), WIDTH - LETTER * len(said))}
        )
        numbers.append({"x": WIDTH, "y": y + 7, "text": said})
    legend, names, height = _legend(stages, ROW * (len(stages) + 1) + 6)
    layers = [
        rectangles(boxes),
        rectangles(lines, stroke=None),
        rectangles(legend),
    ]
    words = [*texts(labels), *texts(numbers, anchor="end"), *texts(names, size=11)]
    specification = {
        "width": WIDTH,
        "height": height,
        "padding": {"left": 2, "right": 2, "top": 0, "bottom": 2},
        "autosize": "none",
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }
    return draw(specification, key=key, title=title, description=description, words=words)


def _said(stage: Mapping[str, Any], first: bool) -> str:
    left = _few(stage["remaining"])
    if first or stage["lost"] is None:
        return left
    a = str(stage.get("a") or "").strip("()")
    lost = float(stage["lost"])
    return f"{left}  (−{_few(lost)}{f' {a}' if a else ''})" if lost else f"{left}  (none lost)"


def _few(value: float | None) -> str:
    return persons(value).replace("under ", "<")


def _bars(stage: Mapping[str, Any], y: float, pixels: float) -> list[dict[str, Any]]:
    if stage["remaining"] is None:
        return []
    left, lost = float(stage["remaining"]) * pixels, float(stage["lost"] or 0.0) * pixels
    edge = {"y": y + BAR_TOP, "y2": y + BAR_TOP + BAR_HEIGHT}
    boxes = [{"x": 0, "x2": left, "fill": "#9aa7b1", **edge}]
    at = left
    for part in stage.get("reasons") or [{"a": stage.get("a"), "lost": stage["lost"]}]:
        width = float(part["lost"] or 0.0) * pixels
        if lost > 0 and width > 0.3:
            boxes.append({"x": at, "x2": min(WIDTH, at + width), "fill": of_a(part.get("a")), **edge})
            at += width
    return boxes


def _interval(stage: Mapping[str, Any], y: float, pixels: float) -> list[dict[str, Any]]:
    low, high = stage.get("remaining_low"), stage.get("remaining_high")
    if low is None or high is None or stage["remaining"] is None:
        return []
    middle = y + BAR_TOP + BAR_HEIGHT / 2
    left, right = min(WIDTH, float(low) * pixels), min(WIDTH, float(high) * pixels)
    marks = [(left, max(left + 0.8, right), 0.7), (left, left + 1.2, 3.5)]
    if float(high) * pixels <= WIDTH:
        marks.append((right - 1.2, right, 3.5))
    halo = [_mark(x - 0.9, x2 + 0.9, middle, half + 0.9, "#ffffff") for x, x2, half in marks]
    return [*halo, *(_mark(x, x2, middle, half, DARK) for x, x2, half in marks)]


def _mark(x: float, x2: float, middle: float, half: float, fill: str) -> dict[str, Any]:
    return {"x": x, "x2": x2, "y": middle - half, "y2": middle + half, "fill": fill}


def _legend(
    stages: Sequence[Mapping[str, Any]], top: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    parts = [part for stage in stages for part in (stage.get("reasons") or [stage])]
    met = {str(part.get("a") or "").strip("()") for part in parts}
    boxes, words = [{"x": 0, "x2": 14, "y": top, "y2": top + 11, "fill": "#9aa7b1"}], []
    words.append({"x": 19, "y": top + 6, "text": "remaining"})
    for place, a in enumerate((a for a in OF_A if a in met), start=1):
        x, y = (place % 3) * 124, top + (place // 3) * 18
        boxes.append({"x": x, "x2": x + 14, "y": y, "y2": y + 11, "fill": OF_A[a]})
        words.append({"x": x + 19, "y": y + 6, "text": f"lost: {a}"})
    bottom = max(float(str(word["y"])) for word in words) + 12
    return boxes, words, bottom
