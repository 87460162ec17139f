"""How percentages went from one day to the next: a bold line for the whole, thin ones for its parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hevesy.pictures.ink import shortened, texts
from hevesy.pictures.strokes import GRID, INKS, Point, dot, keys, line, runs, sheet

WIDTH, LEFT, RIGHT = 372.0, 34.0, 336.0
TOP, BOTTOM = 12.0, 192.0
ROW = 17.0
TICKS = (0, 25, 50, 75, 100)
THIN = "#8a8a8a"
Line = tuple[str, Sequence[tuple[date, float | None]]]


def trend_chart(
    wholes: Sequence[Line], parts: Sequence[Line] = (), *, key: str, title: str, description: str
) -> str:
    """For each (label, (day, percent)s) a line from left to right; the label of a part stands at its end."""
    shown = list(wholes)[: len(INKS)]
    days = sorted({day for _label, points in (*shown, *parts) for day, value in points if value is not None})
    below = BOTTOM + 36
    strokes = [line([(LEFT, _y(tick)), (RIGHT, _y(tick))], GRID) for tick in TICKS]
    for _label, points in parts:
        strokes += _drawn(points, days, THIN, 0.9, "")
    for (_label, points), (ink, dash) in zip(shown, INKS, strict=False):
        strokes += _drawn(points, days, ink, 2.4, dash)
    strokes += keys([label for label, _points in shown], LEFT, below)
    legend = [{"x": LEFT + 33, "y": below + place * ROW, "text": shortened(label, WIDTH - LEFT - 37)}
              for place, (label, _points) in enumerate(shown)]  # fmt: skip
    words = [*_ticks(), *_days(days), *_ends(parts, days), *texts(legend, size=11.5)]
    height = below + ROW * max(1, len(shown))
    return sheet(WIDTH, height, strokes, key=key, title=title, description=description, words=words)


def _x(day: date, days: Sequence[date]) -> float:
    span = (days[-1] - days[0]).days
    return LEFT + 8 + (RIGHT - LEFT - 16) * ((day - days[0]).days / span if span else 0.5)


def _y(percent: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * percent / 100


def _drawn(
    points: Sequence[tuple[date, float | None]], days: Sequence[date], ink: str, width: float, dash: str
) -> list[str]:
    known: list[Point | None] = [None if value is None else (_x(day, days), _y(value)) for day, value in points]
    made = [line(each, ink, width, dash) for each in runs(known) if len(each) > 1]
    return made + [dot(each, ink, 1.3 * width, not dash) for each in known if each is not None]


def _ticks() -> list[dict[str, Any]]:
    return texts([{"x": LEFT - 6, "y": _y(tick), "text": str(tick)} for tick in TICKS], anchor="end", size=11)


def _days(days: Sequence[date]) -> list[dict[str, Any]]:
    """The first day, the last, and those between that have room."""
    rows: list[dict[str, Any]] = []
    for day in [*days[:1], *days[-1:], *days[1:-1]] if len(days) > 1 else days:
        x = _x(day, days)
        if all(abs(x - row["x"]) > 66 for row in rows):
            rows.append({"x": x, "y": BOTTOM + 13, "text": day.isoformat()})
    return texts(rows, anchor="middle", size=11)


def _ends(parts: Sequence[Line], days: Sequence[date]) -> list[dict[str, Any]]:
    """The label of each part at the end of its line, those that would lie over one another side by side."""
    at: dict[int, list[str]] = {}
    for label, points in parts:
        known = [value for day, value in points if value is not None and day == days[-1]] if days else []
        if known:
            at.setdefault(round(_y(known[-1]) / 11), []).append(label)
    rows = [{"x": RIGHT + 2, "y": 11 * place, "text": " ".join(labels)} for place, labels in sorted(at.items())]
    return texts(rows, size=9)
