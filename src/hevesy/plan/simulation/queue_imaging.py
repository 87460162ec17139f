"""One place of imaging, candidate by candidate: whole scanners, first come first served."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from hevesy.capacity import chance, upkeep
from hevesy.capacity.borrowing import borrowing
from hevesy.capacity.chance import compiled, philox
from hevesy.capacity.fifo import hold, next_free
from hevesy.plan.simulation.clinic_rules import ENOUGH, SCANNING, UNLIMITED_FROM
from hevesy.plan.simulation.model import NOWHERE, Floats, Model, Whole

CANDIDATE = np.dtype([
    ("joined", "f8"), ("patience", "f8"), ("party", "i4"), ("therapy", "i4"), ("gone", "i1"),
])  # fmt: skip
TRACED = chance.QUEUE + 60  # + modality: whose tracer comes where it comes for a part of the candidates
_ONE_WORD = 2.0**-32
_LATEST = 1.0 - 2.0**-33


class Room(NamedTuple):
    """One place and modality, as the kernel reads it."""

    seed: int
    first_draw: int
    place: int
    stream: int
    therapy: Whole  # (Q,)
    first: Whole  # (H + 1,) the parties of each therapy
    expected: Floats  # (d, W, Q)
    places: Whole  # (d, W) scanners that work
    turn: Floats  # (d, W) weeks that one slot takes
    scans: Floats  # (d, H)
    die: Floats  # (d, H)
    traced: Floats  # (d, W, H) the share of the candidates for whom the tracer comes
    traced_stream: int


@dataclass(frozen=True)
class Imaged:
    """What became of the candidates: by party and week, or by therapy and week; the draw first."""

    came: Floats  # (d, W, H)
    done: Floats  # (d, W, Q)
    died: Floats  # (d, W, H)
    waiting: Floats  # (d, W, H) person-weeks on the list
    left: Floats  # (d, H) who is on the list at the end
    untraced: Floats  # (d, W, H) who found no tracer


def images(
    model: Model, place: int, modality: int, therapy: Whole, expected: Floats, traced: Floats | None = None
) -> Imaged:
    """Image the candidates of one place and modality, for all draws of the model.

    A party shares therapy, route and fate: `therapy` (Q,) in rising order, `expected` (d, W, Q) people of each week.
    `traced` is what `tracers_found.tracers_there` says of all lines of the model; None: every tracer comes.
    """
    room = _room(model, place, modality, therapy, expected, traced)
    draws, weeks, _ = expected.shape
    by_week = (draws, weeks, len(model.therapies))
    found = Imaged(
        np.zeros(by_week),
        np.zeros(expected.shape),
        np.zeros(by_week),
        np.zeros(by_week),
        np.zeros((draws, by_week[2])),
        np.zeros(by_week),
    )
    most = float(expected.sum(axis=(1, 2)).max(initial=0.0))
    table = np.empty(int(most + 6 * math.sqrt(most)) + 16, dtype=CANDIDATE)
    _run(room, table, found.came, found.done, found.died, found.waiting, found.left, found.untraced)
    return found


def _room(
    model: Model, place: int, modality: int, therapy: Whole, expected: Floats, traced: Floats | None
) -> Room:
    scanners = model.scanners[place, modality][model.era_of_week]
    slots = model.rows[model.slots_row[place, modality]][model.era_of_week].T
    fails, back = (
        model.rows[row[place, modality]] for row in (model.scanner_fails_row, model.scanner_back_row)
    )
    key, stream = int(model.imaging_key[place]), upkeep.SCANNER + modality
    chances = model.era_of_week, fails, back
    present = upkeep.shares_up(scanners, *chances, model.seed, stream, key, model.first_draw).T
    units = np.maximum(scanners, 1)
    limited, some = slots < UNLIMITED_FROM, slots > 0.0
    places = np.where(some, np.rint(units * present), 0.0)
    ends = np.searchsorted(therapy, np.arange(len(model.therapies) + 1))
    return Room(
        seed=chance.seed_bits(model.seed),
        first_draw=model.first_draw,
        place=key,
        stream=SCANNING + modality,
        therapy=therapy,
        first=ends.astype(np.int64),
        expected=expected,
        places=np.ascontiguousarray(np.where(limited, places, ENOUGH).astype(np.int64)),
        turn=np.ascontiguousarray(np.where(limited & some, units / np.where(some, slots, 1.0), 0.0)),
        scans=np.ascontiguousarray(model.rows[model.scans_row].T),
        die=np.ascontiguousarray(model.rows[model.die_untreated_row].T),
        traced=_traced(model, place, traced),
        traced_stream=TRACED + modality,
    )


def _traced(model: Model, place: int, traced: Floats | None) -> Floats:
    """The share of each therapy's candidates for whom the tracer comes to a place, (d, W, H)."""
    found = np.ones((model.draws, model.weeks, len(model.therapies)))
    if traced is not None and model.tracers is not None:
        for therapy, line in enumerate(model.tracers.line[:, place]):
            if line != NOWHERE:
                found[:, :, therapy] = traced[line].T
    return found


