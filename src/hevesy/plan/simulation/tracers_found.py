"""Which share of the candidates of a therapy finds a tracer at a place of imaging, week by week.

No patient moves it, so it is worked out beforehand for each draw and week; all three kernels read the same.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from hevesy.plan.simulation.columns import empty_weeks
from hevesy.plan.simulation.deliveries import NOBODY, OF_LANES
from hevesy.plan.simulation.kept import Kept, mark_of
from hevesy.plan.simulation.model import Model
from hevesy.plan.simulation.tracers import BORDER, CYCLOTRON, FIGURES, NUMBERED, RENEWAL, Floats, Tracers, Yes
from hevesy.plan.simulation.undelivered import mark_of_missing, missing
from hevesy.supply.running import Outages, down, forced

_KEPT = Kept(4)


def tracers_there(model: Model, rows: Floats, first: int) -> Floats:
    """Shares of the candidates who find a tracer and who do not, shape (U, W, d); `Tracers.row` says which are where.

    `rows` are the model's, of the draws from `first` on.
    """
    return _KEPT.get(_mark(model, rows, first), lambda: _there(model, rows, first))


def _mark(model: Model, rows: Floats, first: int) -> bytes:
    """Everything on which depends who finds a tracer; of rows, the values of those that are read."""
    found = model.tracers
    assert found is not None
    own = [getattr(found, each.name) for each in fields(found) if each.name not in NUMBERED]
    read = [rows[getattr(found, name)] for name in NUMBERED if name != "brought"]
    far = found.brought and mark_of_missing(replace(model, deliveries=found.brought), rows, first)
    when = model.weeks, model.seed, model.first_draw + first
    return mark_of([*own, *read, far, model.imaging_key, model.era_of_week, when])


def _there(model: Model, rows: Floats, first: int) -> Floats:
    found = model.tracers
    assert found is not None
    draws = rows.shape[1]
    lanes = np.zeros((0, OF_LANES, model.weeks, draws))
    if found.brought is not None:
        lanes = missing(replace(model, deliveries=found.brought), rows, first)
    empty = _empty_columns(model, found, lanes, rows, first)
    stopped = _stopped(model, found, rows, first)
    lacks = [_of_line(model, found, line, lanes, empty, stopped, rows) for line in range(len(found.lane))]
    for line in np.flatnonzero(found.spect != NOBODY).tolist():
        by_spect = 1.0 - sum(lacks[int(found.spect[line])].values())
        left = 1.0 - rows[found.spect_row[line]][model.era_of_week] * by_spect
        lacks[line] = {cause: share * left for cause, share in lacks[line].items()}
    shares = np.empty((int(found.row.max()) + 1, model.weeks, draws))
    for line, each in enumerate(lacks):
        shares[line] = 1.0 - sum(each.values())
        for cause, share in each.items():
            shares[found.row[line, 1 + cause]] = share
    return shares


def _stopped(model: Model, found: Tracers, rows: Floats, first: int) -> Yes:
    """Which cyclotrons stand still unplanned, (K, W, d)."""
    draws, draw = rows.shape[1], model.first_draw + first
    names = ("per_year", "weeks", "spread", "long", "long_weeks")
    outages = Outages(*(_figure(found, rows, name) for name in names))
    still = np.zeros((len(found.key), model.weeks, draws), np.bool_)
    for number, key in enumerate(found.key.tolist()):
        spans = [(week, many) for each, week, many in found.stops if each == number]
        still[number] = down(outages, model.weeks, key, model.seed, draw, draws) | forced(spans, model.weeks)[:, None]
    return still


def _figure(found: Tracers, rows: Floats, name: str) -> Floats:
    return np.asarray(rows[found.figure[FIGURES.index(name)]])


def _empty_columns(
    model: Model, found: Tracers, lanes: Floats, rows: Floats, first: int
) -> dict[tuple[int, int], Floats]:
    """By place and lane, whether every long-lived generator there is past its life and not yet renewed, (W, d)."""
    pairs = sorted({(int(p), int(lane)) for p, lane in zip(found.column, found.lane, strict=True) if p != NOBODY})
    each = [(place, lane, number) for place, lane in pairs for number in range(int(found.columns[place].max()))]
    if not each:
        return {}
    empty = empty_weeks(
        np.stack([_let_in(model, found, place, lane, lanes, rows) for place, lane, _ in each]),
        _figure(found, rows, "life"), _figure(found, rows, "late"), _figure(found, rows, "late_weeks"),
        [(int(model.imaging_key[place]) + number) & 0xFFFFFFFF for place, _, number in each],
        model.seed, model.first_draw + first,
    )  # fmt: skip
    whole: dict[tuple[int, int], Floats] = {}
    for (place, lane, number), weeks in zip(each, empty, strict=True):
        here = (number < found.columns[place])[model.era_of_week][:, None]
        whole[place, lane] = whole.get((place, lane), np.ones(weeks.shape)) * np.where(here, weeks, 1.0)
    return whole


def _let_in(model: Model, found: Tracers, place: int, lane: int, lanes: Floats, rows: Floats) -> Floats:
    """The share of the generators ordered for a place that comes to it in each week, (W, d)."""
    line = np.flatnonzero((found.column == place) & (found.lane == lane))[0]
    return np.asarray((1.0 - lanes[lane].sum(axis=0)) * rows[found.open_row[line]][model.era_of_week])


def _of_line(
    model: Model, found: Tracers, line: int, lanes: Floats, empty: dict[tuple[int, int], Floats], stopped: Yes,
    rows: Floats,
) -> dict[int, Floats]:  # fmt: skip
    """Of the candidates of a line, the share that finds no tracer, (W, d) by cause."""
    era, lane, place = model.era_of_week, int(found.lane[line]), int(found.column[line])
    lacks: dict[int, Floats] = {}
    for cause in found.causes(line):
        if cause == RENEWAL:
            lacks[cause] = empty[place, lane]
        elif cause < OF_LANES:
            lacks[cause] = lanes[lane, cause]
        elif cause == BORDER:
            lacks[cause] = (1.0 - lanes[lane].sum(axis=0)) * (1.0 - rows[found.open_row[line]][era])
    # before its first generator has come a place is left to the gate, as where there never is one
    left_to_gate = (found.columns[place] == 0)[era] if place != NOBODY else np.zeros(model.weeks, np.bool_)
    near = found.cyclotron[line][era]
    alone = ((near == NOBODY) & ~left_to_gate)[:, None]  # weeks in which only the makers far away count
    far = {cause: share * alone for cause, share in lacks.items()}
    if (near == NOBODY).all():
        return far
    still = np.where((near != NOBODY)[:, None], stopped[near, np.arange(model.weeks)], False)
    others = rows[found.over_row[line]][era] * (1.0 - sum(lacks.values())) if lane != NOBODY else 0.0
    return {**far, CYCLOTRON: still * (1.0 - others)}
