"""Payer groups: members of each scheme and people without one, those for whom it pays and those who pay alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.money import schemes
from hevesy.plan.pay import QUINTILES

COVERED, ALONE = "covered", "pays alone"
NO_SCHEME = "no scheme"


@dataclass(frozen=True, slots=True)
class Payer:
    """One payer group: `members` is the share of people in its scheme, `insured` that in all schemes together.

    `scheme` is empty for people without one, and where no pack says which schemes there are.
    """

    name: str
    scheme: str
    covered: bool
    members: float
    insured: float

    def share(self, covered: Any) -> Any:
        """The share of one of its quintiles of all people, where a share `covered` has the cycles paid.

        Schemes pay for their members alike; only what is covered beyond all members falls to those without one.
        """
        if self.scheme or self.insured == 0.0:
            part = np.minimum(1.0, covered / self.insured) if self.insured else covered
        else:
            part = np.maximum(0.0, covered - self.insured) / (1.0 - self.insured)
        return self.members * np.clip(part if self.covered else 1.0 - part, 0.0, 1.0) / len(QUINTILES)


def payers(iso3: str, shelf: Shelf) -> tuple[tuple[Payer, ...], tuple[str, ...]]:
    """The payer groups of a country, and what a reader must know of its schemes."""
    named = schemes(iso3, shelf)
    counted = [(each.id, each.name, each.members) for each in named if each.members]
    notes = tuple(
        f"Nobody has said how many people belong to {each.name}: it is no payer group of its own."
        for each in named
        if each.members is None
    )
    insured = sum(members for _, _, members in counted)
    groups = [(id, name, members) for id, name, members in counted]
    if not groups:
        groups = [("", "", 1.0)]
    elif insured < 1.0:
        groups.append(("", NO_SCHEME, 1.0 - insured))
    found = tuple(
        Payer(f"{name}, {what}" if name else what, id, what == COVERED, members, insured)
        for id, name, members in groups
        for what in (COVERED, ALONE)
    )
    return found, notes