@compiled
def _run(
    room: Room, table: Any, came: Floats, done: Floats, died: Floats, waiting: Floats, left: Floats, untraced: Floats
) -> None:
    most = 1
    for places in room.places.ravel():
        if most < places < ENOUGH:
            most = int(places)
    free_at, asked, part = np.empty(most), np.zeros(room.scans.shape[1]), np.empty(room.scans.shape[1])
    for draw in range(len(came)):
        count = _candidates(room, draw, table, came[draw])
        while count < 0:
            table = np.empty(2 * len(table), dtype=table.dtype)
            count = _candidates(room, draw, table, came[draw])
        books = done[draw], died[draw], waiting[draw], left[draw], untraced[draw]
        _serve(room, draw, table, count, free_at, asked, part, books)


@borrowing
def _candidates(room: Room, draw: int, table: Any, came: Floats) -> int:
    """Write all candidates of a draw into the table in the order in which they come; -1: it is too small."""
    count = 0
    came[:] = 0.0
    for week in range(came.shape[0]):
        begin = count
        for therapy in range(came.shape[1]):
            count = _of_therapy(room, draw, week, therapy, table, count)
            if count + 1 >= len(table):
                return -1
        _in_order(table, begin, count)
        for who in range(begin, count):
            came[week, table[who].therapy] += 1.0
    return count


@borrowing
def _of_therapy(room: Room, draw: int, week: int, therapy: int, table: Any, count: int) -> int:
    first, past = room.first[therapy], room.first[therapy + 1]
    total = 0.0
    for party in range(first, past):
        total += room.expected[draw, week, party]
    gone, number = 0.0, 0
    while total > 0.0 and count + 1 < len(table):
        gap, which, patience = _luck(room, draw, therapy, number, week)
        gone -= math.log(gap)
        if gone >= total:
            break
        party, left = first, which * total
        while party + 1 < past and left >= room.expected[draw, week, party]:
            left -= room.expected[draw, week, party]
            party += 1
        while room.expected[draw, week, party] <= 0.0:  # rounding must not lead to an empty party
            party -= 1
        candidate = table[count]
        candidate.joined = week + min(gone / total, _LATEST)
        candidate.patience, candidate.party, candidate.therapy, candidate.gone = patience, party, therapy, 0
        count += 1
        number += 1
    return count


@borrowing
def _luck(room: Room, draw: int, therapy: int, number: int, week: int) -> Any:
    low, key = np.uint64(0xFFFFFFFF), np.uint64(room.seed)
    unit = (np.uint64(therapy & 0xFF) << np.uint64(16)) | np.uint64(number & 0xFFFF)
    a, b, c, _ = philox(
        np.uint64(week),
        np.uint64(room.first_draw + draw) & low,
        np.uint64(room.place) & low,
        (np.uint64(room.stream) << np.uint64(24)) | unit,
        key & low,
        key >> np.uint64(32),
    )
    half = 0.5
    return (
        (np.float64(a) + half) * _ONE_WORD,
        (np.float64(b) + half) * _ONE_WORD,
        (np.float64(c) + half) * _ONE_WORD,
    )


@borrowing
def _in_order(table: Any, begin: int, past: int) -> None:
    """Put one week's candidates in the order in which they come; the table's last place is kept free."""
    spare = len(table) - 1
    for place in range(begin + 1, past):
        now = place
        while now > begin and table[now - 1].joined > table[now].joined:
            table[spare] = table[now - 1]
            table[now - 1] = table[now]
            table[now] = table[spare]
            now -= 1


