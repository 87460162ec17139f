"""The names on a country's map: what does not fit beside its place is left out, the smaller one first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.ink import texts
from hevesy.pictures.map_frame import Frame, Pixel, within

LABELS = 5  # the largest towns are named,
FAR_LABELS, FAR_HOURS = 3, 2.0  # and the largest of those that are far
SITE_LABELS = 3  # of many sites only the first are named,
PLANNED_LABELS = 8  # and the first that are planned
LETTER = 6.4  # pixels that a bold letter of size 11 takes

Box = tuple[float, float, float, float]


def drawn_centres(centres: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The centres that may be drawn: confirmed by somebody, declared hypothetical, or planned; nothing else."""
    return [c for c in centres if c.get("confirmed") or c.get("hypothetical") or c.get("planned")]


def place_names(
    nodes: Sequence[Mapping[str, Any]], centres: Sequence[Mapping[str, Any]], frame: Frame, hours: str
) -> list[dict[str, Any]]:
    """Names of the first sites, then of the largest towns and of far ones; no two overlap."""
    drawn = drawn_centres(centres)
    sites = [site for site in drawn if site.get("planned")][:PLANNED_LABELS]
    sites += [site for site in drawn if not site.get("planned")][:SITE_LABELS]
    wanted = [
        (str(site.get("label") or site["name"]) + (" (hypothetical)" if site.get("hypothetical") else ""), site, 11)
        for site in sites
    ]
    named = {str(site["name"]) for site in sites}
    towns = [n for n in nodes if n.get("name") and not n.get("imputed") and n["name"] not in named]
    largest = sorted(towns, key=_minus_population)
    far = [node for node in largest[LABELS:] if (node.get(hours) or 0.0) > FAR_HOURS]
    wanted += [(str(node["name"]), node, 9) for node in (*largest[:LABELS], *far[:FAR_LABELS])]
    taken: list[Box] = []
    rows = []
    for text, place, gap in wanted:
        x, y = frame.pixel(float(place["longitude"]), float(place["latitude"]))
        spot = _free_spot(x, y, LETTER * len(text), gap, taken, frame)
        if spot is not None:
            taken.append((spot[0], spot[1] - 7, spot[0] + LETTER * len(text), spot[1] + 7))
            rows.append({"x": spot[0], "y": spot[1], "text": text})
    return texts(rows, weight="bold", size=11, halo=True)


def _minus_population(node: Mapping[str, Any]) -> float:
    return -float(node["population"])


def _free_spot(
    x: float,
    y: float,
    width: float,
    gap: float,
    taken: Sequence[Box],
    frame: Frame,
) -> Pixel | None:
    spots = ((x + gap, y), (x - gap - width, y), (x - width / 2, y - 15), (x - width / 2, y + 16))
    for left, middle in spots:
        box = (left, middle - 7, left + width, middle + 7)
        inside = within(frame, box[0], box[2], box[1], box[3])
        if inside and not any(_overlap(box, other) for other in taken):
            return left, middle
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
