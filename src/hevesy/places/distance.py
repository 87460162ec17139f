"""How far, and how long the journey takes where no road network is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Fact, Reader
from hevesy.globe import distance_km
from hevesy.places.country import Country

Array = NDArray[np.float64]


class Place(Protocol):
    """Anything with a position and the landmass it stands on."""

    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...
    @property
    def landmass(self) -> str: ...


@dataclass(frozen=True, slots=True)
class TravelHours:
    """One-way hours, each of shape (origins, destinations); `crosses` marks trips between landmasses."""

    expected: Array
    low: Array
    high: Array
    crosses: NDArray[np.bool_]


def travel_hours(
    origins: Sequence[Place], destinations: Sequence[Place], country: Country, reader: Reader
) -> TravelHours:
    """One-way hours from each origin to each destination, with what is plausible.

    On one landmass: great circle × detour / speed × behaviour; the range adds the three logarithmic ranges in
    quadrature. Between landmasses: the hours of a crossing plus the great circle at its speed, from both at
    their best to both at their worst. No road trip is ever replaced by a flight.
    """
    assert reader.place.partition("/")[0] == country.iso3, "the reader must read for the same country"
    lands: dict[str, int] = {}
    here, there = _columns(origins, lands), _columns(destinations, lands)
    km = distance_km(here[0][:, None], here[1][:, None], there[0][None, :], there[1][None, :])
    crosses = here[2][:, None] != there[2][None, :]
    road, road_low, road_high = _hours_per_km(reader)
    expected, low, high = km * road, km * road_low, km * road_high
    if crosses.any():
        wait, speed = reader.fact("places.travel.crossing_hours"), reader.fact("places.travel.crossing_speed")
        expected = np.where(crosses, _middle(wait) + km / _middle(speed), expected)
        low = np.where(crosses, _low(wait) + km / _high(speed), low)
        high = np.where(crosses, _high(wait) + km / _low(speed), high)
    return TravelHours(expected, low, high, crosses)


def _columns(places: Sequence[Place], lands: dict[str, int]) -> tuple[Array, Array, NDArray[np.int64]]:
    """Latitudes, longitudes, and a number for each landmass, which is the same wherever `lands` is."""
    return (
        np.array([place.latitude for place in places], dtype=np.float64),
        np.array([place.longitude for place in places], dtype=np.float64),
        np.array([lands.setdefault(place.landmass, len(lands)) for place in places], dtype=np.int64),
    )


def _hours_per_km(reader: Reader) -> tuple[float, float, float]:
    """Hours for a great-circle kilometre on the road: expected, low, high."""
    detour, speed, behaviour = (
        reader.fact(f"places.travel.{name}") for name in ("detour", "speed", "behaviour")
    )
    expected = _middle(detour) / _middle(speed) * _middle(behaviour)
    slower = (
        _high(detour) / _middle(detour),
        _middle(speed) / _low(speed),
        _high(behaviour) / _middle(behaviour),
    )
    faster = (
        _middle(detour) / _low(detour),
        _high(speed) / _middle(speed),
        _middle(behaviour) / _low(behaviour),
    )
    return expected, expected / _in_quadrature(faster), expected * _in_quadrature(slower)


def _in_quadrature(ratios: Sequence[float]) -> float:
    return math.exp(math.sqrt(sum(math.log(ratio) ** 2 for ratio in ratios)))


def _middle(fact: Fact) -> float:
    assert fact.value is not None, fact.id
    return fact.value


def _low(fact: Fact) -> float:
    return _middle(fact) if fact.low is None else fact.low


def _high(fact: Fact) -> float:
    return _middle(fact) if fact.high is None else fact.high
