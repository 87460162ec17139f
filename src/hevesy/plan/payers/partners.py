"""Public-private partnerships of a scenario: what each lends by the budget, is paid back by its contract, and earns.

All is in USD as it is paid: what a partner lends is its part of the budget, contracts are not raised with prices.
Beyond the years of the run a contract goes on with the cycles of the last year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader
from hevesy.money.funding import Cents
from hevesy.money.partnership import PaidBack, availability_for, paid_back, rate_of_return
from hevesy.plan.budget.plan import Budget
from hevesy.plan.scenario.check_funders import is_paid_back
from hevesy.plan.scenario.scenario import Funder
from hevesy.plan.scenario.stated import own_name
from hevesy.plan.simulation.model import Floats

PUBLIC = "public_budget"


@dataclass(frozen=True)
class Flows:
    """Cents by year from the start of the run to the end of the contract, (T, ...)."""

    cycles: Floats
    lent: Cents
    back: PaidBack

    @property
    def net(self) -> Cents:
        """What the partner has of it."""
        return self.back.whole - self.lent


@dataclass(frozen=True)
class Partner:
    """One partnership: `expected` with the mean of every input (T,), `drawn` (T, D), and its return.

    `needed` is the yearly availability payment, USD, with which the return asked is reached as expected; not known
    where none is asked. `at_risk` is the part of what is paid back that hangs on how many are treated.
    """

    funder: Funder
    paid_by: str
    years: list[int]
    availability: float
    unit: float
    expected: Flows
    drawn: Flows
    rate: float
    rates: Floats
    needed: float
    at_risk: float
    bears: str


def partners(budget: Budget) -> list[Partner]:
    """Every partnership with a contract."""
    return [
        _partner(place, funder, budget)
        for place, funder in enumerate(budget.scenario.funders) if is_paid_back(funder)
    ]  # fmt: skip


def _partner(place: int, funder: Funder, budget: Budget) -> Partner:
    reader, years = budget.reader, budget.years
    first = max(funder.first_year or years[0], years[0])
    span = list(range(years[0], max(years[-1], first + funder.contract_years - 1) + 1))
    paying = np.array([first <= year < first + funder.contract_years for year in span])
    given = budget.result.outcome.at_centres["given"].sum(axis=(1, 2))  # (Y, D)
    terms = [_term(funder, name, reader) for name in ("availability", "unit_payment")]
    drawn = _flows(budget.drawn.paid[place].sum(axis=0), given, terms, paying, funder)
    plain = [float(np.mean(np.asarray(each))) for each in terms]
    expected = _flows(budget.expected.paid[place].sum(axis=0), given.mean(axis=1), plain, paying, funder)
    by_cycles = (expected.back.guaranteed + expected.back.beyond) / 100.0
    needed = (
        float(availability_for(expected.lent / 100.0, by_cycles, paying, funder.return_asked))
        if funder.return_asked else float("nan")
    )  # fmt: skip
    return Partner(
        funder, funder.paid_back_by or PUBLIC, span, plain[0], plain[1], expected, drawn,
        float(rate_of_return(expected.net / 100.0)), rate_of_return(drawn.net / 100.0), needed,
        *_risk(expected.back),
    )  # fmt: skip


def _term(funder: Funder, name: str, reader: Reader) -> float | Floats:
    return 0.0 if getattr(funder, name) is None else reader.value(own_name(funder, name))


def _flows(lent: Cents, cycles: Floats, terms: list[float | Floats] | list[float], paying: Floats, of: Funder) -> Flows:
    """Money and cycles by year of the contract, the years after the run with its last year's cycles."""
    more = len(paying) - len(lent)
    loans = np.concatenate([lent, np.zeros((more, *lent.shape[1:]), dtype=np.int64)])
    given = np.concatenate([cycles, np.repeat(cycles[-1:], more, axis=0)])
    when = paying.reshape(-1, *([1] * (given.ndim - 1))).astype(float)
    back = paid_back(terms[0] * when, terms[1] * when, given, of.guaranteed_cycles)
    return Flows(given, loans, back)


def _risk(back: PaidBack) -> tuple[float, str]:
    """The part of what is paid back that hangs on volume, and who bears the risk of it."""
    whole, beyond = float(back.whole.sum()), float(back.beyond.sum())
    share = beyond / whole if whole else 0.0
    if not beyond:
        return share, "public"
    return share, "partner" if beyond == whole else "shared"
