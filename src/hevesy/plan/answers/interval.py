"""A drawn amount as its expected value and 90 % interval."""

from __future__ import annotations

from typing import Any

import numpy as np


def interval(amount: Any) -> dict[str, float | None]:
    """The mean of the draws and their 5th and 95th percentile; None stays unknown.

    Means add up as people do: what enters a stage is the sum of what leaves it and who is lost.

    >>> interval(2.0)
    {'value': 2.0, 'low': 2.0, 'high': 2.0}
    """
    if amount is None:
        return {"value": None, "low": None, "high": None}
    drawn = np.atleast_1d(np.asarray(amount, dtype=float))
    low, high = np.quantile(drawn, (0.05, 0.95))
    return {"value": float(drawn.mean()), "low": float(low), "high": float(high)}


def mean(amount: Any) -> float:
    """The expected value of a drawn amount."""
    return float(np.mean(amount))


def few(people: float | None) -> str:
    """People as whole numbers, or with the digits that tell a small number from none."""
    if people is None:
        return "unknown"
    if people == 0 or people >= 10:
        return f"{people:,.0f}"
    return f"{people:.1f}" if people >= 0.05 else "<0.05"
