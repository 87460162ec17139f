"""How many people of each cadre a workload takes, and who is missing: of the minutes that a plan reckons with.

Where a centre itself wrote down enough minutes of a step, they stand in place of the table's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hevesy.capacity.counts import Counts
from hevesy.capacity.minutes import CADRES, Value
from hevesy.competence.course import cycles_planned, minutes_of_one, minutes_taken
from hevesy.facts import Reader
from hevesy.facts.sampling import scores
from hevesy.facts.shelf import Change
from hevesy.facts.spread import Floats, spread
from hevesy.products import find_therapy
from hevesy.record.spent import FEW_MINUTES, Spent, fact_of, mean_within

WIDE = 1.6448536269514722  # standard deviations from the middle to the end of a 90 % interval of a normal law


@dataclass(frozen=True, slots=True)
class Work:
    """Of a therapy in a year: courses that begin, and cycles given, of whichever course."""

    therapy: str
    courses: float
    cycles: float


@dataclass(frozen=True, slots=True)
class Own:
    """Minutes that a centre wrote down of a step of its own; they are `used` where there are enough of them."""

    event: str
    cadre: str
    many: int
    mean: float
    used: bool


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Post:
    """What a workload takes of a cadre in a year, and who is there for it.

    `fte` are whole posts that do nothing but this work; `persons` are people in post who do the centre's other work
    beside it, as a plan counts them, each full time. `people` are in post and `valid` may act today, as full-time
    equivalents; each None where it is not known.
    """

    cadre: str
    minutes: Range
    fte: Range
    persons: Range
    people: float | None = None
    valid: float | None = None

    @property
    def gap(self) -> Range | None:
        """Persons missing; below zero are more than it takes. None where it is not known who may act."""
        if self.valid is None:
            return None
        return Range(*(each - self.valid for each in (self.persons.value, self.persons.low, self.persons.high)))


def work_of(therapy: str, reader: Reader, courses: float | None, cycles: float | None) -> Work:
    """A workload of which only courses or cycles are said: each course then has the cycles that are planned."""
    planned = cycles_planned(find_therapy(therapy, reader.shelf), reader)
    if courses is None:
        courses = (cycles or 0.0) / planned
    return Work(therapy, courses, courses * planned if cycles is None else cycles)


def what_if(work: Collection[Work], more: float) -> list[Work]:
    """The same work with so many percent more of everything; below zero less."""
    factor = 1.0 + more / 100.0
    return [replace(each, courses=each.courses * factor, cycles=each.cycles * factor) for each in work]


def staffing(
    work: Collection[Work], reader: Reader, counts: Counts, people: Mapping[str, float] | None = None,
    valid: Mapping[str, float] | None = None,
) -> list[Post]:  # fmt: skip
    """Of each cadre, minutes, whole posts and persons in a year; ranges come from the reader's draws."""
    asked = [(each, minutes_taken(find_therapy(each.therapy, reader.shelf), reader)) for each in work]
    return [_post(cadre, asked, reader, counts, people or {}, valid or {}) for cadre in CADRES]


def _post(
    cadre: str, asked: Sequence[tuple[Work, Mapping[str, tuple[Value, Value]]]], reader: Reader, counts: Counts,
    people: Mapping[str, float], valid: Mapping[str, float],
) -> Post:  # fmt: skip
    minutes = sum((minutes_of(each, *taken[cadre]) for each, taken in asked), start=np.zeros(max(1, reader.draws)))
    persons = minutes / minutes_of_one(cadre, counts, reader)
    fte = persons * (1.0 - reader.value(f"capacity.staff.share_of_diagnostics.{cadre}"))
    return Post(cadre, _range(minutes), _range(fte), _range(persons), people.get(cadre), valid.get(cadre))


def minutes_of(work: Work, first: Value, again: Value) -> Floats:
    """Each course has one first cycle; the others are later ones.

    >>> float(minutes_of(Work("lu177_psma617", 10, 40), 200.0, 80.0))  # 10 x 200 + 30 x 80
    4400.0
    """
    return np.asarray(work.courses * first + (work.cycles - work.courses) * again, dtype=float)


def _range(drawn: Floats) -> Range:
    found = spread(np.asarray(drawn))
    return Range(*(np.nan if found[name] is None else float(found[name] or 0.0) for name in ("value", "low", "high")))


def calibrated(reader: Reader, told: Mapping[tuple[str, str], Spent]) -> tuple[Reader, list[Own]]:
    """A reader of the centre's own minutes where it wrote down enough of a step, and what it wrote down in all.

    Their mean is drawn within the interval that so many minutes leave, on the scale of the logarithm.
    """
    changes: dict[str, Change] = {}
    own = []
    for (event, who), each in told.items():
        name = fact_of(event, who)
        if who not in CADRES or not each.minutes or reader.find(name) is None:
            continue
        used = len(each.minutes) >= FEW_MINUTES and each.mean > 0
        own.append(Own(event, who, len(each.minutes), each.mean, used))
        if used:
            changes[name] = _to(_drawn(name, each, reader))
    return reader.changed(changes), own


def _to(found: Value) -> Change:
    return lambda _table: found


def _drawn(name: str, each: Spent, reader: Reader) -> Value:
    if not reader.draws:
        return each.mean
    _low, high = mean_within(each.mean, each.spread, len(each.minutes))
    wide = np.log(high / each.mean) / WIDE
    return np.asarray(each.mean * np.exp(wide * scores(f"own {name}", reader.draws, reader.seed)))
