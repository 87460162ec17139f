"""Where patients of a country are imaged and treated: confirmed or entered centres, else hypothetical ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader
from hevesy.globe import distance_km
from hevesy.places import Centre, Country, Node, Settlement, centres, settlement, travel_hours
from hevesy.places.distance import Place
from hevesy.plan.strata import Band, travel_bands

THERAPY = "therapy"


@dataclass(frozen=True, slots=True)
class Sites:
    """The places of imaging and of therapy, and hours one way from every node to the nearest of each.

    `centres` are those of the user's pack; where none of them treats, `hypothetical` are the large towns in
    which centres are imagined. Hours have shape (nodes,), `hours_to_each` (nodes, places of therapy).
    """

    iso3: str
    settlement: Settlement
    centres: tuple[Centre, ...]
    hypothetical: tuple[Node, ...]
    imaging: tuple[Place, ...]
    therapy: tuple[Place, ...]
    hours_imaging: NDArray[np.float64]
    hours_therapy: NDArray[np.float64]
    hours_imaging_range: tuple[NDArray[np.float64], NDArray[np.float64]]
    hours_therapy_range: tuple[NDArray[np.float64], NDArray[np.float64]]
    hours_to_each: NDArray[np.float64]

    @property
    def people(self) -> NDArray[np.float64]:
        return self.settlement.persons()

    @property
    def therapy_name(self) -> str:
        """What the first place of therapy is called."""
        return str(getattr(self.therapy[0], "name", ""))

    def receiving(self, therapy: str) -> Place:
        """Where a consignment of this therapy goes: of the places that give it, the one with the most machines."""
        return max((self.therapy[number] for number in self.giving(therapy)), key=_machines)

    @property
    def share_across_water(self) -> float:
        """The share of people on an island, or a mainland, where no place of therapy is."""
        shores = {place.landmass for place in self.therapy}
        across = sum(node.population for node in self.settlement.nodes if node.landmass not in shores)
        return float(across / self.people.sum())

    def has(self, modality: str) -> bool | None:
        """Whether some centre has a working machine of this modality; None where nobody has said."""
        said = [centre.has(modality) for centre in self.centres]
        return True if True in said else (None if not said or None in said else False)

    def giving(self, therapy: str) -> list[int]:
        """Which places of therapy give this one: those that say so, or all where none does."""
        said = [
            number for number, place in enumerate(self.therapy) if therapy in getattr(place, "therapies", ())
        ]
        return said or list(range(len(self.therapy)))

    def bands(self, therapy: str) -> list[Band]:
        """How far people live from imaging and from the nearest place that gives this therapy."""
        return travel_bands(
            self.people, self.hours_imaging, self.hours_to_each[:, self.giving(therapy)].min(axis=1)
        )

    def same_town(self, therapy: str) -> bool:
        """Whether imaging and this therapy are in the same places for everybody."""
        here = {
            (self.therapy[number].latitude, self.therapy[number].longitude) for number in self.giving(therapy)
        }
        return here == {(place.latitude, place.longitude) for place in self.imaging}

    def basis(self) -> str:
        """On what the access figures rest, in words."""
        if len(self.hypothetical) == 1:
            return f"hypothetical: one centre in {self.hypothetical[0].name}"
        if self.hypothetical:
            return f"hypothetical: {len(self.hypothetical)} centres in large towns"
        confirmed = sum(centre.confirmed for centre in self.centres)
        many = "1 centre" if len(self.centres) == 1 else f"{len(self.centres)} centres"
        return f"{many} from the country's pack, {confirmed} confirmed by a named person"


def sites(country: Country, reader: Reader) -> Sites | None:
    """The sites of a country; None where nobody knows how many people live there."""
    lived = settlement(country, reader.shelf)
    if not lived.nodes:
        return None
    for fact in lived.facts:
        reader.used.setdefault(fact.id, fact)
    known = tuple(centres(country.iso3, reader.shelf))
    imaging: tuple[Place, ...] = tuple(centre for centre in known if images(centre))
    therapy: tuple[Place, ...] = tuple(centre for centre in known if treats(centre))
    imagined: tuple[Node, ...] = ()
    if not therapy:
        imagined = imagined_in(lived, reader)
        therapy, imaging = imagined, imaging or imagined
    imaging = imaging or therapy
    to_imaging = travel_hours(lived.nodes, imaging, country, reader)
    to_therapy = to_imaging if therapy == imaging else travel_hours(lived.nodes, therapy, country, reader)
    return Sites(
        country.iso3,
        lived,
        known,
        imagined,
        imaging,
        therapy,
        to_imaging.expected.min(axis=1),
        to_therapy.expected.min(axis=1),
        (to_imaging.low.min(axis=1), to_imaging.high.min(axis=1)),
        (to_therapy.low.min(axis=1), to_therapy.high.min(axis=1)),
        to_therapy.expected,
    )


def images(centre: Centre) -> bool:
    """Whether patients can be imaged there, by what its pack says."""
    return bool(
        centre.has("pet") or centre.has("spect") or {"pet", "spect", "imaging"} & set(centre.services)
    )


def treats(centre: Centre) -> bool:
    """Whether radionuclide therapy is given there, by what its pack says."""
    return THERAPY in centre.services or bool(centre.has("treatment_chair") or centre.has("isolation_bed"))


def imagined_in(lived: Settlement, reader: Reader) -> tuple[Node, ...]:
    """The largest towns that stand apart, one for each so many people of the income group, at least one."""
    towns = [node for node in lived.nodes if not node.imputed] or list(lived.nodes)
    wanted = max(1, round((lived.population or 0.0) / reader.number("plan.people_per_hypothetical_centre")))
    spacing = reader.number("plan.hypothetical_centre.spacing")
    chosen: list[Node] = []
    for town in sorted(towns, key=lambda node: -node.population):
        if len(chosen) == wanted:
            break
        if all(_apart_km(town, other) >= spacing for other in chosen):
            chosen.append(town)
    return tuple(chosen)


def _apart_km(town: Node, other: Node) -> float:
    return float(distance_km(town.latitude, town.longitude, other.latitude, other.longitude))


def _machines(place: Place) -> int:
    return sum(machine.usable or 0 for machine in getattr(place, "equipment", ()))


def share_within(hours: NDArray[np.float64], people: NDArray[np.float64], limit: float) -> float:
    """The share of people who live within `limit` hours, one way."""
    return float(people[hours <= limit].sum() / people.sum())
