"""The globe: how far two points on it are apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def distance_km(
    latitude: ArrayLike, longitude: ArrayLike, to_latitude: ArrayLike, to_longitude: ArrayLike
) -> NDArray[np.float64]:
    """Great-circle distance; arguments in degrees, broadcast against one another.

    >>> round(float(distance_km(0, 0, 0, 90)))  # a quarter of the way round
    10008
    """
    first, second = np.radians(latitude), np.radians(to_latitude)
    turn = np.radians(np.subtract(to_longitude, longitude))
    half = np.sin((second - first) / 2) ** 2 + np.cos(first) * np.cos(second) * np.sin(turn / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))), dtype=np.float64)
