"""Figures as a reader says them; what is unknown is called unknown, never zero."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.words import say

UNKNOWN = say("unknown")
# why a dose that was ordered does not come, as deliveries.CAUSES
CAUSE = {
    "maintenance": "planned stops of reactors",
    "reactor": "reactors that stand still or have closed",
    "maker": "makers that stand still",
    "border": "borders and roads",
    "unpaid": "not paid for",
    "late": "came too late",
    "minimum": "wait until an order is large enough",
}
TRACER_CAUSE = {
    "maintenance": "planned stops of reactors",
    "reactor": "reactors that stand still or have closed",
    "maker": "makers that stand still",
    "renewal": "a generator past its life and not yet renewed",
    "cyclotron": "cyclotrons that stand still",
    "border": "borders, roads and open bills",
}


def figure(value: float | None) -> str:
    """A number to three figures; a small one as one says it.

    >>> figure(12345.6), figure(1.234), figure(0), figure(None)
    ('12,300', '1.23', '0', 'unknown')
    """
    if value is None:
        return UNKNOWN
    if value == 0:
        return "0"
    places = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    return f"{rounded:,.{max(0, places)}f}".rstrip("0").rstrip(".") if places > 0 else f"{rounded:,.0f}"


def count(value: float | None) -> str:
    """A number that somebody counted, in full.

    >>> count(1294), count(None)
    ('1,294', 'unknown')
    """
    return UNKNOWN if value is None else f"{value:,.0f}"


def interval(spread: Any) -> str:
    """A figure with its interval, from value, low and high or from a plain number.

    >>> interval({"value": 1200, "low": 840, "high": 1680})
    '1,200 (840 to 1,680)'
    >>> interval({"value": None, "low": 0, "high": 3}), interval(None)
    ('between 0 and 3', 'unknown')
    """
    value, low, high = parts(spread)
    if value is None:
        return UNKNOWN if low is None or high is None else f"between {figure(low)} and {figure(high)}"
    return figure(value) + (
        f" ({figure(low)} to {figure(high)})" if low is not None and high is not None else ""
    )


def share_interval(spread: Any) -> str:
    """A share with its interval, in percent.

    >>> share_interval({"value": 0.78, "low": 0.7, "high": 0.85}), share_interval(0.5)
    ('78 % (70 to 85)', '50 %')
    """
    value, low, high = parts(spread)
    if value is None or low is None or high is None:
        return share_said(value)
    return f"{share_said(value)} ({low * 100:.0f} to {high * 100:.0f})"


def parts(spread: Any) -> tuple[float | None, float | None, float | None]:
    """Value, low and high of a figure, however it is written."""
    if isinstance(spread, Mapping):
        return spread.get("value"), spread.get("low"), spread.get("high")
    return spread, None, None


def a_said(a: str | None) -> str:
    """One of the five A's in words.

    >>> a_said("(accessibility)"), a_said(None)
    ('Accessibility', '')
    """
    name = (a or "").strip("()")
    if not name:
        return ""
    return "Clinical" if name == "clinical" else say(f"a.{name}")


def state_said(state: str | None) -> str:
    return say(f"state.{state}") if state else UNKNOWN


def kind_said(kind: str | None) -> str:
    return say(f"kind.{kind}") if kind else UNKNOWN


def year(value: Any) -> str:
    """A year or a date as it stands, never grouped or rounded.

    >>> year(2013), year(None)
    ('2013', 'unknown')
    """
    return UNKNOWN if value is None or value == "" else str(value)


def plain(value: Any) -> str:
    """Any cell of a table as text; nothing said is unknown."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    return figure(value) if isinstance(value, int | float) else str(value)