@borrowing
def _serve(
    room: Room, draw: int, table: Any, count: int, free_at: Floats, asked: Floats, part: Floats, books: Any
) -> None:
    """Serve the candidates of a draw in their order; for whom no tracer comes, he is first in line next week."""
    done, died, waiting, left, untraced = books
    who, now = 0, 0.0
    free_at[:] = -np.inf
    for week in range(len(done)):
        now = max(now, float(week))
        places = room.places[draw, week]
        _new_parcels(room, draw, week, asked, part)
        each = who
        while each < count and table[each].joined < week + 1:
            therapy = table[each].therapy
            if table[each].gone:
                each += 1
                continue
            start = max(now, table[each].joined)
            if places < ENOUGH:
                start = max(start, next_free(free_at, places))
            if start >= week + 1:
                break
            if not _finds_tracer(room.traced[draw, week, therapy], part, asked, therapy):
                _put_off(room, draw, table, each, week, died, waiting, untraced)
            else:
                table[each].gone = 1
                if _goes(room, draw, table, each, start, died, waiting):
                    now = start
                    done[week, table[each].party] += 1.0
                    length = room.scans[draw, therapy] * room.turn[draw, week]
                    if places < ENOUGH and length > 0.0:
                        hold(free_at, start + length)
            each += 1
        while who < count and table[who].gone:
            who += 1
    for rest in range(who, count):
        if not table[rest].gone and _goes(room, draw, table, rest, float(len(done)), died, waiting):
            left[table[rest].therapy] += 1.0


@borrowing
def _new_parcels(room: Room, draw: int, week: int, asked: Floats, part: Floats) -> None:
    """Begin a week: nobody has asked for a tracer; `part` says which part of a patient's activity is there already."""
    low, key = np.uint64(0xFFFFFFFF), np.uint64(room.seed)
    for therapy in range(len(asked)):
        asked[therapy] = 0.0
        if 0.0 < room.traced[draw, week, therapy] < 1.0:
            which = (np.uint64(room.traced_stream) << np.uint64(24)) | np.uint64(therapy)
            place, number = np.uint64(room.place) & low, np.uint64(room.first_draw + draw) & low
            word, _, _, _ = philox(np.uint64(week), number, place, which, key & low, key >> np.uint64(32))
            part[therapy] = (np.float64(word) + 0.5) * _ONE_WORD


@borrowing
def _finds_tracer(share: float, part: Floats, asked: Floats, therapy: int) -> bool:
    """Whether the next who asks finds a tracer: of n who ask, `share` x n do, up or down to whole ones."""
    if share >= 1.0:
        return True
    if share <= 0.0:
        return False
    before = math.floor(part[therapy] + asked[therapy] * share)
    asked[therapy] += 1.0
    return bool(math.floor(part[therapy] + asked[therapy] * share) > before)


@borrowing
def _put_off(
    room: Room, draw: int, table: Any, who: int, week: int, died: Floats, waiting: Floats, untraced: Floats
) -> None:
    """No tracer this week: the candidate dies in it, or joins the list of the next one first of all."""
    next_week, since = float(week + 1), table[who].joined
    if not _goes(room, draw, table, who, next_week, died, waiting):
        table[who].gone = 1
        return
    die = room.die[draw, table[who].therapy]
    table[who].patience /= (1.0 - die) ** (next_week - since) if die < 1.0 else 1.0  # the day of death stays
    table[who].joined = next_week
    untraced[week, table[who].therapy] += 1.0


@borrowing
def _goes(room: Room, draw: int, table: Any, who: int, until: float, died: Floats, waiting: Floats) -> bool:
    """Whether the candidate lives until then; books the time on the list, and the death."""
    since, therapy = table[who].joined, table[who].therapy
    die = room.die[draw, therapy]
    end = until
    if die > 0.0 and until > since:
        death = since + (math.log(table[who].patience) / math.log1p(-die) if die < 1.0 else 0.0)
        end = min(until, death)
    week = int(since)
    while week + 1 < end:
        waiting[week, therapy] += week + 1 - since
        since = float(week + 1)
        week += 1
    if end > since:
        waiting[week, therapy] += end - since
    if end < until:
        died[int(end), therapy] += 1.0
        return False
    return True
