"""When paying for care is hardship for a household: the indicators of SDG 3.8.2, old and new, each by itself.

An indicator is a line: a household is in hardship where its means lie below it. Costs A are PPP dollars per head and
day of the year in which they are paid; B is the share of the household's means that it loses in wages. With means m:

    a share t of consumption      A + B·m > t·m          m < A / (t - B)
    a share t of the capacity     A + B·m > t·(m - L)    m < (A + t·L) / (t - B)
    to pay

L is the societal poverty line; m - L is what SDG 3.8.2 calls the discretionary budget since March 2025. Whoever lives
below L has no capacity to pay, so that any cost is hardship; nothing paid and nothing lost is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.money.means import Means

FLOOR, BASE, OF_MEDIAN = (
    "money.poverty_line.floor",
    "money.poverty_line.base",
    "money.poverty_line.share_of_median",
)


@dataclass(frozen=True, slots=True)
class Hardship:
    """One indicator: the fact with its threshold, and whether the poverty line is taken off means first."""

    name: str
    title: str
    threshold: str
    above_poverty_line: bool


HARDSHIPS = (
    Hardship("consumption_10", "more than 10 % of household consumption", "money.hardship.consumption_lower", False),
    Hardship("consumption_25", "more than 25 % of household consumption", "money.hardship.consumption_upper", False),
    Hardship("capacity_40", "more than 40 % of capacity to pay", "money.hardship.capacity", True),
    Hardship("impoverishing", "more than all capacity to pay", "money.hardship.impoverishing", True),
)


def poverty_line(means: Means, reader: Reader) -> float:
    """The societal poverty line, PPP dollars per head and day: a base and a part of the median, at least the floor."""
    of_society = reader.number(BASE) + reader.number(OF_MEDIAN) * means.median_per_day
    return max(reader.number(FLOOR), of_society)


def line(hardship: Hardship, cost: Any, lost: Any, poverty: float, reader: Reader) -> Any:
    """The means below which a household is in hardship; 0 where nothing is paid or lost, infinite where all are.

    `cost` is PPP dollars per head and day, `lost` the share of its means that a household loses in wages.
    """
    threshold = reader.number(hardship.threshold)
    cost, lost = np.broadcast_arrays(np.asarray(cost, dtype=float), np.asarray(lost, dtype=float))
    left = threshold - lost
    above = cost + threshold * poverty if hardship.above_poverty_line else cost
    found = np.divide(above, left, out=np.full(cost.shape, np.inf), where=left > 0.0)
    return np.where((cost > 0.0) | (lost > 0.0), found, 0.0)
