"""Who can pay, again at every visit and cycle.

A household pays imaging and cycles out of what it can raise within a year. What was paid before counts: whoever
could pay k cycles may fail at k + 1, so the shares follow from one curve of means and never rise.

First it pays out of current means and savings. Where these do not reach, some households sell what they have or
borrow, once and up to a bound (distress financing): more of them start, and more of them stop at a later cycle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.money import Means
from hevesy.money.means import DAYS_PER_YEAR
from hevesy.plan.price import cycle_price, imaging_price
from hevesy.products import Therapy

QUINTILES = (1, 2, 3, 4, 5)
COVERED = 0  # people for whom a scheme pays the cycles
SELLS = "money.distress.share"  # of households that can't pay out of current means, those that sell or borrow


@dataclass(frozen=True, slots=True)
class Payments:
    """What a payer group can pay: `shares[k]` of it has paid imaging and k cycles; `share` is its part of all.

    `quintile` is COVERED where it is no single one.
    """

    quintile: int
    share: Any
    shares: tuple[Any, ...]

    def imaging(self) -> Any:
        """The share that pays the imaging."""
        return self.shares[0]

    def again(self, cycle: int) -> Any:
        """Of those who paid all before, the share that also pays this cycle."""
        before, now = np.asarray(self.shares[cycle - 1]), np.asarray(self.shares[cycle])
        return np.divide(now, before, out=np.zeros(np.broadcast(now, before).shape), where=before > 0)


def payments(
    therapy: Therapy,
    quintile: int,
    cycles: int,
    means: Means,
    pet: bool,
    known: Mapping[str, bool],
    reader: Reader,
) -> Payments:
    """The payment curve of one payer group, for `cycles` cycles; COVERED are those of all quintiles together."""
    bill = bill_of(therapy, means, pet, known, reader)
    if quintile == COVERED:
        return Payments(COVERED, bill.covered, (bill.imaging_alone(bill.able.of_all),) * (cycles + 1))
    shares = tuple(bill.uncovered(quintile, number * bill.cycle) for number in range(cycles + 1))
    return Payments(quintile, (1.0 - bill.covered) / len(QUINTILES), shares)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a payer group: its share of the group, and what it is asked for each cycle, USD.

    `fee` is one figure for all, or by fifth of means (5, ...). `imaging_paid`: nothing more is asked for imaging.
    `tariff` is the id of the tariff that says so, empty where none does.
    """

    share: Any
    fee: Any
    imaging_paid: bool = False
    tariff: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """What is paid by whom: the shares of people covered for cycles and imaging, and the price of each, USD.

    `imaging` is that of all its visits, nothing where the path has none to pay.
    """

    covered: Any
    imaging_covered: Any
    imaging: Any
    cycle: Any
    able: Able

    def plain(self, covered: bool) -> Part:
        """The whole of a payer group where no tariff is stated: others pay the cycles, or nobody does."""
        return Part(1.0, 0.0 if covered else self.cycle)

    def able_to(self, part: Part, quintile: Any, number: int) -> Any:
        """The share of a quintile of a part that can raise the fees of so many cycles, and of imaging where asked."""
        if part.imaging_paid:
            return self.able.of_quintile(quintile, number * part.fee)
        return self.uncovered(quintile, number * part.fee)

    def imaging_asked(self, part: Part) -> tuple[tuple[Any, Any], ...]:
        """What people of a part pay for imaging, USD, each with the share of them who are asked for that."""
        if part.imaging_paid:
            return ((1.0, 0.0),)
        return ((1.0 - self.imaging_covered, self.imaging), (self.imaging_covered, 0.0))

    def imaging_alone(self, able: Callable[[Any], Any]) -> Any:
        return self.imaging_covered + (1.0 - self.imaging_covered) * able(self.imaging)

    def uncovered(self, quintile: Any, cycles: Any) -> Any:
        """The share of the quintile that can raise the price of these cycles, and of imaging where not covered."""
        return self.imaging_covered * self.able.of_quintile(quintile, cycles) + (
            1.0 - self.imaging_covered
        ) * self.able.of_quintile(quintile, cycles + self.imaging)


def bill_of(therapy: Therapy, means: Means, pet: bool, known: Mapping[str, bool], reader: Reader) -> Bill:
    """What imaging and cycles cost, for whom somebody else pays, and what households can raise."""
    covered = _known_or(known, "cycle_paid", therapy.coverage, reader)
    imaging_cost = imaging_price(therapy.id, pet, reader)
    pays_imaging = imaging_cost is not None and therapy.coverage_imaging
    imaging_covered = (
        _known_or(known, "imaging_paid", therapy.coverage_imaging, reader) if pays_imaging else 1.0
    )
    imaging = imaging_cost * _visits(therapy, reader) if pays_imaging else 0.0
    return Bill(covered, imaging_covered, imaging, cycle_price(therapy.id, reader), Able.of(means, reader))


def _known_or(known: Mapping[str, bool], topic: str, fact: str, reader: Reader) -> Any:
    """1 or 0 where policy is known, else the shelf's share: unknown is neither yes nor no."""
    return reader.moved(fact, float(known[topic])) if topic in known else reader.value(fact)


def _visits(therapy: Therapy, reader: Reader) -> Any:
    stage = next((stage for stage in therapy.stages if stage.id == "pays_imaging"), None)
    return reader.value(stage.visits) if stage is not None and stage.visits else 1.0


@dataclass(frozen=True, slots=True)
class Able:
    """Which part of people can raise an amount (USD) within a year; all means are PPP dollars per head and day.

    `paid` is the part of a price that the household pays itself, `per_head` what one USD of a household is for each
    head and day. `current` and `in_all` are the parts of its yearly means that it can raise without and with selling
    or borrowing; a share `sells` of households does that where current means do not reach.
    """

    means: Means
    paid: Any
    per_head: Any
    current: Any
    in_all: Any
    sells: Any

    @classmethod
    def of(cls, means: Means, reader: Reader) -> Able:
        current = reader.value("money.share_of_yearly_means")
        usd_a_year = reader.value("money.household_size") * reader.value("money.price_level") * DAYS_PER_YEAR
        return cls(
            means,
            1.0 - reader.value("money.fee_subsidy"),
            1.0 / usd_a_year,
            current,
            current + reader.value("money.distress.amount"),
            reader.value(SELLS),
        )

    def needed(self, cost: Any, sold: bool = False) -> Any:
        """The means below which a household cannot pay its part of `cost`, without or with what it has sold."""
        return cost * self.paid * self.per_head / (self.in_all if sold else self.current)

    def below(self, means: Any) -> Any:
        """The share of people who live on less than these means."""
        from scipy.special import ndtr

        found = np.maximum(np.asarray(means, dtype=float), 1e-300)
        return ndtr(np.log(found / self.means.median_per_day) / self.means.sigma)

    def of_all(self, cost: Any) -> Any:
        poor, poorest = self.below(self.needed(cost)), self.below(self.needed(cost, sold=True))
        return 1.0 - (1.0 - self.sells) * poor - self.sells * poorest

    def of_quintile(self, quintile: Any, cost: Any) -> Any:
        poor, poorest = (within(quintile, self.below(self.needed(cost, sold))) for sold in (False, True))
        return 1.0 - (1.0 - self.sells) * poor - self.sells * poorest


def within(quintile: Any, below: Any) -> Any:
    """The share of a quintile that is among the poorest `below` of all people.

    >>> float(within(1, 0.1)), float(within(2, 0.1))
    (0.5, 0.0)
    """
    return np.minimum(np.maximum(len(QUINTILES) * np.asarray(below) - (quintile - 1), 0.0), 1.0)
