"""What a centre looks at each day beside its patients: instruments, places, cold stores, waste bags, dosimeters.

The rows of `checks.csv` say what is read, how often, by whom, and which figure of the shelf it is held against. That
figure is a proposal: who reads it says whether it is as it should be, and a bad one is written down as any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from hevesy.facts import Fact, Reader, Shelf
from hevesy.record.act import split
from hevesy.run.signed import GateTable
from hevesy.words import called

GOOD, BAD, OUT = "good", "bad", "out"  # as it should be, not so, and taken out of use
STATES = (GOOD, BAD, OUT)
BADGE = "badge"  # of a person: only who may read it sees what it says
HOURS = "check_hours"  # the rule of the house that says how long a check of the day lasts
LONGEST = timedelta(days=4)  # no check of a day lasts longer, whatever is signed


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is read: `of` what kind of thing, in which `unit`, `every` how often, None where it is not due.

    `limit` is the fact that a reading is held against, empty where only the centre's own level says.
    """

    name: str
    words: str
    of: str
    unit: str
    limit: str
    every: timedelta | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A check that was done: of which instrument or place, when, what was read, and whether it was as it should be."""

    check: str
    subject: str
    at: datetime
    state: str
    reading: float | None = None


@lru_cache(maxsize=4)
def checks(shelf: Shelf) -> Mapping[str, Check]:
    """Every check by its name, in the order of the table."""
    return {
        row["check"]: Check(
            row["check"], row["words"], row["of"], row["unit"], row["limit"],
            timedelta(days=float(row["every_days"])) if row["every_days"] else None, split(row["roles"]),
        )
        for row in shelf.table("checks")
    }  # fmt: skip


def check_called(check: str, shelf: Shelf, language: str = "en") -> str:
    """A check as one reads it; one that the shelf has no more stays as it was written."""
    known = checks(shelf).get(check)
    return called("check", check, known.words if known else check.replace("_", " "), language)


def limit_of(check: Check, reader: Reader) -> Fact | None:
    """The figure that the shelf proposes for a check, with its kind; None where it has none."""
    return reader.find(check.limit) if check.limit else None


def within(reading: float, limit: Fact) -> bool:
    """Whether a reading lies inside the ends of a figure; an end that it has not does not bind.

    A figure with one value is the most that may be.
    """
    high = limit.high if limit.high is not None else limit.value
    return (limit.low is None or reading >= limit.low) and (high is None or reading <= high)


def is_due(check: Check, last: Done | None, now: datetime, zone: tzinfo) -> bool:
    """Whether it is to be done today: what is done every day, once on each day of the clock on the wall."""
    if check.every is None or (last is not None and last.state == OUT):
        return False
    if last is None:
        return True
    return now.astimezone(zone).date() - last.at.astimezone(zone).date() >= check.every


def last_good(done: Iterable[Done]) -> dict[str, dict[str, datetime]]:
    """By check, when it was good last of each instrument that has not been bad or out of use since."""
    stands = {(each.check, each.subject): each for each in sorted(done, key=lambda each: each.at)}
    found: dict[str, dict[str, datetime]] = {}
    for each in stands.values():
        if each.state == GOOD:
            found.setdefault(each.check, {})[each.subject] = each.at
    return found


def lasts(table: GateTable, on: date) -> timedelta | None:
    """How long after its check of the day an instrument may be used, as it is signed; None where nobody has."""
    line = table.line(HOURS, on)
    return None if line is None or line.high is None else min(timedelta(hours=line.high), LONGEST)


def missing_today(
    asked: Collection[str], good: Mapping[str, Mapping[str, datetime]], on: date, zone: tzinfo
) -> tuple[str, ...]:  # fmt: skip
    """Of the checks that gates ask for, those that were good on a day of no instrument yet."""
    return tuple(name for name in asked if not any(
        at.astimezone(zone).date() >= on for at in good.get(name, {}).values()
    ))  # fmt: skip
