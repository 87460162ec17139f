"""What a clinic knows before its first patient comes: its rules, and what each week holds, as the kernel reads them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hevesy.capacity import chance, upkeep
from hevesy.plan.simulation.model import NO_LIMIT, NOWHERE, Floats, Model, Whole

POOLS = (
    "chair",
    "bed",
)  # resources that are whole places, each held for one turn; the others are a week's budget
UNLIMITED_FROM = NO_LIMIT / 1e6  # so much and more is no limit
ENOUGH = 1 << 30  # chairs or beds where their turns are unlimited

# Decisions of the queue kernel: streams of chance. Those of patients are told apart by how the patient came here.
EXPECTED, SENT, REPEATED = 0, 1, 2  # from imaging, from another centre, for a repeated course
OF_ORIGIN = 16
JOINING, LEAVING, AFTER, LATENESS, TURN = (
    0,
    1,
    2,
    3,
    8,
)  # LATENESS + cycle // 4 (to 7), TURN + cycle // 4 (to 15)
SCANNING, SCANNED, VIALS, FRACTION = (chance.QUEUE + 48 + number for number in range(4))


class Rules(NamedTuple):
    """One centre, d draws. Arrays that differ between draws have the draw first; weeks and eras come next."""

    seed: int
    first_draw: int
    place: int  # the key that names the centre's random numbers
    exponential: bool  # turns have random lengths: for the laws of queues alone
    year: Whole  # (W,)
    year_start: Whole  # (Y + 1,) week
    counted_from: float  # week; waits that end before it are not counted
    era: Whole  # (W,)
    interval: Whole  # (H,)
    last: Whole  # (H, K) cycles of a class
    reason: Whole  # (H, K) why they stop: -1 (whole course), TRAVEL, PAY
    repeat_class: Whole  # (H,) or -1
    rank: Whole  # (H, E)
    edges: Floats  # (B,) weeks waited at which each bin ends
    late: float  # weeks
    send_from: int  # bin
    onward: Whole  # (H, E)
    abroad: int  # the number of centres: so the model names it
    first: Floats  # (d, H)
    drop: Floats  # (d, H)
    end: Floats  # (d, H)
    lapse: Floats  # (d, H) rate in a week, inf: at once
    hardest: Floats  # (d, H) the largest rate in a week at which people leave the list
    die: Floats  # (d, H, B)
    worsen: Floats  # (d, H, B)
    send: Floats  # (d, H, E)
    progress: Floats  # (d, H)
    repeat: Floats  # (d, H) 0 where a repeated course has no cycles
    die_stable: Floats  # (d, H)
    use: Floats  # (d, 2, H, R) what the first and a later cycle take
    budgets: Whole  # (2, H, R + 1) how many budgets each takes from, then which
    holds: Floats  # (d, 2, H, 2) units of chairs and beds that the first and a later cycle hold
    sits: Whole  # (d, 2, H) the same, whether: 1 a chair, 2 a bed, 3 both
    week_has: Floats  # (d, W, R) budgets
    places: Whole  # (d, W, 2) chairs and beds that can be used
    turn: Floats  # (d, W, 2) weeks for which one unit of use holds a place
    doses: Floats  # (d, E, H)


def rules_of(model: Model, centre: int, present: Floats, exponential: bool = False) -> Rules:
    """The rules of one centre for the draws of this model; `present` is from `presence`."""
    rows = model.rows

    def drawn(numbers: Whole) -> Floats:
        """The figures behind row numbers, draw first."""
        return np.ascontiguousarray(np.moveaxis(rows[numbers], -1, 0))

    last, reason, repeat_class = _classes(model)
    have = np.ascontiguousarray(drawn(model.have_row[centre])[:, :, model.era_of_week].transpose(0, 2, 1))
    places, turn = _places(model, centre, have, present)
    use = drawn(np.stack([model.use_first_row, model.use_again_row]))
    holds = _holds(model, use)
    die, worsen = drawn(model.die_waiting_row), drawn(model.worsen_row)
    send = drawn(model.onward_row[centre]) * (model.onward[centre] != NOWHERE)
    has = np.minimum(have * present, NO_LIMIT)
    return Rules(
        seed=chance.seed_bits(model.seed),
        first_draw=model.first_draw,
        place=int(model.centre_key[centre]),
        exponential=exponential,
        year=np.ascontiguousarray(model.year_of_week, dtype=np.int64),
        year_start=np.searchsorted(model.year_of_week, np.arange(model.years + 1)).astype(np.int64),
        counted_from=float(model.counted_from),
        era=np.ascontiguousarray(model.era_of_week, dtype=np.int64),
        interval=np.ascontiguousarray(model.interval, dtype=np.int64),
        last=last,
        reason=reason,
        repeat_class=repeat_class,
        rank=np.ascontiguousarray(model.rank, dtype=np.int64),
        edges=np.cumsum(model.bin_weeks, dtype=np.float64),
        late=float(model.bin_weeks[: model.late_from_bin].sum()),
        send_from=int(model.onward_from_bin),
        onward=np.ascontiguousarray(model.onward[centre], dtype=np.int64),
        abroad=len(model.centres),
        first=drawn(model.first_row),
        drop=drawn(model.drop_row),
        end=drawn(model.end_row),
        lapse=rate_of(drawn(model.lapse_row)),
        hardest=rate_of(1.0 - ((1.0 - die) * (1.0 - worsen)).min(axis=2) * (1.0 - send.max(axis=2))),
        die=die,
        worsen=worsen,
        send=send,
        progress=drawn(model.progress_row),
        repeat=drawn(model.repeat_row) * (model.repeat_cycles > 0),
        die_stable=drawn(model.die_stable_row),
        use=use,
        holds=holds,
        sits=np.ascontiguousarray((holds > 0.0) @ np.array([1, 2])),
        budgets=_budgets(model, use, has),
        week_has=has,
        places=places,
        turn=turn,
        doses=np.ascontiguousarray(drawn(model.dose_row[centre]).transpose(0, 2, 1)),
    )


def rate_of(share: Floats) -> Floats:
    """The rate at which a share goes in a week, inf for all."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log1p(-share))


