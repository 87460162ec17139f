"""One centre's weeks, for a block of draws and one spell: steps 4 to 9 of a week."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from hevesy.plan.simulation.flow_course import fall_due, give_later
from hevesy.plan.simulation.flow_desk import Desk, count_centre, open_desk
from hevesy.plan.simulation.flow_frame import Frame
from hevesy.plan.simulation.flow_people import Counts, Passing, People
from hevesy.plan.simulation.flow_rates import Places, Rates
from hevesy.plan.simulation.flow_rows import Row, add, any_left, clear, copy, die, fast, product
from hevesy.plan.simulation.flow_sharing import share_among
from hevesy.plan.simulation.flow_waiting import give_first, wait
from hevesy.plan.simulation.model import NOWHERE, UNLIMITED

Rows = NDArray[Any]


@fast
def centre_weeks(
    frame: Frame,
    places: Places,
    rates: Rates,
    people: People,
    passing: Passing,
    counts: Counts,
    c: int,
    first: int,
    past: int,
    base: int,
) -> None:
    """Weeks first..past-1, which lie in one spell; the buffers of `passing` begin with week `base`."""
    era = frame.era[first]
    desk = open_desk(frame, places, rates, c, era)
    for week in range(first, past):
        if len(desk.here) > 0:
            one_week(frame, places, rates, people, passing, desk, c, week, week - base)
        else:
            start_sharing(places, rates, desk, c, era, week)
    count_centre(frame, places, rates, desk, counts, c, era, frame.year[first], past - first)


@fast
def one_week(
    frame: Frame,
    places: Places,
    rates: Rates,
    people: People,
    passing: Passing,
    desk: Desk,
    c: int,
    week: int,
    n: int,
) -> None:
    for h in desk.here:
        arrive(frame, people, passing, desk, c, h, n)
        fall_due(frame, rates, people, passing, desk, c, h, week % places.interval[h], n)
        count_waiting(frame, people, desk, c, h)
    start_sharing(places, rates, desk, c, frame.era[week], week)
    allocate(places, rates, desk)
    for h in desk.here:
        slot = week % places.interval[h]
        give_later(frame, places, rates, people, passing, desk, c, h, slot, n)
        give_first(frame, places, rates, people, passing, desk, c, h, slot, n)
        wait(frame, places, rates, people, passing, desk, c, h, frame.era[week], n)
        after(frame, places, rates, people, passing, desk, c, h, n)


@fast
def arrive(frame: Frame, people: People, passing: Passing, desk: Desk, c: int, h: int, n: int) -> None:
    """New patients, patients sent here last week, and repeated courses needed since last week."""
    newest = people.waiting[c, h, 0]
    for kind in range(frame.kinds[h]):
        if kind != frame.again[h]:
            add(newest[kind], passing.joins[n, c, h, kind])
            add(desk.joined[h], passing.joins[n, c, h, kind])
        if frame.sends:
            add(newest[kind], passing.sent[n, c, h, kind])
            add(desk.joined[h], passing.sent[n, c, h, kind])
    if frame.again[h] != NOWHERE:
        add(newest[frame.again[h]], people.returning[c, h])


@fast
def count_waiting(frame: Frame, people: People, desk: Desk, c: int, h: int) -> None:
    """How many wait, in each bin and in all."""
    clear(desk.want_first[h])
    for b in range(people.top[c, h] + 1):
        in_bin = desk.in_bin[h, b]
        copy(in_bin, people.waiting[c, h, b, 0])
        for kind in range(1, frame.kinds[h]):
            add(in_bin, people.waiting[c, h, b, kind])
        add(desk.want_first[h], in_bin)


@fast
def start_sharing(places: Places, rates: Rates, desk: Desk, c: int, era: int, week: int) -> None:
    """What the centre has this week of each resource that has a limit, and of doses."""
    for j in range(places.have.shape[1]):
        have, up = rates.table[places.have[c, j, era]], places.resource_up[c, j]
        if up != NOWHERE:
            product(desk.week.left[j], have, rates.up[up, week])
            add(desk.had[j], desk.week.left[j])
    for j in desk.week.limited:
        if places.resource_up[c, j] == NOWHERE:
            copy(desk.week.left[j], rates.table[places.have[c, j, era]])
    for h in desk.here:
        if desk.week.vials[h] != UNLIMITED:
            copy(desk.week.doses[h], rates.table[desk.week.vials[h]])


@fast
def allocate(places: Places, rates: Rates, desk: Desk) -> None:
    """Patients on treatment come first, as equals; then new patients, rank by rank."""
    desk.everybody[:] = 1
    if len(desk.treat) > 0 and not share_among(
        desk.treat, desk.want_later, desk.later, places.use_again, rates.table, desk.week
    ):
        for h in desk.treat:
            desk.everybody[0, h] = not any_left(desk.week.rest[h])
    for rank in range(len(desk.ranks) - 1):
        group = desk.by_rank[desk.ranks[rank] : desk.ranks[rank + 1]]
        if not share_among(group, desk.want_first, desk.first, places.use_first, rates.table, desk.week):
            for h in group:
                desk.everybody[1, h] = not any_left(desk.week.rest[h])


@fast
def after(
    frame: Frame, places: Places, rates: Rates, people: People, passing: Passing, desk: Desk, c: int, h: int, n: int
) -> None:
    """The stable of before this week die, progress or stay; then this week's join them."""
    stable = people.stable[c, h]
    die(stable, rates.table[places.die_stable[h]], desk.died[h])
    progressing(stable, rates.table[places.progress[h]], desk.scratch)
    if frame.again[h] != NOWHERE:
        product(people.returning[c, h], desk.scratch, rates.table[places.repeat[h]])
        for x in range(len(stable)):
            passing.to_progressed[n, h, x] += desk.scratch[x] - people.returning[c, h, x]
        add(desk.returning[h], people.returning[c, h])
    else:
        add(passing.to_progressed[n, h], desk.scratch)
    add(stable, desk.finished[h])
    add(desk.finished_all[h], desk.finished[h])
    add(desk.stable[h], stable)
    add(desk.in_course[h], people.in_course[c, h])


@fast
def progressing(stable: Row, share: Row, progress: Row) -> None:
    for x in range(len(stable)):
        going = stable[x] * share[x]
        stable[x] -= going
        progress[x] = going
