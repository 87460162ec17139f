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
