"""Sampled futures of what the location model takes as medians: need, travel time, and who still comes from afar."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.burden import chosen
from hevesy.plan.household import TIME
from hevesy.plan.need import YEARS, need
from hevesy.plan.path import travel
from hevesy.plan.placement.districts import district_of, mean_of, summed
from hevesy.plan.placement.ground import Floats, Ground
from hevesy.plan.simulation.build.regions import regions
from hevesy.products import Therapy

FUTURES = 32
OTHER = 7919  # added to the seed, so that no future of the model is a draw by which the simulation judges its choice


@dataclass(frozen=True, slots=True)
class Futures:
    """Persons a year in the first year: who need it, (futures, districts), and who of them would be lost to distance
    at a site, (futures, districts, sites). `slower` is the factor on every travel time, (futures,), `hours` what they
    are without it, (districts, sites)."""

    asking: Floats
    lost: Floats
    slower: Floats
    hours: Floats

    def beyond(self, limit: float) -> Floats:
        """Persons who live farther than so many hours from a site, (futures, districts, sites)."""
        away = self.hours[None] * self.slower[:, None, None] > limit
        return np.where(away, self.asking[:, :, None], 0.0)


def futures(land: Ground, count: int = FUTURES) -> Futures:
    """So many draws of the figures that the simulation draws too, by the same rules, under another seed."""
    seed = land.scenario.seed + OTHER
    reader = replace(land.reader, draws=count, seed=seed, drawn={}, scores={}, kept={})
    of = district_of(land)
    hours = mean_of(land.hours, land.asking, of)
    spread = summed(land.asking, of) / land.asking.sum()
    asking, lost = np.zeros((count, len(spread))), np.zeros((count, *hours.shape))
    for therapy in land.therapies:
        here = _persons(therapy, land, reader)[:, None] * spread
        come = _coming(therapy, hours, reader)
        asking += here
        lost += here[:, :, None] * (1.0 - come)
    slower = np.broadcast_to(np.asarray(reader.value(TIME)), (count,))
    return Futures(asking, lost, slower, hours)


def _persons(therapy: Therapy, land: Ground, reader: Reader) -> Floats:
    """Eligible persons a year whose need is known, in the first year, (futures,)."""
    wanted = need(therapy, land.scenario.burden or chosen(reader), reader)
    found = np.asarray(wanted.detected, dtype=np.float64)
    for name in therapy.clinical_facts:
        found = found * reader.value(name)
    grown = np.interp(land.scenario.start.year, YEARS, [wanted.growth[year] for year in YEARS])
    return np.broadcast_to(found * float(grown), (reader.draws,))


def _coming(therapy: Therapy, hours: Floats, reader: Reader) -> Floats:
    """The share who make every journey of their course, (futures, districts, sites)."""
    way = travel(therapy, hours[:, :, None], hours[:, :, None], True, reader)
    later = np.maximum(0.0, np.asarray(reader.value(therapy.posology.cycles_planned)) - 1.0)
    share = np.broadcast_to(way.imaging * way.therapy * way.again**later, (*hours.shape, reader.draws))
    return np.moveaxis(share, -1, 0)


def by_region(land: Ground) -> Floats:
    """Mean hours of the people of each region, as the part of each district at each site, (regions, districts, sites).

    The regions are those of the simulation; the sum over districts is the mean of the region.
    """
    people, of = land.lived.persons(), district_of(land)
    found = []
    for region in regions(land.lived, land.reader):
        part = np.zeros(len(people))
        part[region.nodes] = people[region.nodes] / people[region.nodes].sum()
        found.append(summed(part[:, None] * land.hours, of))
    return np.stack(found)
