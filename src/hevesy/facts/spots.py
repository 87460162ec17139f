"""Spots on the map, as far as a pack is checked by them: is this point anywhere near that country?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class Spot:
    """A point, in degrees, and the country it lies in."""

    iso3: str
    latitude: float
    longitude: float

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Spot:
        """From a row of towns or airports."""
        return cls(row["iso3"], float(row["latitude"]), float(row["longitude"]))

    def km_to(self, other: Spot) -> float:
        """Great-circle distance.

        >>> round(Spot("", 0, 0).km_to(Spot("", 0, 90)))  # a quarter of the way round
        10008
        """
        first, second = math.radians(self.latitude), math.radians(other.latitude)
        turn = math.radians(other.longitude - self.longitude)
        half = (
            math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(turn / 2) ** 2
        )
        return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))

    def km_to_nearest(self, spots: Sequence[Spot]) -> float:
        """Kilometres to the nearest of some spots."""
        return min(self.km_to(spot) for spot in spots)


def slip(spot: Spot, spots: Sequence[Spot], near_km: float) -> tuple[str, str]:
    """The coordinate of a point far from all `spots` that seems wrong, and how to mend it."""
    swapped = replace(spot, latitude=spot.longitude, longitude=spot.latitude)
    if abs(spot.longitude) <= 90 and swapped.km_to_nearest(spots) <= near_km:
        return "latitude", "latitude and longitude stand in each other's place; exchange them"
    for field in ("latitude", "longitude"):
        turned = -float(getattr(spot, field))
        mended = Spot(spot.iso3, turned if field == "latitude" else spot.latitude,
                      turned if field == "longitude" else spot.longitude)  # fmt: skip
        if mended.km_to_nearest(spots) <= near_km:
            return field, f"check the sign: {turned:g} would lie in the country"
    nearest = min(spots, key=spot.km_to)
    astray = abs(spot.latitude - nearest.latitude) > abs(spot.longitude - nearest.longitude)
    field = "latitude" if astray else "longitude"
    return field, "check the digits and the sign: north and east are positive, south and west negative"
