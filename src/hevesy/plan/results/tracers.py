"""The tracers of a run: how many scans were put off for want of one, why, and from whom they come."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.facts.spread import by_year, spread
from hevesy.plan.results.measures import shares_of
from hevesy.plan.simulation.deliveries import NOBODY
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result
from hevesy.plan.simulation.tracers import CAUSES


def tracers_said(result: Result) -> dict[str, Any] | None:
    """None where no tracers are followed. A scan that is put off again is counted again: the sums are patient-weeks.

    `weeks_each` are the weeks by which a patient who was imaged was put off, on the mean.
    """
    found = result.model.tracers
    if found is None:
        return None
    off = {cause: result.outcome.in_country[f"untraced_{cause}"] for cause in CAUSES}
    whole: Floats = np.asarray(sum(off.values()))
    followed = np.flatnonzero((found.line != NOBODY).any(axis=1)).tolist()
    imaged = result.outcome.in_country["imaged"][:, followed].sum(axis=(0, 1))
    return {
        "put_off": by_year(whole.sum(axis=1), result.first_year),
        "weeks_each": spread(shares_of(whole.sum(axis=(0, 1)), imaged)),
        "causes": {cause: spread(shares_of(each.sum(axis=(0, 1)), imaged)) for cause, each in off.items()},
        "therapies": [_therapy(result, h, whole[:, h]) for h in followed],
    }


def _therapy(result: Result, h: int, put_off: Floats) -> dict[str, Any]:
    imaged = result.outcome.in_country["imaged"][:, h].sum(axis=0)
    weeks = put_off.sum(axis=0)
    return {
        "therapy": result.model.therapies[h],
        "imaged": spread(imaged),
        "put_off": spread(weeks),
        "weeks_each": spread(shares_of(weeks, imaged)),
    }
