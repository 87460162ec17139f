"""A country's weeks for a group of draws: the parts of a week in their order, spell by spell."""

from __future__ import annotations

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
    counts_of_group,
    passing_of_group,
    people_of_group,
)
from hevesy.plan.simulation.flow_rates import DIE_PROGRESSED, DIE_UNTREATED, Places, Rates, rates_of_group
from hevesy.plan.simulation.lanes import at, count, counted, fast, making, put, wide_at
from hevesy.plan.simulation.model import ABROAD, LATER

REASONS_LATER = len(LATER)


@making
def weeks_of_groups(
    frame: Frame, places: Places, rates: Rates, people: People, passing: Passing, counts: Counts
) -> None:
    """All weeks of the model for a block of draws, one group after another."""
    for group in range(len(rates.of)):
        country_weeks(
            frame, places, rates_of_group(rates, group), people_of_group(people, group),
            passing_of_group(passing, group), counts_of_group(counts, group),
        )  # fmt: skip


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


@fast
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
    year, country = frame.calendar.year[first], counts.in_country
    for h in range(len(frame.kinds.count)):
        untreated, progressed = at(people.untreated, h), at(people.progressed, h)
        die_untreated, die_progressed = at(rates.of, DIE_UNTREATED, h), at(rates.of, DIE_PROGRESSED, h)
        dead_untreated = dead_treated = weeks_untreated = weeks_progressed = untreated * 0
        for n in range(first - base, past - base):
            died = untreated * die_untreated
            untreated = untreated - died + at(passing.to_untreated, n, h)
            dead_untreated = dead_untreated + died
            weeks_untreated = weeks_untreated + untreated
            died = progressed * die_progressed
            progressed = progressed - died + at(passing.to_progressed, n, h)
            dead_treated = dead_treated + died
            weeks_progressed = weeks_progressed + progressed
        put(people.untreated, h, untreated)
        put(people.progressed, h, progressed)
        count(country, (DEAD_UNTREATED, year, h), counts.first, dead_untreated)
        count(country, (WEEKS_UNTREATED, year, h), counts.first, weeks_untreated)
        count(country, (DEAD_TREATED, year, h), counts.first, dead_treated)
        count(country, (WEEKS_PROGRESSED, year, h), counts.first, weeks_progressed)


@fast
def count_end(frame: Frame, people: People, passing: Passing, counts: Counts) -> None:
    """Where everybody is after the last week."""
    gates, draw = counts.lost.shape[2] - REASONS_LATER, counts.first
    for h in range(len(frame.kinds.count)):
        count(counts.end, (END_UNTREATED, h), draw, at(people.untreated, h))
        count(counts.end, (END_PROGRESSED, h), draw, at(people.progressed, h))
        for q in range(frame.parties.count[h]):
            if people.holding[h, q]:
                count(counts.end, (END_IMAGING, h), draw, at(people.listed, h, q))
        for c in range(len(frame.offered)):
            if frame.offered[c, h]:
                count_end_at(frame, people, passing, counts, c, h)
        for year in range(frame.calendar.year[-1] + 1):
            count(counts.end, (END_DEAD, h), draw, counted(counts.in_country, (DEAD_UNTREATED, year, h), draw))
            count(counts.end, (END_DEAD, h), draw, counted(counts.in_country, (DEAD_TREATED, year, h), draw))
            count(counts.end, (END_ABROAD, h), draw, counted(counts.lost, (year, h, gates + ABROAD), draw))


@fast
def count_end_at(frame: Frame, people: People, passing: Passing, counts: Counts, c: int, h: int) -> None:
    waiting = wide_at(people.returning, c, h)
    for kind in range(frame.kinds.count[h]):
        for b in range(people.waiting.shape[2]):
            waiting = waiting + wide_at(people.waiting, c, h, b, kind)
        if len(passing.sent) > 0:
            waiting = waiting + wide_at(passing.sent, 0, c, h, kind)
    in_course = waiting * 0
    for p in range(frame.kinds.turns[h]):
        in_course = in_course + wide_at(people.overdue, c, h, p)
        for slot in range(people.given.shape[2]):
            in_course = in_course + wide_at(people.given, c, h, slot, p)
    count(counts.end, (END_WAITING, h), counts.first, waiting)
    count(counts.end, (END_IN_COURSE, h), counts.first, in_course)
    count(counts.end, (END_STABLE, h), counts.first, at(people.stable, c, h))
