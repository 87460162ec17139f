"""What befalls a country and when: one row for each shock, felt in full, recovering, or at random."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.drawing import draw
from hevesy.pictures.gantt import BAR, ROW, TOP, WEEKS, WIDTH, box, years_over, years_shaded
from hevesy.pictures.ink import DARK, rectangles, shortened, texts

RECOVERS, ANY_TIME = "dots|#d7e3ec", "back|#ffffff"
LEGEND = ((DARK, "felt in full"), (RECOVERS, "recovers"), (ANY_TIME, "at random, in any year"))


def spells(
    rows: Sequence[Mapping[str, Any]], *, years: Sequence[str], key: str, title: str, description: str
) -> str:
    """Rows of label and, where the day is known, begins, ends, ends_low, ends_high, recovered (weeks); else only label.

    `years` names each span of 52 weeks. The line with ends is the end if it were as early, or as late, as its range
    allows.
    """
    scale = WIDTH / (len(years) * WEEKS)
    bottom = TOP + len(rows) * ROW
    boxes = [each for number, row in enumerate(rows) for each in _bars(row, TOP + number * ROW, scale)]
    labels = [
        {"x": 0.0, "y": TOP + number * ROW + 8, "text": shortened(row["label"], WIDTH)}
        for number, row in enumerate(rows)
    ]
    legend, said = _legend(bottom + 10)
    specification = {
        "width": WIDTH,
        "height": bottom + 44,
        "padding": {"left": 2, "right": 2, "top": 0, "bottom": 2},
        "autosize": "none",
        "layer": [
            rectangles(years_shaded(len(years), scale, bottom), stroke=None),
            rectangles([*boxes, *legend]),
        ],
    }
    words = [*years_over(years, scale), *texts(labels, size=11, halo=True), *said]
    return draw(specification, key=key, title=title, description=description, words=words)


def _bars(row: Mapping[str, Any], top: float, scale: float) -> list[dict[str, Any]]:
    if "begins" not in row:
        return [box(0.0, WIDTH / scale, ANY_TIME, top, (18.0, 24.0), scale)]
    spans = ((row["begins"], row["ends"], DARK), (row["ends"], row["recovered"], RECOVERS))
    found = [box(start, end, fill, top, BAR, scale) for start, end, fill in spans if end > start]
    low, high = row["ends_low"], row["ends_high"]
    if high > low:
        found.append(box(low, high, "#000000", top, (27.6, 28.0), scale))
        found += [box(week, week, "#000000", top, (26.2, 29.4), scale) for week in (low, high)]
    return [each for each in found if each["x"] < WIDTH]


def _legend(top: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    boxes, words, x = [], [], 0.0
    for fill, word in LEGEND:
        boxes.append({"x": x, "x2": x + 12, "y": top, "y2": top + 8, "fill": fill})
        words.append({"x": x + 15, "y": top + 4, "text": word})
        x += 24 + 5.1 * len(word)
    span = [(0.0, 24.0, 20.3, 20.7), (0.0, 0.6, 18.9, 22.1), (24.0, 24.6, 18.9, 22.1)]
    boxes += [{"x": a, "x2": b, "y": top + c, "y2": top + d, "fill": "#000000"} for a, b, c, d in span]
    words.append({"x": 29.0, "y": top + 20.5, "text": "over: if it is short, if it is long"})
    return boxes, texts(words, size=10)
