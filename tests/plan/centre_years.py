"""Synthetic years of a centre as the counts that it would hand on, and what is true of them by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache

from hevesy.facts import Shelf
from hevesy.record import Entry
from hevesy.record.counts import Count, Story, counted
from hevesy.run.synthetic import Step, Truth, year

START = datetime(2027, 1, 1, 8, tzinfo=UTC)
YEAR = START + timedelta(days=365)
END = START + timedelta(days=365 * 4)  # long after the last course


@cache
def shelf() -> Shelf:
    return Shelf.load(restricted=False)


def stories(steps: Iterable[Step]) -> list[Story]:
    """The steps of a synthetic year as entries of courses."""
    told: dict[tuple[int, str], list[Entry]] = {}
    for number, step in enumerate(steps):
        entry = Entry(f"e{number}", step.act, step.at, step.at, "", step.said)
        told.setdefault((step.course, step.therapy), []).append(entry)
    return [(therapy, entries) for (_, therapy), entries in told.items()]


@cache
def counts_of(courses: int, seed: int, until: datetime = YEAR) -> list[Count]:
    """The counts at the end of a year, when many of its courses still go on."""
    return counted(stories(year(START, courses, seed, shelf().reader("JOR"))), START, until, shelf())


TRUE = Truth()
PUT_OFF = 1 - (1 - TRUE.late_delivery) * (1 - TRUE.no_show)


def share_treated() -> float:
    """Of those referred, the share that is given a first dose: every share of Truth that a course meets, in turn."""
    passed = (1 - TRUE.declined) * (1 - TRUE.not_eligible)
    for _, share in TRUE.lost.values():
        passed *= 1 - share
    return passed


def given_each(therapy: str) -> float:
    """Administrations of each course that is begun: after each cycle a tenth stops."""
    planned = TRUE.cycles.get(therapy, 1)
    return sum((1 - TRUE.stops) ** cycle for cycle in range(planned))
