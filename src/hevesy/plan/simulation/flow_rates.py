"""The figures of a block of draws as the flow kernel's weeks need them: a group of draws next to each other."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.upkeep import RESOURCE, SCANNER, fill_shares_up
from hevesy.plan.simulation.flow_frame import Frame, Kinds
from hevesy.plan.simulation.flow_gates import met, pooled, stopping
from hevesy.plan.simulation.flow_sharing import DUST_DOUBLE, DUST_SINGLE, NEAR, Takes
from hevesy.plan.simulation.lanes import LANES, in_lanes, making, zeros
from hevesy.plan.simulation.model import NOWHERE, Floats, Model, Whole
from hevesy.plan.simulation.tracers import CAUSES
from hevesy.plan.simulation.tracers_found import tracers_there
from hevesy.plan.simulation.undelivered import missing

Rows = NDArray[Any]

OF_THERAPIES = (
    "need", "backlog", "scans", "first", "drop", "end", "followed", "lapse",
    "progress", "repeat", "die_stable", "die_progressed", "die_untreated",
)  # fmt: skip
(
    NEED, BACKLOG, SCANS, FIRST, DROP, END, FOLLOWED, LAPSE,
    PROGRESS, REPEAT, DIE_STABLE, DIE_PROGRESSED, DIE_UNTREATED,
) = range(len(OF_THERAPIES))  # fmt: skip
NUMBERED = ("slots", "have", "use_first", "use_again", "dose", "die_waiting", "worsen", "onward")
OF_DELIVERIES = ("order", "open", "paid", "in_time", "lower")


class Places(NamedTuple):
    """Where the figures of places stand: rows of `Rates.table`, of which the first three are the model's."""

    slots: Whole  # (I, 2, E)
    have: Whole  # (C, R, E)
    use_first: Whole  # (H, R)
    use_again: Whole  # (H, R)
    dose: Whole  # (C, H, E)
    die_waiting: Whole  # (H, B)
    worsen: Whole  # (H, B)
    onward_share: Whole  # (C, H, E)
    ordered: Whole  # (C, H, E) of the doses asked for in a week, the share ordered in it
    opened: Whole  # (C, H, E) of the doses that are sent, the share let in; ONE where it is not followed
    paid: Whole  # (C, H, E)
    in_time: Whole  # (H, E)
    lower: Whole  # (H, E)
    lane: Whole  # (H,) of `Rates.missing`; NOWHERE: every dose comes
    modality: Whole  # (H, I) as in the model
    line: Whole  # (H, I) of tracers; NOWHERE: the tracer is there
    traced: Whole  # (T, 1 + 5) rows of `Rates.traced`; NOWHERE: nobody
    scanner_up: Whole  # (I, 2) which row of `Rates.up`; NOWHERE: always there
    resource_up: Whole  # (C, R)
    onward: Whole  # (C, H, E) as in the model, and so are the others
    interval: Whole  # (H,)
    rank: Whole  # (H, E)
    late_from_bin: int
    onward_from_bin: int


class Rates(NamedTuple):
    """Figures of a group of draws, all in the precision of the run.

    Outside the compiled weeks there is one axis more before these, over the groups; not so for `growth`,
    `moves` and `dust`, which are the same for all draws.
    """

    of: Rows  # (OF_THERAPIES, H, d)
    table: Rows  # (U, d)
    takes: Takes  # the same table, as what an administration takes
    growth: Rows  # (H, W)
    moves: Rows  # (B,) share of a bin that moves to the next in a week
    dust: Rows  # (2,) see flow_sharing
    before: Rows  # (H, X, d) lost before imaging, per person of need
    early: Rows  # (H, X, G, d) the same by gate
    enter: Rows  # (H, X, Q, d) enters a party, per person of need
    join: Rows  # (H, Q, d) of a mix: the share that joins
    later: Rows  # (H, Q, G, d) of a mix: the share lost at each later gate
    stop: Rows  # (H, P, 2, d) of those due: cannot travel; of the others: cannot pay
    on: Rows  # (H, P, d) of those due: the share that stays in the course
    up: Rows  # (U, W, d) share of machines or persons that is present
    missing: Rows  # (L, 3, W, d) of the doses ordered, the share that leaves no maker, by cause
    traced: Rows  # (U, W, d) shares of candidates who find a tracer, and who do not


