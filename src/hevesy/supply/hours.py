"""Hours with a range, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hevesy.facts import Fact, Kind, Reader

_PER_HOUR = {"h": 1.0, "d": 24.0, "day": 24.0, "week": 168.0, "month": 730.5, "min": 1 / 60}
_FIRMEST_FIRST = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Hours:
    """How long something takes: expected, and the ends of what is plausible.

    >>> Hours(2, 1, 5) + Hours(3, 3, 3)
    Hours(expected=5, low=4, high=8)
    """

    expected: float
    low: float
    high: float

    @classmethod
    def exactly(cls, hours: float) -> Hours:
        return cls(hours, hours, hours)

    def __add__(self, other: Hours) -> Hours:
        return Hours(self.expected + other.expected, self.low + other.low, self.high + other.high)

    @property
    def duration(self) -> timedelta:
        """The expected time."""
        return timedelta(hours=self.expected)


def total(parts: list[Hours]) -> Hours:
    """All of them one after the other; low and high are the ends where every part is at its end."""
    return sum(parts, start=Hours.exactly(0.0))


def hours_of(name: str, reader: Reader) -> Hours:
    """A duration on the shelf, in hours; without a range it is exact."""
    reader.number(name)
    fact = reader.fact(name)
    size = _PER_HOUR[fact.unit]
    low, value, high = bounds(fact)
    return Hours(value * size, low * size, high * size)


def bounds(fact: Fact) -> tuple[float, float, float]:
    """Low, value and high of a fact that has a value; the value stands in for an end that is not given."""
    assert fact.value is not None
    low = fact.value if fact.low is None else fact.low
    high = fact.value if fact.high is None else fact.high
    return low, fact.value, high


def weakest(kinds: list[Kind]) -> Kind:
    """The kind of truth of a figure made from several: that of the weakest."""
    return max(kinds, key=_FIRMEST_FIRST.index)
