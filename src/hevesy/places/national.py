"""What a country has as a whole: its centres, machines, staff and therapies, counted by somebody who answers for it.

The rows of the world name these figures and say what is counted; they hold no value. A country's pack gives one.
"""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.facts import Fact, Shelf, State
from hevesy.places.country import Country

KINDS = ("centres", "equipment", "staff", "giving")


@dataclass(frozen=True, slots=True)
class NationalFigure:
    """A figure that a country may state: its fact, `kind` (of KINDS), name, what is counted, and its unit.

    `key` is the last part of the fact: the modality, the cadre, or the id of the therapy.
    """

    fact: str
    kind: str
    name: str
    counts: str
    unit: str

    @property
    def key(self) -> str:
        return self.fact.rpartition(".")[2]


def national_figures(shelf: Shelf) -> dict[str, NationalFigure]:
    """Every figure that a country may state, by fact, kind by kind.

    >>> national_figures(Shelf.load())["country.equipment.pet"].name
    'PET scanners'
    """
    found = {}
    for kind in KINDS:
        for row in (row for fact in shelf.ids(f"country.{kind}.") for row in shelf.rows(fact) if row.place == "world"):
            name, _, counts = row.note.partition("; ")
            found[row.id] = NationalFigure(row.id, kind, name, counts, row.unit)
    return found


def national_count(kind: str, key: str, country: Country, shelf: Shelf) -> Fact | None:
    """What the country itself states of a figure; None where it states nothing, or that nobody knows."""
    fact = shelf.find(f"country.{kind}.{key}", country.iso3)
    if fact is None or fact.place != country.iso3 or fact.value is None or fact.state is State.MISSING:
        return None
    return fact
