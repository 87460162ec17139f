"""What counts and times of a centre say of shares, waits and rates: a value and an interval that holds in nine of ten.

Shares: Jeffreys' interval of a binomial share (L. D. Brown, T. T. Cai, A. DasGupta, Interval estimation for a binomial
proportion, Stat. Sci. 16, 2001, 101-133, doi:10.1214/ss/1009213286). A count of one to four that is not told may be any
of them. Waits: a lognormal under a flat prior, of which steps of days and those who still wait are seen. Rates: a
gamma of the mean and variance of what courses were given, since one course is given several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.record.counts import Count

LOW, MIDDLE, HIGH = ENDS = (0.05, 0.5, 0.95)
FEW = (1.0, 2.5, 4.0)  # what a count that is not told is at least, about, and at most
HALF = 0.5  # Jeffreys
SPREADS = np.geomspace(0.05, 3.0, 90)
MEDIANS = 400


@dataclass(frozen=True, slots=True)
class Range:
    """A value between the ends of its 90 % interval."""

    value: float
    low: float
    high: float

    def __contains__(self, truth: float) -> bool:
        return self.low <= truth <= self.high

    @property
    def rest(self) -> Range:
        """Of a share: the share of all others."""
        return Range(1 - self.value, 1 - self.high, 1 - self.low)


def share(count: float | None, of: float) -> Range:
    """The share of `count` among `of`.

    >>> found = share(8, 200)
    >>> round(found.low, 4), round(found.value, 4), round(found.high, 4)
    (0.0219, 0.0408, 0.0679)
    """
    from scipy.stats import beta

    counts = FEW if count is None else (count,) * 3
    low, value, high = (
        float(beta.ppf(end, each + HALF, max(0.0, of - each) + HALF)) for end, each in zip(ENDS, counts, strict=True)
    )
    return Range(value, low, high)


def per_year(count: float | None, years: float) -> Range:
    """The share to whom it happens in a year, where it happened `count` times in so many person-years."""
    from scipy.stats import gamma

    counts = FEW if count is None else (count,) * 3
    rates = [float(gamma.ppf(end, each + HALF, scale=1 / years)) for end, each in zip(ENDS, counts, strict=True)]
    low, value, high = (1 - float(np.exp(-rate)) for rate in rates)
    return Range(value, low, high)


def rate(total: float, squares: float, weeks: float) -> Range:
    """How many a week: `total` in so many weeks, of which courses were given several (`squares` summed)."""
    from scipy.stats import gamma

    low, value, high = (float(gamma.ppf(end, total**2 / squares, scale=squares / total / weeks)) for end in ENDS)
    return Range(value, low, high)


def median_days(waited: Sequence[Count], waiting: Sequence[Count]) -> Range | None:
    """The median of a wait in days; None where nobody was seen to come to its end."""
    if not waited:
        return None
    lows, highs, many = (_column(waited, name) for name in ("low", "high", "count"))
    first = np.average(np.log(np.maximum(0.5, (lows + highs) / 2)), weights=many)
    width = 6 / np.sqrt(many.sum()) + 0.3
    medians = np.linspace(first - width, first + width + 1.5 * bool(waiting), MEDIANS)
    m, s = medians[:, None, None], SPREADS[None, :, None]
    likely = (many * np.log(np.maximum(1e-300, _until(highs, m, s) - _until(lows, m, s)))).sum(axis=2)
    if waiting:
        since = (_column(waiting, "low") + _column(waiting, "high")) / 2
        likely += (_column(waiting, "count") * np.log(np.maximum(1e-300, 1 - _until(since, m, s)))).sum(axis=2)
    held = np.exp(likely - likely.max()).sum(axis=1)
    low, value, high = np.exp(np.interp(ENDS, np.cumsum(held) / held.sum(), medians))
    return Range(float(value), float(low), float(high))


def _until(days: NDArray[np.float64], median: NDArray[np.float64], spread: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share whose wait is over by then."""
    from scipy.special import ndtr

    found: NDArray[np.float64] = ndtr((np.log(np.maximum(1e-12, days)) - median) / spread)
    return found


def _column(rows: Sequence[Count], name: str) -> NDArray[np.float64]:
    return np.array([float(getattr(row, name) or 0) for row in rows])
