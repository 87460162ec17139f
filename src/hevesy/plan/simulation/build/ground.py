"""What a country is before any intervention: its people, sites, rules, therapies and their need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.capacity.minutes import RESOURCES, slots_per_candidate, use
from hevesy.capacity.presence import must_be_present, with_presence
from hevesy.facts import Reader
from hevesy.money import means_of
from hevesy.places import Country, find_country
from hevesy.plan.burden import chosen
from hevesy.plan.country import journeys_to, known, reachable, seen
from hevesy.plan.members import Agreed, agreed
from hevesy.plan.need import Need, need
from hevesy.plan.path import Setting
from hevesy.plan.price import cycle_price, price
from hevesy.plan.scenario.places import followed
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.build.disease import WEEKS
from hevesy.plan.simulation.build.path_rows import is_imaged
from hevesy.plan.simulation.build.payers import Payer, foreigners, outsiders_said, payers, refugees_share
from hevesy.plan.simulation.build.regions import Region, regions
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.build.weeks import grown
from hevesy.plan.simulation.model import NOT_IMAGED, PET, SPECT, ZERO, Floats, Whole
from hevesy.plan.sites import Sites, sites
from hevesy.policy import policy_state
from hevesy.products import Therapy, find_therapy
from hevesy.supply import Ranked


@dataclass(frozen=True)
class Uses:
    """What one administration takes of each resource, as rows of shape (H, R)."""

    resources: tuple[str, ...]
    first: Whole
    again: Whole


@dataclass(frozen=True)
class Ground:
    """A country as it is; `wanted`, `setting`, `ways` and `foreigners` are by therapy, in the order of `therapies`.

    `refugees` is the share of people who are refugees, `foreigners` how many come from other countries in a year;
    None where nobody has said.
    """

    country: Country
    reader: Reader
    sites: Sites
    regions: tuple[Region, ...]
    therapies: tuple[Therapy, ...]
    wanted: tuple[Need, ...]
    setting: tuple[Setting, ...]
    ways: tuple[Ranked, ...]
    payers: tuple[Payer, ...]
    refugees: Any
    foreigners: tuple[Any, ...]
    notes: tuple[str, ...]
    tariffs: tuple[Agreed, ...] = ()

    def of_group(self, payer: Payer) -> Any:
        """The share of people who are in the population group of a payer group."""
        if self.refugees is None:
            return 1.0
        return self.refugees if payer.refugee else 1.0 - self.refugees

    def cycles(self, therapy: Therapy) -> int:
        return max(1, round(self.reader.number(therapy.posology.cycles_planned)))

    def modality(self, therapy: Therapy) -> int:
        """By what its candidates are imaged first: SPECT, unless a price by SPECT stands beside another one."""
        if not is_imaged(therapy):
            return NOT_IMAGED
        by_pet = therapy.pet and (
            not therapy.spect or price(therapy.id, "imaging_spect", self.reader) is not None
        )
        return PET if by_pet else SPECT

    def scans(self, rows: Rows) -> Whole:
        """Rows of the scanner slots of half an hour that imaging one candidate takes, shape (H,)."""
        found = []
        for therapy in self.therapies:
            first = self.modality(therapy)
            name = "pet" if first == PET else "spect"
            found.append(
                ZERO if first == NOT_IMAGED else rows.add(slots_per_candidate(therapy, name, self.reader))
            )
        return np.array(found, np.int64)

    def uses(self, rows: Rows) -> Uses:
        first = np.zeros((len(self.therapies), len(RESOURCES)), np.int64)
        again = np.zeros_like(first)
        for number, therapy in enumerate(self.therapies):
            taken = use(therapy, self.reader, cycle_price(therapy.id, self.reader))
            there = must_be_present(therapy.id, taken, self.reader.shelf)
            at_first, later = with_presence(taken.first, there), with_presence(taken.again, there)
            for place, name in enumerate(RESOURCES):
                first[number, place] = rows.add(at_first[name])
                again[number, place] = rows.add(later[name])
        return Uses(RESOURCES, first, again)

    def needs(self, scenario: Scenario, weeks: int, rows: Rows) -> tuple[Floats, Whole, Whole]:
        """Growth (H, W), and rows of need in the first week and of the backlog, (H,) each; with foreigners."""
        growth, first, backlog = [], [], []
        for therapy, wanted, more in zip(self.therapies, self.wanted, self.foreigners, strict=True):
            now, later = grown(wanted.growth, scenario.start, weeks, scenario.trend.get(therapy.id, 0.0))
            growth.append(later)
            people = np.asarray(wanted.true) * (now / WEEKS)
            first.append(rows.add(people if more is None else people + more / WEEKS))
            backlog.append(ZERO if wanted.backlog is None else rows.add(np.asarray(wanted.backlog)))
        return np.array(growth), np.array(first, np.int64), np.array(backlog, np.int64)


def ground(scenario: Scenario, reader: Reader, residents_only: bool = False) -> Ground | None:
    """The country of a scenario as it is; None where nobody knows how many people live there.

    With `residents_only` nobody comes from other countries.
    """
    shelf = reader.shelf
    country = find_country(scenario.country, shelf)
    where = sites(country, reader)
    if where is None:
        return None
    named = followed(scenario, shelf)
    found = tuple(find_therapy(name, shelf) for name in named)
    choice = scenario.burden or chosen(reader)
    ways = journeys_to(found, where, shelf, scenario.start)
    setting = tuple(_setting(therapy, where, ways[therapy.id].values(), reader) for therapy in found)
    wanted = tuple(need(therapy, choice, reader) for therapy in found)
    refugees = refugees_share(reader)
    groups, of_schemes = payers(country.iso3, shelf, refugees is not None)
    outside = tuple(None if residents_only else foreigners(therapy.id, reader) for therapy in found)
    notes = (
        f"Access rests on: {where.basis()}.",
        *where.settlement.notes[:1],
        *of_schemes,
        *outsiders_said(
            refugees, [t.name for t, more in zip(found, outside, strict=True) if more is not None]
        ),
    )
    return Ground(
        country, reader, where, regions(where.settlement, reader), found, wanted, setting,
        tuple(ways[therapy.id] for therapy in found), groups, refugees,
        outside, notes, agreed(scenario),
    )  # fmt: skip


def _setting(therapy: Therapy, where: Sites, way: Mapping[str, Any], reader: Reader) -> Setting:
    rules = known(policy_state(reader.place, therapy.id, reader.shelf)) | seen(therapy, where)
    return Setting((), False, means_of(reader), where.has("pet") is not False, rules, reachable(way))
