"""What of the doses ordered does not arrive, week by week, and why. All three kernels read the same.

What reactors and makers cannot send is worked out beforehand for each draw and week (`missing`), because no patient
moves it; borders, payment and lateness are shares of an era.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hevesy.plan.simulation.deliveries import (
    FIGURES,
    MAINTENANCE,
    NOBODY,
    NUMBERED,
    Deliveries,
    Floats,
    Yes,
    arrays_of,
)
from hevesy.plan.simulation.kept import Kept, mark_of
from hevesy.plan.simulation.model import Model
from hevesy.plan.simulation.shortage import Plans, in_force, of_lanes, with_plans
from hevesy.supply.running import Outages, closed, down, forced, struck

MOST_EVENTS = 0.3  # of all weeks lie in an event: where more would be needed, each strikes more of its members
_KEPT = Kept(8)  # two blocks of draws, of doses and of tracers, and of the plants behind them


def missing(model: Model, rows: Floats, first: int) -> Floats:
    """Of the doses ordered by each lane, the share that does not leave a maker, by cause: shape (L, 3, W, d).

    `rows` are the model's, of the draws from `first` on.
    """
    return _KEPT.get(mark_of_missing(model, rows, first), lambda: _missing(model, rows, first))


def mark_of_missing(model: Model, rows: Floats, first: int) -> bytes:
    """Everything on which depends what does not leave a maker; of rows, the values of those that are read."""
    found = model.deliveries
    assert found is not None
    read = [found.figure, found.second_row, found.over_row]
    if found.plans is not None:
        read += [found.plans.activity_row, found.plans.other_row, found.plans.by_row]
    own = [value for name, value in arrays_of(found) if name not in NUMBERED]
    when = model.weeks, model.seed, model.first_draw + first
    return mark_of([*own, *(rows[row] for row in read), model.era_of_week, when])


def _missing(model: Model, rows: Floats, first: int) -> Floats:
    found = model.deliveries
    assert found is not None
    down_, gone = _stopped(model, found, rows, first)
    makers = [_of_maker(found, m, down_, gone, rows) for m in range(len(found.maker))]
    lanes = _lanes(model, found, makers, rows)
    return lanes if found.plans is None else _with_plans(model, found, makers, lanes, rows)


def shortages(model: Model) -> Yes:
    """In which weeks each plan for a shortage is in force, (N, W, D)."""
    found = model.deliveries
    assert found is not None and found.plans is not None
    plain = missing(replace(model, deliveries=replace(found, plans=None)), model.rows, 0)
    return in_force(found.plans, plain.sum(axis=1), _usual(model, found.plans, model.rows))


def _lanes(model: Model, found: Deliveries, makers: list[Floats], rows: Floats) -> Floats:
    return np.stack([_of_lane(model, found, lane, makers, rows) for lane in range(len(found.first))])


def _with_plans(
    model: Model, found: Deliveries, makers: list[Floats], lanes: Floats, rows: Floats
) -> Floats:
    """What lanes lack where plans are in force in the weeks that would be short without them."""
    plans = found.plans
    assert plans is not None
    usual = _usual(model, plans, rows)
    on = in_force(plans, lanes.sum(axis=1), usual)
    for_lane, helped = of_lanes(plans, on), lanes.copy()
    for lane in np.flatnonzero(plans.other_row != NOBODY):
        usual_over = rows[found.over_row[lane]][model.era_of_week]
        agreed = np.maximum(usual_over, rows[plans.other_row[lane]])
        helped[lane] = _of_lane(model, found, int(lane), makers, rows, np.where(for_lane[lane], agreed, usual_over))
    return with_plans(plans, found.first, helped, usual, on, rows)


def _usual(model: Model, plans: Plans, rows: Floats) -> Floats:
    """The activity that is ordered in a usual week for each lane, (L, W, d)."""
    return np.asarray(rows[plans.activity_row][:, model.era_of_week])


def _stopped(model: Model, found: Deliveries, rows: Floats, first: int) -> tuple[Yes, Yes]:
    """Which plants stand still unplanned, and which have closed, (P, W, d) each; what chance does is kept."""
    when = model.weeks, model.seed, model.first_draw + first, found.first_year
    which = found.key, found.reactor, found.calendar, found.calendar_key, found.ends
    mark = mark_of(["by chance", *which, rows[found.figure], when])
    still, gone = _KEPT.get(mark, lambda: np.stack(_by_chance(model, found, rows, first)))
    if not found.stops:
        return still, gone
    still = still.copy()
    for plant, week, many in found.stops:
        still[plant] |= forced([(week, many)], model.weeks)[:, None]
    return still, gone


def _by_chance(model: Model, found: Deliveries, rows: Floats, first: int) -> tuple[Yes, Yes]:
    draws, weeks, draw = rows.shape[1], model.weeks, model.first_draw + first
    own = {kind: _outages(found, rows, kind) for kind in ("reactor_per_year", "maker_per_year")}
    still = np.zeros((len(found.plants), weeks, draws), np.bool_)
    gone = np.zeros_like(still)
    for p in range(len(found.plants)):
        key = int(found.key[p])
        kind = "reactor_per_year" if found.reactor[p] else "maker_per_year"
        still[p] = down(own[kind], weeks, key, model.seed, draw, draws)
        if np.isfinite(found.ends[p]).all():
            (low, high), after = found.ends[p].tolist(), _figure(found, rows, "replaced_after")
            gone[p] = closed(low, high, after, found.first_year, weeks, key, model.seed, draw, draws)
    together = _figure(found, rows, "together")
    members = np.maximum(_figure(found, rows, "members"), np.sqrt(together / MOST_EVENTS))
    events = own["reactor_per_year"].with_share_down(together / np.square(members))
    for number, key in enumerate(found.calendar_key):
        plants = np.flatnonzero(found.calendar == number)
        keys = [int(each) for each in found.key[plants]]
        still[plants] |= struck(events, members, keys, weeks, int(key), model.seed, draw, draws)
    return still, gone


def _figure(found: Deliveries, rows: Floats, name: str) -> Floats:
    return np.asarray(rows[found.figure[FIGURES.index(name)]])


def _outages(found: Deliveries, rows: Floats, per_year: str) -> Outages:
    names = (per_year, "weeks", "spread", "long", "long_weeks")
    return Outages(*(_figure(found, rows, name) for name in names))


def _of_maker(found: Deliveries, m: int, still: Yes, gone: Yes, rows: Floats) -> Floats:
    """What a maker cannot send, by cause, (3, W, d).

    In a planned stop the other reactors irradiate as was agreed, so that nothing is missing while one of them runs;
    in an unplanned one they irradiate more by the reserve.
    """
    behind = np.flatnonzero(found.feeds[m])
    runs = found.feeds[m][behind, None] * ~found.idle[behind]  # (reactors, W)
    planned = runs.sum(axis=0)[:, None]
    there = np.zeros(still.shape[1:])
    for p, share in zip(behind, runs, strict=True):
        there += share[:, None] * ~(still[p] | gone[p])
    more = 1.0 + _figure(found, rows, "reserve")
    with np.errstate(invalid="ignore", divide="ignore"):
        fed = np.where(planned > 0.0, np.minimum(1.0, more * there / planned), 0.0)
    idle = np.broadcast_to(planned <= 0.0, fed.shape).astype(np.float64)
    if not len(behind):
        fed, idle = np.ones_like(fed), np.zeros_like(fed)
    plant = found.maker[m]
    works = np.ones_like(fed) if plant == NOBODY else 1.0 - (still[plant] | gone[plant])
    return np.stack([idle, (1.0 - idle) * (1.0 - fed), (1.0 - idle) * fed * (1.0 - works)])


def _of_lane(
    model: Model, found: Deliveries, lane: int, makers: list[Floats], rows: Floats, over: Floats | None = None
) -> Floats:
    """What a lane lacks, by cause: of a planned stop of one maker the other sends everything, of others `over`."""
    one = makers[int(found.first[lane])]
    if found.second[lane] == NOBODY:
        return one
    other, era = makers[int(found.second[lane])], model.era_of_week
    usual = rows[found.second_row[lane]][era]
    to_other = _orders_of_other(one[MAINTENANCE] > 0.0, other[MAINTENANCE] > 0.0, usual)
    over = rows[found.over_row[lane]][era] if over is None else over
    of_one = one * (1.0 - over * (1.0 - other.sum(axis=0)))
    of_other = other * (1.0 - over * (1.0 - one.sum(axis=0)))
    return np.asarray((1.0 - to_other) * of_one + to_other * of_other)


def _orders_of_other(one_idle: Yes, other_idle: Yes, usual: Floats) -> Floats:
    """The share of the orders that goes to the second maker: all in a planned stop of the first, none in his own."""
    alone = np.where(one_idle, 1.0, np.where(other_idle, 0.0, usual))
    return np.where(one_idle & other_idle, usual, alone)


def to_second(model: Model, lane: int) -> float:
    """The mean share of a lane's orders that goes to its second maker, planned stops of both among the weeks."""
    found = model.deliveries
    assert found is not None
    if found.second[lane] == NOBODY:
        return 0.0
    one, other = (_idle(found, int(m)) for m in (found.first[lane], found.second[lane]))
    usual = model.rows[found.second_row[lane]].mean(axis=1)[model.era_of_week]
    return float(_orders_of_other(one, other, usual).mean())


