"""How unevenly machines are shared: people per machine by income group, and the Lorenz curve over all people.

A country's own count comes first; where it states none, its old density (WHO) times the people of today. A country of
which neither is known is left out and counted as such: what is not known is not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.facts import INCOME_GROUPS, Shelf, State
from hevesy.places import Country, all_countries, national_count
from hevesy.places.equipment import EVIDENCE

MODALITIES = {"spect": EVIDENCE["spect"], "pet": EVIDENCE["pet"], "linac": EVIDENCE["radiotherapy"]}


@dataclass(frozen=True, slots=True)
class Holding:
    """What one country has: people, machines, and whether the country itself counted them."""

    country: Country
    people: float
    machines: float
    counted: bool
    year: str


@dataclass(frozen=True, slots=True)
class Group:
    """An income group: how many countries it has, of how many something is known, and what those have together."""

    group: str
    countries: int
    known: int
    people: float
    machines: float

    @property
    def people_per_machine(self) -> float | None:
        """None where those that answered have no machine: people per nothing is no number."""
        return self.people / self.machines if self.machines else None


@dataclass(frozen=True, slots=True)
class Lorenz:
    """Shares of people and of machines, those with the fewest machines per person first, each from 0 to 1."""

    people: tuple[float, ...]
    machines: tuple[float, ...]

    @property
    def gini(self) -> float:
        """Twice the area between the curve and the line of equal shares: 0 is even, towards 1 is one country's.

        >>> Lorenz((0, 0.5, 1), (0, 0, 1)).gini
        0.5
        """
        return float(1 - 2 * np.trapezoid(self.machines, self.people))

    def share_of(self, people: float) -> float:
        """The share of machines of those who have least, up to this share of people.

        >>> Lorenz((0, 0.5, 1), (0, 0.2, 1)).share_of(0.25)
        0.1
        """
        return float(np.interp(people, self.people, self.machines))


def holdings(modality: str, shelf: Shelf) -> list[Holding]:
    """Every country of which machines and people are known, by alpha-3 code."""
    found = [_holding(modality, country, shelf) for country in all_countries(shelf)]
    return [each for each in found if each is not None]


def _holding(modality: str, country: Country, shelf: Shelf) -> Holding | None:
    people = shelf.find("country.population", country.iso3)
    if people is None or not people.value:
        return None
    own = national_count("equipment", modality, country, shelf)
    if own is not None and own.value is not None:
        return Holding(country, people.value, own.value, True, own.on[:4])
    density = shelf.find(MODALITIES[modality], country.iso3)
    if density is None or density.value is None or density.state is State.MISSING:
        return None
    return Holding(country, people.value, density.value * people.value / 1e6, False, density.on[:4])


def by_group(held: Sequence[Holding], shelf: Shelf) -> list[Group]:
    """The income groups, the richest first."""
    every = all_countries(shelf)
    found = []
    for group in INCOME_GROUPS:
        own = [each for each in held if each.country.income_group == group]
        countries = sum(country.income_group == group for country in every)
        people, machines = sum(each.people for each in own), sum(each.machines for each in own)
        found.append(Group(group, countries, len(own), people, machines))
    return found


def lorenz(held: Sequence[Holding]) -> Lorenz | None:
    """The curve over countries, within which everybody counts alike; None where there is no machine to share."""
    ordered = sorted(held, key=lambda each: each.machines / each.people)
    people = np.cumsum([0.0, *(each.people for each in ordered)])
    machines = np.cumsum([0.0, *(each.machines for each in ordered)])
    if not machines[-1]:
        return None
    return Lorenz(tuple(people / people[-1]), tuple(machines / machines[-1]))
