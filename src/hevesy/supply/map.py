"""Where a journey ends, and the airports and clocks on its way; looked up once for many journeys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from hevesy.errors import NoAirport
from hevesy.facts import Reader, Shelf
from hevesy.globe import distance_km
from hevesy.places import Airport, find_town, landmass_near, main_airports, nearest_airports
from hevesy.supply.zones import zone_at


@dataclass(frozen=True, slots=True)
class Destination:
    """The town or centre where the medicine is injected."""

    name: str
    iso3: str
    latitude: float
    longitude: float
    landmass: str


@dataclass(slots=True, eq=False)  # a map is itself, so that what was found on it can be kept
class Map:
    """The shelf's airports, clocks and countries, each asked for once."""

    shelf: Shelf
    _gateways: dict[str, list[Airport]] = field(default_factory=dict)
    _zones: dict[tuple[float, float], tzinfo] = field(default_factory=dict)
    _readers: dict[str, Reader] = field(default_factory=dict)
    _land: dict[tuple[float, float], str] = field(default_factory=dict)

    def destination(self, name: str, iso3: str | None = None) -> Destination:
        """A centre of a pack by its id, else a town; raises UnknownTown with the nearest name."""
        for row in self.shelf.table("centres", iso3):
            if name == row.get("centre"):
                return self._centre(row)
        town = find_town(name, self.shelf, iso3)
        return Destination(town.name, town.iso3, town.latitude, town.longitude, town.landmass)

    def _centre(self, row: Mapping[str, str]) -> Destination:
        if not (row.get("latitude") and row.get("longitude")):
            town = find_town(row["town"], self.shelf, row["iso3"])
            return Destination(row["name"], row["iso3"], town.latitude, town.longitude, town.landmass)
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        land = self.landmass(latitude, longitude, row["iso3"])
        return Destination(row["name"], row["iso3"], latitude, longitude, land)

    def borders_between(self, iso3: str, other: str, at_most: int) -> int | None:
        """How many land borders a road must cross, or None where more than `at_most`; open or closed, nobody says."""
        seen, here = {iso3}, {iso3}
        for crossed in range(1, at_most + 1):
            here = {
                row["neighbour"] for each in here for row in self.shelf.table("land_borders", each)
            } - seen
            if other in here:
                return crossed
            seen |= here
        return None

    def gateway(self, iso3: str, latitude: float, longitude: float) -> Airport:
        """The country's main airport nearest to a point; any airport of the country where none is main."""
        if iso3 not in self._gateways:
            found = main_airports(iso3, self.shelf) or nearest_airports(
                latitude, longitude, self.shelf, 1, iso3
            )
            self._gateways[iso3] = found
        if not self._gateways[iso3]:
            raise NoAirport(iso3=iso3)
        return min(
            self._gateways[iso3],
            key=lambda airport: float(distance_km(airport.latitude, airport.longitude, latitude, longitude)),
        )

    def zone(self, latitude: float, longitude: float, iso3: str) -> tzinfo:
        key = (latitude, longitude)
        if key not in self._zones:
            self._zones[key] = zone_at(latitude, longitude, iso3, self.shelf)
        return self._zones[key]

    def landmass(self, latitude: float, longitude: float, iso3: str) -> str:
        key = (latitude, longitude)
        if key not in self._land:
            self._land[key] = landmass_near(latitude, longitude, iso3, self.shelf)
        return self._land[key]

    def reader(self, iso3: str) -> Reader:
        """Facts as they hold in a country; the same reader each time."""
        if iso3 not in self._readers:
            self._readers[iso3] = self.shelf.reader(iso3)
        return self._readers[iso3]
