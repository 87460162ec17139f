"""Incidents of a centre: how they are sorted, what is done first, what closes them, and which downtime an act is of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from hevesy.facts import Reader, Shelf

KIND, STEP, INES, REACH = "kind", "step", "ines", "reach"
SCHEMES = (KIND, STEP, INES, REACH)
SYSTEM_DOWN, PRODUCT_DEFECT = "system_down", "product_defect"
NOT_RATED = "patient"  # what INES says of a patient's exposure: nothing
CLOSES_WITH = ("kind", "first_actions", "cause", "correction", "owner", "due", "evidence")


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a scheme: whose words they are and how far they were read.

    `of_patients` says that a patient is who is touched, whom INES does not rate.
    """

    scheme: str
    code: str
    of_patients: bool
    source: str
    edition: str
    truth: str

    @property
    def word(self) -> str:
        """The code of its name; with `_means` that of its definition."""
        return f"incident.{self.scheme}_{self.code}"

    @property
    def is_own(self) -> bool:
        """Whether the words are our own, because no published ones could be read."""
        return self.truth == "unverified"


@dataclass(frozen=True, slots=True)
class FirstAction:
    """What is done first in a kind of incident, and where that was read."""

    action: str
    source: str
    truth: str


@dataclass(frozen=True, slots=True)
class Downtime:
    """A time in which the service could not be used, from its first act on paper to its last one typed in so far."""

    id: str
    since: datetime
    until: datetime


@lru_cache(maxsize=16)
def categories(scheme: str, shelf: Shelf) -> tuple[Category, ...]:
    """The categories of a scheme, in the order of the table."""
    return tuple(
        Category(scheme, row["code"], row["patients"] == "yes", row["source"], row["edition"], row["kind"])
        for row in shelf.table("incident_categories") if row["scheme"] == scheme
    )  # fmt: skip


@lru_cache(maxsize=4)
def _actions(shelf: Shelf) -> Mapping[str, tuple[FirstAction, ...]]:
    found: dict[str, tuple[FirstAction, ...]] = {}
    for row in shelf.table("first_actions"):
        found[row["kind"]] = (*found.get(row["kind"], ()), FirstAction(row["action"], row["source"], row["truth"]))
    return found


def first_actions(kind: str, shelf: Shelf) -> tuple[FirstAction, ...]:
    """What is done first in a kind of incident, in order; nothing where the kind is not said yet."""
    return _actions(shelf).get(kind, ())


def not_rated(kind: str, shelf: Shelf) -> bool:
    """Whether INES leaves a kind of incident unrated because it touches a patient."""
    return any(each.code == kind and each.of_patients for each in categories(KIND, shelf))


def lacking(said: Mapping[str, Any]) -> tuple[str, ...]:
    """What an incident lacks before it closes; a first action that was ticked is one as good as one in words."""
    have = {name: bool(str(said.get(name) or "").strip()) for name in CLOSES_WITH}
    have["first_actions"] = have["first_actions"] or bool(said.get("done"))
    return tuple(name for name in CLOSES_WITH if not have[name])


def may_close(by: str, openers: Collection[str]) -> bool:
    """Who opened an incident, by doing or by typing, does not close it."""
    return by not in openers


# --- downtime ---------------------------------------------------------------------------------------------------


def apart(reader: Reader) -> timedelta:
    """How far acts on paper may lie apart and still be of one downtime."""
    return timedelta(hours=reader.number("incidents.downtime_apart"))


def downtime_of(at: datetime, known: Iterable[Downtime], gap: timedelta) -> Downtime | None:
    """The downtime that an act on paper belongs to: the nearest that lies within the gap, None where it begins one.

    >>> from datetime import UTC
    >>> day = Downtime("d", datetime(2027, 3, 1, 8, tzinfo=UTC), datetime(2027, 3, 1, 10, tzinfo=UTC))
    >>> downtime_of(datetime(2027, 3, 1, 22, tzinfo=UTC), [day], timedelta(hours=12)).id
    'd'
    >>> downtime_of(datetime(2027, 3, 1, 23, tzinfo=UTC), [day], timedelta(hours=12))
    """
    near = [(_away(at, each), each.since, each) for each in known if _away(at, each) <= gap]
    return min(near, key=lambda each: each[:2])[2] if near else None


def _away(at: datetime, each: Downtime) -> timedelta:
    return max(each.since - at, at - each.until, timedelta())


def stretched(each: Downtime, at: datetime) -> Downtime:
    """A downtime with one more act in it."""
    return Downtime(each.id, min(each.since, at), max(each.until, at))
