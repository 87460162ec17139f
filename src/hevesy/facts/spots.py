"""Spots on the map, as far as a pack is checked by them: is this point anywhere near that country?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hevesy.globe import distance_km


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

    def km_to(self, spots: Sequence[Spot]) -> NDArray[np.float64]:
        """Kilometres to each of some spots, shape (spots,)."""
        there = ([spot.latitude for spot in spots], [spot.longitude for spot in spots])
        return distance_km(self.latitude, self.longitude, *there)

    def km_to_nearest(self, spots: Sequence[Spot]) -> float:
        """Kilometres to the nearest of some spots."""
        return float(self.km_to(spots).min())


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
    nearest = spots[int(spot.km_to(spots).argmin())]
    astray = abs(spot.latitude - nearest.latitude) > abs(spot.longitude - nearest.longitude)
    field = "latitude" if astray else "longitude"
    return field, "check the digits and the sign: north and east are positive, south and west negative"