def places_of(model: Model) -> tuple[Places, Whole]:
    """Where figures stand in a table of only those rows that weeks read, and which rows of the model they are."""
    arrays = [np.asarray(getattr(model, f"{name}_row")) for name in NUMBERED]
    lane, of_deliveries = _delivered(model)
    arrays += of_deliveries
    taken, number = np.unique(
        np.concatenate([[0, 1, 2], *(array.ravel() for array in arrays)]), return_inverse=True
    )
    cut = np.cumsum([3, *(array.size for array in arrays)])
    renumbered: list[Any] = [
        number[first:past].reshape(array.shape)
        for first, past, array in zip(cut[:-1], cut[1:], arrays, strict=True)
    ]
    scanners = _numbered(np.asarray(model.scanners.any(axis=-1)), 0)
    resources = _numbered(np.asarray(model.units.any(axis=-1)), int((scanners != NOWHERE).sum()))
    rules: tuple[Any, ...] = (model.onward, model.interval, model.rank, model.late_from_bin, model.onward_from_bin)
    return Places(*renumbered, lane, model.modality, *_traced(model), scanners, resources, *rules), taken  # type: ignore[call-arg]


def _delivered(model: Model) -> tuple[Whole, list[Whole]]:
    """The lane of each therapy, and rows of OF_DELIVERIES; none where no deliveries are followed."""
    found, eras = model.deliveries, model.route.shape[2]
    if found is None:
        here = np.full(len(model.therapies), NOWHERE, np.int64)
        at = len(model.centres), len(here), eras
        return here, [np.zeros(shape, np.int64) for shape in (at, at, at, at[1:], at[1:])]
    return found.lane, [np.asarray(getattr(found, f"{name}_row")) for name in OF_DELIVERIES]


def _traced(model: Model) -> tuple[Whole, Whole]:
    """The line of each therapy at each place of imaging, and the rows of lines; none where no tracers are followed."""
    if model.tracers is None:
        return np.full(model.modality.shape, NOWHERE, np.int64), np.zeros((0, 1 + len(CAUSES)), np.int64)
    return model.tracers.line, model.tracers.row


def _numbered(followed: NDArray[np.bool_], first: int) -> Whole:
    return np.where(followed, first + np.cumsum(followed).reshape(followed.shape) - 1, NOWHERE).astype(
        np.int64
    )


def rates_of(model: Model, frame: Frame, taken: Whole, first: int, past: int, kind: np.dtype[Any]) -> Rates:
    """The rates of draws first..past-1 of the model; empty lanes of the last group repeat the last draw."""
    draws = np.minimum(np.arange(first, first + groups_of(past - first) * LANES), past - 1)
    rows, begin = model.rows, first
    if len(draws) != past - first:
        rows, begin = np.ascontiguousarray(model.rows[:, draws]), 0
    here = rows[:, begin : begin + len(draws)]
    early, before, enter, join, later, stop = through_the_gates(model, frame, rows, begin, len(draws))
    names = np.stack([getattr(model, f"{name}_row") for name in OF_THERAPIES])
    of = here[names.ravel()].reshape(*names.shape, len(draws))
    on = np.zeros(stop.shape[:2] + stop.shape[3:])
    going_on(frame.kinds, of[DROP], of[END], stop, on)
    moves = np.where(np.isfinite(model.bin_weeks), 1.0 / model.bin_weeks, 0.0).astype(kind)
    dust = np.array([DUST_SINGLE if kind == np.float32 else DUST_DOUBLE, NEAR], kind)
    takes = takes_of(here[taken], kind)
    by_draw = (before, early, enter, join, later, stop, on)
    laid_out = [
        *(in_lanes(each, kind) for each in by_draw),
        presence(model, here, first, kind),
        in_lanes(lacking(model, here, first), kind),
        in_lanes(traced(model, here, first), kind),
    ]
    return Rates(in_lanes(of, kind), takes.table, takes, model.growth.astype(kind), moves, dust, *laid_out)


