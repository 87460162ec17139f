"""Airports with an IATA code; how large they are is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.facts import Shelf
from hevesy.globe import distance_km
from hevesy.places.town import Town, towns

_CITY_KM = 60.0  # an airport serves the towns within this distance, for the heuristic only
_INTERNATIONAL = 5.0  # how much the word "International" counts, for the heuristic only


@dataclass(frozen=True, slots=True)
class Airport:
    """`chosen` says why it is a main airport: confirmed by a pack, recalled, heuristic; else empty."""

    iata: str
    name: str
    city: str
    iso3: str
    latitude: float
    longitude: float
    chosen: str = ""


def airports(shelf: Shelf, iso3: str | None = None) -> list[Airport]:
    """The airports of a country, or all."""
    return [_airport(row) for row in shelf.table("airports", iso3)]


def main_airports(iso3: str, shelf: Shelf, count: int = 3) -> list[Airport]:
    """Where a consignment would come: airports a pack marks `main`, else those recalled, else a heuristic.

    The heuristic takes the people of the largest town within 60 km, five-fold where the name says
    International, and one airport for each such town; it knows neither flights nor customs.
    """
    for word, chosen in (("yes", "confirmed"), ("recalled", "recalled")):
        marked = [
            row for row in shelf.table("airports", iso3) if row.get("main", "").strip().casefold() == word
        ]
        if marked:
            return _by_people([_airport(row, chosen) for row in marked], iso3, shelf)[:count]
    return _by_people([_airport(row, "heuristic") for row in shelf.table("airports", iso3)], iso3, shelf)[
        :count
    ]


def _by_people(found: Sequence[Airport], iso3: str, shelf: Shelf) -> list[Airport]:
    """The best airport of each town served, the largest town first; all of them where they were chosen."""
    listed = towns(iso3, shelf)
    best: dict[str, tuple[float, Airport]] = {}
    for airport in found:
        town, people = _town_served(airport, listed)
        town = town if airport.chosen == "heuristic" else airport.iata
        score = people * (_INTERNATIONAL if "international" in airport.name.casefold() else 1.0)
        if town not in best or score > best[town][0]:
            best[town] = (score, airport)
    ranked = sorted(best.values(), key=lambda scored: (-scored[0], scored[1].iata))
    return [airport for _, airport in ranked]


def nearest_airports(
    latitude: float, longitude: float, shelf: Shelf, count: int = 3, iso3: str | None = None
) -> list[Airport]:
    """The airports nearest to a point, in one country or anywhere, the nearest first."""
    found = airports(shelf, iso3)
    if not found:
        return []
    away = distance_km(
        latitude, longitude, [port.latitude for port in found], [port.longitude for port in found]
    )
    return [found[index] for index in np.argsort(away, kind="stable")[:count]]


def _town_served(airport: Airport, listed: Sequence[Town]) -> tuple[str, float]:
    """The largest town near the airport; the airport's own city, without people, where none is near."""
    if listed:
        away = distance_km(
            airport.latitude,
            airport.longitude,
            [town.latitude for town in listed],
            [town.longitude for town in listed],
        )
        for town, km in zip(listed, away, strict=True):
            if km <= _CITY_KM:
                return town.id, town.population
    return airport.iata, 0.0


def _airport(row: Mapping[str, str], chosen: str = "") -> Airport:
    return Airport(
        row["iata"],
        row["name"],
        row["city"],
        row["iso3"],
        float(row["latitude"]),
        float(row["longitude"]),
        chosen,
    )
