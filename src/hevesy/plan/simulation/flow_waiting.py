"""The list for the first cycle, for a block of draws: who is taken from it (step 7), and who waits on (step 8)."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from hevesy.plan.simulation.flow_desk import Desk
from hevesy.plan.simulation.flow_frame import Frame
from hevesy.plan.simulation.flow_people import Passing, People
from hevesy.plan.simulation.flow_rates import Places, Rates
from hevesy.plan.simulation.flow_rows import Row, add, add_product, clear, fast, product
from hevesy.plan.simulation.model import NO_LIMIT, NOWHERE

Rows = NDArray[Any]


@fast
def give_first(
    frame: Frame,
    places: Places,
    rates: Rates,
    people: People,
    passing: Passing,
    desk: Desk,
    c: int,
    h: int,
    slot: int,
    n: int,
) -> None:
    """New patients start in the order of their waiting; of those allocated some are cancelled on the day."""
    share_of_bins(people, desk, c, h, places.late_from_bin)
    first = rates.table[places.first[h]]
    for kind in range(frame.kinds[h]):
        allocated = desk.scratch
        from_bins(people, desk, c, h, kind, allocated)
        add(desk.firsts[h, kind], allocated)
        turn = frame.first_turn[h, kind]
        to = desk.finishing if turn == NOWHERE else people.given[c, h, slot, turn]
        begin(allocated, first, to, passing.to_untreated[n, h])
        add(desk.finished[h] if turn == NOWHERE else people.in_course[c, h], to)


@fast
def from_bins(people: People, desk: Desk, c: int, h: int, kind: int, allocated: Row) -> None:
    """Those of a kind who are allocated a first cycle, out of all bins."""
    clear(allocated)
    for b in range(people.top[c, h], -1, -1):
        if desk.everybody[1, h]:
            add(allocated, people.waiting[c, h, b, kind])
        else:
            add_product(allocated, people.waiting[c, h, b, kind], desk.share[b])


@fast
def begin(allocated: Row, first: Row, to: Row, to_untreated: Row) -> None:
    for x in range(len(allocated)):
        given = allocated[x] * first[x]
        to[x] = given
        to_untreated[x] += allocated[x] - given


@fast
def share_of_bins(people: People, desk: Desk, c: int, h: int, late_from: int) -> None:
    """The share of each bin that is allocated a first cycle: the oldest first."""
    if desk.everybody[1, h]:
        for b in range(late_from, people.top[c, h] + 1):
            add(desk.late[h], desk.in_bin[h, b])
        return
    left = desk.scratch
    all_or_so_many(desk.first[h], desk.week.rest[h], left)
    for b in range(people.top[c, h], -1, -1):
        from_bin(desk.in_bin[h, b], left, desk.share[b], desk.stay[b])
        count_bin(desk.in_bin[h, b], desk.stay[b], desk.unstarted[h, b])
        if b >= late_from:
            add_product(desk.late[h], desk.in_bin[h, b], desk.share[b])


@fast
def all_or_so_many(served: Row, rest: Row, left: Row) -> None:
    """So many can be taken from the list; without end where nobody is left over."""
    zero, most = rest.dtype.type(0), rest.dtype.type(NO_LIMIT)
    for x in range(len(left)):
        left[x] = most if rest[x] == zero else served[x]


@fast
def from_bin(in_bin: Row, left: Row, share: Row, stay: Row) -> None:
    zero, one = left.dtype.type(0), left.dtype.type(1)
    for x in range(len(left)):
        taken = min(in_bin[x], left[x])
        left[x] -= taken
        part = taken / in_bin[x] if in_bin[x] > zero else zero
        share[x] = part
        stay[x] = one - part


@fast
def count_bin(in_bin: Row, stay: Row, unstarted: Row) -> None:
    for x in range(len(stay)):
        unstarted[x] += in_bin[x] * stay[x]


@fast
def wait(
    frame: Frame,
    places: Places,
    rates: Rates,
    people: People,
    passing: Passing,
    desk: Desk,
    c: int,
    h: int,
    era: int,
    n: int,
) -> None:
    """Of those who wait on some die, worsen or are sent on; the others grow older on the list."""
    top = people.top[c, h]
    if desk.everybody[1, h]:
        for b in range(top + 1):
            for kind in range(frame.kinds[h]):
                clear(people.waiting[c, h, b, kind])
        people.top[c, h] = 0
        return
    for b in range(top + 1):
        leave_list(desk.in_bin[h, b], desk.stay[b], desk.worse[h, b], passing.to_untreated[n, h])
    there = places.onward[c, h, era]
    if 0 <= there < people.top.shape[0]:
        send(frame, people, passing.sent[n + 1, there, h], desk, c, h, places.onward_from_bin)
    grow_older(frame, people, desk, c, h)


@fast
def leave_list(in_bin: Row, stay: Row, worse: Row, to_untreated: Row) -> None:
    for x in range(len(stay)):
        to_untreated[x] += in_bin[x] * stay[x] * worse[x]


@fast
def send(frame: Frame, people: People, there: Rows, desk: Desk, c: int, h: int, from_bin: int) -> None:
    for b in range(from_bin, people.top[c, h] + 1):
        product(desk.scratch, desk.stay[b], desk.going[h, b])
        for kind in range(frame.kinds[h]):
            add_product(there[kind], people.waiting[c, h, b, kind], desk.scratch)


@fast
def grow_older(frame: Frame, people: People, desk: Desk, c: int, h: int) -> None:
    """From the oldest bin to the newest, so that nobody moves twice."""
    waiting, top = people.waiting[c, h], people.top[c, h]
    oldest = min(top + 1, len(waiting) - 1)
    for b in range(oldest, -1, -1):
        if b <= top:
            product(desk.scratch, desk.stay[b], desk.stays[h, b])
        else:
            clear(desk.scratch)
        if b == 0:
            for kind in range(frame.kinds[h]):
                keep(waiting[0, kind], desk.scratch)
        else:
            product(desk.moving, desk.stay[b - 1], desk.moves[h, b - 1])
            for kind in range(frame.kinds[h]):
                keep_and_take(waiting[b, kind], desk.scratch, waiting[b - 1, kind], desk.moving)
    people.top[c, h] = oldest


@fast
def keep(bin_: Row, share: Row) -> None:
    for x in range(len(bin_)):
        bin_[x] *= share[x]


@fast
def keep_and_take(bin_: Row, share: Row, younger: Row, moving: Row) -> None:
    for x in range(len(bin_)):
        bin_[x] = bin_[x] * share[x] + younger[x] * moving[x]
