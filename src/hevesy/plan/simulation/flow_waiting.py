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
    LEFT,
    MOVES,
    SERVED,
    STAYS,
    UNSTARTED,
    WORSE,
    Desk,
)
from hevesy.plan.simulation.flow_frame import Kinds
from hevesy.plan.simulation.flow_people import Passing, People
from hevesy.plan.simulation.flow_rates import FIRST, Places, Rates
from hevesy.plan.simulation.flow_rows import Row, add, add_product, clear, fast, product, times
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
        slot, first = week % places.interval[h], rates.of[FIRST, h]
        in_bins, late, untreated = desk.bins[h, IN_BIN], desk.sums[LATE, h], passing.to_untreated[n, h]
        if everybody:
            for b in range(places.late_from_bin, bins):
                add(late, in_bins[b])
        else:
            all_or_so_many(desk.week_of[FIRST_SERVED, h], desk.week.of[REST, h], allocated)
            for b in range(bins - 1, -1, -1):
                from_bin(desk.bins[h, :, b], allocated, desk.part[h, :, b], desk.unstarted[h, b], untreated)
                if b >= places.late_from_bin:
                    add_product(late, in_bins[b], desk.part[h, PART_SERVED, b])
        for kind in range(kinds.count[h]):
            take_from_bins(waiting, bins, kind, everybody, desk.part[h, PART_SERVED], allocated)
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
def from_bin(in_bin: Row, number: Row, share: Row, unstarted: Row) -> None:
    """So many are taken from a bin as it holds, and from the newer ones what is still missing."""
    zero = number.dtype.type(0)
    for x in range(len(number)):
        taken = number[x] if number[x] < in_bin[x] else in_bin[x]
        number[x] -= taken
        unstarted[x] += in_bin[x] - taken
        share[x] = taken / in_bin[x] if in_bin[x] > zero else zero


@fast
def leave_bin(in_bin: Row, share: Row, stays: Row, moves: Row, part_stays: Row, part_moves: Row) -> None:
    """Of a bin's people who were not served: the shares that stay and that move on, of all who were in it."""
    one = share.dtype.type(1)
    for x in range(len(share)):
        left = one - share[x]
        part_stays[x] = left * stays[x]
        part_moves[x] = left * moves[x]


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
    """Of those who wait on some die, worsen or are sent on; the others grow older on the list."""
    for h in desk.here:
        waiting, bins = people.waiting[c, h], people.top[c, h] + 1
        if desk.everybody[1, h]:
            for b in range(bins):
                for kind in range(kinds.count[h]):
                    clear(waiting[b, kind])
            people.top[c, h] = 0
            continue
        left, of_bins = desk.part[h, LEFT], desk.bins[h]
        for b in range(bins):
            untreated = passing.to_untreated[n, h]
            leave_list(of_bins[IN_BIN, b], left[b], of_bins[WORSE, b], of_bins[UNSTARTED, b], untreated)
        there = places.onward[c, h, era]
        if 0 <= there < len(people.top):
            for b in range(places.onward_from_bin, bins):
                product(desk.scratch[0], left[b], of_bins[GOING, b])
                for kind in range(kinds.count[h]):
                    add_product(passing.sent[n + 1, there, h, kind], waiting[b, kind], desk.scratch[0])
        people.top[c, h] = grow_older(waiting, bins, kinds.count[h], left, of_bins, desk.scratch)


@fast
def leave_list(in_bin: Row, left: Row, worse: Row, unstarted: Row, to_untreated: Row) -> None:
    for x in range(len(left)):
        waits = in_bin[x] * left[x]
        unstarted[x] += waits
        to_untreated[x] += waits * worse[x]


@fast
def grow_older(waiting: Rows, bins: int, kinds: int, left: Rows, of_bins: Rows, scratch: Rows) -> int:
    """From the oldest bin to the newest, so that nobody moves twice; returns the oldest bin that is not empty."""
    oldest, stays, moves = min(bins, len(waiting) - 1), scratch[0], scratch[1]
    for b in range(oldest, -1, -1):
        if b < bins:
            product(stays, left[b], of_bins[STAYS, b])
        else:
            clear(stays)
        if b > 0:
            product(moves, left[b - 1], of_bins[MOVES, b - 1])
        for kind in range(kinds):
            if b > 0:
                keep_and_take(waiting[b, kind], stays, waiting[b - 1, kind], moves)
            else:
                times(waiting[b, kind], stays)
    return oldest


@fast
def keep_and_take(bin_: Row, share: Row, younger: Row, moving: Row) -> None:
    for x in range(len(bin_)):
        bin_[x] = bin_[x] * share[x] + younger[x] * moving[x]