def groups_of(draws: int) -> int:
    """How many groups so many draws fill."""
    return -(-draws // LANES)


def through_the_gates(
    model: Model, frame: Frame, rows: Floats, first: int, draws: int
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """`early`, `before`, `enter`, `join`, `later` and `stop` of `Rates`, draws in the last axis."""
    therapies, gates = len(model.therapies), model.most_gates
    mixes, parties = frame.parties.enters.shape[1:]
    routes, classes = model.route_imaging.shape[1], 2 * int(model.cycles.max()) - 1
    early = np.zeros((therapies, mixes, gates, draws))
    fate = np.zeros((therapies, mixes, routes, gates + classes, draws))
    met(frame.gates, rows, first, early, fate)
    before = np.zeros((therapies, mixes, draws))
    enter = np.zeros((therapies, mixes, parties, draws))
    mixed = parties if frame.parties.mixed.any() else 0
    join, later = np.zeros((therapies, mixed, draws)), np.zeros((therapies, mixed, gates, draws))
    pooled(frame.gates, frame.parties, early, fate, before, enter, join, later)
    stop = np.zeros((therapies, frame.kinds.turn_kind.shape[1], 2, draws))
    stopping(frame.gates, frame.parties, frame.kinds, gates, fate, stop)
    return early, before, enter, join, later, stop


def takes_of(table: Floats, kind: np.dtype[Any]) -> Takes:
    with np.errstate(divide="ignore", over="ignore"):
        return Takes(in_lanes(table, kind), in_lanes(np.where(table > 0, 1 / table, np.inf), kind))


@making
def rates_of_group(rates: Rates, group: int) -> Rates:
    """The figures of one group of draws."""
    takes = Takes(rates.takes.table[group], rates.takes.inverse[group])
    return Rates(
        rates.of[group], rates.table[group], takes, rates.growth, rates.moves, rates.dust,
        rates.before[group], rates.early[group], rates.enter[group], rates.join[group], rates.later[group],
        rates.stop[group], rates.on[group], rates.up[group], rates.missing[group],
        rates.traced[group],
    )  # fmt: skip


@making
def going_on(kinds: Kinds, drop: Rows, end: Rows, stop: Rows, on: Rows) -> None:
    """Of those due after a turn: who is not cancelled, can travel and pay again, and is fit for the next cycle."""
    one = on.dtype.type(1)
    for h in range(len(kinds.turns)):
        for p in range(kinds.turns[h]):
            for x in range(on.shape[-1]):
                able = (one - stop[h, p, 0, x]) * (one - stop[h, p, 1, x])
                on[h, p, x] = drop[h, x] * able * end[h, x]


def lacking(model: Model, rows: Floats, first: int) -> Rows:
    """What lanes lack in each week; a row that nobody reads where deliveries are not followed."""
    if model.deliveries is None:
        return np.zeros((1, 1, 1, rows.shape[1]))
    return missing(model, rows, first)


def traced(model: Model, rows: Floats, first: int) -> Rows:
    """Who finds a tracer in each week; a row that nobody reads where tracers are not followed."""
    if model.tracers is None:
        return np.zeros((1, 1, rows.shape[1]))
    return tracers_there(model, rows, first)


def presence(model: Model, rows: Floats, first: int, kind: np.dtype[Any]) -> Rows:
    """The share of units that is present in each week, of everything whose absence is followed (n, U, W, LANES).

    `rows` are the model's, of the draws from `first` on.
    """
    scanners, resources = np.argwhere(model.scanners.any(axis=-1)), np.argwhere(model.units.any(axis=-1))
    up = zeros((rows.shape[1] // LANES, len(scanners) + len(resources), model.weeks, LANES), kind)

    def follow(number: int, units: Whole, fails: Whole, back: Whole, stream: int, key: int) -> None:
        eras, draw = model.era_of_week, model.first_draw + first
        fill_shares_up(units[eras], eras, rows[fails], rows[back], model.seed, stream, key, draw, up, number)

    for number, (i, m) in enumerate(scanners):
        chance = model.scanner_fails_row[i, m], model.scanner_back_row[i, m]
        follow(number, model.scanners[i, m], *chance, SCANNER + int(m), int(model.imaging_key[i]))
    for number, (c, r) in enumerate(resources, len(scanners)):
        chance = model.fails_row[c, r], model.back_row[c, r]
        follow(number, model.units[c, r], *chance, RESOURCE + int(r), int(model.centre_key[c]))
    return up
