"""A country's weeks for one block of draws: the parts of a week in their order, spell by spell."""

from __future__ import annotations

import numpy as np

from hevesy.plan.simulation.flow_centre import centre_weeks
from hevesy.plan.simulation.flow_frame import Frame
from hevesy.plan.simulation.flow_imaging import imaging_weeks
from hevesy.plan.simulation.flow_people import (
    DEAD_TREATED,
    DEAD_UNTREATED,
    END_ABROAD,
    END_DEAD,
    END_IMAGING,
    END_IN_COURSE,
    END_PROGRESSED,
    END_STABLE,
    END_UNTREATED,
    END_WAITING,
    WEEKS_PROGRESSED,
    WEEKS_UNTREATED,
    Counts,
    Passing,
    People,
)
from hevesy.plan.simulation.flow_rates import DIE_PROGRESSED, DIE_UNTREATED, Places, Rates
from hevesy.plan.simulation.flow_rows import Row, add, die, fast, making
from hevesy.plan.simulation.model import ABROAD, LATER

REASONS_LATER = len(LATER)


@making
def country_weeks(
    frame: Frame, places: Places, rates: Rates, people: People, passing: Passing, counts: Counts
) -> None:
    """All weeks of the model; the buffers of `passing` hold the weeks of one spell."""
    for spell in range(len(frame.calendar.spells) - 1):
        first, past = frame.calendar.spells[spell], frame.calendar.spells[spell + 1]
        imaging_weeks(frame, places, rates, people, passing, counts, first, past, first)
        for c in frame.order:
            centre_weeks(frame, places, rates, people, passing, counts, c, first, past, first)
        pool_weeks(frame, rates, people, passing, counts, first, past, first)
        carry(passing, past - first)
    count_end(frame, people, passing, counts)


@making
def carry(passing: Passing, weeks: int) -> None:
    """Patients sent on in the last week arrive in the first of the next spell."""
    if len(passing.sent) > 0:
        passing.sent[0] = passing.sent[weeks]


@making
def pool_weeks(
    frame: Frame,
    rates: Rates,
    people: People,
    passing: Passing,
    counts: Counts,
    first: int,
    past: int,
    base: int,
) -> None:
    """The untreated and the progressed of the country; `base` is the week with which `passing` begins."""
    year, kind, draws = frame.calendar.year[first], rates.of.dtype, rates.of.shape[2]
    for h in range(len(frame.kinds.count)):
        died, weeks = np.zeros((2, draws), kind), np.zeros((2, draws), kind)
        die_untreated, die_progressed = rates.of[DIE_UNTREATED, h], rates.of[DIE_PROGRESSED, h]
        for n in range(first - base, past - base):
            live_on(people.untreated[h], die_untreated, passing.to_untreated[n, h], died[0], weeks[0])
            live_on(people.progressed[h], die_progressed, passing.to_progressed[n, h], died[1], weeks[1])
        add(counts.in_country[DEAD_UNTREATED, year, h], died[0])
        add(counts.in_country[WEEKS_UNTREATED, year, h], weeks[0])
        add(counts.in_country[DEAD_TREATED, year, h], died[1])
        add(counts.in_country[WEEKS_PROGRESSED, year, h], weeks[1])


@fast
def live_on(pool: Row, share: Row, arrivals: Row, died: Row, weeks: Row) -> None:
    """A share of those who were there dies; then the week's arrivals come."""
    die(pool, share, died)
    add(pool, arrivals)
    add(weeks, pool)


@fast
def count_end(frame: Frame, people: People, passing: Passing, counts: Counts) -> None:
    """Where everybody is after the last week."""
    gates = counts.lost.shape[2] - REASONS_LATER
    for h in range(len(frame.kinds.count)):
        add(counts.end[END_UNTREATED, h], people.untreated[h])
        add(counts.end[END_PROGRESSED, h], people.progressed[h])
        for q in range(frame.parties.count[h]):
            if people.holding[h, q]:
                add(counts.end[END_IMAGING, h], people.listed[h, q])
        for c in range(len(frame.offered)):
            if frame.offered[c, h]:
                count_end_at(frame, people, passing, counts, c, h)
        for year in range(frame.calendar.year[-1] + 1):
            add(counts.end[END_DEAD, h], counts.in_country[DEAD_UNTREATED, year, h])
            add(counts.end[END_DEAD, h], counts.in_country[DEAD_TREATED, year, h])
            add(counts.end[END_ABROAD, h], counts.lost[year, h, gates + ABROAD])


@fast
def count_end_at(frame: Frame, people: People, passing: Passing, counts: Counts, c: int, h: int) -> None:
    waiting, in_course = counts.end[END_WAITING, h], counts.end[END_IN_COURSE, h]
    add(waiting, people.returning[c, h])
    for kind in range(frame.kinds.count[h]):
        for b in range(people.waiting.shape[2]):
            add(waiting, people.waiting[c, h, b, kind])
        if len(passing.sent) > 0:
            add(waiting, passing.sent[0, c, h, kind])
    for p in range(frame.kinds.turns[h]):
        add(in_course, people.overdue[c, h, p])
        for slot in range(people.given.shape[2]):
            add(in_course, people.given[c, h, slot, p])
    add(counts.end[END_STABLE, h], people.stable[c, h])
