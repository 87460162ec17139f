"""A radar: shares of several things around a circle, one polygon for each who measured them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from hevesy.pictures.ink import shortened, texts
from hevesy.pictures.strokes import GRID, INKS, Point, dot, keys, line, sheet

WIDTH, TOP, RADIUS = 372.0, 24.0, 128.0
ROW = 17.0
RINGS = (25, 50, 75, 100)
Series = Sequence[tuple[str, Sequence[float | None]]]


def radar(spokes: Sequence[str], series: Series, *, key: str, title: str, description: str) -> str:
    """A ring for each quarter, a spoke for each label, and for each (label, percents) a line; None leaves a gap.

    At most four series; the spokes go round as the clock does, the first upwards.
    """
    shown = list(series)[: len(INKS)]
    below = TOP + 2 * RADIUS + 30
    strokes = [*_rings(len(spokes)), *(stroke for each in _polygons(shown) for stroke in each)]
    strokes += keys([label for label, _values in shown], 46, below)
    words = [*_names(spokes), *_percents(), *_legend(shown, below)]
    height = below + ROW * len(shown)
    return sheet(WIDTH, height, strokes, key=key, title=title, description=description, words=words)


def _at(place: int, of: int, percent: float) -> Point:
    """Where a percent stands on a spoke."""
    turn = 2 * math.pi * place / max(1, of)
    reach = RADIUS * percent / 100
    return WIDTH / 2 + reach * math.sin(turn), TOP + RADIUS - reach * math.cos(turn)


def _rings(of: int) -> list[str]:
    rings = [line([_at(place, of, ring) for place in range(of)], GRID, closed=True) for ring in RINGS]
    return rings + [line([_at(place, of, 0), _at(place, of, 100)], GRID) for place in range(of)]


def _polygons(series: Series) -> list[list[str]]:
    made = []
    for (_label, values), (ink, dash) in zip(series, INKS, strict=False):
        of = len(values)
        points = [None if value is None else _at(place, of, value) for place, value in enumerate(values)]
        if None not in points:
            lines = [line([each for each in points if each is not None], ink, 2.0, dash, closed=True)]
        else:
            pairs = zip(points, (*points[1:], *points[:1]), strict=True)
            lines = [line([one, two], ink, 2.0, dash) for one, two in pairs if one is not None and two is not None]
        made.append(lines + [dot(each, ink, filled=not dash) for each in points if each is not None])
    return made


def _names(spokes: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for place, name in enumerate(spokes):
        x, y = _at(place, len(spokes), 108)
        rows.append({"x": x, "y": y, "text": name})
    return texts(rows, anchor="middle", size=11.5, weight="bold")


def _percents() -> list[dict[str, Any]]:
    rows = [{"x": WIDTH / 2 + 3, "y": TOP + RADIUS * (1 - ring / 100) + 7, "text": str(ring)} for ring in RINGS]
    return texts(rows, size=9, halo=True)


def _legend(series: Series, top: float) -> list[dict[str, Any]]:
    rows = [
        {"x": 80, "y": top + place * ROW, "text": shortened(label, WIDTH - 84)}
        for place, (label, _values) in enumerate(series)
    ]
    return texts(rows, size=11.5)