def _idle(found: Deliveries, m: int) -> Yes:
    """The weeks in which all reactors of a maker are in a planned stop, (W,); none where nobody knows a reactor."""
    behind = np.flatnonzero(found.feeds[m])
    return np.asarray(found.idle[behind].all(axis=0) if len(behind) else np.zeros(found.idle.shape[1], np.bool_))


def without(model: Model, plant: int) -> Floats:
    """The share of each lane's doses that is missing while this plant alone stands still, (L, D); no planned stops."""
    found = model.deliveries
    assert found is not None
    none = np.zeros((len(found.plants), 1, model.draws), np.bool_)
    still = none.copy()
    still[plant] = True
    calm = replace(found, idle=none[:, :, 0])
    makers = [_of_maker(calm, m, still, none, model.rows) for m in range(len(found.maker))]
    first = replace(model, era_of_week=model.era_of_week[:1])
    lanes = [
        _of_lane(first, calm, lane, makers, model.rows).sum(axis=0)[0] for lane in range(len(found.first))
    ]
    return np.stack(lanes)


def of_orders(model: Model, lanes: Floats, centre: int, therapy: int) -> Floats:
    """Of the doses a centre orders, the share that does not come, by cause, (7, W, d); `lanes` from `missing`."""
    found = model.deliveries
    assert found is not None
    here = found.order_row, found.open_row, found.paid_row
    at = *(row[centre, therapy] for row in here), found.in_time_row[therapy]
    ordered, opened, paid, in_time = (model.rows[row][model.era_of_week] for row in at)
    lane = ordered * lanes[found.lane[therapy]]
    sent = ordered - lane.sum(axis=0)
    border = sent * (1.0 - opened)
    unpaid = sent * opened * (1.0 - paid)
    return np.stack([*lane, border, unpaid, sent * opened * paid * (1.0 - in_time), 1.0 - ordered])


def lower_of(model: Model) -> Floats:
    """Of the doses given, the share given lower, on average over each year's weeks: shape (Y, H, d)."""
    found = model.deliveries
    assert found is not None
    followed = np.where((found.lane != NOBODY)[:, None, None], model.rows[found.lower_row], 0.0)  # (H, E, d)
    eras = followed.shape[1]
    weeks = [
        np.bincount(model.era_of_week[model.year_of_week == year], minlength=eras)
        for year in range(model.years)
    ]
    return np.stack([np.tensordot(each / max(each.sum(), 1), followed, (0, 1)) for each in weeks])
