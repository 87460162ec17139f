"""Scans that were put off because no tracer was there."""

from __future__ import annotations

import numpy as np

from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.tracers import CAUSES


def put_off(outcome: Outcome, therapy: int | None = None) -> Floats:
    """Scans put off for want of a tracer, in patient-weeks, of one therapy or of all, (D,)."""
    return np.asarray(sum(of_cause(outcome, cause, therapy) for cause in CAUSES))


def of_cause(outcome: Outcome, cause: str, therapy: int | None = None) -> Floats:
    """Those put off for one cause."""
    return summed(outcome.in_country[f"untraced_{cause}"], therapy)


def summed(counts: Floats, therapy: int | None) -> Floats:
    """Over years, and therapies where none is named; what rounding leaves of nothing is nothing."""
    whole: Floats = counts.sum(axis=(0, 1)) if therapy is None else counts[:, therapy].sum(axis=0)
    return whole.round(4)
