"""What a centre's spell adds to the outcome: its sums times the shares that did not change in it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_desk import (
    AGAIN,
    DIED_STABLE,
    ENDED,
    GOING,
    IN_COURSE_W,
    JOINED_SUM,
    LATE,
    MOVES,
    RETURNING_W,
    STABLE_W,
    STAYS,
    UNSERVED,
    WORSE,
    Desk,
)
from hevesy.plan.simulation.flow_frame import Kinds
from hevesy.plan.simulation.flow_people import (
    COMPLETED,
    DEAD_TREATED,
    DEAD_UNTREATED,
    GIVEN,
    JOINED,
    OVERDUE_WEEKS,
    RESTARTED,
    SENT_ON,
    STARTED,
    STARTED_LATE,
    WAITING_WEEKS,
    WEEKS_IN_COURSE,
    WEEKS_STABLE,
    WEEKS_UNTREATED,
    Counts,
)
from hevesy.plan.simulation.flow_rates import DROP, END, FIRST, FOLLOWED, LAPSE, Places, Rates
from hevesy.plan.simulation.flow_rows import Row, add, add_product, fast, making
from hevesy.plan.simulation.model import (
    ABROAD,
    CANCELLED,
    CLINICAL_STOP,
    DIED_WAITING,
    INTERRUPTED,
    NO_PAY,
    NO_TRAVEL,
    NOT_FOLLOWED,
    NOWHERE,
    WAITED_TOO_LONG,
    ZERO,
)

Rows = NDArray[Any]


@making
def count_centre(
    kinds: Kinds,
    places: Places,
    rates: Rates,
    desk: Desk,
    counts: Counts,
    c: int,
    era: int,
    year: int,
    weeks: int,
) -> None:
    """Add the sums of the spell to the outcome."""
    completed = np.zeros(desk.scratch.shape[1])
    for h in desk.here:
        count_list(places, rates, desk, counts, c, h, era, year)
        count_starts(kinds, rates, desk, counts, c, h, year)
        count_courses(kinds, rates, desk, counts, c, h, year, completed)
    for j in range(len(desk.had)):
        count_resource(places, rates, desk, counts, c, j, era, year, weeks)


@fast
def count_list(
    places: Places, rates: Rates, desk: Desk, counts: Counts, c: int, h: int, era: int, year: int
) -> None:
    """Those who waited, died, worsened or were sent on."""
    at, country = counts.at_centres, counts.in_country
    lost = counts.lost[year, h, rates.early.shape[2] :]
    there, centres = places.onward[c, h, era], len(places.onward)
    add(at[JOINED, year, c, h], desk.sums[JOINED_SUM, h])
    add(country[WEEKS_UNTREATED, year, h], desk.sums[RETURNING_W, h])
    for b in range(desk.unstarted.shape[1]):
        unstarted, die = desk.unstarted[h, b], rates.table[places.die_waiting[h, b]]
        add_product(lost[DIED_WAITING], unstarted, die)
        add_product(country[DEAD_UNTREATED, year, h], unstarted, die)
        add_product(lost[WAITED_TOO_LONG], unstarted, desk.bins[h, WORSE, b])
        for share in (STAYS, MOVES):
            add_product(at[WAITING_WEEKS, year, c, h], unstarted, desk.bins[h, share, b])
            add_product(country[WEEKS_UNTREATED, year, h], unstarted, desk.bins[h, share, b])
        if there != NOWHERE:
            abroad = there == centres
            on_their_way = lost[ABROAD] if abroad else country[WEEKS_UNTREATED, year, h]
            add_product(on_their_way, unstarted, desk.bins[h, GOING, b])
            add_product(at[SENT_ON, year, c, h], unstarted, desk.bins[h, GOING, b])


@fast
def count_starts(kinds: Kinds, rates: Rates, desk: Desk, counts: Counts, c: int, h: int, year: int) -> None:
    at, cancelled = counts.at_centres, counts.lost[year, h, rates.early.shape[2] + CANCELLED]
    first = rates.of[FIRST, h]
    for kind in range(kinds.count[h]):
        allocated = desk.firsts[h, kind]
        add_product(at[RESTARTED if kind == kinds.again[h] else STARTED, year, c, h], allocated, first)
        add_product(at[GIVEN, year, c, h], allocated, first)
        lose(cancelled, allocated, first)
    add(at[GIVEN, year, c, h], desk.sums[AGAIN, h])
    add_product(at[STARTED_LATE, year, c, h], desk.sums[LATE, h], first)


@fast
def count_courses(
    kinds: Kinds, rates: Rates, desk: Desk, counts: Counts, c: int, h: int, year: int, completed: Row
) -> None:
    at, country, sums = counts.at_centres, counts.in_country, desk.sums
    lost, lapse = counts.lost[year, h, rates.early.shape[2] :], rates.of[LAPSE, h]
    for x in range(len(completed)):
        completed[x] = sums[ENDED, h, x]
    for p in range(kinds.turns[h]):
        stop = rates.stop[h, p]
        count_stops(desk.due[h, p], rates.of[DROP, h], stop, rates.of[END, h], lost, completed)
    add(at[COMPLETED, year, c, h], completed)
    lose(lost[NOT_FOLLOWED], completed, rates.of[FOLLOWED, h])
    add_product(lost[INTERRUPTED], sums[UNSERVED, h], lapse)
    lose(at[OVERDUE_WEEKS, year, c, h], sums[UNSERVED, h], lapse)
    add(country[WEEKS_IN_COURSE, year, h], sums[IN_COURSE_W, h])
    add(country[WEEKS_STABLE, year, h], sums[STABLE_W, h])
    add(country[DEAD_TREATED, year, h], sums[DIED_STABLE, h])


@fast
def count_stops(due: Row, drop: Row, stop: Rows, end: Row, lost: Rows, completed: Row) -> None:
    """Those who stop when the next cycle is due, each for the reason that comes first."""
    for x in range(len(completed)):
        people = np.float64(due[x])
        stays = people * drop[x]
        lost[CANCELLED, x] += people - stays
        cannot_travel = stays * stop[0, x]
        lost[NO_TRAVEL, x] += cannot_travel
        cannot_pay = (stays - cannot_travel) * stop[1, x]
        lost[NO_PAY, x] += cannot_pay
        able = stays - cannot_travel - cannot_pay
        unfit = able - able * end[x]
        lost[CLINICAL_STOP, x] += unfit
        completed[x] += unfit


@fast
def count_resource(
    places: Places, rates: Rates, desk: Desk, counts: Counts, c: int, j: int, era: int, year: int, weeks: int
) -> None:
    """What the centre had of a resource, and what all cycles that were allocated took of it."""
    had, used = counts.had[year, c, j], counts.used[year, c, j]
    if places.resource_up[c, j] == NOWHERE:
        have = rates.table[places.have[c, j, era]]
        for x in range(len(have)):
            had[x] += have[x] * np.float64(weeks)
    else:
        add(had, desk.had[j])
    for h in desk.here:
        if places.use_again[h, j] != ZERO:
            add_product(used, desk.sums[AGAIN, h], rates.table[places.use_again[h, j]])
        if places.use_first[h, j] != ZERO:
            for kind in range(desk.firsts.shape[1]):
                add_product(used, desk.firsts[h, kind], rates.table[places.use_first[h, j]])


@fast
def lose(lost: Row, people: Row, share: Row) -> None:
    """Count those of whom the share does not speak."""
    for x in range(len(lost)):
        lost[x] += people[x] - people[x] * share[x]
