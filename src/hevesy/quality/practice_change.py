"""Whether referrers send more after they were taught: referrals before and after, as a ratio with its interval.

Before and after is no cause: whatever else changed at the same time is in the ratio too, and pages say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SURE = 0.95
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """Counts in two spans of days. `ratio` is after over before, None where it cannot be told (none before).

    `low` and `high` bound it; a `high` of None is without bound.
    """

    before: int
    before_days: int
    after: int
    after_days: int
    ratio: float | None
    low: float | None
    high: float | None

    @property
    def is_told(self) -> bool:
        """Whether the interval leaves out that nothing changed."""
        return self.low is not None and (self.low > 1 or (self.high is not None and self.high < 1))


def practice_change(before: int, before_days: int, after: int, after_days: int) -> Change:
    """The ratio of two Poisson rates with its exact interval: given their sum, the second count is binomial.

    The limits of its share are those of Clopper and Pearson (Biometrika 1934;26:404, doi:10.1093/biomet/26.4.404).

    >>> change = practice_change(before=4, before_days=180, after=12, after_days=180)
    >>> round(change.ratio, 1), round(change.low, 2), round(change.high, 1)
    (3.0, 0.91, 12.8)
    """
    if not (before_days and after_days and before + after):
        return Change(before, before_days, after, after_days, None, None, None)
    per = before_days / after_days  # turns a ratio of counts into one of rates
    low, high = _share(after, before + after)
    return Change(
        before, before_days, after, after_days, after / before * per if before else None, low / (1 - low) * per,
        high / (1 - high) * per if high < 1 else None,
    )  # fmt: skip


def _share(found: int, of: int) -> tuple[float, float]:
    """The exact limits of a share."""
    from scipy.stats import beta

    tail = (1 - SURE) / 2
    low = float(beta.ppf(tail, found, of - found + 1)) if found else 0.0
    high = float(beta.ppf(1 - tail, found + 1, of - found)) if found < of else 1.0
    return low, high


def spans(
    taught: date, window: timedelta, today: date, since: date | None = None
) -> tuple[tuple[date, date], tuple[date, date]]:
    """The days before and the days after somebody was taught, first and last; the day itself is in neither.

    What is still to come of the days after is left out, and what lies before the record began, `since`: nobody knows
    of it. The last is before the first where nothing is left.

    >>> spans(date(2026, 3, 10), timedelta(days=30), date(2026, 3, 20), since=date(2026, 3, 1))
    ((datetime.date(2026, 3, 1), datetime.date(2026, 3, 9)), (datetime.date(2026, 3, 11), datetime.date(2026, 3, 20)))
    """
    begun = since or date.min
    before = max(_by(taught, -window), begun), min(_by(taught, -DAY), today)
    return before, (max(_by(taught, DAY), begun), min(_by(taught, window), today))


def _by(day: date, some: timedelta) -> date:
    """A day moved by some; the first or the last that a calendar has where there is none beyond."""
    if some < timedelta(0):
        return day - min(-some, day - date.min)
    return day + min(some, date.max - day)
