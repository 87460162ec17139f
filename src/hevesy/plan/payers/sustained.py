"""From which year the tariffs pay what the centres' care costs in a year, without donors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hevesy.plan.budget.costs import Real
from hevesy.plan.payers.tariffs import DONOR, Priced
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result

# what it costs to run the centres; capital is an investment, follow-up goes on where patients live
RUNNING = ("running", "staff", "upkeep", "medicines", "freight", "administration", "imaging")


@dataclass(frozen=True)
class Sustained:
    """USD of each year at prices of the first, (Y, D): income without donors, from donors, and running costs.

    `first` (D,) is the place of the first year from which on income covers costs to the end; Y where none does.
    `needed` (Y, D) is what a cycle would have to bring; infinite in a year without one.
    """

    income: Floats
    donors: Floats
    costs: Floats
    first: Floats
    needed: Floats


def sustained(result: Result, real: Real, priced: list[list[Priced]]) -> Sustained:
    """Income of the cycles given against the running costs of the budget."""
    given = result.outcome.at_centres["given"].sum(axis=1)  # (Y, H, D)
    income, donors = np.zeros_like(given[:, 0]), np.zeros_like(given[:, 0])
    for h, rows in enumerate(priced):
        for row in rows:
            part = row.drawn.borne
            usd = (part.scheme + part.household + part.maker) / 100.0 * row.members.value
            (donors if row.kind == DONOR else income)[:] += given[:, h] * usd
    costs = np.asarray(sum(real.amounts[line] for line in RUNNING))
    cycles = given.sum(axis=1)
    needed = np.divide(costs, cycles, out=np.full(costs.shape, np.inf), where=cycles > 0.0)
    return Sustained(income, donors, costs, first_for_good(income >= costs), needed)


def first_for_good(holds: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    """The first place (Y, D) from which on it holds to the end; the number of years where it does not at the end.

    >>> first_for_good(np.array([[True, False, False], [False, True, False], [True, True, False]])).tolist()
    [2.0, 1.0, 3.0]
    """
    to_the_end = np.logical_and.accumulate(holds[::-1], axis=0)
    return np.asarray(len(holds) - to_the_end.sum(axis=0), dtype=float)
