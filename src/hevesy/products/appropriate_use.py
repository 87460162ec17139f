"""Who a therapy is for and who not, as the shelf has it: criteria by profile, contraindications, each with its source.

Nothing is added to what the shelf says. A year is given where the source's citation has one; what nobody has read in a
primary source says that of itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hevesy.facts import Fact, Shelf
from hevesy.products.criteria import criteria
from hevesy.products.therapy import Therapy

_YEAR = re.compile(r"\b(19[89]\d|20[0-4]\d)\b")
CONTRAINDICATION = "contraindication"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is asked or forbidden: the finding and its test (empty for a contraindication), and the figure.

    `guideline` is the citation of its source, `year` the year in it, 0 where it has none. Statements with the same
    `group` are one condition: one of them is enough. `only_if` is a finding without which it is not asked.
    """

    item: str
    test: str
    fact: Fact
    guideline: str
    year: int
    group: str = ""
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class AppropriateUse:
    """What the shelf says of who may have a therapy."""

    therapy: Therapy
    indication: Statement
    profiles: Mapping[str, tuple[Statement, ...]]
    against: tuple[Statement, ...]


def appropriate_use(therapy: Therapy, shelf: Shelf, place: str = "world") -> AppropriateUse:
    """The statements that the shelf holds of a therapy at a place."""
    profiles = {
        profile: tuple(
            _stated(shelf, shelf.fact(row.fact, place), row.item, str(row.test), row.group, row.only_if or "")
            for row in criteria(therapy, profile, shelf)
        )
        for profile in therapy.profiles
    }
    names = shelf.ids(f"therapies.{therapy.id}.{CONTRAINDICATION}.")
    against = tuple(_stated(shelf, fact) for name in names if (fact := shelf.find(name, place)) is not None)
    return AppropriateUse(therapy, _stated(shelf, shelf.fact(therapy.indication_fact, place)), profiles, against)


def _stated(
    shelf: Shelf, fact: Fact, item: str = "", test: str = "", group: str = "", only_if: str = ""
) -> Statement:
    citation = shelf.source(fact.source).citation
    year = _YEAR.search(citation)
    return Statement(item, test, fact, citation, int(year[1]) if year else 0, group, only_if)
