"""Who bears what in a scenario: one run, its budget, and everything that is asked about those who pay."""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.facts import Reader, Shelf
from hevesy.plan.budget.plan import Budget, budget
from hevesy.plan.bundle import Bundle, bundle_of
from hevesy.plan.payers.accounts import Accounts, accounts
from hevesy.plan.payers.cycles import Cycles, cycles_of
from hevesy.plan.payers.equity import Distributional, Fair, distributional, fair, raised_by_fifth
from hevesy.plan.payers.partners import Partner, partners
from hevesy.plan.payers.pool import Pool, pool
from hevesy.plan.payers.sustained import Sustained, sustained
from hevesy.plan.payers.tariffs import Priced, priced_of
from hevesy.plan.simulation.simulate import Result
from hevesy.products import find_therapy


@dataclass(frozen=True)
class Payers:
    """Everything about who pays; `distributional` is None where no threshold or no population is known."""

    budget: Budget
    bundles: list[Bundle]
    cycles: list[Cycles]
    priced: list[list[Priced]]
    accounts: Accounts
    partners: list[Partner]
    pool: Pool
    sustained: Sustained
    fair: Fair
    distributional: Distributional | None

    @property
    def result(self) -> Result:
        return self.budget.result

    @property
    def reader(self) -> Reader:
        return self.budget.reader


def payers(result: Result, shelf: Shelf) -> Payers:
    """Work it all out on a run."""
    found, reader, homes = budget(result), result.built.reader, result.built.households
    therapies = [find_therapy(name, shelf) for name in result.model.therapies]
    bundles = [bundle_of(therapy, homes.by_pet(h), reader) for h, therapy in enumerate(therapies)]
    equal, people, paid = fair(result, homes)
    cycles = [cycles_of(result, homes, h, each) for h, each in enumerate(people)]
    priced = [priced_of(each, result.scenario, reader, of) for each, of in zip(bundles, cycles, strict=True)]
    kept = accounts(found, priced, cycles)
    return Payers(
        found, bundles, cycles, priced, kept, partners(found), pool(result, bundles, people, priced),
        sustained(result, found.real, kept, priced), equal,
        distributional(result, people, paid, raised_by_fifth(kept, priced, reader), shelf),
    )  # fmt: skip
