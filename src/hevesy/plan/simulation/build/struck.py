"""A scenario's shocks over its eras: what they leave of a centre's week and of its doses, and who arrives.

Facts that a shock moves go through `Acts` as those of interventions do, after them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.errors import NobodySells, UnknownProduct
from hevesy.facts import Reader
from hevesy.globe import distance_km
from hevesy.places import Country, Settlement, find_town
from hevesy.plan.scenario.catalogue import Move
from hevesy.plan.scenario.places import known_centres
from hevesy.plan.scenario.scenario import Shock
from hevesy.plan.scenario.shock_catalogue import Part
from hevesy.plan.scenario.shocks import Expected, size_of
from hevesy.plan.scenario.stated import own_name
from hevesy.plan.scenario.timeline import Timeline
from hevesy.plan.simulation.build.levels import Level
from hevesy.plan.simulation.build.regions import Region, nodes_in, share_in

CLOSED_FROM = 0.5  # where more than this of a destroyed centre is gone, people go to another one


@dataclass(frozen=True)
class Struck:
    """One shock as it strikes: the centres it reaches (ids), and the share of each region's people."""

    each: Expected
    centres: tuple[str, ...]
    people: np.ndarray[Any, np.dtype[np.float64]]

    @property
    def shock(self) -> Shock:
        return self.each.shock

    @property
    def moves(self) -> tuple[Move, ...]:
        return tuple(
            Move(part.facts, part.toward, size_of(self.shock, part))
            for part in self.each.entry.parts
            if part.facts
        )

    def left_of(self, resource: str, centre: str, level: Level, reader: Reader) -> Any:
        """The share of a resource that is left at a centre."""
        left: Any = 1.0 - level if centre in self.shock.destroys else 1.0
        if centre in self.centres:
            for part in self.each.entry.parts:
                if resource in part.resources:
                    left = left * (1.0 - level * reader.value(size_of(self.shock, part)))
        return left

    def doses_left(
        self, held_by: str, centre: str, therapy: str, imported: bool, level: Level, reader: Reader
    ) -> Any:
        """The share of the doses of a therapy that this does not hold back from a centre."""
        left: Any = 1.0
        if centre in self.centres and (not self.shock.therapies or therapy in self.shock.therapies):
            for part in self._doses(held_by, imported):
                left = left * (1.0 - level * reader.value(size_of(self.shock, part)))
        return left

    def _doses(self, held_by: str, imported: bool) -> Iterator[Part]:
        parts = self.each.entry.parts
        return (part for part in parts if part.doses == held_by and (imported or not part.imported))

    def arrive(self, level: Level, region_shares: Any, reader: Reader) -> Any:
        """How many more people there are in each region, as a share of the country's people; shape (regions, ...)."""
        if self.shock.persons is None:
            return None
        where = self.people * region_shares
        arrived = level * reader.value(own_name(self.shock, "persons")) / reader.number("country.population")
        return np.multiply.outer(where / where.sum(), np.asarray(arrived))


def struck(
    found: Sequence[Expected],
    timeline: Timeline,
    lived: Settlement,
    regions: Sequence[Region],
    country: Country,
    reader: Reader,
) -> tuple[Struck, ...]:
    """Every shock with the centres and people that it reaches."""
    if not found:
        return ()
    stands = _stands(timeline, country, reader)
    return tuple(
        Struck(
            each,
            (each.shock.centre,)
            if each.shock.centre
            else _inside(each.shock, stands, lived, country, reader),
            share_in(each.shock.regions, regions, lived, country, reader),
        )
        for each in found
    )


def _stands(timeline: Timeline, country: Country, reader: Reader) -> dict[str, tuple[float, float]]:
    """Where every centre stands that is there or will be opened."""
    found = {each.id: (each.latitude, each.longitude) for each in known_centres(country, reader)}
    for row in timeline.rows:
        each = row.intervention
        if row.entry.opens and each.centre not in found:
            town = find_town(each.town, reader.shelf, country.iso3)
            found[each.centre] = town.latitude, town.longitude
    return found


def _inside(
    shock: Shock,
    stands: dict[str, tuple[float, float]],
    lived: Settlement,
    country: Country,
    reader: Reader,
) -> tuple[str, ...]:
    """The centres in the regions of a shock: those whose nearest people live there; all where none is named."""
    if not shock.regions:
        return tuple(stands)
    latitudes = np.array([node.latitude for node in lived.nodes])
    longitudes = np.array([node.longitude for node in lived.nodes])
    inside = nodes_in(shock.regions, lived, country, reader)
    return tuple(id for id, at in stands.items() if inside[distance_km(*at, latitudes, longitudes).argmin()])


def is_imported(therapy: str, country: str, reader: Reader) -> bool:
    """Whether nobody in the country is known to sell this medicine."""
    from hevesy.supply import offers

    try:
        return all(offer.producer.iso3 != country for offer in offers(therapy, country, reader.shelf))
    except (NobodySells, UnknownProduct):
        return True
