"""Where a country's people live, and how much of that is guessed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Fact, Shelf, State
from hevesy.places.country import Country
from hevesy.places.town import Town, merged_within, towns

_KM_PER_DEGREE = 111.195
_RING = ((0.0, 1.0), (1.0, 0.0), (0.0, -1.0), (-1.0, 0.0))  # east and north of the town
_MEAN_OF_DISC = 2 / 3  # mean distance from the centre of a disc in which people are spread evenly


@dataclass(frozen=True, slots=True)
class Node:
    """People at a point; `imputed` says that the point or the number was not in any list."""

    name: str
    latitude: float
    longitude: float
    population: float
    landmass: str
    imputed: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """A country's people as nodes that add up to its population.

    `population` is None, and there are no nodes, where no population is known. `imputed_share` is the share
    of people who are not counted in a listed town; `notes` say in sentences what was done.
    """

    nodes: tuple[Node, ...]
    population: float | None
    imputed_share: float
    notes: tuple[str, ...]
    facts: tuple[Fact, ...] = ()

    def persons(self) -> NDArray[np.float64]:
        """People at each node, shape (nodes,)."""
        return np.array([node.population for node in self.nodes], dtype=np.float64)


@lru_cache(maxsize=4)
def settlement(country: Country, shelf: Shelf) -> Settlement:
    """The towns rescaled to the urban population, and the rural people spread evenly over their surroundings.

    Every town's surroundings hold the same number of rural people, on four points of a ring at the mean
    distance of a disc as large as the area per town (at most places.surroundings.km_most).
    A country without a town is one imputed node at its centre.
    """
    counted = shelf.find("country.population", country.iso3)
    if counted is None or counted.value is None or counted.value <= 0:
        return Settlement((), None, 1.0, (f"No population is known for {country.name}.",))
    listed = merged_within(towns(country.iso3, shelf))
    people = counted.value
    if not listed:
        node = Node(country.name, country.latitude, country.longitude, people, "", True)
        note = "No town is listed: everybody is put at one point in the middle of the country (imputed)."
        return Settlement((node,), people, 1.0, (note,), (counted,))
    share = shelf.fact("country.urban_share", country.iso3)
    urban = people * (1.0 if share.value is None else share.value)
    in_towns = sum(town.population for town in listed)
    scale = urban / in_towns
    radius = _surroundings_km(country, len(listed), shelf)
    nodes = (*_town_nodes(listed, scale), *_rural_nodes(listed, people - urban, radius))
    known = min(in_towns, urban)
    notes = tuple(_notes(listed, scale, radius, share, 1 - known / people))
    return Settlement(nodes, people, 1 - known / people, notes, (counted, share))


def _town_nodes(listed: Sequence[Town], scale: float) -> Iterator[Node]:
    for town in listed:
        yield Node(town.name, town.latitude, town.longitude, town.population * scale, town.landmass, False)


def _rural_nodes(listed: Sequence[Town], rural: float, radius_km: float) -> Iterator[Node]:
    if rural <= 0:
        return
    each = rural / (len(listed) * len(_RING))
    for town in listed:
        narrowing = max(math.cos(math.radians(town.latitude)), 0.05)
        for east, north in _RING:
            latitude = min(max(town.latitude + north * radius_km / _KM_PER_DEGREE, -89.0), 89.0)
            longitude = town.longitude + east * radius_km / (_KM_PER_DEGREE * narrowing)
            yield Node(
                f"around {town.name}", latitude, (longitude + 180) % 360 - 180, each, town.landmass, True
            )


def _surroundings_km(country: Country, count: int, shelf: Shelf) -> float:
    """Distance of the ring: the mean of a disc of the area per town."""
    most = shelf.fact("places.surroundings.km_most", country.iso3).value
    assert most is not None
    area = shelf.find("country.area", country.iso3)
    if area is None or area.value is None:  # nobody knows how far out they live: at the town
        return 0.0
    return _MEAN_OF_DISC * min(math.sqrt(area.value / (math.pi * count)), most)


def _notes(
    listed: Sequence[Town], scale: float, radius_km: float, share: Fact, imputed_share: float
) -> Iterator[str]:
    yield f"{imputed_share:.0%} of the people are not counted in a listed town (imputed)."
    held = "1 town holds" if len(listed) == 1 else f"{len(listed)} towns hold"
    yield f"{held} {1 / scale:.0%} of the urban population; each was multiplied by {scale:.2f}."
    if share.value is not None and share.value < 1:
        yield f"Rural people are spread evenly around the towns, at {radius_km:.0f} km from each (imputed)."
    if share.state is State.IMPUTED:
        yield f"The urban share ({share.value:.0%}) is that of the income group (imputed)."
    for town in listed:
        if town.note:
            yield f"{town.name}: {town.note}."
