"""The budget itself: real costs at each year's prices and exchange rate, in cents, and who pays them.

The expected budget is worked out with the mean of every input (real costs, inflation, depreciation, imported shares),
so that a spreadsheet with these inputs gives the same cents; every draw is worked out alike and gives the intervals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.errors import BadScenario
from hevesy.facts import Reader, Shelf
from hevesy.money.exchange import Path, Value
from hevesy.money.funding import Cents, Payer, cents, paid
from hevesy.plan.budget.costs import Real, real_costs
from hevesy.plan.scenario.check_funders import DOLLAR, LINES, currency_of
from hevesy.plan.scenario.scenario import Funder, Scenario
from hevesy.plan.scenario.stated import CEILING, own_name
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result

RATE = "budget.exchange_rate"
PATH = {"inflation_here": "budget.inflation_here", "inflation_abroad": "budget.inflation_abroad",
        "depreciation": "budget.depreciation"}  # fmt: skip


@dataclass(frozen=True)
class Amounts:
    """Cents of USD: imported and local parts by line and year (L, Y, ...), what funders pay (F, L, Y, ...), the gap.

    `exchange` by year (Y, ...) is the price of a USD in the country's currency; None where nobody knows it.
    """

    imported: Cents
    local: Cents
    paid: Cents
    gap: Cents
    exchange: Floats | None

    @property
    def cost(self) -> Cents:
        return self.imported + self.local


@dataclass(frozen=True)
class Budget:
    """A scenario's budget: expected, with draws as a last axis, and what it was made from."""

    scenario: Scenario
    result: Result
    real: Real
    currency: str
    expected: Amounts
    drawn: Amounts
    path: Path
    shares: dict[str, float]
    ceilings: dict[str, float]
    limits: dict[str, Value]  # the draws of the ceilings

    @property
    def reader(self) -> Reader:
        return self.result.built.reader

    @property
    def years(self) -> list[int]:
        first = self.result.first_year
        return list(range(first, first + self.result.model.years))

    def real_mean(self) -> Floats:
        """Mean real costs, shape (L, Y)."""
        return np.stack([self.real.amounts[line].mean(axis=1) for line in LINES])


def budget(result: Result) -> Budget:
    """The budget of a run; raises BadScenario as `check_rate` does."""
    reader, scenario = result.built.reader, result.scenario
    check_rate(scenario, reader.shelf)
    currency = currency_of(scenario.country, reader.shelf)
    real = real_costs(result)
    drawn_path = _path(reader, currency)
    means_of_path = {name: float(np.mean(np.asarray(getattr(drawn_path, name)))) for name in PATH}
    rate = None if drawn_path.rate is None else float(np.mean(np.asarray(drawn_path.rate)))
    path = Path(**means_of_path, rate=rate)
    shares = {line: reader.value(f"budget.imported.{line}") for line in LINES}
    limits: dict[str, Value] = {
        funder.id: reader.value(own_name(funder, CEILING)) for funder in scenario.funders if funder.ceiling is not None
    }
    means = {line: float(np.mean(np.asarray(share))) for line, share in shares.items()}
    mean_limits = {id: float(np.mean(np.asarray(limit))) for id, limit in limits.items()}
    mean_costs = {line: real.amounts[line].mean(axis=1) for line in LINES}
    first = result.first_year
    return Budget(
        scenario, result, real, currency,
        _amounts(scenario.funders, mean_costs, path, means, mean_limits, first),
        _amounts(scenario.funders, real.amounts, drawn_path, shares, limits, first),
        path, means, mean_limits, limits,
    )  # fmt: skip


def _path(reader: Reader, currency: str) -> Path:
    rate = reader.find(RATE)
    known = currency == DOLLAR or (rate is not None and rate.value is not None)
    values: dict[str, Value] = {name: reader.value(fact) for name, fact in PATH.items()}
    if currency == DOLLAR:
        return Path(values["inflation_here"], values["inflation_abroad"], 0.0, 1.0)
    return Path(**values, rate=reader.value(RATE) if known else None)


def check_rate(scenario: Scenario, shelf: Shelf) -> None:
    """Raises BadScenario where a funder's ceiling is in a currency of which nobody knows what a USD costs."""
    currency, found = currency_of(scenario.country, shelf), shelf.find(RATE, scenario.country)
    if RATE in scenario.facts or (found is not None and found.value is not None):
        return
    for number, funder in enumerate(scenario.funders, start=1):
        if funder.currency != DOLLAR:
            raise BadScenario(
                file=scenario.file or "scenario", where=f"table [[funder]] {number} ({funder.id!r}), key 'currency'",
                problem=f"nobody has stated what one USD costs in {currency}",
                advice=f'write [facts] and "{RATE}" = the price of one USD, or use USD',
            )  # fmt: skip


def _amounts(
    funders: Sequence[Funder], costs: Any, path: Path, shares: Any, limits: Any, first: int
) -> Amounts:
    years = range(len(next(iter(costs.values()))))
    parts = [[path.dollars(costs[line][year], shares[line], year) for year in years] for line in LINES]
    imported = np.stack([np.stack([cents(_array(part[0])) for part in line]) for line in parts])
    local = np.stack([np.stack([cents(_array(part[1])) for part in line]) for line in parts])
    whole = imported + local
    rates = [path.exchange(year) for year in years]
    by = np.zeros((len(funders), *whole.shape), dtype=np.int64)
    gap = whole.copy()
    for year in years:
        payers = [_payer(funder, first + year, limits, rates[year]) for funder in funders]
        by[:, :, year], gap[:, year] = paid(whole[:, year], payers)
    known = [np.broadcast_to(_array(rate), whole.shape[2:]) for rate in rates if rate is not None]
    return Amounts(imported, local, by, gap, np.stack(known) if known else None)


def _payer(funder: Funder, year: int, limits: Any, rate: Value | None) -> Payer:
    """A funder in one year; outside its years it pays for nothing."""
    active = (not funder.first_year or year >= funder.first_year) and (not funder.last_year or year <= funder.last_year)
    lines = tuple(LINES.index(line) for line in (funder.lines or LINES)) if active else ()
    limit = limits.get(funder.id)
    if limit is None:
        return Payer(lines, funder.share)
    in_dollars = limit if funder.currency == DOLLAR or rate is None else np.asarray(limit) / rate
    return Payer(lines, funder.share, cents(_array(in_dollars)))


def _array(value: Any) -> Floats:
    return np.asarray(value, dtype=np.float64)
