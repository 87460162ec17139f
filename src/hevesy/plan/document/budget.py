"""What a run costs, line by line and year by year, as expected values: counts, the cost of one, and the money.

Expected values add up, medians do not; so the lines sum to the expected costs of the run in every year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.plan.results.measures import YEARS_OF_A_WEEK, totals, yearly
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result

CARE = ("imaging", "cycles", "follow_up")


@dataclass(frozen=True)
class Line:
    """One line of a budget: `counts` and `amounts` (USD) by year; a lump sum counts once."""

    name: str
    therapy: str
    counts: Sequence[float]
    amounts: Sequence[float]

    def unit_costs(self) -> list[float]:
        """The cost of one, year by year; 0 where nothing is counted."""
        return [
            amount / count if count else 0.0 for amount, count in zip(self.amounts, self.counts, strict=True)
        ]


@dataclass(frozen=True)
class Budget:
    """A run's money and what it buys, by year; `rate` is the share by which a year further on counts less."""

    years: tuple[int, ...]
    lines: tuple[Line, ...]
    qalys: tuple[float, ...]
    life_years: tuple[float, ...]
    rate: float

    def year_totals(self) -> list[float]:
        """All lines together, by year."""
        return [sum(line.amounts[place] for line in self.lines) for place in range(len(self.years))]

    def discounted(self, amounts: Sequence[float]) -> float:
        """The sum over the years, the first in full."""
        return sum(amount / (1 + self.rate) ** place for place, amount in enumerate(amounts))

    def of_care(self) -> list[float]:
        """Imaging, cycles and follow-up together, by year."""
        care = [line.amounts for line in self.lines if line.name in CARE]
        return [sum(amounts[place] for amounts in care) for place in range(len(self.years))]

    def of(self, name: str) -> list[float]:
        """All lines of one name together, by year."""
        own = [line.amounts for line in self.lines if line.name == name]
        return [sum(amounts[place] for amounts in own) for place in range(len(self.years))]


def budget_of(result: Result) -> Budget:
    """The budget of a run."""
    values = result.built.values
    whole = totals(values, yearly(result.model, values, result.outcome))
    years = tuple(range(result.first_year, result.first_year + result.model.years))
    return Budget(
        years=years,
        lines=tuple(line for line in _lines(result) if any(line.amounts)),
        qalys=_means(whole["qalys"]),
        life_years=_means(whole["life_years"]),
        rate=float(np.mean(values.discount)),
    )


def _lines(result: Result) -> Iterator[Line]:
    """Interventions first, then the care of each therapy."""
    values, outcome = result.built.values, result.outcome
    once = [1.0] * result.model.years
    yield Line("capital", "", once, _means(values.capital))
    yield Line("running", "", once, _means(values.running))
    country, given = outcome.in_country, outcome.at_centres["given"].sum(axis=1)  # (Y, H, D)
    followed = (country["weeks_stable"] + country["weeks_progressed"]) * YEARS_OF_A_WEEK
    bought = (
        ("imaging", country["imaged"], values.imaging_cost),
        ("cycles", given, values.cycle_cost),
        ("follow_up", followed, values.follow_up_cost),
    )
    for name, counts, price in bought:
        spent = counts * price
        for h, therapy in enumerate(result.model.therapies):
            yield Line(name, therapy, _means(counts[:, h]), _means(spent[:, h]))


def _means(drawn: Floats) -> tuple[float, ...]:
    return tuple(float(each) for each in np.asarray(drawn).mean(axis=-1))
