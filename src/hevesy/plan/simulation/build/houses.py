"""Where people are imaged and treated, from when on, and who goes where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import numpy as np

from hevesy.capacity.admission import Comer, Door, open_to
from hevesy.facts import Reader, Shelf
from hevesy.globe import distance_km
from hevesy.places import Centre, Country, Settlement, find_town, travel_hours
from hevesy.plan.scenario.places import KnownCentre, known_centres
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.regions import Region
from hevesy.plan.simulation.model import Floats
from hevesy.products import Therapy

MOST_CHOICES = (
    12  # centres to which the people of one region go; patients of the others go to the next of these
)
LEAST_SHARE = 0.02  # of a region's people
MOST_BANDS = 8
EVERYBODY = Door("")  # of whom it takes nobody has said anything


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a house stands."""

    latitude: float
    longitude: float
    landmass: str


@dataclass(frozen=True, slots=True)
class House:
    """A centre of the pack, imagined ones, or one that the scenario opens; `treats` and `images` at the start.

    The imagined centres of one region are one house with several stands (`also` are the ids of the others): they are
    alike and nobody runs them yet.
    """

    id: str
    name: str
    stands: tuple[Stand, ...]
    centre: Centre | None
    treats: bool
    images: bool
    therapies: tuple[str, ...] = ()
    door: Door = EVERYBODY
    imagined: bool = False
    also: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Its id, and those of the other imagined centres that it stands for."""
        return (self.id, *self.also)

    @property
    def key(self) -> int:
        """A number that belongs to this id for ever; it names random numbers."""
        return key_of(self.id)


def key_of(id: str) -> int:
    """A whole number below 2**32 that belongs to an id for ever.

    >>> key_of("hypothetical:amman") == key_of("hypothetical:amman") < 2**32
    True
    """
    return int.from_bytes(blake2b(id.encode(), digest_size=4).digest(), "little")


def houses(country: Country, lived: Settlement, regions: Sequence[Region], acts: Acts) -> tuple[House, ...]:
    """All houses that treat or image at some time, those of the start first."""
    reader = acts.reader
    known = known_centres(country, reader)
    found = {each.id: _of(each) for each in known if not each.imagined}
    for house in _imagined([each for each in known if each.imagined], lived, regions):
        found[house.id] = house
    there = {each.id for each in known}
    for row in acts.timeline.rows:
        each = row.intervention
        if row.entry.opens and each.centre not in there:
            town = find_town(each.town, reader.shelf, country.iso3)
            stand = Stand(town.latitude, town.longitude, town.landmass)
            found[each.centre] = House(
                each.centre, each.centre.replace("_", " "), (stand,), None,
                treats=False, images=False,
                door=Door(each.centre, each.sector, each.schemes, each.takes_refugees, each.takes_foreigners),
            )  # fmt: skip
    return tuple(found.values())


def _of(known: KnownCentre) -> House:
    own = known.centre
    stand = Stand(known.latitude, known.longitude, known.landmass)
    return House(
        known.id, known.name, (stand,), own, known.treats, known.images,
        () if own is None else own.therapies, Door(known.id) if own is None else Door.of(own), known.imagined,
    )  # fmt: skip


def _imagined(known: Sequence[KnownCentre], lived: Settlement, regions: Sequence[Region]) -> list[House]:
    """The imagined centres of each region as one house, called after the largest town."""
    region_of = {
        (lived.nodes[node].latitude, lived.nodes[node].longitude): number
        for number, region in enumerate(regions)
        for node in region.nodes
    }
    groups: dict[int, list[KnownCentre]] = {}
    for each in known:
        groups.setdefault(region_of[each.latitude, each.longitude], []).append(each)
    found = []
    for group in groups.values():
        more = "" if len(group) == 1 else f" and {len(group) - 1} more"
        stands = tuple(Stand(each.latitude, each.longitude, each.landmass) for each in group)
        head = _of(group[0])
        also = tuple(each.id for each in group[1:])
        found.append(replace(head, name=f"{group[0].town}{more} (hypothetical)", stands=stands, also=also))
    return found


def giving(found: Sequence[House], therapy: Therapy, opened: dict[str, tuple[str, ...]]) -> tuple[int, ...]:
    """Which houses give this therapy: those that say so, and those opened for it.

    Where none says so, it may be any that treats and has not said what it gives.
    """
    said = [number for number, house in enumerate(found) if house.treats and therapy.id in house.therapies]
    base = said or [number for number, house in enumerate(found) if house.treats and not house.therapies]
    more = [
        number
        for number, house in enumerate(found)
        if house.id in opened and (not opened[house.id] or therapy.id in opened[house.id])
    ]
    return tuple(sorted({*base, *more}))


def admits(house: House, comer: Comer, shelf: Shelf) -> bool:
    """Whether a house takes these people; what nobody said is open."""
    return open_to(house.door, comer, shelf)[0]


@dataclass(frozen=True)
class ImagingPlace:
    """Scanners of one modality in one town: the houses that hold them, and from which of their additions on.

    `added` marks a modality that comes with the scenario's additions to a place which had none.
    """

    id: str
    modality: int
    houses: tuple[int, ...]
    added: bool

    @property
    def key(self) -> int:
        return key_of(self.id)


@dataclass(frozen=True)
class Band:
    """People of one region and choice who live about equally far: their share, and hours one way."""

    shares: Floats
    hours_imaging: Floats
    hours_therapy: Floats


@dataclass(frozen=True)
class Choice:
    """One centre to which a part of a region's people go (None: there is none), and where they are imaged.

    `share` is that part of the region's people; `same_town` whether both are in one town.
    """

    centre: int | None
    place: int | None
    share: float
    band: Band
    same_town: bool


class Ways:
    """How far everybody lives from every house, and which house of those open a region's people choose."""

    def __init__(
        self,
        lived: Settlement,
        found: Sequence[House],
        regions: Sequence[Region],
        country: Country,
        reader: Reader,
    ) -> None:
        self.people = lived.persons()
        self.regions = regions
        self.houses = found
        stands = [stand for house in found for stand in house.stands]
        each = travel_hours(lived.nodes, stands, country, reader).expected
        starts = np.cumsum([0, *(len(house.stands) for house in found)])[:-1]
        self.hours = np.minimum.reduceat(each, starts, axis=1)  # to the nearest stand of each house
        self.equally = reader.number("engine.equally_near")
        self.same_km = reader.number("engine.same_town")
        self._kept: dict[Any, list[list[Choice]]] = {}

    def choices(
        self, centres: tuple[int, ...], imaging: tuple[tuple[int, ...], ...], places: tuple[int, ...]
    ) -> list[list[Choice]]:
        """For each region its choices, the one of most people first; at most MOST_CHOICES.

        `centres` are the open houses that give the therapy; `places` the numbers of open places of imaging and
        `imaging` the houses of each.
        """
        key = centres, places
        if key not in self._kept:
            to_imaging = (
                np.stack([self.hours[:, list(members)].min(axis=1) for members in imaging], axis=1)
                if places
                else np.zeros((len(self.people), 1))
            )
            self._kept[key] = [
                self._of_region(region, centres, imaging, places, to_imaging) for region in self.regions
            ]
        return self._kept[key]

    def _of_region(
        self,
        region: Region,
        centres: tuple[int, ...],
        imaging: tuple[tuple[int, ...], ...],
        places: tuple[int, ...],
        to_imaging: Floats,
    ) -> list[Choice]:
        people = self.people[region.nodes]
        near = to_imaging[region.nodes]
        if not centres:  # nobody gets so far; if one opened, it would be at the nearest house of any kind
            hours = self.hours[region.nodes].min(axis=1) if self.houses else np.zeros(len(people))
            return [self._choice(people, near, hours, None, places, imaging, float(people.sum()))]
        hours = self.hours[region.nodes][:, np.array(centres)]
        weights = people[:, None] * self._split(hours)
        kept = self._kept_of(weights.sum(axis=0), centres)
        weights = people[:, None] * self._split(hours[:, kept])
        nearest, whole = hours.min(axis=1), float(people.sum())
        return [
            self._choice(weights[:, column], near, nearest, centres[centre], places, imaging, whole)
            for column, centre in enumerate(kept)
        ]

    def _split(self, hours: Floats) -> Floats:
        """Each node's people over the centres that are about as near as the nearest, in equal parts."""
        near = hours <= hours.min(axis=1, keepdims=True) + self.equally
        return np.asarray(near / near.sum(axis=1, keepdims=True))

    def _kept_of(self, people: Floats, centres: tuple[int, ...]) -> list[int]:
        """The centres of most people; of imagined ones, which are alike, only the first."""
        order = [int(number) for number in np.argsort(-people, kind="stable")]
        enough = [number for number in order[:MOST_CHOICES] if people[number] >= LEAST_SHARE * people.sum()]
        kept = enough or order[:1]
        return [n for place, n in enumerate(kept) if place == 0 or not self.houses[centres[n]].imagined]

    def _choice(
        self,
        weights: Floats,
        near: Floats,
        hours: Floats,
        centre: int | None,
        places: tuple[int, ...],
        imaging: tuple[tuple[int, ...], ...],
        whole: float,
    ) -> Choice:
        nearest = near.min(axis=1)
        place, same = None, False
        if places:
            best = int(np.argmax(weights @ (near <= nearest[:, None] + self.equally)))
            place = places[best]
            same = centre is not None and self._near(centre, imaging[best])
        share = float(weights.sum()) / whole
        return Choice(centre, place, share, bands(weights, nearest, hours), same)

    def _near(self, centre: int, members: tuple[int, ...]) -> bool:
        return centre in members or any(
            apart_km(self.houses[centre], self.houses[other]) <= self.same_km for other in members
        )


