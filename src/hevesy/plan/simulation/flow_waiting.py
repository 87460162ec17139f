"""The list for the first cycle, for a group of draws: who is taken from it (step 7), and who waits on (step 8)."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from hevesy.plan.simulation.flow_desk import (
    FINISHED,
    FIRST_SERVED,
    GOING,
    LATE,
    STAYS,
    WORSE,
    Desk,
)
from hevesy.plan.simulation.flow_frame import Kinds
from hevesy.plan.simulation.flow_people import Passing, People
from hevesy.plan.simulation.flow_rates import FIRST, Places, Rates
from hevesy.plan.simulation.flow_sharing import REST
from hevesy.plan.simulation.lanes import Lane, at, either, fast, least, more, put
from hevesy.plan.simulation.model import NO_LIMIT, NOWHERE, ZERO

Rows = NDArray[Any]


@fast
def give_first_and_wait(
    kinds: Kinds,
    places: Places,
    rates: Rates,
    people: People,
    passing: Passing,
    desk: Desk,
    c: int,
    era: int,
    n: int,
) -> None:
    """New patients start in the order of their waiting; of those allocated some are cancelled on the day."""
    for h in desk.here:
        for kind in range(kinds.count[h]):
            put(desk.allocated, kind, at(rates.table, ZERO))
        if desk.everybody[1, h]:
            empty_list(kinds, places, people, desk, c, h)
        else:
            oldest_first(kinds, places, rates, people, passing, desk, c, h, era, n)
        slot, first = desk.slot[h], at(rates.of, FIRST, h)
        for kind in range(kinds.count[h]):
            allocated, turn = at(desk.allocated, kind), kinds.first_turn[h, kind]
            given = allocated * first
            more(desk.firsts, (h, kind), allocated)
            more(passing.to_untreated, (n, h), allocated - given)
            if turn == NOWHERE:
                more(desk.week_of, (FINISHED, h), given)
            else:
                put(people.given, (c, h, slot, turn), given)
                more(people.in_course, (c, h), given)


@fast
def in_bin(waiting: Rows, b: int, kinds: int) -> Lane:
    """How many wait in one bin."""
    everybody = at(waiting, b, 0)
    for kind in range(1, kinds):
        everybody = everybody + at(waiting, b, kind)
    return everybody


@fast
def empty_list(kinds: Kinds, places: Places, people: People, desk: Desk, c: int, h: int) -> None:
    """Everybody starts; the same sums as below, with nobody left in any bin."""
    waiting, nobody = people.waiting[c, h], at(people.waiting, c, h, 0, 0) * 0
    late = nobody
    for b in range(people.top[c, h], -1, -1):
        if b >= places.late_from_bin:
            late = late + in_bin(waiting, b, kinds.count[h])
        for kind in range(kinds.count[h]):
            more(desk.allocated, kind, at(waiting, b, kind))
            put(waiting, (b, kind), nobody)
    more(desk.sums, (LATE, h), late)
    people.top[c, h] = 0


@fast
def oldest_first(
    kinds: Kinds,
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
    """From the oldest bin to the newest as many start as are served; then the others worsen, go, or wait on."""
    there, bins, last = places.onward[c, h, era], people.top[c, h] + 1, desk.unstarted.shape[1] - 1
    sends = 0 <= there < len(people.top)
    # all are taken, without end, where nobody is left over
    number = either(at(desk.week.of, REST, h) == 0, NO_LIMIT, at(desk.week_of, FIRST_SERVED, h))
    worse = late = number * 0
    for b in range(bins - 1, -1, -1):
        waiting = in_bin(people.waiting[c, h], b, kinds.count[h])
        taken = least(waiting, number)
        number, waits = number - taken, waiting - taken
        worse = worse + waits * at(desk.bins, h, WORSE, b)
        more(desk.unstarted, (h, b), waits)
        if b >= places.late_from_bin:
            late = late + taken
        start(kinds, people.waiting[c, h, b], desk, h, waiting, taken)
        if sends and b >= places.onward_from_bin:
            send(kinds, people.waiting[c, h, b], passing.sent[n + 1, there, h], desk, h, b)
        wait_on(kinds, rates, people.waiting[c, h], desk, h, b, b == last)
    more(passing.to_untreated, (n, h), worse)
    more(desk.sums, (LATE, h), late)
    people.top[c, h] = min(bins, last)


@fast
def start(kinds: Kinds, in_one: Rows, desk: Desk, h: int, waiting: Lane, taken: Lane) -> None:
    """Of one bin so many start, of every kind the same share."""
    if kinds.count[h] == 1:
        more(desk.allocated, 0, taken)
        put(in_one, 0, waiting - taken)
        return
    share = either(waiting > 0, taken / waiting, 0)
    for kind in range(kinds.count[h]):
        here = at(in_one, kind)
        more(desk.allocated, kind, here * share)
        put(in_one, kind, here * (1 - share))


@fast
def send(kinds: Kinds, in_one: Rows, sent: Rows, desk: Desk, h: int, b: int) -> None:
    """Of one bin those are sent to another centre who are neither dead nor worse."""
    for kind in range(kinds.count[h]):
        more(sent, kind, at(in_one, kind) * at(desk.bins, h, GOING, b))


@fast
def wait_on(kinds: Kinds, rates: Rates, waiting: Rows, desk: Desk, h: int, b: int, last: bool) -> None:
    """Of one bin some stay and some grow older (the older bin has had its turn)."""
    stays = at(desk.bins, h, STAYS, b)
    for kind in range(kinds.count[h]):
        stay = at(waiting, b, kind) * stays
        if not last:
            move = stay * rates.moves[b]
            stay = stay - move
            more(waiting, (b + 1, kind), move)
        put(waiting, (b, kind), stay)
