"""Need and imaging, for a group of draws and the weeks of one spell: steps 1 to 3 of a week."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_frame import Frame, Gates, Parties
from hevesy.plan.simulation.flow_people import (
    DEAD_UNTREATED,
    ENTERED,
    IMAGED,
    UNTRACED,
    WEEKS_UNTREATED,
    Counts,
    Passing,
    People,
)
from hevesy.plan.simulation.flow_rates import BACKLOG, DIE_UNTREATED, NEED, SCANS, Places, Rates
from hevesy.plan.simulation.lanes import (
    LANES,
    Lane,
    at,
    count,
    either,
    fast,
    making,
    more,
    put,
    some,
    wide_at,
)
from hevesy.plan.simulation.model import DIED_IMAGING, NOT_IMAGED, NOWHERE, Whole
from hevesy.plan.simulation.tracers import CAUSES

Rows = NDArray[Any]


NEEDED, ENTERED_LISTS, DIED, LISTED = range(4)
OF_TRACERS = len(CAUSES)


class Lists(NamedTuple):
    """Scratch rows of a week, and sums over the weeks of the spell."""

    each: Rows  # (4, H, d) this week's NEEDED; sums of ENTERED_LISTS, DIED, and of LISTED at the end of each week
    imaged: Rows  # (H, Q, d) sum of those who left the list because they were served, or passed at once
    here: Rows  # (H, I, d) who is on the list
    asked: Rows  # (I, 2, d) slots that are asked for
    share: Rows  # (I, 2, d) the share that is served of those who find a tracer
    scarce: Whole  # (I, 2) 1 where that is less than all, in any draw
    lacks: Whole  # (T,) 1 where some find no tracer, in any draw
    waits: Whole  # (H, I) 1 where not everybody is served, in any draw
    go: Rows  # (H, I, d) there, the share that is served
    keep: Rows  # (H, I, d) and the share that is still on the list next week
    untraced: Rows  # (H, 5, d) sum of those on the list who found no tracer, by cause


@making
def imaging_weeks(
    frame: Frame,
    places: Places,
    rates: Rates,
    people: People,
    passing: Passing,
    counts: Counts,
    first: int,
    past: int,
    base: int,
) -> None:
    """Weeks first..past-1, which lie in one spell; the buffers of `passing` begin with week `base`."""
    lists = empty_lists(rates, frame.parties, len(places.slots), len(places.traced))
    era = frame.calendar.era[first]
    mix = frame.gates.mix[:, era].copy()
    for week in range(first, past):
        n = week - base
        start_week(passing, n)
        need(rates, lists, passing, n, mix, week, frame.calendar.backlog_weeks)
        put_on_lists(frame.parties, places, rates, people, lists, mix)
        find_tracers(places, rates, lists, week)
        shares_served(places, rates, lists, era, week)
        who_waits(places, rates, lists, week)
        serve(frame.parties, rates, people, passing, lists, n)
    count_imaging(frame.gates, frame.parties, rates, lists, counts, mix, frame.calendar.year[first])


@making
def empty_lists(rates: Rates, parties: Parties, places: int, lines: int) -> Lists:
    kind = rates.table.dtype
    therapies, most = parties.route.shape
    return Lists(
        np.zeros((4, therapies, LANES), kind),
        np.zeros((therapies, most, LANES), kind),
        np.zeros((therapies, places, LANES), kind),
        np.zeros((places, 2, LANES), kind),
        np.zeros((places, 2, LANES), kind),
        np.zeros((places, 2), np.int64),
        np.zeros(lines, np.int64),
        np.zeros((therapies, places), np.int64),
        np.zeros((therapies, places, LANES), kind),
        np.zeros((therapies, places, LANES), kind),
        np.zeros((therapies, OF_TRACERS, LANES), kind),
    )


@fast
def start_week(passing: Passing, n: int) -> None:
    """Nobody is on the way yet."""
    for h in range(passing.joins.shape[2]):
        passing.to_progressed[n, h, :] = 0
        for c in range(passing.joins.shape[1]):
            passing.joins[n, c, h] = 0
            if len(passing.sent) > 0:
                passing.sent[n + 1, c, h] = 0


@fast
def need(rates: Rates, lists: Lists, passing: Passing, n: int, mix: Whole, week: int, backlog_weeks: int) -> None:
    """People who reach the point where a therapy is considered this week, and those lost before imaging."""
    for h in range(len(mix)):
        needed = at(rates.of, NEED, h) * rates.growth[h, week]
        if week < backlog_weeks:
            needed = needed + at(rates.of, BACKLOG, h) / backlog_weeks
        put(lists.each, (NEEDED, h), needed)
        more(lists.each, (ENTERED_LISTS, h), needed)
        put(passing.to_untreated, (n, h), needed * at(rates.before, h, mix[h]))


@fast
def put_on_lists(parties: Parties, places: Places, rates: Rates, people: People, lists: Lists, mix: Whole) -> None:
    """This week's candidates join those who are on the lists already."""
    for h in range(len(mix)):
        for i in range(places.modality.shape[1]):
            if places.modality[h, i] != NOT_IMAGED:
                lists.here[h, i, :] = 0
        needed = at(lists.each, NEEDED, h)
        for q in range(parties.count[h]):
            if parties.enters[h, mix[h], q]:
                more(people.listed, (h, q), needed * at(rates.enter, h, mix[h], q))
                people.holding[h, q] = 1
            if parties.modality[h, q] != NOT_IMAGED and people.holding[h, q]:
                more(lists.here, (h, parties.place[h, q]), at(people.listed, h, q))


