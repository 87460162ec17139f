"""From a chart specification to a finished SVG: textured, named for a screen reader, safe to inline."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.studio import svg_of

FONT = "Helvetica, Arial, sans-serif"

CONFIG: dict[str, Any] = {
    "background": "#ffffff",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "labelColor": "#333333",
        "titleColor": "#333333",
        "gridColor": "#e3e3e3",
        "domainColor": "#888888",
        "tickColor": "#888888",
    },
    "text": {"fontSize": 11, "color": "#1a1a1a"},
    "legend": {"disable": True},
}

# A fill written as "texture|#colour" becomes a pattern: the colour with this drawn over it, so that what the
# colour says can also be read in grey. Cell size, then the strokes on the cell.
_TEXTURES: Mapping[str, tuple[int, str]] = {
    "hatch": (6, '<path d="M-1,1l2,-2M0,6l6,-6M5,7l2,-2" stroke="{ink}" stroke-width="1.1"/>'),
    "back": (6, '<path d="M-1,5l2,2M0,0l6,6M5,-1l2,2" stroke="{ink}" stroke-width="1.1"/>'),
    "lines": (5, '<path d="M2.5,0v5" stroke="{ink}" stroke-width="1.3"/>'),
    "cross": (6, '<path d="M0,6l6,-6M0,0l6,6" stroke="{ink}" stroke-width="0.9"/>'),
    "faint": (6, '<path d="M0,6l6,-6M0,0l6,6" stroke="#bdbdbd" stroke-width="0.7"/>'),
    "dots": (5, '<circle cx="2.5" cy="2.5" r="1" fill="{ink}"/>'),
}

_FILL = re.compile(r'fill="(\w+)\|(#[0-9a-fA-F]{6})"')
_NOISE = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events|stroke-miterlimit)="[^"]*"')
_EMPTY = re.compile(r'<path[^>]* d="(?:M0,0h0v0h0Z)?"[^>]*/>')
_HOLLOW = re.compile(r"<g(?: [^>]*)?></g>")
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_ROOT = re.compile(r"<svg[^>]*viewBox=\"([^\"]+)\"[^>]*>")
_MOVED = re.compile(r'^<rect[^>]*/><g[^>]*transform="([^"]+)"')
_ID = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')


def draw(
    specification: Mapping[str, Any],
    *,
    key: str,
    title: str,
    description: str,
    words: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The chart as one SVG element; `key` makes its ids unique on a page that holds several charts.

    It carries title and description for a screen reader, no script and no reference to anything outside.
    `words` (x, y, text; size, anchor, weight, halo) are set on top at pixels of the plot: the chart engine
    measures each text it sets, which takes longer than all the rest of a picture.
    """
    raw = svg_of({**specification, "config": CONFIG})
    return finish(raw, key=key, title=title, description=description, words=words)


def finish(
    raw: str, *, key: str, title: str, description: str, words: Sequence[Mapping[str, Any]] = ()
) -> str:
    """Clean what the chart engine wrote: patterns for textures, own ids, rounded numbers, a name."""
    root = _ROOT.search(raw)
    if root is None:
        raise ValueError("the chart engine wrote no viewBox")
    body = _own_ids(_lean(raw[root.end() :]), key)
    body, patterns = _textured(body, key)
    width, height = root.group(1).split()[2:]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{root.group(1)}" width="{width}" '
        f'height="{height}" '
        f'role="img" aria-labelledby="{key}-title {key}-desc">'
        f'<title id="{key}-title">{html.escape(title)}</title>'
        f'<desc id="{key}-desc">{html.escape(description)}</desc>'
    )
    return head + patterns + body.removesuffix("</svg>") + _set(words, body) + "</svg>"


def _set(words: Sequence[Mapping[str, Any]], body: str) -> str:
    """The words as text elements, in the coordinates of the plot."""
    if not words:
        return ""
    moved = _MOVED.search(body)
    plot = f' transform="{moved.group(1)}"' if moved else ""
    return f'<g{plot} font-family="{FONT}" fill="#1a1a1a">{"".join(map(_text, words))}</g>'


def _text(word: Mapping[str, Any]) -> str:
    size = float(word.get("size", 12))
    style = f' font-size="{size:g}"'
    style += f' text-anchor="{word["anchor"]}"' if "anchor" in word else ""
    style += f' font-weight="{word["weight"]}"' if "weight" in word else ""
    place = f'x="{float(word["x"]):.1f}" y="{float(word["y"]) + 0.35 * size:.1f}"'
    said = html.escape(str(word["text"]))
    edge = ' stroke="#ffffff" stroke-width="3" stroke-linejoin="round"'
    halo = f"<text {place}{style}{edge}>{said}</text>" if word.get("halo") else ""
    return f"{halo}<text {place}{style}>{said}</text>"


def _lean(body: str) -> str:
    body = _EMPTY.sub("", _NOISE.sub("", body))
    before = ""
    while before != body:
        before, body = body, _HOLLOW.sub("", body)
    return _NUMBER.sub(lambda found: f"{float(found.group()):.1f}".removesuffix(".0"), body)


def _own_ids(body: str, key: str) -> str:
    return _ID.sub(lambda found: f"{found.group(1)}{key}-{found.group(2)}", body)


def _textured(body: str, key: str) -> tuple[str, str]:
    used: dict[tuple[str, str], str] = {}

    def replace(found: re.Match[str]) -> str:
        texture, colour = found.group(1), found.group(2).lower()
        name = used.setdefault((texture, colour), f"{key}-{texture}-{colour[1:]}")
        return f'fill="url(#{name})"'

    body = _FILL.sub(replace, body)
    patterns = "".join(_pattern(name, *what) for what, name in used.items())
    return body, f"<defs>{patterns}</defs>" if patterns else ""


def _pattern(name: str, texture: str, colour: str) -> str:
    cell, strokes = _TEXTURES[texture]
    dark = sum(int(colour[at : at + 2], 16) for at in (1, 3, 5)) < 300
    ink = "#ffffff" if dark else "#333333"
    return (
        f'<pattern id="{name}" width="{cell}" height="{cell}" patternUnits="userSpaceOnUse">'
        f'<rect width="{cell}" height="{cell}" fill="{colour}"/>{strokes.format(ink=ink)}</pattern>'
    )


def png(svg: str, scale: float = 2.0) -> bytes:
    """The same picture as a bitmap, for looking at it and for documents that take no SVG."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=scale))
