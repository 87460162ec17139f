"""The list for the first cycle, for a group of draws: who is taken from it (step 7), and who waits on (step 8)."""

from __future__ import annotations

from hevesy.plan.simulation.flow_desk import (
    FINISHED,
    FIRST_SERVED,
    GOING,
    IN_BIN,
    LATE,
    MOVES,
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
            oldest_first(kinds, places, people, passing, desk, c, h, era, n)
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
def empty_list(kinds: Kinds, places: Places, people: People, desk: Desk, c: int, h: int) -> None:
    """Everybody starts; the same sums as below, with nobody left in any bin."""
    late = at(desk.bins, h, IN_BIN, 0) * 0
    for b in range(people.top[c, h], -1, -1):
        if b >= places.late_from_bin:
            late = late + at(desk.bins, h, IN_BIN, b)
        for kind in range(kinds.count[h]):
            waits = at(people.waiting, c, h, b, kind)
            more(desk.allocated, kind, waits)
            put(people.waiting, (c, h, b, kind), waits * 0)
    more(desk.sums, (LATE, h), late)
    people.top[c, h] = 0


@fast
def oldest_first(
    kinds: Kinds, places: Places, people: People, passing: Passing, desk: Desk, c: int, h: int, era: int, n: int
) -> None:
    """From the oldest bin to the newest as many start as are served; then the others worsen, go, or wait on."""
    there, bins, last = places.onward[c, h, era], people.top[c, h] + 1, desk.unstarted.shape[1] - 1
    sends = 0 <= there < len(people.top)
    # all are taken, without end, where nobody is left over
    number = either(at(desk.week.of, REST, h) == 0, NO_LIMIT, at(desk.week_of, FIRST_SERVED, h))
    worse = late = number * 0
    for b in range(bins - 1, -1, -1):
        in_bin = at(desk.bins, h, IN_BIN, b)
        taken = least(in_bin, number)
        number = number - taken
        waits = in_bin - taken
        starts = either(in_bin > 0, taken / in_bin, 0)
        worse = worse + waits * at(desk.bins, h, WORSE, b)
        more(desk.unstarted, (h, b), waits)
        if b >= places.late_from_bin:
            late = late + in_bin * starts
        wait_on(kinds, people, desk, starts, c, h, b, b == last)
        if sends and b >= places.onward_from_bin:
            for kind in range(kinds.count[h]):
                going = at(desk.waits, kind) * at(desk.bins, h, GOING, b)
                more(passing.sent, (n + 1, there, h, kind), going)
    more(passing.to_untreated, (n, h), worse)
    more(desk.sums, (LATE, h), late)
    people.top[c, h] = min(bins, last)


@fast
def wait_on(kinds: Kinds, people: People, desk: Desk, starts: Lane, c: int, h: int, b: int, last: bool) -> None:
    """Of one bin a share starts; of the others some stay and some grow older (the older bin has had its turn)."""
    stay, move = at(desk.bins, h, STAYS, b), at(desk.bins, h, MOVES, b)
    for kind in range(kinds.count[h]):
        here = at(people.waiting, c, h, b, kind)
        more(desk.allocated, kind, here * starts)
        left = here * (1 - starts)
        put(desk.waits, kind, left)
        put(people.waiting, (c, h, b, kind), left * stay)
        if not last:
            more(people.waiting, (c, h, b + 1, kind), left * move)
