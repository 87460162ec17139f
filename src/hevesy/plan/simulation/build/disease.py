"""The course of the disease as shares of a week, from the facts that table course.csv names for each therapy."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.errors import NoCourse
from hevesy.facts import Reader
from hevesy.plan.simulation.build.rows import Rows

WEEKS = 52  # of a year of the engine
# time waited for the first cycle: width of each bin in weeks; the finer ones end after twelve weeks
BIN_WEEKS = (1.0, 1.0, 2.0, 4.0, 4.0, 14.0, 26.0, np.inf)
LATE_FROM = 5
_TWELVE = 12.0

RATES = {
    "progress_row": "progress",
    "die_stable_row": "die_stable",
    "die_progressed_row": "die_progressed",
    "die_untreated_row": "die_untreated",
}  # rates a year -> shares of a week
UTILITIES = ("untreated", "in_course", "stable", "progressed")


def facts_of(therapy: str, reader: Reader) -> dict[str, str]:
    """The facts of a therapy's course by what they say; raises NoCourse where the table has no row for it."""
    for row in reader.shelf.table("course"):
        if row["therapy"] == therapy:
            return row
    raise NoCourse(therapy=therapy)


def weekly(rate_per_year: Any) -> Any:
    """The share that leaves in a week at a constant rate a year: 1 - exp(-rate / 52).

    >>> round(float(weekly(0.52)), 6)
    0.00995
    """
    return -np.expm1(-rate_per_year / WEEKS)


def waiting_rows(named: dict[str, str], reader: Reader, rows: Rows) -> tuple[list[int], list[int]]:
    """Rows of those who die and of those no longer fit in a week, by bin of waiting.

    Both rates grow by the same factor with each twelve weeks waited, taken at the middle of each bin; in the last
    bin at its beginning plus half the bin before it.
    """
    die, worsen = reader.value(named["die_untreated"]), reader.value(named["worsen"])
    growth = reader.value("course.growth_per_12_weeks_waited")
    found: tuple[list[int], list[int]] = ([], [])
    for middle in middles():
        factor = growth ** (middle / _TWELVE)
        found[0].append(rows.share(weekly(die * factor)))
        found[1].append(rows.share(weekly(worsen * factor)))
    return found


def middles() -> list[float]:
    """Weeks waited in the middle of each bin.

    >>> middles()[:4], middles()[-1]
    ([0.5, 1.5, 3.0, 6.0], 65.0)
    """
    start, found = 0.0, []
    for number, width in enumerate(BIN_WEEKS):
        found.append(start + (width if np.isfinite(width) else BIN_WEEKS[number - 1]) / 2)
        start += width
    return found


def repeat_cycles(named: dict[str, str], reader: Reader) -> int:
    """Cycles of a repeated course; 0 where none is ever given."""
    fact = reader.fact(named["repeat"])
    never = not fact.value and not fact.high
    return 0 if never else max(1, round(reader.number(named["repeat_cycles"])))
