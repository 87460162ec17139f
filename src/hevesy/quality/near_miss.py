"""Reports of what nearly happened: when they may be read, so that nobody is known by being first, last or alone.

A report carries its month and nothing nearer. It is read once its month is over, together with at least so many others;
fewer wait for the next month that makes them enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

LEAST, MOST = "quality.near_miss.least_together", "quality.near_miss.most_a_month"  # facts
Report = TypeVar("Report")


@dataclass(frozen=True, slots=True)
class Batch(Generic[Report]):
    """Reports that are read together: all that were written up to a month and were in no batch before."""

    until: str
    reports: tuple[Report, ...]


def batches(reports: Iterable[tuple[str, Report]], this_month: str, least: int) -> list[Batch[Report]]:
    """What may be read, the newest batch first; `reports` come with their months, as 2026-05.

    A report of this month or of a later one is in none, so that nothing on the page changes when one is written.

    >>> written = [("2026-03", "a"), ("2026-04", "b"), ("2026-04", "c"), ("2026-05", "d")]
    >>> batches(written, "2026-06", 3)
    [Batch(until='2026-04', reports=('a', 'b', 'c'))]
    >>> batches(written, "2026-04", 3)
    []
    """
    by_month: dict[str, list[Report]] = {}
    for month, report in reports:
        if month < this_month:
            by_month.setdefault(month, []).append(report)
    found: list[Batch[Report]] = []
    waiting: list[Report] = []
    for month in sorted(by_month):
        waiting += by_month[month]
        if len(waiting) >= max(least, 2):
            found.append(Batch(month, tuple(waiting)))
            waiting = []
    return found[::-1]
