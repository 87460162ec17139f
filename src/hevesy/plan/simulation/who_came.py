"""People whom a scenario brings beside the country's own need: refugees who arrive, patients of a wider label.

A kernel counts as entered what `need` and `growth` say. Where the strata of an era have more than the whole of that
between them, more people have met the gates; the flow and the reference count them here, the queue does so itself.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hevesy.plan.simulation.model import Floats, Model
from hevesy.plan.simulation.outcome import Outcome

ROUNDED = 1e-9  # of the whole: shares of strata add up to one but for rounding


def beside_need(model: Model) -> Floats:
    """How many came beside the need that the model's growth knows, shape (Y, H, D)."""
    found = np.zeros((model.years, len(model.therapies), model.draws))
    for h, rows in enumerate(model.share_row):
        more = np.stack([model.rows[rows[:, era]].sum(axis=0) - 1.0 for era in range(rows.shape[1])])
        if np.abs(more).max() > ROUNDED:
            came = model.rows[model.need_row[h]] * model.growth[h][:, None]
            early = model.backlog_weeks
            if early:
                came[:early] += model.rows[model.backlog_row[h]] / early
            more[np.abs(more) <= ROUNDED] = 0.0
            np.add.at(found[:, h], model.year_of_week, came * more[model.era_of_week])
    return found


def with_all_who_came(outcome: Outcome, model: Model) -> Outcome:
    """The outcome of a flow or reference run with everybody among those who entered."""
    more = beside_need(model)
    if not more.any():
        return outcome
    counted = {**outcome.in_country, "entered": outcome.in_country["entered"] + more}
    return replace(outcome, in_country=counted)
