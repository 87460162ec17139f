"""What a centre's spell adds to the outcome: its sums times the shares that did not change in it."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from hevesy.plan.simulation.flow_desk import (
    AGAIN,
    DIED_STABLE,
    ENDED,
    GIVEN_LOWER,
    GOING,
    IN_COURSE_W,
    JOINED_SUM,
    LATE,
    MISSING,
    ORDERED,
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
    DOSES_ORDERED,
    GIVEN,
    JOINED,
    LOWER,
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
from hevesy.plan.simulation.lanes import Lane, at, count, fast, wide_at
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
    PAY,
    TRAVEL,
    WAITED_TOO_LONG,
    ZERO,
)

Rows = NDArray[Any]


@fast
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
    for h in desk.here:
        count_list(places, rates, desk, counts, c, h, era, year)
        count_starts(kinds, rates, desk, counts, c, h, year)
        count_courses(kinds, rates, desk, counts, c, h, year)
        if places.lane[h] != NOWHERE:
            count_doses(desk, counts, c, h, year)
    for j in range(len(desk.had)):
        count_resource(places, rates, desk, counts, c, j, era, year, weeks)


@fast
def count_list(
    places: Places, rates: Rates, desk: Desk, counts: Counts, c: int, h: int, era: int, year: int
) -> None:
    """Those who waited, died, worsened or were sent on."""
    at_, country, draw = counts.at_centres, counts.in_country, counts.first
    lost = counts.lost[year, h, rates.early.shape[2] :]
    there, centres = places.onward[c, h, era], len(places.onward)
    count(at_, (JOINED, year, c, h), draw, at(desk.sums, JOINED_SUM, h))
    waits = wide_at(desk.sums, RETURNING_W, h)  # untreated, and on no list yet
    waiting = died = worse = sent = waits * 0
    for b in range(desk.unstarted.shape[1]):
        unstarted = wide_at(desk.unstarted, h, b)
        died = died + unstarted * wide_at(rates.table, places.die_waiting[h, b])
        worse = worse + unstarted * wide_at(desk.bins, h, WORSE, b)
        sent = sent + unstarted * wide_at(desk.bins, h, GOING, b)
        waiting = waiting + unstarted * wide_at(desk.bins, h, STAYS, b)
    count(lost, DIED_WAITING, draw, died)
    count(country, (DEAD_UNTREATED, year, h), draw, died)
    count(lost, WAITED_TOO_LONG, draw, worse)
    count(at_, (WAITING_WEEKS, year, c, h), draw, waiting)
    if there == centres:
        count(lost, ABROAD, draw, sent)
    elif there != NOWHERE:
        waits = waits + sent
    if there != NOWHERE:
        count(at_, (SENT_ON, year, c, h), draw, sent)
    count(country, (WEEKS_UNTREATED, year, h), draw, waits + waiting)


@fast
def count_starts(kinds: Kinds, rates: Rates, desk: Desk, counts: Counts, c: int, h: int, year: int) -> None:
    at_, first, draw = counts.at_centres, wide_at(rates.of, FIRST, h), counts.first
    cancelled = (year, h, rates.early.shape[2] + CANCELLED)
    for kind in range(kinds.count[h]):
        allocated = wide_at(desk.firsts, h, kind)
        given = allocated * first
        count(at_, (RESTARTED if kind == kinds.again[h] else STARTED, year, c, h), draw, given)
        count(at_, (GIVEN, year, c, h), draw, given)
        count(counts.lost, cancelled, draw, allocated - given)
    count(at_, (GIVEN, year, c, h), draw, at(desk.sums, AGAIN, h))
    count(at_, (STARTED_LATE, year, c, h), draw, wide_at(desk.sums, LATE, h) * first)


@fast
def count_courses(kinds: Kinds, rates: Rates, desk: Desk, counts: Counts, c: int, h: int, year: int) -> None:
    at_, country, sums, draw = counts.at_centres, counts.in_country, desk.sums, counts.first
    lost = counts.lost[year, h, rates.early.shape[2] :]
    completed = wide_at(sums, ENDED, h)
    for p in range(kinds.turns[h]):
        unfit = count_stops(desk, rates, h, p, lost, draw)
        completed = completed + unfit
    count(at_, (COMPLETED, year, c, h), draw, completed)
    count(lost, NOT_FOLLOWED, draw, completed - completed * wide_at(rates.of, FOLLOWED, h))
    unserved = wide_at(sums, UNSERVED, h)
    lapsed = unserved * wide_at(rates.of, LAPSE, h)
    count(lost, INTERRUPTED, draw, lapsed)
    count(at_, (OVERDUE_WEEKS, year, c, h), draw, unserved - lapsed)
    count(country, (WEEKS_IN_COURSE, year, h), draw, at(sums, IN_COURSE_W, h))
    count(country, (WEEKS_STABLE, year, h), draw, at(sums, STABLE_W, h))
    count(country, (DEAD_TREATED, year, h), draw, at(sums, DIED_STABLE, h))


@fast
def count_doses(desk: Desk, counts: Counts, c: int, h: int, year: int) -> None:
    """Doses ordered, given lower, and missing by cause."""
    count(counts.at_centres, (DOSES_ORDERED, year, c, h), counts.first, at(desk.sums, ORDERED, h))
    count(counts.at_centres, (LOWER, year, c, h), counts.first, at(desk.sums, GIVEN_LOWER, h))
    for cause in range(counts.missing.shape[3]):
        count(counts.missing, (year, c, h, cause), counts.first, at(desk.sums, MISSING + cause, h))


@fast
def count_stops(desk: Desk, rates: Rates, h: int, p: int, lost: Rows, draw: int) -> Lane:
    """Those who stop when the next cycle is due, each for the reason that comes first; gives the clinical ones."""
    people = wide_at(desk.due, h, p)
    stays = people * wide_at(rates.of, DROP, h)
    cannot_travel = stays * wide_at(rates.stop, h, p, TRAVEL)
    cannot_pay = (stays - cannot_travel) * wide_at(rates.stop, h, p, PAY)
    able = stays - cannot_travel - cannot_pay
    unfit = able - able * wide_at(rates.of, END, h)
    count(lost, CANCELLED, draw, people - stays)
    count(lost, NO_TRAVEL, draw, cannot_travel)
    count(lost, NO_PAY, draw, cannot_pay)
    count(lost, CLINICAL_STOP, draw, unfit)
    return unfit


@fast
def count_resource(
    places: Places, rates: Rates, desk: Desk, counts: Counts, c: int, j: int, era: int, year: int, weeks: int
) -> None:
    """What the centre had of a resource, and what all cycles that were allocated took of it."""
    had = wide_at(desk.had, j)
    if places.resource_up[c, j] == NOWHERE:
        had = wide_at(rates.table, places.have[c, j, era]) * weeks
    used = had * 0
    for h in desk.here:
        if places.use_again[h, j] != ZERO:
            used = used + wide_at(desk.sums, AGAIN, h) * wide_at(rates.table, places.use_again[h, j])
        if places.use_first[h, j] != ZERO:
            each = wide_at(rates.table, places.use_first[h, j])
            for kind in range(desk.firsts.shape[1]):
                used = used + wide_at(desk.firsts, h, kind) * each
    count(counts.had, (year, c, j), counts.first, had)
    count(counts.used, (year, c, j), counts.first, used)
