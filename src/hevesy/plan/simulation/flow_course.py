"""Cycles after the first, for a block of draws: who falls due (step 5), who is given the next cycle (step 7)."""

from __future__ import annotations

from typing import Any

from hevesy.plan.simulation.flow_desk import Desk
from hevesy.plan.simulation.flow_frame import Frame
from hevesy.plan.simulation.flow_people import Passing, People
from hevesy.plan.simulation.flow_rates import Places, Rates
from hevesy.plan.simulation.flow_rows import Row, add, clear, copy, fast
from hevesy.plan.simulation.model import NOWHERE


@fast
def fall_due(
    frame: Frame, rates: Rates, people: People, passing: Passing, desk: Desk, c: int, h: int, slot: int, n: int
) -> None:
    """Of those given a cycle one interval ago some stop for good and progress; the others are due."""
    clear(desk.want_later[h])
    gone = desk.scratch
    clear(gone)
    for p in range(frame.turns[h]):
        back = people.given[c, h, slot, p]
        add(desk.due[h, p], back)
        if frame.turn_ends[h, p]:
            add(gone, back)
        else:
            come_again(back, rates.on[h, p], people.overdue[c, h, p], desk.want_later[h], gone)
    if frame.turns[h] > 0:
        leave(gone, people.in_course[c, h], passing.to_progressed[n, h])


@fast
def come_again(back: Row, share: Row, overdue: Row, want: Row, gone: Row) -> None:
    for x in range(len(back)):
        on = back[x] * share[x]
        gone[x] += back[x] - on
        overdue[x] += on
        want[x] += overdue[x]


@fast
def leave(gone: Row, in_course: Row, to_progressed: Row) -> None:
    for x in range(len(gone)):
        in_course[x] -= gone[x]
        to_progressed[x] += gone[x]


@fast
def give_later(
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
    """All due patients are served in one proportion; of the others some lapse and the rest are overdue."""
    clear(desk.finished[h])
    if frame.turns[h] == 0:
        return
    everybody, lapse = desk.everybody[0, h], rates.table[places.lapse[h]]
    add(desk.again[h], desk.later[h])
    if not everybody:
        proportion(desk.later[h], desk.want_later[h], desk.scratch)
        interrupt(
            desk.later[h], desk.want_later[h], lapse, desk.unserved[h], people.in_course[c, h],
            passing.to_progressed[n, h],
        )  # fmt: skip
    for p in range(frame.turns[h]):
        if frame.turn_ends[h, p]:
            continue
        following = frame.turn_next[h, p]
        to = desk.finishing if following == NOWHERE else people.given[c, h, slot, following]
        if everybody:
            copy(to, people.overdue[c, h, p])
            clear(people.overdue[c, h, p])
        else:
            serve(people.overdue[c, h, p], desk.scratch, lapse, to)
        if following == NOWHERE:
            finish(to, desk.finished[h], people.in_course[c, h])


@fast
def proportion(served: Row, want: Row, share: Row) -> None:
    """The share that is served; whole where all are, whatever rounding did on the way."""
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
