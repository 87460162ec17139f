"""Cycles after the first, for a group of draws: who falls due (step 5), who is given the next cycle (step 7)."""

from __future__ import annotations

from hevesy.plan.simulation.flow_desk import AGAIN, FINISHED, LATER, UNSERVED, WANT_LATER, Desk
from hevesy.plan.simulation.flow_frame import Kinds
from hevesy.plan.simulation.flow_people import Passing, People
from hevesy.plan.simulation.flow_rates import LAPSE, Rates
from hevesy.plan.simulation.lanes import Lane, at, either, fast, least, more, put
from hevesy.plan.simulation.model import NOWHERE, ZERO


@fast
def fall_due(
    kinds: Kinds, rates: Rates, people: People, passing: Passing, desk: Desk, c: int, n: int
) -> None:
    """Of those given a cycle one interval ago some stop for good and progress; the others are due."""
    for h in desk.treat:
        given, overdue = people.given[c, h, desk.slot[h]], people.overdue[c, h]
        want = gone = at(rates.table, ZERO)
        for p in range(kinds.turns[h]):
            back = at(given, p)
            more(desk.due, (h, p), back)
            if kinds.turn_ends[h, p]:
                gone = gone + back
            else:
                on = back * at(rates.on, h, p)
                late = at(overdue, p) + on
                gone = gone + (back - on)
                put(overdue, p, late)
                want = want + late
        put(desk.week_of, (WANT_LATER, h), want)
        leave(gone, people, passing, c, h, n)


@fast
def leave(gone: Lane, people: People, passing: Passing, c: int, h: int, n: int) -> None:
    """Whoever stops in mid-course has progressed."""
    put(people.in_course, (c, h), at(people.in_course, c, h) - gone)
    more(passing.to_progressed, (n, h), gone)


@fast
def give_later(
    kinds: Kinds, rates: Rates, people: People, passing: Passing, desk: Desk, c: int, n: int
) -> None:
    """All due patients are served in one proportion; of the others some lapse and the rest are overdue."""
    nobody = at(rates.table, ZERO)
    for h in desk.here:
        put(desk.week_of, (FINISHED, h), nobody)
    for h in desk.treat:
        lapse, served = at(rates.of, LAPSE, h), at(desk.week_of, LATER, h)
        share = nobody
        more(desk.sums, (AGAIN, h), served)
        if not desk.everybody[0, h]:
            want = at(desk.week_of, WANT_LATER, h)
            share = either(want > 0, least(served / want, nobody + 1), 0)
            late = want - served
            more(desk.sums, (UNSERVED, h), late)
            leave(late * lapse, people, passing, c, h, n)
        go_on(kinds, people, desk, share, lapse, c, h, desk.slot[h])


@fast
def go_on(kinds: Kinds, people: People, desk: Desk, share: Lane, lapse: Lane, c: int, h: int, slot: int) -> None:
    """A share of those due (all, where everybody is served) has the next cycle: the last, or one more after it."""
    given, finished = people.given[c, h, slot], at(desk.week_of, FINISHED, h)
    before = finished
    for p in range(kinds.turns[h]):
        if kinds.turn_ends[h, p]:
            continue
        following = kinds.turn_next[h, p]
        now = due = at(people.overdue, c, h, p)
        if not desk.everybody[0, h]:
            now = due * share
        late = due - now
        put(people.overdue, (c, h, p), late - late * lapse)
        if following == NOWHERE:
            finished = finished + now
        else:
            put(given, following, now)
    put(desk.week_of, (FINISHED, h), finished)
    put(people.in_course, (c, h), at(people.in_course, c, h) - (finished - before))
