"""Training at a centre: what it can offer its trainees in a year, how that was shared, and what they have shown."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hevesy.competence.evidence import Evidence, What, in_force
from hevesy.competence.framework import LEVELS, Framework, Procedures
from hevesy.competence.logbook import Procedure, case_of
from hevesy.facts import Reader


@dataclass(frozen=True, slots=True)
class Offer:
    """What a centre offers of a group of procedures: so many a year, to so many trainees whose framework asks for it.

    `least` is asked of each of them within `months`, None where the framework says nothing of the time.
    """

    asked: Procedures
    least: float
    per_year: int
    trainees: int
    months: float | None

    @property
    def share(self) -> float:
        """The procedures a year that fall to one trainee."""
        return self.per_year / max(1, self.trainees)

    @property
    def enough_for(self) -> int | None:
        """How many trainees find what is asked within their months; None where no time is said."""
        if self.months is None or self.least <= 0:
            return None
        return math.floor(self.per_year * self.months / 12 / self.least)

    @property
    def is_gap(self) -> bool:
        """Whether the trainees of today, or a single one, cannot find here what is asked of them in their time."""
        enough = self.enough_for
        return self.per_year == 0 if enough is None else enough < max(1, self.trainees)


def offers(
    framework: Framework, done: Collection[Procedure], trained: Collection[Framework], reader: Reader
) -> tuple[Offer, ...]:
    """What a centre that has done so much in a year offers of each group; `trained` has a framework for each trainee.

    Procedures are shared among all whose framework asks for the same act of one of the same therapies.
    """
    months = reader.number(framework.months) if framework.months else None
    return tuple(
        Offer(asked, reader.number(asked.least), len(cases(done, asked)),
              sum(any(_alike(asked, other) for other in each.procedures) for each in trained), months)
        for asked in framework.procedures
    )  # fmt: skip


def cases(done: Iterable[Procedure], asked: Procedures) -> set[tuple[str, int]]:
    """The cases of a group, each once, whoever did them, however supervised and whether confirmed or not."""
    return {case_of(each, asked) for each in done if each.act in asked.acts and each.therapy in asked.therapies}


def _alike(one: Procedures, other: Procedures) -> bool:
    return not set(one.acts).isdisjoint(other.acts) and not set(one.therapies).isdisjoint(other.therapies)


def equal_shares(done: Mapping[str, int], days: Mapping[str, int]) -> Mapping[str, float]:
    """What each would have of all that was done, were it shared by the days that each was in training."""
    total, time = sum(done.values()), sum(days[person] for person in done)
    return {person: total * (days[person] / time if time else 1 / len(done)) for person in done}


def days_within(since: date, until: date | None, first: date, last: date) -> int:
    """How many days of a while, both its ends among them, somebody was in training."""
    return max(0, (min(until or last, last) - max(since, first)).days + 1)


def months_within(first: date, last: date) -> float:
    """How many months of the calendar a while has, both its ends among them; of a last one, the share of its days.

    >>> months_within(date(2027, 1, 15), date(2027, 4, 14)), months_within(date(2027, 2, 1), date(2027, 2, 7))
    (3.0, 0.25)
    """
    if last < first:
        return 0.0
    end = last + timedelta(days=1)
    whole = 12 * (end.year - first.year) + end.month - first.month - (end.day < first.day)
    begun, over = _months_later(first, whole), _months_later(first, whole + 1)
    return whole + (end - begun) / (over - begun)


def _months_later(first: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    years, month = divmod(first.month - 1 + months, 12)
    year = first.year + years
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def levels_shown(known: Collection[Evidence], on: date) -> Mapping[str, str]:
    """The best level of each competency that was shown by a day, since it was last failed."""
    counts = [each for each in in_force(known, on) if each.holds(on)]
    failed: dict[str, date] = {}
    for each in counts:
        if each.what is What.FAILED:
            failed[each.about] = max(each.on, failed.get(each.about, date.min))
    found: dict[str, str] = {}
    for each in counts:
        if each.what is What.SHOWN and each.on > failed.get(each.about, date.min):
            found[each.about] = max(each.level, found.get(each.about, each.level), key=LEVELS.index)
    return found


def reaches(shown: str, asked: str) -> bool:
    """Whether a level is at least another; nothing shown reaches none."""
    return bool(shown) and LEVELS.index(shown) >= LEVELS.index(asked)
