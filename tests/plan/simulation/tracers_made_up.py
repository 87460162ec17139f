"""Tracers made by hand for a toy: one maker far away, one cyclotron, long-lived generators at the place of imaging."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from tests.plan.simulation.lanes_made_up import CALM, brought

from hevesy.plan.simulation.deliveries import NOBODY
from hevesy.plan.simulation.model import ONE, Model
from hevesy.plan.simulation.tracers import Tracers
from hevesy.supply.running import key_of

QUIET = {
    "per_year": 0.0, "weeks": 1.0, "spread": 0.3, "long": 0.0, "long_weeks": 10.0,
    "life": 1e9, "late": 0.0, "late_weeks": 0.0,
}  # fmt: skip


def traced(
    model: Model,
    figures: dict[str, float] | None = None,
    makers: dict[str, float] | None = None,
    far: bool = True,
    columns: int = 0,
    cyclotron: bool = False,
    over: float = 0.0,
    opened: float = 1.0,
    stops: tuple[tuple[int, int, int], ...] = (),
    outages: tuple[tuple[int, int, int], ...] = (),
    feeds: tuple[float, float] = (0.75, 0.25),
    lines: Any = 0,
    second: bool = False,
) -> Model:
    """The model with one line for all its therapies and places; `outages` are the makers', `stops` the cyclotron's.

    `columns` are long-lived generators at each place; 0: what comes is used up in its week.
    """
    whole = brought(model, {**CALM, **(makers or {})}, stops=outages, feeds=feeds, second=second)
    given = {**QUIET, **(figures or {})}
    values = [*given.values(), over, opened]
    first, eras, places = len(whole.rows), model.route.shape[2], len(model.imaging_places)
    rows = np.concatenate([whole.rows, np.repeat(np.array(values)[:, None], model.draws, axis=1)])
    number = np.full((1, eras), 0 if cyclotron else NOBODY, np.int64)
    found = Tracers(
        brought=whole.deliveries if far else None,
        cyclotrons=("cyclotron",),
        key=np.array([key_of("cyclotron")], np.int64),
        line=np.broadcast_to(np.asarray(lines, np.int64), model.modality.shape).copy(),
        near=np.full(len(model.therapies), True),
        lane=np.array([0 if far else NOBODY], np.int64),
        column=np.array([0 if columns else NOBODY], np.int64),
        columns=np.full((places, eras), columns, np.int64),
        cyclotron=number,
        over_row=np.full((1, eras), first + len(given), np.int64),
        open_row=np.full((1, eras), ONE if opened == 1.0 else first + len(given) + 1, np.int64),
        spect=np.array([NOBODY], np.int64),
        spect_row=np.zeros((1, eras), np.int64),
        figure=np.arange(first, first + len(given)),
        stops=stops,
    )
    return replace(model, rows=rows, tracers=found)
