"""What a clinic knows before its first patient comes: its rules, and what each week holds, as the kernel reads them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity import chance, upkeep
from hevesy.capacity.borrowing import borrowing
from hevesy.plan.simulation.deliveries import NOBODY
from hevesy.plan.simulation.model import NO_LIMIT, NOWHERE, Floats, Model, Whole
from hevesy.plan.simulation.undelivered import missing, of_orders

Words = NDArray[np.uint32]
Parcels = NDArray[np.uint8]

POOLS = (
    "chair",
    "bed",
)  # resources that are whole places, each held for one turn; the others are a week's budget
UNLIMITED_FROM = NO_LIMIT / 1e6  # so much and more is no limit
ENOUGH = 1 << 30  # chairs or beds where their turns are unlimited

# Decisions of the queue kernel: streams of chance. Those of patients are told apart by how the patient came here.
EXPECTED, SENT, REPEATED = 0, 1, 2  # from imaging, from another centre, for a repeated course
OF_ORIGIN = 16
JOINING, LEAVING, AFTER, COMING, TURN = 0, 1, 2, 3, 8  # TURN + cycle // 4 (to 15)
SCANNING, SCANNED, VIALS, FRACTION, PARCEL = (chance.QUEUE + 48 + number for number in range(5))

# How a course ends when nothing interrupts it; STOPPED + the reason of the class (no travel, no pay).
NOT_STARTED, DONE, DROPPED, ENDED, STOPPED = range(5)
AT_ONCE = 1e9  # a rate in a week


class Rules(NamedTuple):
    """One centre, d draws. Arrays that differ between draws have the draw first; weeks and eras come next."""

    seed: int
    first_draw: int
    place: int  # the key that names the centre's random numbers
    exponential: bool  # turns have random lengths: for the laws of queues alone
    year: Words  # (W,)
    year_start: Whole  # (Y + 1,) week
    counted_from: float  # week; waits that end before it are not counted
    era: Words  # (W,)
    interval: Whole  # (H,)
    steps: Whole  # (H, K) at how many of the `stops` a class may stop before its course is over
    ending: Whole  # (H, K) how its course is then over: DONE, or STOPPED for its reason
    repeat_class: Whole  # (H,) or -1
    rank: Whole  # (H, E)
    edges: Floats  # (B,) weeks waited at which each bin ends
    late: float  # weeks
    send_from: int  # bin
    onward: Whole  # (H, E)
    abroad: int  # the number of centres: so the model names it
    stops: Floats  # (d, H, most steps) the share that has not started, is dropped after one cycle, ended after one, ...
    lapse: Floats  # (d, H) rate in a week
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
    have: Floats  # (d, E, R) budgets, when all units are present
    present: Floats  # (d, W, R) the share of the units that is
    pool: Whole  # (2,) which resources are chairs and beds; 0 where there are none
    units: Whole  # (d, E, 2) chairs and beds
    turn: Floats  # (d, E, 2) weeks for which one unit of use holds a place
    doses: Floats  # (d, E, H)
    parcels: Parcels  # (d, W, H) 0: this week's doses come; else 1 + the cause for which they do not


@borrowing
def signed(number: Any) -> Any:
    """A number from an unsigned array, to be calculated with: numba makes floats of unsigned and signed ones together.

    Whatever arrays are looked up by is kept unsigned, because numba then needs not ask whether it is below zero.
    """
    return np.int64(number)


def rules_of(
    model: Model, centre: int, present: Floats, exponential: bool = False, lanes: Floats | None = None
) -> Rules:
    """The rules of one centre for the draws of this model; `present` is from `presence`, `lanes` as in `Arrivals`."""
    rows = model.rows

    def drawn(numbers: Whole) -> Floats:
        """The figures behind row numbers, draw first."""
        return np.ascontiguousarray(np.moveaxis(rows[numbers], -1, 0))

    steps, ending, repeat_class = _classes(model)
    have = np.ascontiguousarray(drawn(model.have_row[centre]).transpose(0, 2, 1))
    units, turn = _places(model, centre, have)
    use = drawn(np.stack([model.use_first_row, model.use_again_row]))
    holds = _holds(model, use)
    die, worsen = drawn(model.die_waiting_row), drawn(model.worsen_row)
    send = drawn(model.onward_row[centre]) * (model.onward[centre] != NOWHERE)
    return Rules(
        seed=chance.seed_bits(model.seed),
        first_draw=model.first_draw,
        place=int(model.centre_key[centre]),
        exponential=exponential,
        year=np.ascontiguousarray(model.year_of_week, dtype=np.uint32),
        year_start=np.searchsorted(model.year_of_week, np.arange(model.years + 1)).astype(np.int64),
        counted_from=float(model.counted_from),
        era=np.ascontiguousarray(model.era_of_week, dtype=np.uint32),
        interval=np.ascontiguousarray(model.interval, dtype=np.int64),
        steps=steps,
        ending=ending,
        repeat_class=repeat_class,
        rank=np.ascontiguousarray(model.rank, dtype=np.int64),
        edges=np.cumsum(model.bin_weeks, dtype=np.float64),
        late=float(model.bin_weeks[: model.late_from_bin].sum()),
        send_from=int(model.onward_from_bin),
        onward=np.ascontiguousarray(model.onward[centre], dtype=np.int64),
        abroad=len(model.centres),
        stops=_stops(
            int(steps.max(initial=1)), *map(drawn, (model.first_row, model.drop_row, model.end_row))
        ),
        lapse=np.minimum(rate_of(drawn(model.lapse_row)), AT_ONCE),
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
        budgets=_budgets(model, use, have),
        have=have,
        present=present,
        pool=np.array([model.resources.index(name) if name in model.resources else 0 for name in POOLS]),
        units=units,
        turn=turn,
        doses=np.ascontiguousarray(drawn(model.dose_row[centre]).transpose(0, 2, 1)),
        parcels=parcels_of(model, centre, lanes),
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
            chances = model.era_of_week, fails, back
            shares = upkeep.shares_up(units, *chances, model.seed, stream, key, model.first_draw)
            present[:, :, resource] = shares.T
    return present


def parcels_of(model: Model, centre: int, lanes: Floats | None = None) -> Parcels:
    """Which weeks' doses come: a centre's doses of a therapy travel in one parcel a week, and it comes or does not."""
    found = model.deliveries
    codes = np.zeros((model.draws, model.weeks, len(model.therapies)), np.uint8)
    if found is None:
        return codes
    shares = missing(model, model.rows, 0) if lanes is None else lanes
    for therapy in np.flatnonzero(found.lane != NOBODY):
        causes = of_orders(model, shares, centre, int(therapy))
        codes[:, :, therapy] = _parcels(
            np.cumsum(causes, axis=0), chance.seed_bits(model.seed), int(therapy), int(model.centre_key[centre]),
            model.first_draw,
        )  # fmt: skip
    return codes


@chance.compiled
def _parcels(upto: Floats, seed: int, therapy: int, place: int, first_draw: int) -> Parcels:
    """From the shares missing up to each cause (K, W, d): 0, or 1 + the cause by which the parcel does not come."""
    causes, weeks, draws = upto.shape
    codes = np.zeros((draws, weeks), np.uint8)
    for draw in range(draws):
        for week in range(weeks):
            if upto[causes - 1, week, draw] <= 0.0:
                continue
            luck = chance.uniform(seed, PARCEL, therapy, first_draw + draw, place, week)
            for cause in range(causes):
                if luck < upto[cause, week, draw]:
                    codes[draw, week] = cause + 1
                    break
    return codes


def _classes(model: Model) -> tuple[Whole, Whole, Whole]:
    kinds = [model.classes(therapy) for therapy in range(len(model.therapies))]
    most = max((len(each) for each in kinds), default=1)
    steps = np.ones((len(kinds), most), dtype=np.int64)
    ending = np.full((len(kinds), most), DONE, dtype=np.int64)
    for therapy, each in enumerate(kinds):
        for number, kind in enumerate(each):
            steps[therapy, number] = 2 * kind.last - (kind.reason is None)
            ending[therapy, number] = DONE if kind.reason is None else STOPPED + kind.reason
    again = [
        len(each) - 1 if cycles > 0 else -1 for each, cycles in zip(kinds, model.repeat_cycles, strict=True)
    ]
    return steps, ending, np.asarray(again, dtype=np.int64)


def _stops(most: int, first: Floats, drop: Floats, end: Floats) -> Floats:
    """The share of courses that have stopped before the first cycle, then by drop and by end after each."""
    goes_on = np.stack([first, *[drop, end] * most], axis=-1)[..., :most]
    return np.ascontiguousarray(1.0 - np.cumprod(goes_on, axis=-1))


def _places(model: Model, centre: int, have: Floats) -> tuple[Whole, Floats]:
    """Whole chairs and beds of each era, and the weeks for which a unit of use holds one.

    Where the model counts no units, all turns are those of one place. Unlimited turns take no time.
    """
    shape = (*have.shape[:2], len(POOLS))
    places, turn = np.full(shape, ENOUGH, dtype=np.int64), np.zeros(shape)
    for pool, name in enumerate(POOLS):
        if name not in model.resources:
            continue
        resource = model.resources.index(name)
        units = np.maximum(model.units[centre, resource], 1)
        turns = have[:, :, resource]
        limited, some = turns < UNLIMITED_FROM, turns > 0.0
        places[:, :, pool] = np.where(limited, np.where(some, units, 0), ENOUGH)
        turn[:, :, pool] = np.where(limited & some, units / np.where(some, turns, 1.0), 0.0)
    return places, turn


def _holds(model: Model, use: Floats) -> Floats:
    holds = np.zeros((*use.shape[:3], len(POOLS)))
    for pool, name in enumerate(POOLS):
        if name in model.resources:
            holds[:, :, :, pool] = use[:, :, :, model.resources.index(name)]
    return holds


def _budgets(model: Model, use: Floats, have: Floats) -> Whole:
    """Of first and later cycles of each therapy: how many budgets they take from, then which ones."""
    resources = len(model.resources)
    limited = np.asarray((have < UNLIMITED_FROM).any(axis=(0, 1)))
    for name in POOLS:
        if name in model.resources:
            limited[model.resources.index(name)] = False
    found = np.zeros((*use.shape[1:3], resources + 1), dtype=np.int64)
    for kind, therapy in np.ndindex(*use.shape[1:3]):
        which = np.flatnonzero(limited & (use[:, kind, therapy] > 0.0).any(axis=0))
        found[kind, therapy, 0] = len(which)
        found[kind, therapy, 1 : len(which) + 1] = which
    return found
