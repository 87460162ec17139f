"""Small pictures written stroke by stroke: no chart engine is started for them, so a page can draw them as it is asked.

They are finished as every other picture: named for a screen reader, without script, safe to inline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hevesy.pictures.drawing import finish

Point = tuple[float, float]
INKS: Sequence[tuple[str, str]] = (("#12304a", ""), ("#a84b10", "6 3"), ("#3f6f2a", "2 2"), ("#6b3f74", "8 2 2 2"))
GRID = "#d5d5d5"


def line(points: Iterable[Point], ink: str, width: float = 1.0, dash: str = "", closed: bool = False) -> str:
    """A line through points in pixels; `closed` leads back to the first."""
    said = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    kind = "polygon" if closed else "polyline"
    return f'<{kind} points="{said}" fill="none" stroke="{ink}" stroke-width="{width:g}"{dashed}/>' if said else ""


def dot(at: Point, ink: str, radius: float = 3.0, filled: bool = True) -> str:
    """A point; one that is not filled is a ring."""
    fill = ink if filled else "#ffffff"
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}" fill="{fill}" stroke="{ink}" stroke-width="1.4"/>'


def runs(points: Iterable[Point | None]) -> list[list[Point]]:
    """The points between gaps: what is unknown breaks a line.

    >>> runs([(0, 1), None, (2, 3), (3, 4)])
    [[(0, 1)], [(2, 3), (3, 4)]]
    """
    found: list[list[Point]] = [[]]
    for each in points:
        if each is None:
            found.append([])
        else:
            found[-1].append(each)
    return [each for each in found if each]


def sheet(
    width: float, height: float, strokes: Iterable[str], *, key: str, title: str, description: str,
    words: Sequence[Mapping[str, Any]] = (),
) -> str:  # fmt: skip
    """The strokes as one finished SVG element on white."""
    raw = (
        f'<svg viewBox="0 0 {width:g} {height:g}"><rect width="{width:g}" height="{height:g}" fill="#ffffff"/>'
        f"{''.join(strokes)}</svg>"
    )
    return finish(raw, key=key, title=title, description=description, words=words)


def keys(labels: Sequence[str], left: float, top: float, row: float = 17.0) -> list[str]:
    """A piece of each line with its dash, for the legend."""
    return [
        line([(left, top + place * row), (left + 26, top + place * row)], ink, 2.2, dash)
        for place, (_label, (ink, dash)) in enumerate(zip(labels, INKS, strict=False))
    ]
