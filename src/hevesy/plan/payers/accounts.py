"""What every scheme pays in each year, where its money comes from, and what centres lose: whole cents.

For the cycles of a year under one tariff

    scheme + household + maker + centre = cost        raised + saved before = paid + administration + saved

A funder with a ceiling pays its tariffs in the order of the file and no more than it has; the rest is the centres'
loss. An earmarked fund raises its ceiling each year and keeps what it does not spend; all others raise what they pay.
Everything is at prices of the first year, ceilings as they are stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader
from hevesy.money import means_of
from hevesy.money.funding import Cents, cents
from hevesy.money.scheme import MAKER, OWN, raised_from, shared_out
from hevesy.plan.budget.plan import Amounts, Budget
from hevesy.plan.payers.cycles import Cycles
from hevesy.plan.payers.tariffs import Priced
from hevesy.plan.scenario.check_funders import DOLLAR
from hevesy.plan.scenario.scenario import Funder
from hevesy.plan.simulation.model import Floats

PARTS = ("cost", "scheme", "household", "maker", "centre")
LOADING = "payers.loading"
FIFTHS = 5


@dataclass(frozen=True)
class Account:
    """One therapy under one tariff by year, (Y, ...): cycles, and cents of them."""

    cycles: Floats
    cost: Cents
    scheme: Cents
    household: Cents
    maker: Cents
    centre: Cents


@dataclass(frozen=True)
class Purse:
    """What one payer has to do with all its tariffs, as expected: cents by year (Y,).

    `raised` (6, Y) comes from each fifth of means, the poorest first, and from nobody in the country. `paid` goes to
    centres (or is forgone, of an access price), `administration` stays with the scheme, `saved` is there at the end of
    the year.
    """

    payer: str
    kind: str
    members: Floats
    raised: Cents
    paid: Cents
    administration: Cents
    saved: Cents


@dataclass(frozen=True)
class Accounts:
    """By therapy and tariff, in the order of the tariffs as priced: `expected` (Y,) and `drawn` (Y, D)."""

    expected: list[list[Account]]
    drawn: list[list[Account]]
    purses: list[Purse]

    def sum(self, part: str, drawn: bool = True) -> Cents:
        """Over all therapies and tariffs."""
        rows = self.drawn if drawn else self.expected
        return np.asarray(sum(getattr(each, part) for of in rows for each in of))


def accounts(budget: Budget, priced: Sequence[Sequence[Priced]], cycles: Sequence[Cycles]) -> Accounts:
    """All accounts of a run."""
    expected, drawn = [], []
    for rows, of in zip(priced, cycles, strict=True):
        expected.append([_account((of.given * row.by_year).mean(axis=1), row, False) for row in rows])
        drawn.append([_account(of.given * row.by_year, row, True) for row in rows])
    for found, limits in ((expected, ceilings_of(budget)), (drawn, _limits(budget, True))):
        _limited(found, priced, budget, limits)
    return Accounts(expected, drawn, list(_purses(expected, priced, budget)))


def _account(cycles: Floats, row: Priced, drawn: bool) -> Account:
    amounts = row.drawn if drawn else row.expected
    cost = cents(cycles * amounts.total / 100.0)
    scheme, household, maker = (
        cents(cycles * np.asarray(getattr(amounts.borne, part)) / 100.0) for part in ("scheme", "household", "maker")
    )
    return Account(cycles, cost, scheme, household, maker, cost - scheme - household - maker)


def _limits(budget: Budget, drawn: bool) -> dict[str, Cents]:
    """Ceilings in cents by year, (Y, ...), of funders that have one."""
    of: Amounts = budget.drawn if drawn else budget.expected
    found = {}
    for funder in budget.scenario.funders:
        if funder.ceiling is None:
            continue
        limit = np.asarray(budget.limits[funder.id] if drawn else budget.ceilings[funder.id], dtype=float)
        rate = 1.0 if funder.currency == DOLLAR or of.exchange is None else of.exchange
        active = np.array([_active(funder, year) for year in budget.years], dtype=float)
        shape = of.gap.shape[1:]
        found[funder.id] = cents(np.broadcast_to(limit / rate, shape) * active.reshape(-1, *([1] * (len(shape) - 1))))
    return found


def ceilings_of(budget: Budget) -> dict[str, Cents]:
    """The expected ceilings of funders that have one, in cents of USD by year (Y,)."""
    return _limits(budget, False)


def _active(funder: Funder, year: int) -> bool:
    return (not funder.first_year or year >= funder.first_year) and (not funder.last_year or year <= funder.last_year)


def _limited(
    found: list[list[Account]], priced: Sequence[Sequence[Priced]], budget: Budget, limits: dict[str, Cents]
) -> None:
    """Let no funder pay more than it has: what is promised beyond is the centres' loss."""
    for id, limit in limits.items():
        mine = [
            (h, n) for h, rows in enumerate(priced) for n, row in enumerate(rows) if row.tariff.payer == id
        ]  # fmt: skip
        saves = any(priced[h][n].rule.saves for h, n in mine)
        has = np.zeros_like(limit[0])
        for year in range(len(limit)):
            has = limit[year] + (has if saves else 0)
            for h, n in mine:
                each = found[h][n]
                paid = np.minimum(each.scheme[year], has)
                each.centre[year] += each.scheme[year] - paid
                each.scheme[year] = paid
                has = has - paid


def _purses(expected: list[list[Account]], priced: Sequence[Sequence[Priced]], budget: Budget) -> list[Purse]:
    """Each payer's money in and out, in the order in which its first tariff comes."""
    reader, limits = budget.reader, ceilings_of(budget)
    by_payer: dict[str, list[tuple[Priced, Account]]] = {}
    for rows, accounts_ in zip(priced, expected, strict=True):
        for row, account in zip(rows, accounts_, strict=True):
            if row.rule.raised != OWN:
                by_payer.setdefault(row.tariff.payer, []).append((row, account))
    return [_purse(payer, rows, limits.get(payer), reader) for payer, rows in by_payer.items()]


def _purse(payer: str, rows: list[tuple[Priced, Account]], limit: Cents | None, reader: Reader) -> Purse:
    rule, called = rows[0][0].rule, rows[0][0].kind
    paid = np.asarray(sum(each.maker if rule.raised == MAKER else each.scheme for _, each in rows))
    cycles = np.asarray(sum(each.cycles for _, each in rows))
    loading = float(np.mean(np.asarray(reader.value(LOADING)))) if rule.loaded else 0.0
    kept = cents(paid * loading / 100.0)
    fills = limit is not None and rule.saves
    raised = limit if fills and limit is not None else paid + kept
    saved = np.cumsum(raised - paid - kept)
    by_means = np.array(means_of(reader).group_means(FIFTHS))
    return Purse(payer, called, cycles, shared_out(raised, raised_from(called, by_means)), paid, kept, saved)
