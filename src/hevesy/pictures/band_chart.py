"""Several figures year by year, each with its interval: what a run counts, or two scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.cascade_chart import persons
from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import pixels, rectangles, shortened, texts
from hevesy.pictures.need_chart import round_ticks

WIDTH, LEFT, RIGHT = 372.0, 46.0, 330.0
TOP, BOTTOM, HEIGHT = 14.0, 150.0, 174.0
LEGEND_ROW = 17.0
# ink, band and dash of each series: bands lie over one another, so they are thin and have edges; in grey the dashes
# tell them apart
STYLES: Sequence[tuple[str, str, list[int]]] = (
    ("#12304a", "#4f86ad", []),
    ("#a84b10", "#e08e45", [6, 3]),
    ("#3f6f2a", "#8fb873", [2, 2]),
    ("#6b3f74", "#b98cc2", [8, 2, 2, 2]),
)


def band_chart(
    series: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], *, key: str, title: str, description: str
) -> str:
    """A line with its band for each (label, rows of year, value, low, high); at most four, from zero upwards."""
    known = [
        (label, [row for row in rows if row["value"] is not None]) for label, rows in series[: len(STYLES)]
    ]
    known = [(label, rows) for label, rows in known if rows]
    years = sorted({int(row["year"]) for _, rows in known for row in rows}) or [0]
    ticks = round_ticks(
        max((float(row["high"] or row["value"]) for _, rows in known for row in rows), default=0.0)
    )
    legend = LEGEND_ROW * len(known)
    layers = [_grid(ticks), *_bands(known, years, ticks), *_lines(known, years, ticks), *_keys(known)]
    specification = {
        "width": WIDTH,
        "height": HEIGHT + legend,
        "padding": 2,
        "autosize": "none",
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }
    words = [*_tick_words(ticks), *_year_words(years), *_end_words(known, ticks), *_key_words(known)]
    return draw(specification, key=key, title=title, description=description, words=words)


Known = list[tuple[str, list[Mapping[str, Any]]]]


def _x(year: int, years: Sequence[int]) -> float:
    return LEFT + (RIGHT - LEFT) * (year - years[0]) / max(1, years[-1] - years[0])


def _y(value: float, ticks: Sequence[float]) -> float:
    return BOTTOM - (BOTTOM - TOP) * max(0.0, value) / ticks[-1]


def _bands(known: Known, years: Sequence[int], ticks: Sequence[float]) -> list[dict[str, Any]]:
    """Each band, and its upper and lower edge in the ink and dash of its line."""
    layers = []
    for (_, rows), (ink, fill, dash) in zip(known, STYLES, strict=False):
        framed = [row for row in rows if row["low"] is not None and row["high"] is not None]
        points = [
            {
                "x": _x(int(row["year"]), years),
                "y": _y(float(row["high"]), ticks),
                "y2": _y(float(row["low"]), ticks),
            }
            for row in framed
        ]
        encoding = {"x": pixels("x"), "y": pixels("y"), "y2": {"field": "y2"}}
        mark = {"type": "area", "fill": fill, "fillOpacity": 0.28}
        layers.append({"data": {"values": points}, "mark": mark, "encoding": encoding})
        layers += [_line(framed, name, years, ticks, ink, dash, 0.7) for name in ("low", "high")]
    return layers


def _lines(known: Known, years: Sequence[int], ticks: Sequence[float]) -> list[dict[str, Any]]:
    return [
        _line(rows, "value", years, ticks, ink, dash, 2.2)
        for (_, rows), (ink, _, dash) in zip(known, STYLES, strict=False)
    ]


def _line(
    rows: Sequence[Mapping[str, Any]], name: str, years: Sequence[int], ticks: Sequence[float], ink: str,
    dash: list[int], width: float,
) -> dict[str, Any]:  # fmt: skip
    points = [
        {"x": _x(int(row["year"]), years), "y": _y(float(row[name]), ticks), "year": int(row["year"])}
        for row in rows
    ]
    mark = {"type": "line", "stroke": ink, "strokeWidth": width, "strokeDash": dash}
    encoding = {"x": pixels("x"), "y": pixels("y"), "order": {"field": "year"}}
    return {"data": {"values": points}, "mark": mark, "encoding": encoding}


def _grid(ticks: Sequence[float]) -> dict[str, Any]:
    rows = [
        {"x": LEFT, "x2": RIGHT, "y": _y(t, ticks), "y2": _y(t, ticks) + 0.6, "fill": "#dddddd"}
        for t in ticks
    ]
    return rectangles(rows, stroke=None)


def _keys(known: Known) -> list[dict[str, Any]]:
    """The patches and lines of the legend, under the chart."""
    boxes, lines = [], []
    for place, (ink, fill, dash) in enumerate(STYLES[: len(known)]):
        y = HEIGHT + place * LEGEND_ROW
        boxes.append({"x": LEFT, "x2": LEFT + 26, "y": y, "y2": y + 11, "fill": fill})
        lines.append(
            {
                "data": {"values": [{"x": LEFT, "y": y + 5.5}, {"x": LEFT + 26, "y": y + 5.5}]},
                "mark": {"type": "line", "stroke": ink, "strokeWidth": 2.2, "strokeDash": dash},
                "encoding": {"x": pixels("x"), "y": pixels("y")},
            }
        )
    return [rectangles(boxes, stroke=None, fillOpacity=0.28), *lines]


def _key_words(known: Known) -> list[dict[str, Any]]:
    rows = [
        {
            "x": LEFT + 33,
            "y": HEIGHT + place * LEGEND_ROW + 5.5,
            "text": shortened(label, WIDTH - LEFT - 33),
        }
        for place, (label, _) in enumerate(known)
    ]
    return texts(rows, size=11.5)


def _tick_words(ticks: Sequence[float]) -> list[dict[str, Any]]:
    rows = [{"x": LEFT - 6, "y": _y(t, ticks), "text": _short(t)} for t in ticks]
    return texts(rows, anchor="end", size=11)


def _short(value: float) -> str:
    """A tick that fits beside the axis: millions and thousands are shortened where they are many digits.

    >>> _short(2500000), _short(250), _short(0.5)
    ('2.5 M', '250', '0.5')
    """
    for size, letter in ((1e9, "G"), (1e6, "M")):
        if abs(value) >= size:
            return f"{value / size:.3g} {letter}"
    return f"{value:,g}" if abs(value) < 1e5 else f"{value / 1e3:.3g} k"


def _year_words(years: Sequence[int]) -> list[dict[str, Any]]:
    marked = [year for year in years if year in (years[0], years[-1]) or (len(years) > 4 and year % 5 == 0)]
    apart = [
        year
        for year in marked
        if year in (years[0], years[-1]) or 2 <= year - years[0] <= years[-1] - years[0] - 2
    ]
    rows = [{"x": _x(year, years), "y": BOTTOM + 12, "text": str(year)} for year in apart]
    return texts(rows, anchor="middle", size=11)


def _end_words(known: Known, ticks: Sequence[float]) -> list[dict[str, Any]]:
    """The last value of each series at the end of its line, kept apart from one another."""
    last = sorted(
        ((_y(float(rows[-1]["value"]), ticks), rows[-1]["value"]) for _, rows in known), reverse=True
    )
    rows, free = [], BOTTOM
    for y, value in last:
        free = min(y, free)
        rows.append({"x": RIGHT + 5, "y": free, "text": _said(float(value))})
        free -= 13
    return texts(rows, size=11.5, weight="bold")


def _said(value: float) -> str:
    return _short(value) if abs(value) >= 1e5 else persons(value)
