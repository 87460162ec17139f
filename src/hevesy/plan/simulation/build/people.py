"""Who needs a therapy, and how they are spread over regions, payers, means and sexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hevesy.facts import Reader
from hevesy.people import population
from hevesy.people.strata import SEXES
from hevesy.plan.need import BASE_YEAR
from hevesy.plan.pay import QUINTILES
from hevesy.plan.simulation.build.payers import Payer
from hevesy.plan.simulation.build.regions import Region
from hevesy.products import NeedModel, Therapy

THYROID_WOMEN = "epidemiology.thyroid.world_2022.new_cases_female"
THYROID_ALL = "epidemiology.thyroid.world_2022.new_cases"


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


def sex_shares(therapy: Therapy, reader: Reader) -> dict[str, float]:
    """The share of a therapy's need by sex: that of thyroid cancer as counted, else that of the people at risk.

    No gate asks for the sex; it is there for those who report by it.
    """
    found = dict.fromkeys(SEXES, 0.0)
    for model in therapy.needs:
        for sex, share in _of_part(model, reader).items():
            found[sex] += share / len(therapy.needs)
    return found


def _of_part(model: NeedModel, reader: Reader) -> dict[str, float]:
    only = model.growth_sex or model.sex
    if only is not None:
        return {sex: float(sex == only) for sex in SEXES}
    if model.site == "thyroid":
        women = reader.number(THYROID_WOMEN) / reader.number(THYROID_ALL)
        return {"male": 1.0 - women, "female": women}
    below = None if model.growth_age_to is None else model.growth_age_to + 1
    people = {
        sex: population(reader.place, BASE_YEAR, reader.shelf, sex, model.growth_age_from, below)
        for sex in SEXES
    }
    return {sex: number / sum(people.values()) for sex, number in people.items()}
