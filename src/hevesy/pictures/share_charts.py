"""Shares as bars: the five A's of access, the kinds of fact behind an answer, the inputs that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import DARK, LETTER, rectangles, shortened, texts

WIDTH = 372.0
ROW = 36.0


def share_said(share: float | None) -> str:
    """A share in percent.

    >>> share_said(0.314), share_said(0.0004), share_said(None)
    ('31 %', 'under 1 %', 'unknown')
    """
    if share is None:
        return "unknown"
    return "under 1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"


def share_bars(rows: Sequence[Mapping[str, Any]], *, key: str, title: str, description: str) -> str:
    """One bar per row of label, share (None: unknown), fill and, where given, low, high and note."""
    top = max([float(row["share"] or 0.0) for row in rows] + [float(row.get("high") or 0.0) for row in rows])
    pixels = WIDTH / (top or 1.0)
    boxes, lines, labels, numbers = [], [], [], []
    for place, row in enumerate(rows):
        y = place * ROW
        edge = {"y": y + 18, "y2": y + 30}
        if row["share"] is not None:
            width = max(0.8, float(row["share"]) * pixels)
            boxes.append({"x": 0, "x2": width, "fill": row["fill"], **edge})
        if row.get("low") is not None and row.get("high") is not None:
            span = {"x": float(row["low"]) * pixels, "x2": float(row["high"]) * pixels}
            lines.append({**span, "y": y + 23.3, "y2": y + 24.7, "fill": DARK})
        said = str(row.get("note") or share_said(row["share"]))
        room = WIDTH - LETTER * (len(said) + 3)
        labels.append({"x": 0, "y": y + 9, "text": shortened(str(row["label"]), room)})
        numbers.append({"x": WIDTH, "y": y + 9, "text": said})
    layers = [
        rectangles(boxes),
        rectangles(lines, stroke="#ffffff", strokeWidth=0.6),
    ]
    words = [*texts(labels), *texts(numbers, anchor="end", weight="bold")]
    specification = {
        "width": WIDTH,
        "height": ROW * len(rows),
        "padding": {"left": 2, "right": 2, "top": 0, "bottom": 2},
        "autosize": "none",
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }
    return draw(specification, key=key, title=title, description=description, words=words)
