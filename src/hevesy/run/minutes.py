"""What a course is expected to take of everybody, and what it took: RUN's side of the one table of minutes.

A plan reckons what a centre can do from the same rows (`hevesy.capacity.minutes`): who changes a row changes both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hevesy.capacity.minutes import CADRES, NEVER, ONCE, administration, event_in, minutes
from hevesy.facts import Fact, Reader
from hevesy.products import find_therapy
from hevesy.record.counts import FEWEST, Count
from hevesy.record.spent import CAMERA, ONE_STAY, fact_of, mean_within
from hevesy.words import called

SHORTER, AS_PLANNED, LONGER, NOT_PLANNED, TOO_FEW = "shorter", "as_planned", "longer", "not_planned", "too_few"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a plan expects of one step and cadre (or the camera), and the fact it has that from."""

    event: str
    who: str
    value: float
    fact: Fact


@dataclass(frozen=True, slots=True)
class Compared:
    """What was written down of one step and cadre, beside what is expected; `low` to `high` hold the mean in 90 %.

    `says` is a code of `[minutes_say]`: where the mean lies to the range of the plan.
    """

    event: str
    who: str
    many: int
    courses: int
    median: float
    mean: float
    low: float
    high: float
    expected: Expected | None
    says: str


def expected(event: str, who: str, reader: Reader) -> Expected | None:
    """The row of the table of minutes; None where it gives them no part in this step, or counts in another way."""
    name = fact_of(event, who)
    fact = reader.find(name) if name else None
    if fact is None:
        return None
    value = minutes(event, who, reader) if who in CADRES else reader.value(name)
    return Expected(event, who, float(value), fact)


def of_therapy(therapy: str, reader: Reader) -> list[Expected]:
    """Every row that a course of a therapy asks for, in the order of the course."""
    found = find_therapy(therapy, reader.shelf)
    given = administration(found, reader.shelf)
    events = [event_in(event, given.setting, reader.shelf) for event in ONCE]
    events += ["board"] if found.board else []
    events += [given.setting, *(["inpatient"] if given.bed != NEVER and given.setting not in ONE_STAY else [])]
    events += ["post_therapy_imaging"] if given.scan else []
    events += ["dosimetry"] if given.dosimetry else []
    events.append(event_in("follow_up_visit", given.setting, reader.shelf))
    asked = ((event, who) for event in events for who in (*CADRES, *((CAMERA,) if "imaging" in event else ())))
    return [row for event, who in asked if (row := expected(event, who, reader)) is not None]


def compared(counts: Iterable[Count], reader: Reader) -> Iterator[Compared]:
    """The rows `spent` of a centre's counts beside the table."""
    for row in counts:
        if row.what == "spent" and row.count:
            yield _compared(row, reader)


def _compared(row: Count, reader: Reader) -> Compared:
    many, mean = row.count or 0.0, row.mean or 0.0
    low, high = mean_within(mean, row.spread or 0.0, many)
    planned = expected(row.act, row.reason, reader)
    return Compared(
        row.act, row.reason, int(many), int(row.of or 0), row.median or 0.0, mean, low, high, planned,
        _says(many, mean, planned),
    )  # fmt: skip


def _says(many: float, mean: float, planned: Expected | None) -> str:
    if planned is None:
        return NOT_PLANNED
    if many < FEWEST:
        return TOO_FEW
    low = planned.value if planned.fact.low is None else planned.fact.low
    high = planned.value if planned.fact.high is None else planned.fact.high
    return SHORTER if mean < low else LONGER if mean > high else AS_PLANNED


def step_called(event: str, language: str = "en") -> str:
    """A step of the table of minutes as one reads it."""
    return called("step", event, event.replace("_", " "), language)


def who_called(who: str, language: str = "en") -> str:
    """A cadre or a place as one reads it."""
    return called("who", who, "", language) or called("role", who, who.replace("_", " "), language)


def says_said(code: str, language: str = "en") -> str:
    """Where a mean lies to the plan's range, in words."""
    return called("minutes_say", code, code, language)
