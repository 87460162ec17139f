"""What share of a full-time post somebody has in a role, and from when: of several, the one that began last holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

WHOLE, LEAST = 100.0, 5.0  # percent of a full-time post
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Contract:
    """So many percent of a full-time post in a role from a day on, to the end of `until` where that is said."""

    person: str
    role: str
    percent: float
    first: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether a day is within it."""
        return self.first <= on and (self.until is None or on <= self.until)


def percents_on(contracts: Iterable[Contract], on: date) -> dict[tuple[str, str], float]:
    """By person and role, what holds on a day: of several, the one that began last; of whom nothing does, nothing.

    >>> open, short = Contract("p", "nurse", 80, date(2027, 1, 1)), Contract("p", "nurse", 50, date(2027, 3, 1),
    ...                                                                      date(2027, 3, 31))
    >>> [percents_on([open, short], date(2027, month, 15))["p", "nurse"] for month in (2, 3, 4)]
    [80, 50, 80]
    """
    held = sorted((each for each in contracts if each.holds(on)), key=lambda each: each.first)
    return {(each.person, each.role): each.percent for each in held}


def fullest(contracts: Iterable[Contract]) -> tuple[date, float]:
    """The first day on which the contracts of one person come to the most together, and to how many percent."""
    known = list(contracts)
    days = {each.first for each in known} | {each.until + DAY for each in known if each.until}
    sums = [(day, fsum(percents_on(known, day).values())) for day in sorted(days)]
    return max(sums, key=lambda each: each[1])
