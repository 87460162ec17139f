"""Cyclotrons that make F-18 tracers, and which of them are within reach of a place of imaging in an era."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.places import landmass_near, travel_hours
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.ground import Ground
from hevesy.plan.simulation.build.houses import House, Stand
from hevesy.plan.simulation.deliveries import NOBODY
from hevesy.supply import producers
from hevesy.supply.running import key_of

MACHINE = "cyclotron"
NUCLIDE = "F-18"


@dataclass(frozen=True, slots=True)
class Machine:
    """A cyclotron by the id of its centre or maker; `eras` are those in which it makes tracers."""

    id: str
    name: str
    stands: tuple[Stand, ...]
    eras: frozenset[int]


class Cyclotrons:
    """Those of the country: of centres of its pack, of makers on the shelf, and those that a scenario brings."""

    def __init__(self, here: Ground, acts: Acts, houses: Sequence[House]) -> None:
        self._here, self._houses = here, houses
        self._machines = (*_of_houses(acts, houses), *_of_makers(here, len(acts.first_weeks)))
        self._reach = here.reader.number("supply.tracers.cyclotron.reach") if self._machines else 0.0
        self._hours: dict[int, list[float]] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(each.id for each in self._machines)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self._machines)

    @property
    def keys(self) -> tuple[int, ...]:
        return tuple(key_of(f"{MACHINE} {each.id}") for each in self._machines)

    def nearest(self, houses: Sequence[int], era: int) -> int:
        """The number of the nearest cyclotron within reach of a place of imaging in an era; NOBODY: there is none."""
        hours = self._to(houses[0])
        open_ = [
            (hours[number], number)
            for number, each in enumerate(self._machines)
            if era in each.eras and hours[number] <= self._reach
        ]
        return min(open_)[1] if open_ else NOBODY

    def _to(self, house: int) -> list[float]:
        """Hours on the road from each cyclotron to a house."""
        if house not in self._hours:
            stands, here = self._houses[house].stands, self._here
            self._hours[house] = [
                float(np.min(travel_hours(stands, each.stands, here.country, here.reader).expected))
                for each in self._machines
            ]
        return self._hours[house]


def _of_houses(acts: Acts, houses: Sequence[House]) -> list[Machine]:
    found = []
    for house in houses:
        own = house.centre is not None and house.centre.has(MACHINE) is True
        eras = frozenset(
            era for era in range(len(acts.first_weeks)) if own or acts.sources(era, house.ids).get(MACHINE, 0) > 0
        )
        if eras:
            found.append(Machine(house.id, house.name, house.stands, eras))
    return found


def _of_makers(here: Ground, eras: int) -> list[Machine]:
    """Makers of F-18 in the country; what comes over a border is too late, or nobody has said that it comes."""
    shelf, iso3 = here.reader.shelf, here.country.iso3
    return [
        Machine(
            each.id, each.name,
            (Stand(each.latitude, each.longitude, landmass_near(each.latitude, each.longitude, iso3, shelf)),),
            frozenset(range(eras)),
        )
        for each in producers(shelf, iso3)
        if each.running and NUCLIDE in each.nuclides
    ]  # fmt: skip
