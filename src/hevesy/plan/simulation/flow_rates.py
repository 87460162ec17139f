"""The figures of one block of draws, as the flow kernel's weeks need them: rows of the block, next to each other."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.upkeep import RESOURCE, SCANNER, shares_up
from hevesy.plan.simulation.flow_frame import Frame
from hevesy.plan.simulation.flow_gates import met, pooled, stopping
from hevesy.plan.simulation.flow_rows import fast
from hevesy.plan.simulation.flow_sharing import DUST_DOUBLE, DUST_SINGLE
from hevesy.plan.simulation.model import NOWHERE, Model, Whole

Rows = NDArray[Any]

NUMBERED = (  # the model's arrays of row numbers that weeks read; here they number the rows of `table`
    "need_row",
    "backlog_row",
    "scans_row",
    "slots_row",
    "first_row",
    "drop_row",
    "end_row",
    "followed_row",
    "have_row",
    "use_first_row",
    "use_again_row",
    "dose_row",
    "die_waiting_row",
    "worsen_row",
    "lapse_row",
    "onward_row",
    "progress_row",
    "repeat_row",
    "die_stable_row",
    "die_progressed_row",
    "die_untreated_row",
)


class Places(NamedTuple):
    """Row numbers in `Rates.table`, named as in the model; the first three are ONE, ZERO and UNLIMITED there too."""

    need: Whole  # (H,)
    backlog: Whole  # (H,)
    scans: Whole  # (H,)
    slots: Whole  # (I, 2, E)
    first: Whole  # (H,)
    drop: Whole  # (H,)
    end: Whole  # (H,)
    followed: Whole  # (H,)
    have: Whole  # (C, R, E)
    use_first: Whole  # (H, R)
    use_again: Whole  # (H, R)
    dose: Whole  # (C, H, E)
    die_waiting: Whole  # (H, B)
    worsen: Whole  # (H, B)
    lapse: Whole  # (H,)
    onward_share: Whole  # (C, H, E)
    progress: Whole  # (H,)
    repeat: Whole  # (H,)
    die_stable: Whole  # (H,)
    die_progressed: Whole  # (H,)
    die_untreated: Whole  # (H,)

    # and what is neither a row number nor of people
    scanner_up: Whole  # (I, 2) which row of `Rates.up`; NOWHERE: always there
    resource_up: Whole  # (C, R)
    interval: Whole  # (H,)
    rank: Whole  # (H, E)
    onward: Whole  # (C, H, E)
    late_from_bin: int
    onward_from_bin: int


class Rates(NamedTuple):
    """Figures of one block, all in the precision of the run."""

    table: Rows  # (U, d)
    growth: Rows  # (H, W)
    moves: Rows  # (B,) share of a bin that moves to the next in a week
    dust: Rows  # (1,) see flow_sharing
    before: Rows  # (H, X, d) lost before imaging, per person of need
    early: Rows  # (H, X, G, d) the same by gate
    enter: Rows  # (H, X, Q, d) enters a party, per person of need
    join: Rows  # (H, Q, d) of a mix: the share that joins
    later: Rows  # (H, Q, G, d) of a mix: the share lost at each later gate
    stop: Rows  # (H, P, 2, d) of those due: cannot travel; of the others: cannot pay
    on: Rows  # (H, P, d) of those due: the share that stays in the course
    up: Rows  # (U, W, d) share of machines or persons that is present


def places_of(model: Model) -> tuple[Places, Whole]:
    """Row numbers in a table of only those rows that weeks read, and which rows of the model they are."""
    arrays = [np.asarray(getattr(model, name)) for name in NUMBERED]
    taken, number = np.unique(np.concatenate([[0, 1, 2], *(array.ravel() for array in arrays)]), return_inverse=True)
    cut = np.cumsum([3, *(array.size for array in arrays)])
    renumbered = [
        number[first:past].reshape(array.shape)
        for first, past, array in zip(cut[:-1], cut[1:], arrays, strict=True)
    ]
    scanners = _numbered(model.scanners.any(axis=-1), 0)
    resources = _numbered(model.units.any(axis=-1), int((scanners != NOWHERE).sum()))
    return (
        Places(
            *renumbered,
            scanners,
            resources,
            model.interval,
            model.rank,
            model.onward,
            model.late_from_bin,
            model.onward_from_bin,
        ),
        taken,
    )


def _numbered(followed: NDArray[np.bool_], first: int) -> Whole:
    return np.where(followed, first + np.cumsum(followed).reshape(followed.shape) - 1, NOWHERE).astype(np.int64)


def rates_of(
    model: Model, frame: Frame, places: Places, taken: Whole, first: int, past: int, kind: np.dtype[Any]
) -> Rates:
    """The rates of draws first..past-1 of the model."""
    draws, therapies, gates = past - first, len(model.therapies), model.most_gates
    mixes, parties, turns = frame.enters.shape[1], frame.enters.shape[2], frame.turn_kind.shape[1]
    routes, classes = model.route_imaging.shape[1], 2 * int(model.cycles.max()) - 1
    early = np.zeros((therapies, mixes, gates, draws))
    fate = np.zeros((therapies, mixes, routes, gates + classes, draws))
    met(frame, model.rows, first, early, fate)
    before = np.zeros((therapies, mixes, draws), kind)
    enter = np.zeros((therapies, mixes, parties, draws), kind)
    some = parties if frame.mixed.any() else 0
    join, later = np.zeros((therapies, some, draws), kind), np.zeros((therapies, some, gates, draws), kind)
    pooled(frame, early, fate, before, enter, join, later)
    stop = np.zeros((therapies, turns, 2, draws), kind)
    stopping(frame, gates, fate, stop)
    table = model.rows[taken, first:past].astype(kind)
    on = np.zeros((therapies, turns, draws), kind)
    going_on(frame, places, table, stop, on)
    with np.errstate(divide="ignore"):
        moves = np.where(np.isfinite(model.bin_weeks), 1.0 / model.bin_weeks, 0.0)
    return Rates(
        table, model.growth.astype(kind), moves.astype(kind), np.array([dust_of(kind)], kind), before,
        early.astype(kind), enter, join, later, stop, on, presence(model, first, past, kind),
    )  # fmt: skip


def dust_of(kind: np.dtype[Any]) -> float:
    return DUST_SINGLE if kind == np.float32 else DUST_DOUBLE


@fast
def going_on(frame: Frame, places: Places, table: Rows, stop: Rows, on: Rows) -> None:
    """Of those due after a turn: who is not cancelled, can travel and pay again, and is fit for the next cycle."""
    one = table[0, 0]
    for h in range(len(frame.turns)):
        drop, end = table[places.drop[h]], table[places.end[h]]
        for p in range(frame.turns[h]):
            travel, pay = stop[h, p, 0], stop[h, p, 1]
            for x in range(len(drop)):
                on[h, p, x] = drop[x] * (one - travel[x]) * (one - pay[x]) * end[x]


def presence(model: Model, first: int, past: int, kind: np.dtype[Any]) -> Rows:
    """The share of units that is present in each week, of everything whose absence is followed."""
    rows = model.rows
    whole_years: list[Rows] = []

    def follow(units: Whole, fails: int, back: int, stream: int, key: int) -> None:
        chances = rows[fails, first:past], rows[back, first:past]
        each = shares_up(units[model.era_of_week], *chances, model.seed, stream, key, model.first_draw + first)
        whole_years.append(each.astype(kind))

    for i, m in np.argwhere(model.scanners.any(axis=-1)):
        chance = model.scanner_fails_row[i, m], model.scanner_back_row[i, m]
        follow(model.scanners[i, m], *chance, SCANNER + int(m), int(model.imaging_key[i]))
    for c, r in np.argwhere(model.units.any(axis=-1)):
        chance = model.fails_row[c, r], model.back_row[c, r]
        follow(model.units[c, r], *chance, RESOURCE + int(r), int(model.centre_key[c]))
    empty = np.zeros((1, 1, past - first), kind)
    return np.stack(whole_years) if whole_years else empty
