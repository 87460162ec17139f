"""The years before a run: a service that has been treating begins with lists and people in course, not empty.

The kernels begin with nobody anywhere. Where a country's counts say that its service runs already, the run begins two
years earlier, with the service of its first week and the need running backwards; what happened in those years is then
left out of all counts by year.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from hevesy.plan.simulation.build.weeks import years_of_weeks
from hevesy.plan.simulation.model import ZERO, Floats, Model, Whole
from hevesy.plan.simulation.outcome import Outcome

LEAD_YEARS = 2  # so that lists and courses are in their stride when the first year begins
WEEKS = 52


def led_in(model: Model, counted: Collection[str]) -> Model:
    """The model begun LEAD_YEARS earlier; its later years are those of `model`.

    Of the therapies that were `counted` there is no backlog: the service has met those whose need arose years ago,
    and whoever was not reached then meets the same gates. Those of the others come forward in the run's own weeks
    exactly as without a lead-in, and at the same rate in the years before.
    """
    weeks = LEAD_YEARS * WEEKS
    rows, backlog_row = _backlog(model, counted, weeks)
    return replace(
        model,
        rows=rows,
        backlog_row=backlog_row,
        backlog_weeks=model.backlog_weeks + weeks if model.backlog_weeks else 0,
        era_of_week=np.concatenate([np.full(weeks, model.era_of_week[0]), model.era_of_week]),
        year_of_week=np.concatenate([years_of_weeks(weeks), model.year_of_week + LEAD_YEARS]),
        growth=np.concatenate([_before(model.growth, weeks), model.growth], axis=1),
        counted_from=weeks,
        deliveries=model.deliveries.earlier(weeks) if model.deliveries else None,
        tracers=model.tracers.earlier(weeks) if model.tracers else None,
    )


def _backlog(model: Model, counted: Collection[str], weeks: int) -> tuple[Floats, Whole]:
    """Rows and row numbers of backlogs that keep their weekly rate over so many weeks more."""
    met = np.isin(np.array(model.therapies), sorted(counted))
    left = np.where(met, ZERO, model.backlog_row)
    if not model.backlog_weeks or not (left != ZERO).any():
        return model.rows, left
    held = np.flatnonzero(left != ZERO)
    longer = model.rows[left[held]] * ((model.backlog_weeks + weeks) / model.backlog_weeks)
    left[held] = len(model.rows) + np.arange(len(held))
    return np.concatenate([model.rows, longer]), left


def _before(growth: Floats, weeks: int) -> Floats:
    """The need of the weeks before the first, (H, weeks): it changed then as it does in the first year.

    >>> _before(np.array([[1.0, 2.0, 4.0]]), 2).tolist()
    [[0.25, 0.5]]
    """
    last = min(growth.shape[1], WEEKS) - 1
    if last < 1:
        return np.ones((len(growth), weeks))
    with np.errstate(divide="ignore", invalid="ignore"):
        weekly = np.where(growth[:, last] > 0.0, growth[:, last], 1.0) ** (1.0 / last)
    return np.asarray(weekly[:, None] ** -np.arange(weeks, 0.0, -1.0))


def later(outcome: Outcome, years: int = LEAD_YEARS) -> Outcome:
    """The outcome without its first years; where everybody is at the end stays as it is."""
    return Outcome(
        {name: values[years:] for name, values in outcome.at_centres.items()},
        {name: values[years:] for name, values in outcome.in_country.items()},
        outcome.lost[years:],
        outcome.used[years:],
        outcome.had[years:],
        outcome.missing[years:],
        outcome.end,
    )
