"""A figure of the plan with the facts behind it, and one line of the plan: what, how much, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader

Value = float | NDArray[np.float64]
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class Figure:
    """A value or its draws, and the names of the facts that it rests on."""

    value: Value
    facts: frozenset[str] = frozenset()


def figure(reader: Reader, rule: Callable[[Reader], Value], *before: Figure) -> Figure:
    """What the rule makes of the reader's facts, resting on those and on what the figures `before` it rest on."""
    asking = reader.changed({})
    value = rule(asking)
    return Figure(value, frozenset(asking.asked).union(*(each.facts for each in before)))


def known(reader: Reader, fact: str, *before: Figure) -> Figure:
    """One fact as a figure."""
    return figure(reader, lambda asking: asking.value(fact), *before)


def whole(figure: Figure) -> Figure:
    """Rounded up to whole ones, with a hair of tolerance for sums of floats."""
    return Figure(np.ceil(figure.value - 1e-9) + 0.0, figure.facts)


def rounded(figure: Figure) -> Figure:
    """The nearest whole number: of a usual number with a range, which nothing was computed from."""
    return Figure(np.floor(np.asarray(figure.value) + 0.5) + 0.0, figure.facts)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the plan: how many, how large each is, in a unit, and why; `each` is 1 where nothing is sized."""

    id: str
    name: str
    number: Figure
    each: Figure
    unit: str
    why: str
    group: str = ""

    @property
    def total(self) -> Value:
        return self.number.value * self.each.value

    @property
    def facts(self) -> list[str]:
        return sorted(self.number.facts | self.each.facts)


def spread(plain: Value, drawn: Value) -> dict[str, float | None]:
    """The expected value with the 90 % interval of the draws, which always holds it; unknown where it is not finite.

    >>> spread(2.0, np.array([3.0, 4.5]))
    {'value': 2.0, 'low': 2.0, 'high': 4.425}
    """
    value = float(np.asarray(plain))
    known = np.atleast_1d(np.asarray(drawn, dtype=float))
    known = known[np.isfinite(known)]
    if not np.isfinite(value) or not known.size:
        return {"value": None, "low": None, "high": None}
    counted = bool(np.all(known == np.round(known)))  # whole things have whole ends
    low, high = (float(each) for each in np.quantile(known, (LOW, HIGH), method=_HOW[counted]))
    return {"value": value, "low": min(low, value), "high": max(high, value)}


_HOW: dict[bool, Literal["linear", "inverted_cdf"]] = {False: "linear", True: "inverted_cdf"}


def any_of(value: Any) -> bool:
    """Whether there is any of it in some draw."""
    return bool(np.any(np.nan_to_num(np.asarray(value, dtype=float), nan=1.0) > 0.0))
