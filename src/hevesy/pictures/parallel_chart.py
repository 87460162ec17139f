"""Plans beside each other on several aims: one upright line for each aim, better being higher, and one line a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.drawing import draw
from hevesy.pictures.ink import DARK, pixels, rectangles, texts

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 372.0, 34.0, 312.0, 52.0, 262.0
APART = 13.0  # pixels between the numbers of plans at the right
ACCENT, FAINT = "#a84b10", "#9aa7b1"
INK = {"first": (ACCENT, 3.0, []), "front": (DARK, 1.6, []), "dominated": (FAINT, 1.1, []), "none": (DARK, 1.3, [3, 3])}
LEGEND = (
    ("first", "the plan shown"),
    ("front", "not dominated"),
    ("dominated", "dominated by another"),
    ("none", "nothing new"),
)


def parallel_chart(
    axes: Sequence[Mapping[str, Any]], plans: Sequence[Mapping[str, Any]], *, key: str, title: str, description: str
) -> str:
    """The SVG. `axes` have a `name` (of one line or two) and the words `best` and `worst` for their ends; `plans` a
    `label`, a `kind` (key of INK) and `heights` from 0 (the worst of all plans) to 1 (the best) on every axis."""
    across = [LEFT + (RIGHT - LEFT) * place / max(len(axes) - 1, 1) for place in range(len(axes))]
    upright = [{"x": x - 0.5, "x2": x + 0.5, "y": TOP, "y2": BOTTOM, "fill": "#888888"} for x in across]
    layers = [rectangles(upright, stroke=None)]
    for kind in ("dominated", "none", "front", "first"):
        layers += [_line(_points(plan, across), *INK[kind]) for plan in plans if plan["kind"] == kind]
    ends = _spread([_y(plan["heights"][-1]) for plan in plans])
    layers += [_leader(plan, end) for plan, end in zip(plans, ends, strict=True)]
    layers += [_line([{"x": LEFT, "y": y}, {"x": LEFT + 26, "y": y}], *INK[kind]) for kind, y in _rows(plans)]
    canvas = {"width": WIDTH, "height": BOTTOM + 34 + 15 * len(_rows(plans)), "padding": 2, "autosize": "none"}
    words = _words(axes, across) + _numbers(plans, ends) + _legend(plans)
    return draw({**canvas, "layer": layers}, key=key, title=title, description=description, words=words)


def _y(height: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * height


def _points(plan: Mapping[str, Any], across: Sequence[float]) -> list[dict[str, float]]:
    return [{"x": x, "y": _y(height)} for x, height in zip(across, plan["heights"], strict=True)]


def _line(points: Sequence[Mapping[str, float]], ink: str, width: float, dash: list[int]) -> dict[str, Any]:
    mark = {"type": "line", "stroke": ink, "strokeWidth": width, "strokeDash": dash}
    encoding = {"x": pixels("x"), "y": pixels("y"), "order": {"field": "x"}}
    return {"data": {"values": list(points)}, "mark": mark, "encoding": encoding}


def _leader(plan: Mapping[str, Any], end: float) -> dict[str, Any]:
    """From the last axis to the number of the plan."""
    points = [{"x": RIGHT, "y": _y(plan["heights"][-1])}, {"x": RIGHT + 24, "y": end}]
    return _line(points, "#bbbbbb", 0.7, [])


def _spread(wanted: Sequence[float]) -> list[float]:
    """Heights near those wanted, none closer than APART to another or above the axes, in the same order.

    >>> _spread([100.0, 100.0, 60.0, TOP])
    [93.5, 106.5, 65.0, 52.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    groups: list[list[int]] = []
    for place in order:
        groups.append([place])
        while len(groups) > 1 and _first(groups[-1], wanted) - _last(groups[-2], wanted) < APART:
            groups[-2:] = [groups[-2] + groups[-1]]
    found = [0.0] * len(wanted)
    for group in groups:
        for number, place in enumerate(group):
            found[place] = _first(group, wanted) + APART * number
    return found


def _first(group: Sequence[int], wanted: Sequence[float]) -> float:
    return max(TOP, sum(wanted[place] for place in group) / len(group) - APART * (len(group) - 1) / 2)


def _last(group: Sequence[int], wanted: Sequence[float]) -> float:
    return _first(group, wanted) + APART * (len(group) - 1)


def _words(axes: Sequence[Mapping[str, Any]], across: Sequence[float]) -> list[dict[str, Any]]:
    lines = [(x, axis["name"].split("\n")) for x, axis in zip(across, axes, strict=True)]
    named = [
        {"x": x, "y": TOP - 24 - 13 * (len(said) - 1 - place), "text": line}
        for x, said in lines for place, line in enumerate(said)
    ]
    best = [{"x": x, "y": TOP - 10, "text": axis["best"]} for x, axis in zip(across, axes, strict=True)]
    worst = [{"x": x, "y": BOTTOM + 11, "text": axis["worst"]} for x, axis in zip(across, axes, strict=True)]
    return [
        *texts(named, anchor="middle", size=11, weight="bold"),
        *texts([*best, *worst], anchor="middle", size=10.5),
    ]


def _numbers(plans: Sequence[Mapping[str, Any]], ends: Sequence[float]) -> list[dict[str, Any]]:
    rows = [{"x": RIGHT + 27, "y": end, "text": plan["label"]} for plan, end in zip(plans, ends, strict=True)]
    return texts(rows, size=11)


def _rows(plans: Sequence[Mapping[str, Any]]) -> list[tuple[str, float]]:
    """The kinds of line that there are, and the height of each in the legend."""
    kinds = [kind for kind, _ in LEGEND if any(plan["kind"] == kind for plan in plans)]
    return [(kind, BOTTOM + 32 + 15 * place) for place, kind in enumerate(kinds)]


def _legend(plans: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    said = dict(LEGEND)
    return texts([{"x": LEFT + 33, "y": y, "text": said[kind]} for kind, y in _rows(plans)], size=11.5)
