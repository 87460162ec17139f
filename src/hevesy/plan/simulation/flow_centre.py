"""One centre's weeks, for a block of draws and one spell: steps 4 to 9 of a week, all its therapies at each step."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_counting import count_centre
from hevesy.plan.simulation.flow_course import fall_due, give_later
from hevesy.plan.simulation.flow_desk import (
    DIED_STABLE,
    ENDED,
    FINISHED,
    FIRST_SERVED,
    IN_BIN,
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
from hevesy.plan.simulation.flow_people import Counts, Passing, People
from hevesy.plan.simulation.flow_rates import DIE_STABLE, PROGRESS, REPEAT, Places, Rates
from hevesy.plan.simulation.flow_rows import Row, add, any_left, clear, copy, die, fast, making, product
from hevesy.plan.simulation.flow_sharing import DOSES, REST, Takes, share_among
from hevesy.plan.simulation.flow_waiting import give_first, wait
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
        arrive(kinds, people, passing, desk, c, n)
        fall_due(kinds, places, rates, people, passing, desk, c, week, n)
        start_sharing(places, rates, desk, c, era, week)
        allocate(places, rates.takes, desk)
        give_later(kinds, places, rates, people, passing, desk, c, week, n)
        give_first(kinds, places, rates, people, passing, desk, c, week, n)
        wait(kinds, places, people, passing, desk, c, era, n)
        after(kinds, rates, people, passing, desk, c, n)


@fast
def arrive(kinds: Kinds, people: People, passing: Passing, desk: Desk, c: int, n: int) -> None:
    """New patients, patients sent here last week, and repeated courses needed since last week join the first bin."""
    for h in desk.here:
        newest = people.waiting[c, h, 0]
        for kind in range(kinds.count[h]):
            if kind != kinds.again[h]:
                add(newest[kind], passing.joins[n, c, h, kind])
                add(desk.sums[JOINED_SUM, h], passing.joins[n, c, h, kind])
            if len(passing.sent) > 0:
                add(newest[kind], passing.sent[n, c, h, kind])
                add(desk.sums[JOINED_SUM, h], passing.sent[n, c, h, kind])
        if kinds.again[h] != NOWHERE:
            add(newest[kinds.again[h]], people.returning[c, h])
        waiting_now(people.waiting[c, h], people.top[c, h] + 1, kinds.count[h],
                    desk.bins[h, IN_BIN], desk.week_of[WANT_FIRST, h])  # fmt: skip


@fast
def waiting_now(waiting: Rows, bins: int, kinds: int, in_bins: Rows, everybody: Row) -> None:
    """How many wait, in each bin and in all."""
    clear(everybody)
    for b in range(bins):
        if kinds == 2:
            both(waiting[b, 0], waiting[b, 1], in_bins[b], everybody)
            continue
        copy(in_bins[b], waiting[b, 0])
        for kind in range(1, kinds):
            add(in_bins[b], waiting[b, kind])
        add(everybody, in_bins[b])


@fast
def both(one: Row, other: Row, in_bin: Row, everybody: Row) -> None:
    """The commonest case of the loop above, in one walk: a first course and a repeated one."""
    for x in range(len(one)):
        together = one[x] + other[x]
        in_bin[x] = together
        everybody[x] += together


@fast
def start_sharing(places: Places, rates: Rates, desk: Desk, c: int, era: int, week: int) -> None:
    """What the centre has this week of each resource that has a limit, and of doses."""
    for j in range(places.have.shape[1]):
        if places.resource_up[c, j] != NOWHERE:
            have = rates.table[places.have[c, j, era]]
            product(desk.week.left[j], have, rates.up[places.resource_up[c, j], week])
            add(desk.had[j], desk.week.left[j])
    for j in desk.week.limited:
        if places.resource_up[c, j] == NOWHERE:
            copy(desk.week.left[j], rates.table[places.have[c, j, era]])
    for h in desk.here:
        if desk.week.vials[h] != UNLIMITED:
            copy(desk.week.of[DOSES, h], rates.table[desk.week.vials[h]])


@fast
def allocate(places: Places, takes: Takes, desk: Desk) -> None:
    """Patients on treatment come first, as equals; then new patients, rank by rank."""
    want, served = desk.week_of[WANT_LATER], desk.week_of[LATER]
    all_served = share_among(desk.treat, want, served, places.use_again, takes, desk.week, False)
    for h in desk.treat:
        desk.everybody[0, h] = all_served or not any_left(desk.week.of[REST, h])
    want, served = desk.week_of[WANT_FIRST], desk.week_of[FIRST_SERVED]
    ranks = len(desk.ranks) - 1
    for rank in range(ranks):
        group = desk.by_rank[desk.ranks[rank] : desk.ranks[rank + 1]]
        last = rank == ranks - 1
        all_served = share_among(group, want, served, places.use_first, takes, desk.week, last)
        for h in group:
            desk.everybody[1, h] = all_served or not any_left(desk.week.of[REST, h])


@fast
def after(kinds: Kinds, rates: Rates, people: People, passing: Passing, desk: Desk, c: int, n: int) -> None:
    """The stable of before this week die, progress or stay; then this week's join them."""
    progress = desk.scratch[0]
    for h in desk.here:
        stable, finished, sums = people.stable[c, h], desk.week_of[FINISHED, h], desk.sums
        die(stable, rates.of[DIE_STABLE, h], sums[DIED_STABLE, h])
        stay_and_join(stable, rates.of[PROGRESS, h], finished, progress)
        if kinds.again[h] != NOWHERE:
            need_again(progress, rates.of[REPEAT, h], people.returning[c, h])
            add(sums[RETURNING_W, h], people.returning[c, h])
        add(passing.to_progressed[n, h], progress)
        add(sums[ENDED, h], finished)
        add(sums[STABLE_W, h], stable)
        add(sums[IN_COURSE_W, h], people.in_course[c, h])


@fast
def stay_and_join(stable: Row, share: Row, finished: Row, progress: Row) -> None:
    for x in range(len(stable)):
        going = stable[x] * share[x]
        progress[x] = going
        stable[x] = stable[x] - going + finished[x]


@fast
def need_again(progress: Row, share: Row, returning: Row) -> None:
    for x in range(len(progress)):
        again = progress[x] * share[x]
        returning[x] = again
        progress[x] -= again
