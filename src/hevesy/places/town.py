"""Towns: where people live close together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from hevesy.errors import UnknownTown
from hevesy.facts import Shelf
from hevesy.globe import distance_km
from hevesy.tables import nearest

MERGE_KM = 8.0  # towns nearer than this are one place: city lists count suburbs twice

_KM_PER_DEGREE = 111.1  # of latitude, rounded down so that no near town is overlooked


@dataclass(frozen=True, slots=True)
class Town:
    """A town with the number of people its source lists; `landmass` names the land it stands on."""

    id: str
    name: str
    iso3: str
    latitude: float
    longitude: float
    population: float
    landmass: str
    admin1: str = ""
    note: str = ""


def towns(iso3: str, shelf: Shelf) -> list[Town]:
    """The towns of a country, the largest first."""
    return list(_read(iso3, shelf))


@lru_cache(maxsize=4)
def _read(iso3: str, shelf: Shelf) -> tuple[Town, ...]:
    found = [_town(row) for row in shelf.table("towns", iso3)]
    return tuple(sorted(found, key=lambda town: (-town.population, town.id)))


def find_town(name: str, shelf: Shelf, iso3: str | None = None) -> Town:
    """The largest town of this name, in one country or anywhere; raises UnknownTown with the nearest name.

    A town that is counted with a larger one beside it is found under its own name, at the place of the other.
    """
    asked = _folded(name)
    rows = shelf.table("towns", iso3)
    same = [_town(row) for row in rows if row["id"] == name or _folded(row["name"]) == asked]
    same += [
        town for row in rows if row.get("also") for town in _merged_into(row) if _folded(town.name) == asked
    ]
    if same:
        return max(same, key=lambda town: town.population)
    names = {row["name"] for row in rows} | {each for row in rows for each in _also(row)}
    guess = nearest(name, sorted(each for each in names if iso3 or _folded(each)[:1] == asked[:1]))
    raise UnknownTown(
        text=name, where=iso3 or "the list", nearest=f" (did you mean {guess}?)" if guess else ""
    )


def merged_within(towns: Sequence[Town], within_km: float = MERGE_KM) -> list[Town]:
    """The towns left when each within `within_km` of a larger one is dropped; idempotent."""
    kept: list[Town] = []
    latitudes, longitudes = np.empty(len(towns)), np.empty(len(towns))
    degrees = within_km / _KM_PER_DEGREE
    for town in sorted(towns, key=lambda town: (-town.population, town.id)):
        count = len(kept)
        band = np.flatnonzero(np.abs(latitudes[:count] - town.latitude) <= degrees)
        if (
            band.size
            and distance_km(town.latitude, town.longitude, latitudes[band], longitudes[band]).min()
            < within_km
        ):
            continue
        latitudes[count], longitudes[count] = town.latitude, town.longitude
        kept.append(town)
    return kept


def landmass_near(latitude: float, longitude: float, iso3: str, shelf: Shelf) -> str:
    """The landmass of the country's town nearest to a point, or an empty text where no town is listed."""
    listed = towns(iso3, shelf)
    if not listed:
        return ""
    away = distance_km(
        latitude, longitude, [town.latitude for town in listed], [town.longitude for town in listed]
    )
    return listed[int(np.argmin(away))].landmass


def _also(row: Mapping[str, str]) -> dict[str, float]:
    """The towns counted with this one, and the people that are listed for each; 0 where that is not said."""
    parts = (each.partition("=") for each in (row.get("also") or "").split(";"))
    return {name.strip(): float(people or 0) for name, _, people in parts if name.strip()}


def _merged_into(row: Mapping[str, str]) -> Iterator[Town]:
    """The towns counted with this one, each under its own name at the place of this one."""
    town = _town(row)
    for name, people in _also(row).items():
        yield replace(town, name=name, population=people, note=f"counted with {town.name}")


def _town(row: Mapping[str, str]) -> Town:
    return Town(
        id=row["id"],
        name=row["name"],
        iso3=row["iso3"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        population=float(row["population"] or 0),
        landmass=row.get("landmass", ""),
        admin1=row.get("admin1", ""),
        note=row.get("note", ""),
    )


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.strip())
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
