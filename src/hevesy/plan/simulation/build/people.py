"""Who needs a therapy, and how they are spread over regions, payers, means and sexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hevesy.facts import Reader
from hevesy.people.strata import SEXES
from hevesy.plan.need import sex_shares
from hevesy.plan.pay import QUINTILES
from hevesy.plan.simulation.build.payers import Payer
from hevesy.plan.simulation.build.regions import Region
from hevesy.products import Therapy


@dataclass(frozen=True)
class Strata:
    """The groups of people of a model, in the order regions and choices, payers, means quintiles, sexes.

    `parts` are the region and the number of the choice of centre that each first part stands for.
    """

    parts: tuple[tuple[int, int], ...]
    payers: tuple[Payer, ...]
    sexes: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int, int, int]:
        return len(self.parts), len(self.payers), len(QUINTILES), len(self.sexes)


def strata(
    regions: Sequence[Region],
    choices: Sequence[int],
    payers: tuple[Payer, ...],
    therapies: Sequence[Therapy],
    reader: Reader,
) -> Strata:
    """The strata of a country; `choices` says between how many centres each region's people are divided."""
    parts = tuple((region, which) for region, most in enumerate(choices) for which in range(most))
    wanted = [sex_shares(therapy, reader) for therapy in therapies]
    sexes = tuple(sex for sex in SEXES if any(shares[sex] > 0 for shares in wanted))
    names = tuple(
        f"{regions[region].name}{_which(which)}, {payer.name}, quintile {quintile}, {sex}"
        for region, which in parts
        for payer in payers
        for quintile in QUINTILES
        for sex in sexes
    )
    return Strata(parts, payers, sexes, names)


def _which(choice: int) -> str:
    return "" if choice == 0 else f", centre {choice + 1}"
