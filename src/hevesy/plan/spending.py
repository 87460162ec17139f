"""What households spend on a course, fifth by fifth: who is in hardship, who sells or borrows, who stops for money.

A household's means decide how many cycles it can pay for, the disease how many it may have; it has the fewer of the
two. Its means lie between what n cycles need and what n + 1 need, and an indicator of hardship is a line on the same
scale (`money.hardship`): so every share is a difference of two points of the distribution of means, without a sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader
from hevesy.money import HARDSHIPS, line, poverty_line
from hevesy.plan.household import Asked
from hevesy.plan.pay import QUINTILES, Bill, Part, within

Floats = NDArray[np.float64]
# what is counted as spending; SDG 3.8.2 counts only what is paid for health care
COUNTED = ("fees", "fees_and_journeys", "with_lost_wages")


@dataclass(frozen=True, slots=True)
class Course:
    """A planned course: what each round asks beside its price, and how many cycles are planned, and fall into a year.

    `goes_on` is the share that the disease lets go on from one cycle to the next.
    """

    imaging: Asked
    cycle: Asked
    cycles: int
    in_a_year: int
    goes_on: Any

    def ends_after(self, draws: int) -> Floats:
        """The share whose course comes to its right end after 1, 2 ... cycles, shape (N, D)."""
        reached = np.stack([np.broadcast_to(self.goes_on**n, (draws,)) for n in range(self.cycles)])
        return np.asarray(reached - np.concatenate([reached[1:], np.zeros((1, draws))]))


@dataclass(frozen=True, slots=True)
class Spending:
    """By fifth of means (5, D), as shares of the people of one payer group in it.

    `start` can pay imaging and the first cycle; of all in the fifth, `sell` do that and sell or borrow for it or for a
    later cycle, and `stop` (N - 1, 5, D) have 1, 2 ... cycles and stop because they can't pay the next. `hardship`
    (indicators, counted, 5, D) start and are in hardship in that year; `if_treated` would be, had everybody the
    course that the disease lets them have.
    """

    start: Floats
    sell: Floats
    stop: Floats
    hardship: Floats
    if_treated: Floats


def spending(bill: Bill, course: Course, parts: Sequence[Part], reader: Reader) -> Spending:
    """What the people of one payer group spend on a course, part by part of it."""
    draws = max(1, reader.draws)
    found = []
    for part in parts:
        for share, imaging in bill.imaging_asked(part):
            of_all = part.share * share
            if np.any(of_all > 0.0):
                found.append((of_all, _spent(bill, course, imaging, _by_fifth(part.fee, draws), draws, reader)))
    return _mixed(found)


def _by_fifth(fee: Any, draws: int) -> Floats:
    """A fee of shape (5, D), or (1, D) where it is the same for all fifths."""
    rows = np.atleast_2d(np.asarray(fee, dtype=float))
    return np.broadcast_to(rows, (len(rows), draws))


def _spent(bill: Bill, course: Course, imaging: Any, cycle: Floats, draws: int, reader: Reader) -> Spending:
    able, count = bill.able, course.cycles
    ends = course.ends_after(draws)
    later = ends[::-1].cumsum(axis=0)[::-1] - ends  # whose course would go on after n cycles
    hard = _of_fifths(able.below(_lines(bill, course, imaging, cycle, draws, reader)))
    prices = np.stack([imaging + n * cycle for n in range(1, count + 1)])
    out_of_means = _points(able.below(able.needed(prices)))
    found = []
    for share, sold in ((1.0 - able.sells, False), (able.sells, True)):
        points = _points(able.below(able.needed(prices, sold)))
        between = [_Between(points[:, n], points[:, n + 1], ends[n], later[n]) for n in range(count)]
        found.append((share, Spending(
            start=1.0 - points[:, 0],
            sell=np.asarray(sum(float(sold) * b.below(out_of_means[:, n]) for n, b in enumerate(between))),
            stop=np.array([later[n] * (b.upper - b.lower) for n, b in enumerate(between[:-1])])
            .reshape(count - 1, len(QUINTILES), draws),
            hardship=np.asarray(sum(b.below(hard[:, :, n]) for n, b in enumerate(between))),
            if_treated=np.asarray(sum(ends[n] * hard[:, :, n] for n in range(count))),
        )))  # fmt: skip
    return _mixed(found)


@dataclass(frozen=True, slots=True)
class _Between:
    """Households that can pay for n cycles and not for n + 1, as points of a fifth (5, D), and where courses end."""

    lower: Floats
    upper: Floats
    ends: Floats
    later: Floats

    def below(self, point: Floats) -> Floats:
        """The share of the fifth that has n cycles and lives below a point of it; shape (..., 5, D)."""
        paid = np.maximum(point - self.lower, 0.0)
        stopped = np.maximum(np.minimum(point, self.upper) - self.lower, 0.0)
        return np.asarray(self.ends * paid + self.later * stopped)


def _lines(bill: Bill, course: Course, imaging: Any, cycle: Floats, draws: int, reader: Reader) -> Floats:
    """Means below which a household is in hardship, shape (indicators, counted, N, fifths or one, D)."""
    able = bill.able
    poverty = poverty_line(able.means, reader)
    paid = np.minimum(np.arange(1, course.cycles + 1), course.in_a_year)[:, None, None] * np.ones(draws)
    fees = (imaging + paid * cycle) * able.paid * able.per_head
    journeys = fees + (course.imaging.money + paid * course.cycle.money) * able.per_head
    wages = course.imaging.wages + paid * course.cycle.wages
    ways = ((fees, 0.0), (journeys, 0.0), (journeys, wages))
    return np.array([[line(each, cost, lost, poverty, reader) for cost, lost in ways] for each in HARDSHIPS])


def _of_fifths(below: Floats) -> Floats:
    """Points of each fifth, (..., 5, D), for shares of all people, (..., 5, D) or (..., 1, D)."""
    return np.asarray(within(np.array(QUINTILES)[:, None], below))


def _points(below: Floats) -> Floats:
    """Points (5, N + 1, D) of what 1 ... N cycles need; nobody can pay for more than planned."""
    points = np.moveaxis(_of_fifths(below), 0, 1)
    return np.concatenate([points, np.ones_like(points[:, :1])], axis=1)


def _mixed(parts: Sequence[tuple[Any, Spending]]) -> Spending:
    """The mean of several, with their shares."""
    whole = {
        name: np.asarray(sum(share * getattr(each, name) for share, each in parts))
        for name in ("start", "sell", "stop", "hardship", "if_treated")
    }
    return replace(parts[0][1], **whole)
