"""Where a place lands on a country's map: the frame that holds its people and its land."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hevesy.globe import EARTH_RADIUS_KM
from hevesy.pictures.shapes import Outline, Polygon, Position, signed_area

WIDTH = 420
HEIGHT_MIN, HEIGHT_MAX = 250, 400
MARGIN = 26
MINOR_PART = 0.02  # an uninhabited part smaller than this share of the country does not widen the frame

Pixel = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a place lands on the picture: Lambert's azimuthal equal-area projection about its middle."""

    longitude: float
    latitude: float
    scale: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    height: float = HEIGHT_MAX

    def pixel(self, longitude: float, latitude: float) -> Pixel:
        lam = math.radians(longitude - self.longitude)
        phi, phi0 = math.radians(latitude), math.radians(self.latitude)
        cosine = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam)
        k = math.sqrt(2 / max(1e-9, 1 + cosine))
        x = k * math.cos(phi) * math.sin(lam)
        y = k * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam))
        return self.shift_x + self.scale * x, self.shift_y - self.scale * y


def frame_of(outlines: Sequence[Outline], nodes: Sequence[Mapping[str, Any]]) -> Frame:
    """The frame that holds the country's people and every part of it that is not minor."""
    places = [(float(node["longitude"]), float(node["latitude"])) for node in nodes]
    for polygon in _major_parts(outlines, places):
        places += [(position[0], position[1]) for position in polygon[0]]
    if not places:
        places = [(0.0, 0.0)]
    middle = _middle(places)
    flat = Frame(*middle)
    xs, ys = zip(*(flat.pixel(*place) for place in places), strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    least = 30 / EARTH_RADIUS_KM  # a city state still shows 30 km
    scale = min((WIDTH - 2 * MARGIN) / max(wide, least), (HEIGHT_MAX - 2 * MARGIN) / max(high, least))
    height = min(HEIGHT_MAX, max(HEIGHT_MIN, scale * high + 2 * MARGIN))
    return Frame(
        *middle,
        scale=scale,
        shift_x=WIDTH / 2 - scale * (max(xs) + min(xs)) / 2,
        shift_y=height / 2 - scale * (max(ys) + min(ys)) / 2,
        height=height,
    )


def _major_parts(outlines: Sequence[Outline], places: Sequence[tuple[float, float]]) -> list[Polygon]:
    parts = [polygon for outline in outlines for polygon in outline.polygons]
    largest = max((abs(signed_area(part[0])) for part in parts), default=0.0)
    total = sum(abs(signed_area(part[0])) for part in parts)
    kept = [p for p in parts if abs(signed_area(p[0])) >= min(largest, MINOR_PART * total)]
    return kept if places or not parts else parts


def _middle(places: Sequence[Position]) -> tuple[float, float]:
    """The middle of the span of longitudes (across 180° where that is shorter) and of latitudes."""
    x = sum(math.cos(math.radians(place[0])) for place in places)
    y = sum(math.sin(math.radians(place[0])) for place in places)
    mean = math.degrees(math.atan2(y, x))
    offsets = [(place[0] - mean + 180) % 360 - 180 for place in places]
    latitudes = [place[1] for place in places]
    return mean + (min(offsets) + max(offsets)) / 2, (min(latitudes) + max(latitudes)) / 2


def within(frame: Frame, left: float, right: float, top: float, bottom: float) -> bool:
    """Whether a box in pixels lies on the picture."""
    return left >= 0 and right <= WIDTH and top >= 0 and bottom <= frame.height
