"""One sourced figure, its kind of truth and its state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a figure is known."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    WEAK = "weak"
    REVIEW = "review"
    COMPUTED = "computed"
    DERIVED = "derived"
    UNVERIFIED = "unverified"
    ASSUMPTION = "assumption"


class State(StrEnum):
    """What stands behind a value; the five never turn into one another on the way to the screen."""

    REPORTED = "reported"
    REPORTED_ZERO = "reported_zero"
    PUBLIC_ONLY = "public_only"
    IMPUTED = "imputed"
    MISSING = "missing"


class Dist(StrEnum):
    """The distribution an uncertain figure is sampled from; `fixed` is never sampled."""

    FIXED = "fixed"
    BETA = "beta"
    LOGNORMAL = "lognormal"
    GAMMA = "gamma"
    TRIANGULAR = "triangular"
    UNIFORM = "uniform"


INCOME_GROUPS = ("HIC", "UMIC", "LMIC", "LIC", "unclassified")
LEVELS = ("world", "region", "income", "country", "centre", "scenario")


def level_of(place: str) -> int:
    """How specific a place is: 0 for the world, 5 for a scenario.

    >>> [level_of(p) for p in ("world", "region:EMR", "income:UMIC", "JOR", "JOR/khcc", "scenario")]
    [0, 1, 2, 3, 4, 5]
    """
    if place in ("world", "scenario"):
        return LEVELS.index(place)
    if place.startswith(("region:", "income:")):
        return LEVELS.index(place.partition(":")[0])
    return 4 if "/" in place else 3


@dataclass(frozen=True, slots=True)
class Source:
    """A document that can be cited; `locator` says where it was read."""

    key: str
    citation: str
    locator: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure (or a text) that holds at a place from a date, with where it comes from.

    `low` and `high` bound what is plausible: a 90 % interval for beta, gamma and lognormal, the ends for
    triangular and uniform. `value` is None when the state is missing or the fact is a text.
    """

    id: str
    place: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    text: str
    dist: Dist
    on: str
    state: State
    source: str
    kind: Kind
    note: str
    confirmed_by: str
    confirmed_on: str
    pack: str
    file: str
    line: int

    @property
    def confirmed(self) -> bool:
        """Whether a named person stands behind this value, with a date."""
        return bool(self.confirmed_by and self.confirmed_on)

    def described(self) -> str:
        """The value with its range and unit, or its state when there is no value."""
        if self.value is None:
            return self.text or str(self.state).replace("_", " ")
        bounds = (
            f" ({_plain(self.low)} to {_plain(self.high)})"
            if self.low is not None and self.high is not None
            else ""
        )
        return f"{_plain(self.value)}{bounds} {self.unit}".strip()


def _plain(value: float | None) -> str:
    if value is None:
        return "?"
    return f"{value:,.0f}" if abs(value) >= 10_000 and float(value).is_integer() else f"{value:.6g}"
