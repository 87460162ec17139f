"""Payer groups: members of each scheme and people without one, those for whom it pays and those who pay alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.capacity.admission import Comer
from hevesy.errors import BadTable
from hevesy.facts import Reader, Shelf
from hevesy.money import schemes
from hevesy.plan.pay import QUINTILES

COVERED, ALONE = "covered", "pays alone"
NO_SCHEME = "no scheme"
REFUGEES, FOREIGNERS = "people.refugees", "people.foreigners."


@dataclass(frozen=True, slots=True)
class Payer:
    """One payer group: `members` is the share of people in its scheme, `insured` that in all schemes together.

    `scheme` is empty for people without one, and where no pack says which schemes there are; `run_by` is the sector
    that runs it. Both shares are those of its population group: refugees, or all who are none.
    """

    name: str
    scheme: str
    covered: bool
    members: float
    insured: float
    run_by: str = ""
    refugee: bool = False

    @property
    def comer(self) -> Comer:
        return Comer(self.scheme, self.run_by, not self.covered, self.refugee)

    def share(self, covered: Any) -> Any:
        """The share of one of its quintiles of all people, where a share `covered` has the cycles paid.

        Schemes pay for their members alike; only what is covered beyond all members falls to those without one.
        """
        if self.scheme or self.insured == 0.0:
            part = np.minimum(1.0, covered / self.insured) if self.insured else covered
        elif self.insured < 1.0:
            part = np.maximum(0.0, covered - self.insured) / (1.0 - self.insured)
        else:
            part = 0.0 * covered
        return self.members * np.clip(part if self.covered else 1.0 - part, 0.0, 1.0) / len(QUINTILES)


def payers(iso3: str, shelf: Shelf, refugees: bool = False) -> tuple[tuple[Payer, ...], tuple[str, ...]]:
    """The payer groups of a country, and what a reader must know of its schemes.

    With `refugees` these are groups of their own, after all others, and have no scheme: nobody has said of one.
    """
    named = schemes(iso3, shelf)
    counted = [(each.id, each.name, each.members, each.sector) for each in named if each.members]
    notes = tuple(
        f"Nobody has said how many people belong to {each.name}: it is no payer group of its own."
        for each in named
        if each.members is None
    )
    insured = sum(members for _, _, members, _ in counted)
    groups = list(counted) or [("", "", 1.0, "")]
    if counted and insured < 1.0:
        groups.append(("", NO_SCHEME, 1.0 - insured, ""))
    found = [
        Payer(f"{name}, {what}" if name else what, id, what == COVERED, members, insured, run_by)
        for id, name, members, run_by in groups
        for what in (COVERED, ALONE)
    ]
    if refugees:
        found += [
            Payer(f"refugees, {what}", "", what == COVERED, 1.0, insured, refugee=True)
            for what in (COVERED, ALONE)
        ]
    return tuple(found), notes


def group_of_arrivals(groups: Sequence[Payer]) -> int:
    """The number of the group that people join who arrive: refugees where they are told apart, who pay alone."""
    alone = [number for number, each in enumerate(groups) if not each.covered]
    refugees = [number for number in alone if groups[number].refugee]
    without = [number for number in alone if not groups[number].scheme]
    return (refugees or without or alone)[0]


def refugees_share(reader: Reader) -> Any:
    """The share of people who are refugees; None where neither pack nor scenario states how many there are.

    Raises BadTable where there may be more refugees than people.
    """
    refugees = _stated(REFUGEES, reader)
    if refugees is None or not np.any(refugees > 0.0):
        return None
    people, most = reader.number("country.population"), float(np.max(refugees))
    if most > people:
        raise BadTable(
            file=reader.fact(REFUGEES).file or "facts.csv",
            problem=f"{REFUGEES} goes up to {most:,.0f}, and {people:,.0f} people live in the country",
            advice="count those who live in the country, or correct country.population too",
        )
    return refugees / people


def foreigners(therapy: str, reader: Reader) -> Any:
    """How many people come from other countries for a therapy in a year; None where nobody has said, or none do."""
    found = _stated(f"{FOREIGNERS}{therapy}", reader)
    return found if found is not None and np.any(found > 0.0) else None


def _stated(name: str, reader: Reader) -> Any:
    """A figure that only a pack or a scenario can state; None where neither does."""
    fact = reader.stated.get(name) or reader.shelf.find(name, reader.place)
    return None if fact is None or fact.value is None else reader.value(name)


def outsiders_said(refugees: Any, therapies: Sequence[str]) -> tuple[str, ...]:
    """What a reader must know of refugees and foreigners; `therapies` are those for which foreigners come."""
    said = []
    if refugees is not None:
        said.append(
            f"Refugees ({np.median(refugees):.1%} of the people) go only to centres that do not turn them away, "
            "and are taken to have no scheme; their need, journeys and means are those of everybody."
        )
    if therapies:
        said.append(
            f"People of other countries come for {', '.join(therapies)}: they stand in all sums, their number apart "
            "beside those considered, and grow as the country's own need does."
        )
    return tuple(said)
