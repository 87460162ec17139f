"""Weeks, years and eras of a scenario, and how its need grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from hevesy.plan.simulation.build.disease import WEEKS
from hevesy.plan.simulation.model import Floats, Whole

DAYS_PER_YEAR = 365.25
MIDDLE_OF_YEAR = 0.5  # people are counted at mid-year


def monday(day: date) -> date:
    """The Monday of the week in which a day lies.

    >>> monday(date(2026, 1, 1))
    datetime.date(2025, 12, 29)
    """
    return day - timedelta(days=day.weekday())


def years_of_weeks(weeks: int) -> Whole:
    """The year of each week, counted from 0 in years of 52 weeks."""
    return np.arange(weeks, dtype=np.int64) // WEEKS


def eras_of_weeks(first_weeks: Sequence[int], weeks: int) -> Whole:
    """The era of each week, given the weeks in which eras begin."""
    return np.searchsorted(np.array(first_weeks), np.arange(weeks), side="right").astype(np.int64) - 1


def grown(growth: Mapping[int, float], start: date, weeks: int, trend: float) -> tuple[float, Floats]:
    """How much larger the need is in the first week than in the base year, and each week's than the first's.

    The points of `growth` are those of mid-year, joined by straight lines and held after the last; `trend` is a
    change per year on top.
    """
    years = np.array(sorted(growth), dtype=float) + MIDDLE_OF_YEAR
    level = np.array([growth[year] for year in sorted(growth)])
    first = start.year + (start.timetuple().tm_yday - 1) / DAYS_PER_YEAR
    at = first + np.arange(weeks) / WEEKS
    need = np.interp(at, years, level)
    now = float(np.interp(first, years, level))
    with_trend = need * (1.0 + trend) ** (at - first)
    return now, with_trend / now if now > 0 else np.ones(weeks)