def presence(model: Model, centre: int) -> Floats:
    """The share of each resource's units that is present, shape (d, W, R)."""
    present = np.ones((model.draws, model.weeks, len(model.resources)))
    for resource in range(len(model.resources)):
        units = model.units[centre, resource][model.era_of_week]
        if units.any():
            fails, back = (model.rows[row[centre, resource]] for row in (model.fails_row, model.back_row))
            stream, key = upkeep.RESOURCE + resource, int(model.centre_key[centre])
            shares = upkeep.shares_up(units, fails, back, model.seed, stream, key, model.first_draw)
            present[:, :, resource] = shares.T
    return present


def _classes(model: Model) -> tuple[Whole, Whole, Whole]:
    kinds = [model.classes(therapy) for therapy in range(len(model.therapies))]
    most = max((len(each) for each in kinds), default=1)
    last, reason = (
        np.ones((len(kinds), most), dtype=np.int64),
        np.full((len(kinds), most), -1, dtype=np.int64),
    )
    for therapy, each in enumerate(kinds):
        for number, kind in enumerate(each):
            last[therapy, number] = kind.last
            reason[therapy, number] = -1 if kind.reason is None else kind.reason
    again = [
        len(each) - 1 if cycles > 0 else -1 for each, cycles in zip(kinds, model.repeat_cycles, strict=True)
    ]
    return last, reason, np.asarray(again, dtype=np.int64)


def _places(model: Model, centre: int, have: Floats, present: Floats) -> tuple[Whole, Floats]:
    """Whole chairs and beds of each week, and the weeks for which a unit of use holds one.

    Where the model counts no units, all turns are those of one place. Unlimited turns take no time.
    """
    shape = (model.draws, model.weeks, len(POOLS))
    places, turn = np.full(shape, ENOUGH, dtype=np.int64), np.zeros(shape)
    for pool, name in enumerate(POOLS):
        if name not in model.resources:
            continue
        resource = model.resources.index(name)
        units = np.maximum(model.units[centre, resource][model.era_of_week], 1)
        turns = have[:, :, resource]
        limited = turns < UNLIMITED_FROM
        up = np.rint(units * present[:, :, resource]).astype(np.int64)
        places[:, :, pool] = np.where(limited, np.where(turns > 0.0, up, 0), places[:, :, pool])
        turn[:, :, pool] = np.where(limited & (turns > 0.0), units / np.where(turns > 0.0, turns, 1.0), 0.0)
    return places, turn


def _holds(model: Model, use: Floats) -> Floats:
    holds = np.zeros((*use.shape[:3], len(POOLS)))
    for pool, name in enumerate(POOLS):
        if name in model.resources:
            holds[:, :, :, pool] = use[:, :, :, model.resources.index(name)]
    return holds


def _budgets(model: Model, use: Floats, has: Floats) -> Whole:
    """Of first and later cycles of each therapy: how many budgets they take from, then which ones."""
    resources = len(model.resources)
    limited = np.asarray((has < UNLIMITED_FROM).any(axis=(0, 1)))
    for name in POOLS:
        if name in model.resources:
            limited[model.resources.index(name)] = False
    found = np.zeros((*use.shape[1:3], resources + 1), dtype=np.int64)
    for kind, therapy in np.ndindex(*use.shape[1:3]):
        which = np.flatnonzero(limited & (use[:, kind, therapy] > 0.0).any(axis=0))
        found[kind, therapy, 0] = len(which)
        found[kind, therapy, 1 : len(which) + 1] = which
    return found
