"""How long the patients of a queue run waited, and how often their centre was closed for want of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.upkeep import WEEKS_OF_A_MONTH, closed_weeks
from hevesy.plan.simulation.model import Floats, Model, Whole

WAIT_WEEKS = 105  # whole weeks waited that are told apart; the last stands for all longer waits


@dataclass(frozen=True)
class Waits:
    """The waits for first cycles at one centre: arrays (H, d) and, by whole weeks waited, (H, WAIT_WEEKS, d).

    `ended` counts waits that ended, with the cycle or without, and those of people who at the end still wait and
    have waited more than twelve weeks; `late` those of them that lasted more than twelve weeks. Closing is that of
    `closings`, shape (d,).
    """

    ended: Floats
    late: Floats
    started: Floats
    weeks: Floats  # sum of the waits of those who started
    by_week: NDArray[np.int32]
    months_closed: Floats
    years_with_closure: Floats

    @property
    def late_probability(self) -> Floats:
        """P(wait > 12 weeks) by therapy and draw; nan where nobody's wait ended."""
        return _share(self.late, self.ended)

    @property
    def mean(self) -> Floats:
        """Mean weeks waited by those who started, by therapy and draw."""
        return _share(self.weeks, self.started)

    def quantile(self, share: float) -> Floats:
        """The weeks within which this share of all who started had waited, all draws together, by therapy.

        Read from whole weeks, as if waits were spread evenly within each.
        """
        people = self.by_week.sum(axis=2, dtype=np.float64)
        return np.array([_quantile(each, share) for each in people])


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def _quantile(by_week: Floats, share: float) -> float:
    upto = np.cumsum(by_week)
    if not upto[-1]:
        return float("nan")
    week = int(np.searchsorted(upto, share * upto[-1]))
    before = upto[week - 1] if week else 0.0
    return float(week + (share * upto[-1] - before) / by_week[week])


def joined_waits(parts: Sequence[Waits]) -> Waits:
    """The waits of blocks of draws side by side, in their order."""
    names = Waits.__dataclass_fields__
    return Waits(**{name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names})


def closings(model: Model, centre: int, present: Floats, given: Sequence[int]) -> tuple[Floats, Floats]:
    """The share of weeks within closed months, and of years with one, each (d,); `present` is (d, W, R).

    A week is closed when something that the therapies `given` here need has units and none of them is present; a
    month is closed when that holds for four weeks running. Weeks and years before there is anybody do not count, nor
    does a lead-in.
    """
    units = model.units[centre][:, model.era_of_week]
    needed = np.zeros(len(model.resources), dtype=np.bool_)
    for therapy in given:
        for row in (model.use_first_row, model.use_again_row):
            needed |= (model.rows[row[therapy]] > 0.0).any(axis=-1)
    within = _within_months(closed_weeks(present.transpose(2, 1, 0), units, needed))
    there = (units[needed] > 0).any(axis=0) & (np.arange(model.weeks) >= model.counted_from)
    years = [
        within[model.year_of_week == year].any(axis=0)
        for year in range(model.years)
        if there[model.year_of_week == year].any()
    ]
    if not years:
        return np.zeros(within.shape[1]), np.zeros(within.shape[1])
    return within[there].mean(axis=0), np.mean(years, axis=0)


def _within_months(closed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Weeks that belong to four or more closed ones running, (W, d)."""
    weeks = len(closed)
    run = np.zeros(closed.shape, dtype=np.int64)
    for week in range(weeks):
        run[week] = np.where(closed[week], (run[week - 1] if week else 0) + 1, 0)
    longest: Whole = run.copy()
    for week in range(weeks - 2, -1, -1):
        longest[week] = np.where(closed[week] & closed[week + 1], longest[week + 1], longest[week])
    return np.asarray(longest >= WEEKS_OF_A_MONTH)
