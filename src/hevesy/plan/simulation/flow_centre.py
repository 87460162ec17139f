"""One centre's weeks, for a group of draws and one spell: steps 4 to 9 of a week, all its therapies at each step."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_counting import count_centre
from hevesy.plan.simulation.flow_course import fall_due, give_later
from hevesy.plan.simulation.flow_delivery import deliver
from hevesy.plan.simulation.flow_desk import (
    DIED_STABLE,
    ENDED,
    FINISHED,
    FIRST_SERVED,
    IN_COURSE_W,
    JOINED_SUM,
    LATER,
    RETURNING_W,
    STABLE_W,
    WANT_FIRST,
    WANT_LATER,
    Desk,
    open_desk,
)
from hevesy.plan.simulation.flow_frame import Frame, Kinds
from hevesy.plan.simulation.flow_outage import ask_again, step_aside
from hevesy.plan.simulation.flow_people import Counts, Passing, People
from hevesy.plan.simulation.flow_rates import DIE_STABLE, PROGRESS, REPEAT, Places, Rates
from hevesy.plan.simulation.flow_sharing import DOSES, REST, share_among
from hevesy.plan.simulation.flow_waiting import give_first_and_wait, in_bin
from hevesy.plan.simulation.lanes import at, fast, making, more, put, some
from hevesy.plan.simulation.model import NOWHERE, UNLIMITED

Rows = NDArray[Any]


@making
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
    kinds, era, year = frame.kinds, frame.calendar.era[first], frame.calendar.year[first]
    desk = open_desk(kinds, places, rates, np.flatnonzero(frame.offered[c]), c, era)
    all_steps(kinds, places, rates, people, passing, desk, c, era, first, past, base)
    count_centre(kinds, places, rates, desk, counts, c, era, year, past - first)


@fast
def all_steps(
    kinds: Kinds,
    places: Places,
    rates: Rates,
    people: People,
    passing: Passing,
    desk: Desk,
    c: int,
    era: int,
    first: int,
    past: int,
    base: int,
) -> None:
    for week in range(first, past):
        n = week - base
        for h in desk.here:
            desk.slot[h] = week % places.interval[h]
        arrive(kinds, people, passing, desk, c, n)
        fall_due(kinds, rates, people, passing, desk, c, n)
        start_sharing(places, rates, desk, c, era, week)
        step_aside(kinds, places, rates, desk, c, era, week)
        allocate(places, rates, desk)
        ask_again(kinds, desk)
        deliver(kinds, places, rates, desk, c, era, week)
        give_later(kinds, rates, people, passing, desk, c, n)
        give_first_and_wait(kinds, places, rates, people, passing, desk, c, era, n)
        after(kinds, rates, people, passing, desk, c, n)


@fast
def arrive(kinds: Kinds, people: People, passing: Passing, desk: Desk, c: int, n: int) -> None:
    """New patients, patients sent here last week, and repeated courses needed since last week join the first bin."""
    for h in desk.here:
        newest = people.waiting[c, h, 0]
        for kind in range(kinds.count[h]):
            coming = at(passing.joins, n, c, h, kind)  # nobody joins for a repeated course
            if len(passing.sent) > 0:
                coming = coming + at(passing.sent, n, c, h, kind)
            more(desk.sums, (JOINED_SUM, h), coming)
            if kind == kinds.again[h]:
                coming = coming + at(people.returning, c, h)
            more(newest, kind, coming)
        waiting_now(people.waiting[c, h], people.top[c, h] + 1, kinds.count[h], desk, h)


@fast
def waiting_now(waiting: Rows, bins: int, kinds: int, desk: Desk, h: int) -> None:
    """How many wait in all."""
    everybody = at(waiting, 0, 0) * 0
    for b in range(bins):
        everybody = everybody + in_bin(waiting, b, kinds)
    put(desk.week_of, (WANT_FIRST, h), everybody)


@fast
def start_sharing(places: Places, rates: Rates, desk: Desk, c: int, era: int, week: int) -> None:
    """What the centre has this week of each resource that has a limit, and of doses."""
    for number, j in enumerate(desk.week.limited):
        left = at(rates.table, places.have[c, j, era])
        if places.resource_up[c, j] != NOWHERE:
            left = left * at(rates.up, places.resource_up[c, j], week)
            more(desk.had, j, left)
        put(desk.week.left, number, left)
    for j in desk.unused:
        left = at(rates.table, places.have[c, j, era]) * at(rates.up, places.resource_up[c, j], week)
        more(desk.had, j, left)
    for h in desk.here:
        if desk.week.vials[h] != UNLIMITED:
            put(desk.week.of, (DOSES, h), at(rates.table, desk.week.vials[h]))


@fast
def allocate(places: Places, rates: Rates, desk: Desk) -> None:
    """Patients on treatment come first, as equals; then new patients, rank by rank."""
    week, left, equals = desk.week, desk.week.of[REST], desk.equals
    want, served = desk.week_of[WANT_LATER], desk.week_of[LATER]
    all_served = share_among(equals, 0, want, served, rates.takes, week, False)
    for h in desk.treat:
        desk.everybody[0, h] = all_served or not some(at(left, h) != 0)
    want, served = desk.week_of[WANT_FIRST], desk.week_of[FIRST_SERVED]
    for g in range(1, len(equals.size)):
        all_served = share_among(equals, g, want, served, rates.takes, week, g == len(equals.size) - 1)
        for h in equals.group[g, : equals.size[g]]:
            desk.everybody[1, h] = all_served or not some(at(left, h) != 0)


@fast
def after(kinds: Kinds, rates: Rates, people: People, passing: Passing, desk: Desk, c: int, n: int) -> None:
    """The stable of before this week die, progress or stay; then this week's join them."""
    sums = desk.sums
    for h in desk.here:
        stable, finished = at(people.stable, c, h), at(desk.week_of, FINISHED, h)
        died = stable * at(rates.of, DIE_STABLE, h)
        stable = stable - died
        progress = stable * at(rates.of, PROGRESS, h)
        stable = stable - progress + finished
        put(people.stable, (c, h), stable)
        if kinds.again[h] != NOWHERE:
            again = progress * at(rates.of, REPEAT, h)
            progress = progress - again
            put(people.returning, (c, h), again)
            more(sums, (RETURNING_W, h), again)
        more(passing.to_progressed, (n, h), progress)
        more(sums, (DIED_STABLE, h), died)
        more(sums, (ENDED, h), finished)
        more(sums, (STABLE_W, h), stable)
        more(sums, (IN_COURSE_W, h), at(people.in_course, c, h))
