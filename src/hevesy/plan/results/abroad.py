"""How many of those who come are from other countries."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.facts.spread import by_year
from hevesy.plan.simulation.model import ZERO, Floats, Model
from hevesy.plan.simulation.simulate import Result


def from_abroad(model: Model, residents: int) -> Floats:
    """How many of those who entered came from other countries, shape (Y, H, D)."""
    found = np.zeros((model.years, len(model.therapies), model.draws))
    for h, rows in enumerate(model.share_row[:, residents:]):
        if not (rows != ZERO).any():
            continue
        share = model.rows[rows].sum(axis=0)[model.era_of_week]  # (W, D)
        came = model.rows[model.need_row[h]] * model.growth[h][:, None]
        early = model.backlog_weeks
        if early:
            came[:early] += model.rows[model.backlog_row[h]] / early
        np.add.at(found[:, h], model.year_of_week, came * share)
    return found


def from_abroad_said(result: Result) -> list[list[dict[str, Any]] | None]:
    """By therapy, how many who came were foreigners, year by year; None where nobody said that any come."""
    found = from_abroad(result.model, result.built.residents)
    first, count = result.first_year, found.shape[1]
    said: list[list[dict[str, Any]] | None] = [
        by_year(found[:, h], first) if found[:, h].any() else None for h in range(count)
    ]
    return said
