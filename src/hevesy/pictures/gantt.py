"""What is done when: one row for each step, its work, its growth to full use, and what decides the last of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import DARK, MIDDLE, PALE, rectangles, shortened, texts

WIDTH = 372.0
TOP = 20.0  # the years
ROW = 31.0
WIDE = 0x2E80  # from here on signs are as wide as they are high
BAR = (16.0, 26.0)  # from the top of a row
WEEKS = 52
LEGEND = ("back|#ffffff", MIDDLE, DARK, "dots|#d7e3ec", PALE)
LEGEND_WORDS = ("waits", "work", "work that decides the end", "grows", "in use",
                "ready: if all goes quickly, if all goes slowly")  # fmt: skip


def gantt(
    rows: Sequence[Mapping[str, Any]], *, years: Sequence[str], key: str, title: str, description: str,
    words: Sequence[str] = LEGEND_WORDS,
) -> str:  # fmt: skip
    """Rows of label, begins, starts, ready, ready_low, ready_high, full (weeks from the start) and critical.

    `years` names each span of 52 weeks, `words` are those of the legend, in the reader's language.
    What is critical is dark, bold and marked »; the line with ends is readiness if every lead time were as short, or
    as long, as its range allows.
    """
    scale = WIDTH / (len(years) * WEEKS)
    height = TOP + len(rows) * ROW + 44
    boxes = [box for number, row in enumerate(rows) for box in _bars(row, TOP + number * ROW, scale)]
    named = [word for number, row in enumerate(rows) for word in _labels(row, TOP + number * ROW)]
    legend, said = _legend(TOP + len(rows) * ROW + 10, words)
    specification = {
        "width": WIDTH,
        "height": height,
        "padding": {"left": 2, "right": 2, "top": 0, "bottom": 2},
        "autosize": "none",
        "layer": [
            rectangles(years_shaded(len(years), scale, TOP + len(rows) * ROW), stroke=None),
            rectangles([*boxes, *legend]),
        ],
    }
    years_said = years_over(years, scale)
    return draw(
        specification, key=key, title=title, description=description, words=[*years_said, *named, *said]
    )


def _bars(row: Mapping[str, Any], top: float, scale: float) -> list[dict[str, Any]]:
    """Waiting, work, growth, use, and the span of readiness; what lies beyond the last week is cut off."""
    work = DARK if row["critical"] else MIDDLE
    spans = (
        (row["begins"], row["starts"], "back|#ffffff", BAR),
        (row["starts"], row["ready"], work, BAR),
        (row["ready"], row["full"], "dots|#d7e3ec", BAR),
        (row["full"], WIDTH / scale, PALE, (19.5, 22.5)),
    )
    found = [box(start, end, fill, top, band, scale) for start, end, fill, band in spans if end > start]
    low, high = row["ready_low"], row["ready_high"]
    if high > low:
        found.append(box(low, high, "#000000", top, (27.6, 28.0), scale))
        found += [box(week, week, "#000000", top, (26.2, 29.4), scale) for week in (low, high)]
    return [box for box in found if box["x"] < WIDTH]


def box(
    start: float, end: float, fill: str, top: float, band: tuple[float, float], scale: float
) -> dict[str, Any]:
    """A bar from one week to another in a row that begins at `top`; `scale` is pixels a week."""
    left, right = start * scale, min(end * scale, WIDTH)
    return {"x": left, "x2": max(right, left + 0.6), "y": top + band[0], "y2": top + band[1], "fill": fill}


def _labels(row: Mapping[str, Any], top: float) -> list[dict[str, Any]]:
    mark = "» " if row["critical"] else ""
    label = shortened(f"{mark}{row['label']}", WIDTH * (0.92 if row["critical"] else 1.0))
    style = {"weight": "bold"} if row["critical"] else {}
    return texts([{"x": 0.0, "y": top + 8, "text": label}], size=11, halo=True, **style)


def years_shaded(years: int, scale: float, bottom: float) -> list[dict[str, Any]]:
    """Every second year shaded, so that a bar can be read against it."""
    return [
        {
            "x": year * WEEKS * scale,
            "x2": (year + 1) * WEEKS * scale,
            "y": TOP - 4,
            "y2": bottom + 2,
            "fill": fill,
        }
        for year, fill in ((year, "#f3f6f8" if year % 2 == 0 else "#ffffff") for year in range(years))
    ]


def years_over(years: Sequence[str], scale: float) -> list[dict[str, Any]]:
    """The years above, as many as there is room for."""
    every = 1 if len(years) <= 10 else (2 if len(years) <= 20 else 5)
    rows = [
        {"x": (year + 0.5) * WEEKS * scale, "y": 8.0, "text": years[year]}
        for year in range(0, len(years), every)
    ]
    return texts(rows, anchor="middle", size=11)


def _legend(top: float, said: Sequence[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    boxes, words = [], []
    x = 0.0
    for fill, word in zip(LEGEND, said[:-1], strict=True):
        boxes.append({"x": x, "x2": x + 12, "y": top, "y2": top + 8, "fill": fill})
        words.append({"x": x + 15, "y": top + 4, "text": word})
        x += 24 + sum(5.1 if ord(sign) < WIDE else 10.2 for sign in word)
    span = [(0.0, 24.0, 20.3, 20.7), (0.0, 0.6, 18.9, 22.1), (24.0, 24.6, 18.9, 22.1)]
    boxes += [{"x": a, "x2": b, "y": top + c, "y2": top + d, "fill": "#000000"} for a, b, c, d in span]
    words.append({"x": 29.0, "y": top + 20.5, "text": said[-1]})
    return boxes, texts(words, size=10)
