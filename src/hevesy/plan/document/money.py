"""The money of an option: the budget of its run as `hevesy plan budget` makes it, and what health it buys.

Two options are compared by their real costs (USD at the prices of the first year), discounted at the yearly rate: a
real rate over amounts with inflation in them would count inflation twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.plan.budget.answers import budget_said
from hevesy.plan.budget.plan import Budget, budget
from hevesy.plan.centre.figure import spread
from hevesy.plan.results.compare import differences
from hevesy.plan.results.measures import discounted, headlines, totals, yearly
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result

Said = Mapping[str, Any]
ADD_UP = ("costs", "qalys", "life_years")


@dataclass(frozen=True)
class Option:
    """One option's budget, as it is and as it is said, with QALYs and life-years by year, as expected.

    `rate` is the share by which a year further on counts less.
    """

    budget: Budget
    said: Said
    qalys: tuple[float, ...]
    life_years: tuple[float, ...]
    rate: float

    @property
    def years(self) -> list[int]:
        return self.budget.years

    def year_totals(self) -> list[float]:
        """What each year costs, USD of the year, to the cent."""
        return [float(year["cost"]["value"]) for year in self.said["years"]]

    def real_totals(self) -> list[float]:
        """What each year costs at the prices of the first."""
        return [float(each) for each in self.budget.real_mean().sum(axis=0)]

    def of(self, *lines: str) -> list[float]:
        """Some lines together, USD of each year."""
        chosen = [line["by_year"] for line in self.said["lines"] if line["id"] in lines]
        return [sum(float(by[place]["total"]["value"]) for by in chosen) for place in range(len(self.years))]

    def discounted(self, amounts: Sequence[float]) -> float:
        """The sum over the years, the first in full."""
        return sum(amount / (1 + self.rate) ** place for place, amount in enumerate(amounts))

    def drawn(self, name: str) -> Floats:
        """Costs (real ones), QALYs or life-years over all years, discounted, draw by draw."""
        found = self.budget.result
        if name != "costs":
            return headlines(found.model, found.built.values, found.outcome)[name]
        return discounted(found.built.values, np.sum(list(self.budget.real.amounts.values()), axis=0))


def option(result: Result, shelf: Shelf) -> Option:
    """The money of a run; raises BadScenario as `plan.budget.check_rate` does."""
    values, found = result.built.values, budget(result)
    whole = totals(values, yearly(result.model, values, result.outcome))
    qalys, life_years = (tuple(whole[name].mean(axis=-1).tolist()) for name in ("qalys", "life_years"))
    return Option(found, budget_said(found, shelf), qalys, life_years, float(np.mean(values.discount)))


def on_one_budget(versus: Said, nothing: Option, package: Option) -> Said:
    """The comparison of two runs with costs taken from their budgets; of what adds up, expected values.

    A document so has one sum for each, whichever of its tables one reads.
    """
    rows = [
        {**row, **_expected(row["name"], nothing, package)} if row["name"] in ADD_UP else row
        for row in versus["headlines"]
    ]
    return {**versus, "headlines": rows}


def _expected(name: str, nothing: Option, package: Option) -> Said:
    a, b = nothing.drawn(name), package.drawn(name)
    change = differences(a, b)
    return {side: spread(float(each.mean()), each) for side, each in (("a", a), ("b", b), ("difference", change))}
