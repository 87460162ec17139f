"""From which year the tariffs pay what the centres' care costs in a year, without donors, and at which volume.

    break-even cycles a year = what a year costs whoever comes / (income of a cycle - what grows with each cycle)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.plan.budget.costs import Real
from hevesy.plan.payers.accounts import Accounts
from hevesy.plan.payers.tariffs import Priced
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result

# what it costs to run the centres; capital is an investment, follow-up goes on where patients live
STANDING = ("running", "staff", "upkeep")  # of a year, whoever comes
GROWING = ("medicines", "freight", "administration", "imaging")  # with each cycle
RUNNING = (*STANDING, *GROWING)


@dataclass(frozen=True)
class Sustained:
    """USD of each year at prices of the first, (Y, D): income without donors, from donors, and running costs.

    `first` (D,) is the place of the first year from which on income covers costs to the end; Y where none does.
    `needed` (Y, D) is what a cycle would have to bring; infinite in a year without one. `margin` is what a cycle leaves
    of its income for costs that stand whoever comes, `standing`; `break_even` are the cycles that carry these, infinite
    where a cycle leaves nothing.
    """

    cycles: Floats
    income: Floats
    donors: Floats
    costs: Floats
    standing: Floats
    margin: Floats
    break_even: Floats
    first: Floats
    needed: Floats


def sustained(result: Result, real: Real, found: Accounts, priced: Sequence[Sequence[Priced]]) -> Sustained:
    """Income of the cycles given against the running costs of the budget."""
    cycles = result.outcome.at_centres["given"].sum(axis=(1, 2))  # (Y, D)
    income, donors = np.zeros_like(cycles), np.zeros_like(cycles)
    for rows, accounts in zip(priced, found.drawn, strict=True):
        for row, each in zip(rows, accounts, strict=True):
            usd = (each.scheme + each.household + each.maker) / 100.0
            (income if row.rule.lasting else donors)[:] += usd
    standing, growing = (np.asarray(sum(real.amounts[line] for line in of)) for of in (STANDING, GROWING))
    return held_against(cycles, income, donors, standing, growing)


def held_against(cycles: Floats, income: Floats, donors: Floats, standing: Floats, growing: Floats) -> Sustained:
    """Income against costs, all of shape (Y, D).

    >>> def of(usd): return np.array([[usd]])
    >>> found = held_against(of(10.0), of(50_000.0), of(0.0), of(36_000.0), of(20_000.0))
    >>> float(found.margin[0, 0]), float(found.break_even[0, 0]), float(found.needed[0, 0])
    (3000.0, 12.0, 5600.0)
    """
    costs = standing + growing
    none = np.full(costs.shape, np.inf)
    needed = np.divide(costs, cycles, out=none.copy(), where=cycles > 0.0)
    margin = np.divide(income - growing, cycles, out=np.full(costs.shape, np.nan), where=cycles > 0.0)
    volume = np.divide(standing, margin, out=none.copy(), where=margin > 0.0)
    return Sustained(
        cycles, income, donors, costs, standing, margin, volume, first_for_good(income >= costs), needed
    )


def first_for_good(holds: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    """The first place (Y, D) from which on it holds to the end; the number of years where it does not at the end.

    >>> first_for_good(np.array([[True, False, False], [False, True, False], [True, True, False]])).tolist()
    [2.0, 1.0, 3.0]
    """
    to_the_end = np.logical_and.accumulate(holds[::-1], axis=0)
    return np.asarray(len(holds) - to_the_end.sum(axis=0), dtype=float)