@fast
def find_tracers(places: Places, rates: Rates, lists: Lists, week: int) -> None:
    """Those for whom a tracer comes ask for slots."""
    lists.asked[:] = 0
    for line in range(len(places.traced)):
        lists.lacks[line] = some(at(rates.traced, line, week) < 1)
    for h in range(len(places.modality)):
        scans = at(rates.of, SCANS, h)
        for i in range(places.modality.shape[1]):
            modality, line = places.modality[h, i], places.line[h, i]
            if modality == NOT_IMAGED:
                continue
            asked = at(lists.here, h, i) * scans
            if line != NOWHERE and lists.lacks[line]:
                asked = asked * at(rates.traced, line, week)
            more(lists.asked, (i, modality), asked)


@fast
def shares_served(places: Places, rates: Rates, lists: Lists, era: int, week: int) -> None:
    """The share that each place can image of the candidates for whom a tracer comes."""
    for i in range(len(lists.asked)):
        for modality in range(2):
            asked, slots = at(lists.asked, i, modality), at(rates.table, places.slots[i, modality, era])
            if places.scanner_up[i, modality] != NOWHERE:
                slots = slots * at(rates.up, places.scanner_up[i, modality], week)
            scarce = asked > slots
            lists.scarce[i, modality] = some(scarce)
            put(lists.share, (i, modality), either(scarce, slots / asked, 1))


@fast
def who_waits(places: Places, rates: Rates, lists: Lists, week: int) -> None:
    """Who finds no slot or no tracer dies as the untreated do, or stays on the list."""
    for h in range(len(places.modality)):
        for i in range(places.modality.shape[1]):
            modality, line = places.modality[h, i], places.line[h, i]
            if modality == NOT_IMAGED:
                continue
            lack = line != NOWHERE and lists.lacks[line] != 0
            lists.waits[h, i] = lack or lists.scarce[i, modality] != 0
            if not lists.waits[h, i]:
                continue
            go = at(lists.share, i, modality)
            if lack:
                put_off(places, rates, lists, at(lists.here, h, i) * go, h, line, week)
                go = go * at(rates.traced, line, week)
            left = 1 - go
            die = left * at(rates.of, DIE_UNTREATED, h)
            put(lists.go, (h, i), go)
            put(lists.keep, (h, i), left - die)
            more(lists.each, (DIED, h), at(lists.here, h, i) * die)
            more(lists.each, (LISTED, h), at(lists.here, h, i) * (left - die))


@fast
def put_off(places: Places, rates: Rates, lists: Lists, turn: Lane, h: int, line: int, week: int) -> None:
    """Count by cause whose turn it is and who finds no tracer."""
    for cause in range(OF_TRACERS):
        row = places.traced[line, 1 + cause]
        if row != NOWHERE:
            more(lists.untraced, (h, cause), turn * at(rates.traced, row, week))


@fast
def serve(parties: Parties, rates: Rates, people: People, passing: Passing, lists: Lists, n: int) -> None:
    """Who is imaged meets the gates behind."""
    for h in range(len(parties.count)):
        for q in range(parties.count[h]):
            if not people.holding[h, q]:
                continue
            served, place = at(people.listed, h, q), parties.place[h, q]
            if parties.modality[h, q] != NOT_IMAGED and lists.waits[h, place]:
                put(people.listed, (h, q), served * at(lists.keep, h, place))
                served = served * at(lists.go, h, place)
            else:
                people.listed[h, q, :] = 0
                people.holding[h, q] = 0
            more(lists.imaged, (h, q), served)
            if parties.kind[h, q] == NOWHERE:
                more(passing.to_untreated, (n, h), served)
            else:
                joins = (n, parties.centre[h, q], h, parties.kind[h, q])
                if parties.mixed[h]:
                    joining = served * at(rates.join, h, q)
                    more(passing.joins, joins, joining)
                    more(passing.to_untreated, (n, h), served - joining)
                else:
                    more(passing.joins, joins, served)


@fast
def count_imaging(
    gates: Gates, parties: Parties, rates: Rates, lists: Lists, counts: Counts, mix: Whole, year: int
) -> None:
    """Add the sums of the spell to the outcome."""
    country, most, draw = counts.in_country, rates.early.shape[2], counts.first
    for h in range(len(mix)):
        lost, entered, died = counts.lost[year, h], wide_at(lists.each, ENTERED_LISTS, h), at(lists.each, DIED, h)
        count(country, (ENTERED, year, h), draw, entered)
        count(country, (DEAD_UNTREATED, year, h), draw, died)
        count(country, (WEEKS_UNTREATED, year, h), draw, at(lists.each, LISTED, h))
        count(lost, most + DIED_IMAGING, draw, died)
        for cause in range(OF_TRACERS):
            count(country, (UNTRACED + cause, year, h), draw, at(lists.untraced, h, cause))
        for gate in range(gates.count[h]):
            count(lost, gate, draw, entered * wide_at(rates.early, h, mix[h], gate))
        for q in range(parties.count[h]):
            imaged = wide_at(lists.imaged, h, q)
            if parties.modality[h, q] != NOT_IMAGED:
                count(country, (IMAGED, year, h), draw, imaged)
            if parties.mixed[h]:
                for gate in range(gates.before[h], gates.count[h]):
                    count(lost, gate, draw, imaged * wide_at(rates.later, h, q, gate))
            elif parties.fate[h, q] < most:
                count(lost, (parties.fate[h, q]), draw, imaged)
