"""Cycles after the first, for a block of draws: who falls due (step 5), who is given the next cycle (step 7)."""

from __future__ import annotations

from hevesy.plan.simulation.flow_desk import AGAIN, FINISHED, LATER, UNSERVED, WANT_LATER, Desk
from hevesy.plan.simulation.flow_frame import Kinds
from hevesy.plan.simulation.flow_people import Passing, People
from hevesy.plan.simulation.flow_rates import LAPSE, Places, Rates
from hevesy.plan.simulation.flow_rows import Row, add, clear, copy, fast
from hevesy.plan.simulation.model import NOWHERE


@fast
def fall_due(
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
    """Of those given a cycle one interval ago some stop for good and progress; the others are due."""
    gone = desk.scratch[0]
    for h in desk.treat:
        slot, want = week % places.interval[h], desk.week_of[WANT_LATER, h]
        clear(want)
        clear(gone)
        for p in range(kinds.turns[h]):
            back = people.given[c, h, slot, p]
            add(desk.due[h, p], back)
            if kinds.turn_ends[h, p]:
                add(gone, back)
            else:
                come_again(back, rates.on[h, p], people.overdue[c, h, p], want, gone)
        leave(gone, people.in_course[c, h], passing.to_progressed[n, h])


@fast
def come_again(back: Row, share: Row, overdue: Row, want: Row, gone: Row) -> None:
    for x in range(len(back)):
        on = back[x] * share[x]
        late = overdue[x] + on
        gone[x] += back[x] - on
        overdue[x] = late
        want[x] += late


@fast
def leave(gone: Row, in_course: Row, to_progressed: Row) -> None:
    for x in range(len(gone)):
        in_course[x] -= gone[x]
        to_progressed[x] += gone[x]


@fast
def give_later(
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
    """All due patients are served in one proportion; of the others some lapse and the rest are overdue."""
    share, last = desk.scratch[0], desk.scratch[1]
    for h in desk.here:
        clear(desk.week_of[FINISHED, h])
    for h in desk.treat:
        slot, lapse = week % places.interval[h], rates.of[LAPSE, h]
        want, served, in_course = desk.week_of[WANT_LATER, h], desk.week_of[LATER, h], people.in_course[c, h]
        add(desk.sums[AGAIN, h], served)
        if not desk.everybody[0, h]:
            proportion(served, want, share)
            interrupt(served, want, lapse, desk.sums[UNSERVED, h], in_course, passing.to_progressed[n, h])
        for p in range(kinds.turns[h]):
            if not kinds.turn_ends[h, p]:
                overdue, following = people.overdue[c, h, p], kinds.turn_next[h, p]
                to = last if following == NOWHERE else people.given[c, h, slot, following]
                if desk.everybody[0, h]:
                    copy(to, overdue)
                    clear(overdue)
                else:
                    serve(overdue, share, lapse, to)
                if following == NOWHERE:
                    finish(to, desk.week_of[FINISHED, h], in_course)


@fast
def proportion(served: Row, want: Row, share: Row) -> None:
    zero, one = want.dtype.type(0), want.dtype.type(1)
    for x in range(len(want)):
        share[x] = min(one, served[x] / want[x]) if want[x] > zero else zero


@fast
def interrupt(served: Row, want: Row, lapse: Row, unserved: Row, in_course: Row, to_progressed: Row) -> None:
    for x in range(len(want)):
        late = want[x] - served[x]
        unserved[x] += late
        lapsed = late * lapse[x]
        in_course[x] -= lapsed
        to_progressed[x] += lapsed


@fast
def serve(overdue: Row, share: Row, lapse: Row, to: Row) -> None:
    for x in range(len(overdue)):
        now = overdue[x] * share[x]
        late = overdue[x] - now
        to[x] = now
        overdue[x] = late - late * lapse[x]


@fast
def finish(last: Row, finished: Row, in_course: Row) -> None:
    for x in range(len(last)):
        finished[x] += last[x]
        in_course[x] -= last[x]
