"""The list for the first cycle, for a block of draws: who is taken from it (step 7), and who waits on (step 8)."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from hevesy.plan.simulation.flow_desk import (
    FINISHED,
    FIRST_SERVED,
    GOING,
    IN_BIN,
    LATE,
    MOVES,
    PART_MOVES,
    PART_SERVED,
    PART_STAYS,
    STAYS,
    WORSE,
    Desk,
)
from hevesy.plan.simulation.flow_frame import Kinds
from hevesy.plan.simulation.flow_people import Passing, People
from hevesy.plan.simulation.flow_rates import FIRST, Places, Rates
from hevesy.plan.simulation.flow_rows import Row, add, add_product, clear, fast, times
from hevesy.plan.simulation.flow_sharing import REST
from hevesy.plan.simulation.model import NO_LIMIT, NOWHERE

Rows = NDArray[Any]


@fast
def give_first(
    kinds: Kinds,
    places: Places,
    rates: Rates,
    people: People,
    passing: Passing,
    desk: Desk,
    c: int,
    week: int,
    n: int,
) -> None:
    """New patients start in the order of their waiting; of those allocated some are cancelled on the day."""
    allocated, course_of_one = desk.scratch[0], desk.scratch[1]
    for h in desk.here:
        waiting, bins, everybody = people.waiting[c, h], people.top[c, h] + 1, desk.everybody[1, h]
        slot, first, untreated = week % places.interval[h], rates.of[FIRST, h], passing.to_untreated[n, h]
        share = desk.part[h, PART_SERVED]
        if everybody:
            for b in range(places.late_from_bin, bins):
                add(desk.sums[LATE, h], desk.bins[h, IN_BIN, b])
        else:
            all_or_so_many(desk.week_of[FIRST_SERVED, h], desk.week.of[REST, h], allocated)
            oldest_first(desk, h, bins, allocated, share, untreated, places.late_from_bin)
        for kind in range(kinds.count[h]):
            take_from_bins(waiting, bins, kind, everybody, share, allocated)
            add(desk.firsts[h, kind], allocated)
            turn = kinds.first_turn[h, kind]
            to = course_of_one if turn == NOWHERE else people.given[c, h, slot, turn]
            begin(allocated, first, to, untreated)
            add(desk.week_of[FINISHED, h] if turn == NOWHERE else people.in_course[c, h], to)


@fast
def all_or_so_many(served: Row, rest: Row, number: Row) -> None:
    """So many are taken from the list; without end where nobody is left over."""
    zero, most = rest.dtype.type(0), rest.dtype.type(NO_LIMIT)
    for x in range(len(number)):
        number[x] = most if rest[x] == zero else served[x]


@fast
def oldest_first(
    desk: Desk, h: int, bins: int, number: Row, share: Rows, untreated: Row, late_from: int
) -> None:
    """So many are taken from the oldest bins first; some of the others worsen."""
    for b in range(bins - 1, -1, -1):
        in_bin = desk.bins[h, IN_BIN, b]
        from_bin(in_bin, number, share[b], desk.unstarted[h, b], desk.bins[h, WORSE, b], untreated)
        if b >= late_from:
            add_product(desk.sums[LATE, h], in_bin, share[b])


@fast
def from_bin(in_bin: Row, number: Row, share: Row, unstarted: Row, worse: Row, untreated: Row) -> None:
    zero = number.dtype.type(0)
    for x in range(len(number)):
        taken = number[x] if number[x] < in_bin[x] else in_bin[x]
        number[x] -= taken
        waits = in_bin[x] - taken
        unstarted[x] += waits
        untreated[x] += waits * worse[x]
        share[x] = taken / in_bin[x] if in_bin[x] > zero else zero


@fast
def take_from_bins(waiting: Rows, bins: int, kind: int, everybody: int, share: Rows, allocated: Row) -> None:
    """Those of a kind who are allocated a first cycle, out of all bins."""
    clear(allocated)
    for b in range(bins - 1, -1, -1):
        if everybody:
            add(allocated, waiting[b, kind])
        else:
            add_product(allocated, waiting[b, kind], share[b])


@fast
def begin(allocated: Row, first: Row, to: Row, to_untreated: Row) -> None:
    for x in range(len(allocated)):
        given = allocated[x] * first[x]
        to[x] = given
        to_untreated[x] += allocated[x] - given


@fast
def wait(
    kinds: Kinds, places: Places, people: People, passing: Passing, desk: Desk, c: int, era: int, n: int
) -> None:
    """Those who wait on: some die or worsen or are sent on; the others grow older on the list."""
    for h in desk.here:
        waiting, bins = people.waiting[c, h], people.top[c, h] + 1
        if desk.everybody[1, h]:
            for b in range(bins):
                for kind in range(kinds.count[h]):
                    clear(waiting[b, kind])
            people.top[c, h] = 0
            continue
        there, part, of_bins = places.onward[c, h, era], desk.part[h], desk.bins[h]
        if 0 <= there < len(people.top):
            for b in range(places.onward_from_bin, bins):
                for kind in range(kinds.count[h]):
                    to = passing.sent[n + 1, there, h, kind]
                    send(waiting[b, kind], part[PART_SERVED, b], of_bins[GOING, b], to)
        for b in range(bins):
            of_all(
                part[PART_SERVED, b],
                of_bins[STAYS, b],
                of_bins[MOVES, b],
                part[PART_STAYS, b],
                part[PART_MOVES, b],
            )
        people.top[c, h] = grow_older(waiting, bins, kinds.count[h], part[PART_STAYS], part[PART_MOVES])


@fast
def send(bin_: Row, served: Row, going: Row, to: Row) -> None:
    one = bin_.dtype.type(1)
    for x in range(len(bin_)):
        to[x] += bin_[x] * (one - served[x]) * going[x]


@fast
def of_all(served: Row, stays: Row, moves: Row, part_stays: Row, part_moves: Row) -> None:
    """Shares of those who were not served, as shares of all who were in the bin."""
    one = served.dtype.type(1)
    for x in range(len(served)):
        left = one - served[x]
        part_stays[x] = left * stays[x]
        part_moves[x] = left * moves[x]


@fast
def grow_older(waiting: Rows, bins: int, kinds: int, stays: Rows, moves: Rows) -> int:
    """From the oldest bin to the newest, so that nobody moves twice; returns the oldest that is not empty."""
    oldest = min(bins, len(waiting) - 1)
    for kind in range(kinds):
        if oldest == bins:
            clear(waiting[oldest, kind])
            add_product(waiting[oldest, kind], waiting[oldest - 1, kind], moves[oldest - 1])
        for b in range(bins - 1, 0, -1):
            keep_and_take(waiting[b, kind], stays[b], waiting[b - 1, kind], moves[b - 1])
        times(waiting[0, kind], stays[0])
    return oldest


@fast
def keep_and_take(bin_: Row, share: Row, younger: Row, moving: Row) -> None:
    for x in range(len(bin_)):
        bin_[x] = bin_[x] * share[x] + younger[x] * moving[x]
