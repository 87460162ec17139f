"""What colours and textures mean, the same in every chart, readable in grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DARK = "#12304a"
MIDDLE = "#4f86ad"
PALE = "#c3d8e8"
LAND = "#e4e4e4"
SEA = "#f3f6f8"

# The five A's of access, each with its own colour and its own texture.
OF_A: Mapping[str, str] = {
    "availability": "#12304a",
    "accommodation": "dots|#e7c9a0",
    "accessibility": "hatch|#e08e45",
    "affordability": "lines|#a9c58c",
    "acceptability": "cross|#d9b3cf",
    "clinical": "#ffffff",
}

# The five states of a figure: a solid class colour only where it was reported.
STATE_TEXTURE: Mapping[str, str] = {
    "reported": "",
    "reported_zero": "dots",
    "public_only": "lines",
    "imputed": "hatch",
    "missing": "faint",
}
MISSING_FILL = "faint|#f4f4f4"
ZERO_FILL = "dots|#ffffff"

CLASSES: Sequence[str] = ("#e8f1f7", "#bcd6e8", "#7fb0d1", "#3f7fae", "#12486f")

# How far a town is: lighter is nearer.
BANDS: Sequence[tuple[str, float, str]] = (
    ("within 1 hour", 1.0, "#ffffff"),
    ("1 to 2 hours", 2.0, "#b5d0e4"),
    ("2 to 4 hours", 4.0, "#5a90b8"),
    ("over 4 hours", float("inf"), "#12304a"),
)
UNKNOWN_BAND = ("unknown", "dots|#ffffff")


def textured(colour: str, state: str) -> str:
    """The fill for a class colour in one of the five states.

    >>> textured("#bcd6e8", "imputed"), textured("#bcd6e8", "missing")
    ('hatch|#bcd6e8', 'faint|#f4f4f4')
    """
    if state == "missing":
        return MISSING_FILL
    if state == "reported_zero":
        return ZERO_FILL
    texture = STATE_TEXTURE[state]
    return f"{texture}|{colour}" if texture else colour


def of_a(a: str | None) -> str:
    """The fill of a loss by its A; a loss that is no barrier of access is left white."""
    return OF_A.get((a or "").strip("()"), "#ffffff")


def rectangles(rows: Sequence[Mapping[str, Any]], **mark: Any) -> dict[str, Any]:
    """A layer of boxes placed in pixels: rows of x, x2, y, y2, fill."""
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "rect", "stroke": "#333333", "strokeWidth": 0.8, **mark},
        "encoding": {
            **{axis: pixels(axis) for axis in ("x", "y")},
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }


def texts(rows: Sequence[Mapping[str, Any]], **style: Any) -> list[dict[str, Any]]:
    """Words placed in pixels, for `draw`: rows of x, y, text, all in one style (size, anchor, weight, halo)."""
    return [{**row, **style} for row in rows]


LETTER = 5.75  # pixels that a letter of size 12 takes, on average


def shortened(text: str, width: float) -> str:
    """The text cut to a width in pixels, with an ellipsis where something was left out.

    >>> shortened("Received the treatment that comes before", 120)
    'Received the treatm…'
    """
    letters = int(width / LETTER)
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def pixels(axis: str) -> dict[str, Any]:
    """The channel `axis` read straight as pixels."""
    return {"field": axis, "type": "quantitative", "axis": None, "scale": None}