def apart_km(house: House, other: House) -> float:
    """How far the nearest stands of two houses are apart."""
    one, two = (
        np.array([(stand.latitude, stand.longitude) for stand in each.stands]) for each in (house, other)
    )
    return float(distance_km(one[:, :1], one[:, 1:], two[:, 0], two[:, 1]).min())


def bands(weights: Floats, imaging: Floats, therapy: Floats) -> Band:
    """Nodes put together into at most MOST_BANDS bands of about equal weight, by hours to therapy; shape (bands, 1)."""
    order = np.argsort(therapy, kind="stable")
    order = order[weights[order] > 0]
    share = weights[order] / max(weights.sum(), 1e-300)
    upto = np.cumsum(share)
    band = np.minimum((upto - share / 2) * MOST_BANDS, MOST_BANDS - 1e-9).astype(int)
    inside = (band[None, :] == np.unique(band)[:, None]) * share
    whole = inside.sum(axis=1, keepdims=True)
    return Band(whole, inside @ imaging[order, None] / whole, inside @ therapy[order, None] / whole)


def imaging_places(
    found: Sequence[House],
    has: Sequence[tuple[bool, bool]],
    gets: Sequence[tuple[bool, bool]],
    same_km: float,
) -> tuple[ImagingPlace, ...]:
    """Places of imaging by town and modality: those of the start first, then scanners that come where none was.

    `has` and `gets` say for each house whether it has, or will be given, PET and SPECT.
    """
    places: list[ImagingPlace] = []
    for number, house in enumerate(found):
        for modality in (0, 1):
            if has[number][modality]:
                _put(places, found, number, modality, same_km, house)
    for number, house in enumerate(found):
        for modality in (0, 1):
            if gets[number][modality] and not has[number][modality]:
                places.append(
                    ImagingPlace(f"{house.id}:{('pet', 'spect')[modality]}", modality, (number,), True)
                )
    return tuple(places)


def _put(
    places: list[ImagingPlace],
    found: Sequence[House],
    number: int,
    modality: int,
    same_km: float,
    house: House,
) -> None:
    for place, other in enumerate(places):
        far = apart_km(house, found[other.houses[0]])
        if other.modality == modality and far <= same_km:
            places[place] = replace(other, houses=(*other.houses, number))
            return
    places.append(ImagingPlace(f"{house.id}:{('pet', 'spect')[modality]}", modality, (number,), False))
