"""Who bears what in a scenario: one run, its budget, and everything that is asked about those who pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader, Shelf
from hevesy.plan.budget.plan import Budget, budget
from hevesy.plan.centre.figure import Figure, known
from hevesy.plan.payers.bundle import Bundle, bundle_of
from hevesy.plan.payers.equity import Distributional, Fair, distributional, fair
from hevesy.plan.payers.pool import Pool, pool
from hevesy.plan.payers.sustained import Sustained, sustained
from hevesy.plan.payers.tariffs import Priced, priced_of
from hevesy.plan.results.who_starts import People, known_share
from hevesy.plan.simulation.model import PET
from hevesy.plan.simulation.simulate import Result
from hevesy.products import find_therapy


@dataclass(frozen=True)
class Payers:
    """Everything about who pays; `fair` and `distributional` are None where the model knows of no households."""

    budget: Budget
    bundles: list[Bundle]
    priced: list[list[Priced]]
    pool: Pool
    sustained: Sustained
    fair: Fair | None
    distributional: Distributional | None

    @property
    def result(self) -> Result:
        return self.budget.result

    @property
    def reader(self) -> Reader:
        return self.budget.reader


def payers(result: Result, shelf: Shelf) -> Payers:
    """Work it all out on a run."""
    found, model, reader = budget(result), result.model, result.built.reader
    bundles = [_bundle(result, name, shelf) for name in model.therapies]
    equal, spread_out = None, None
    people: Sequence[People | None] = [None] * len(bundles)
    if result.built.households is not None:
        equal, known_people, paid = fair(result, result.built.households)
        spread_out, people = distributional(result, known_people, paid, shelf), known_people
    covered = [covered_of(each, who, reader, model.draws) for each, who in zip(bundles, people, strict=True)]
    priced = [priced_of(each, result.scenario, reader, of) for each, of in zip(bundles, covered, strict=True)]
    return Payers(
        found, bundles, priced, pool(result, bundles, people), sustained(result, found.real, priced), equal, spread_out
    )


def covered_of(bundle: Bundle, people: People | None, reader: Reader, draws: int) -> Figure:
    """The share of those who start for whom somebody pays (D,): of patients on the shelf where nobody starts."""
    shelf = known(reader, bundle.therapy.coverage)
    of_all = np.clip(np.ones(draws) * shelf.value, 0.0, 1.0)
    if people is None:
        return Figure(of_all, shelf.facts)
    by_payer = people.started.sum(axis=(0, 2, 3))  # (2, D)
    share = known_share(by_payer[1], by_payer.sum(axis=0))
    return Figure(np.where(np.isfinite(share), share, of_all), shelf.facts)


def _bundle(result: Result, name: str, shelf: Shelf) -> Bundle:
    """A therapy's bundle, its people imaged as in the run; by PET where the model has no path to ask."""
    therapy, homes = find_therapy(name, shelf), result.built.households
    by_pet = homes is None or homes.paths.here.modality(therapy) == PET
    return bundle_of(therapy, by_pet, result.built.reader)
