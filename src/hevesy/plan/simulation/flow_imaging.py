"""Need and imaging, for a block of draws and the weeks of one spell: steps 1 to 3 of a week."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_frame import Frame, Gates, Parties
from hevesy.plan.simulation.flow_people import (
    DEAD_UNTREATED,
    ENTERED,
    IMAGED,
    WEEKS_UNTREATED,
    Counts,
    Passing,
    People,
)
from hevesy.plan.simulation.flow_rates import BACKLOG, DIE_UNTREATED, NEED, SCANS, Places, Rates
from hevesy.plan.simulation.flow_rows import (
    Row,
    add,
    add_complement,
    add_product,
    any_above,
    clear,
    copy,
    die,
    fast,
    making,
    product,
    ratio,
    times,
)
from hevesy.plan.simulation.model import DIED_IMAGING, NOT_IMAGED, NOWHERE, Whole

Rows = NDArray[Any]


NEEDED, ENTERED_LISTS, DIED, LISTED = range(4)


class Lists(NamedTuple):
    """Scratch rows of a week, and sums over the weeks of the spell."""

    each: Rows  # (4, H, d) this week's NEEDED; sums of ENTERED_LISTS, DIED, and of LISTED at the end of each week
    imaged: Rows  # (H, Q, d) sum of those who left the list because they were served, or passed at once
    asked: Rows  # (I, 2, d) slots that are asked for
    share: Rows  # (I, 2, d) the share that is served
    slots: Rows  # (d,) slots there are
    served: Rows  # (d,)


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
    lists = empty_lists(rates, frame.parties, len(places.slots))
    era = frame.calendar.era[first]
    mix = frame.gates.mix[:, era].copy()
    for week in range(first, past):
        n = week - base
        start_week(passing, n)
        need(rates, lists, passing.to_untreated[n], mix, week, frame.calendar.backlog_weeks)
        put_on_lists(frame.parties, rates, people, lists, mix)
        short = shares_served(places, rates, lists, era, week)
        serve(frame.parties, rates, people, passing, lists, n, short)
    count_imaging(frame.gates, frame.parties, rates, lists, counts, mix, frame.calendar.year[first])


@making
def empty_lists(rates: Rates, parties: Parties, places: int) -> Lists:
    kind, draws = rates.table.dtype, rates.table.shape[1]
    therapies, most = parties.route.shape
    return Lists(
        np.zeros((4, therapies, draws), kind),
        np.zeros((therapies, most, draws), kind),
        np.zeros((places, 2, draws), kind),
        np.zeros((places, 2, draws), kind),
        np.zeros(draws, kind),
        np.zeros(draws, kind),
    )


@fast
def start_week(passing: Passing, n: int) -> None:
    """Nobody is on the way yet."""
    for h in range(passing.joins.shape[2]):
        clear(passing.to_progressed[n, h])
        for c in range(passing.joins.shape[1]):
            for kind in range(passing.joins.shape[3]):
                clear(passing.joins[n, c, h, kind])
                if len(passing.sent) > 0:
                    clear(passing.sent[n + 1, c, h, kind])


@fast
def need(rates: Rates, lists: Lists, to_untreated: Rows, mix: Whole, week: int, backlog_weeks: int) -> None:
    """People who reach the point where a therapy is considered this week, and those lost before imaging."""
    for h in range(len(mix)):
        needed, per_week, growth = lists.each[NEEDED, h], rates.of[NEED, h], rates.growth[h, week]
        for x in range(len(needed)):
            needed[x] = per_week[x] * growth
        if week < backlog_weeks:
            backlog, weeks = rates.of[BACKLOG, h], needed.dtype.type(backlog_weeks)
            for x in range(len(needed)):
                needed[x] += backlog[x] / weeks
        add(lists.each[ENTERED_LISTS, h], needed)
        product(to_untreated[h], needed, rates.before[h, mix[h]])


@fast
def put_on_lists(parties: Parties, rates: Rates, people: People, lists: Lists, mix: Whole) -> None:
    """This week's candidates join those who are on the lists already; all of them ask for slots."""
    for i in range(len(lists.asked)):
        for modality in range(2):
            clear(lists.asked[i, modality])
    for h in range(len(mix)):
        for q in range(parties.count[h]):
            listed = people.listed[h, q]
            if parties.enters[h, mix[h], q]:
                if people.holding[h, q]:
                    add_product(listed, lists.each[NEEDED, h], rates.enter[h, mix[h], q])
                else:
                    product(listed, lists.each[NEEDED, h], rates.enter[h, mix[h], q])
                    people.holding[h, q] = 1
            modality = parties.modality[h, q]
            if modality != NOT_IMAGED and people.holding[h, q]:
                add_product(lists.asked[parties.place[h, q], modality], listed, rates.of[SCANS, h])


@fast
def shares_served(places: Places, rates: Rates, lists: Lists, era: int, week: int) -> bool:
    """The share of the candidates that each place can image; True where it is less than all, in any draw."""
    short = False
    for i in range(len(lists.asked)):
        for modality in range(2):
            slots, asked = lists.slots, lists.asked[i, modality]
            copy(slots, rates.table[places.slots[i, modality, era]])
            if places.scanner_up[i, modality] != NOWHERE:
                times(slots, rates.up[places.scanner_up[i, modality], week])
            short |= any_above(asked, slots)
            ratio(lists.share[i, modality], slots, asked)
    return short


@fast
def serve(
    parties: Parties, rates: Rates, people: People, passing: Passing, lists: Lists, n: int, short: bool
) -> None:
    """Who is imaged meets the gates behind; who is not dies as the untreated do, or stays on the list."""
    for h in range(len(parties.count)):
        for q in range(parties.count[h]):
            if not people.holding[h, q]:
                continue
            listed, served, modality = people.listed[h, q], lists.served, parties.modality[h, q]
            if short and modality != NOT_IMAGED:
                product(served, listed, lists.share[parties.place[h, q], modality])
                take(listed, served)
                die(listed, rates.of[DIE_UNTREATED, h], lists.each[DIED, h])
                add(lists.each[LISTED, h], listed)
            else:
                copy(served, listed)
                people.holding[h, q] = 0
            add(lists.imaged[h, q], served)
            if parties.kind[h, q] == NOWHERE:
                add(passing.to_untreated[n, h], served)
            else:
                joins = passing.joins[n, parties.centre[h, q], h, parties.kind[h, q]]
                if parties.mixed[h]:
                    add_product(joins, served, rates.join[h, q])
                    add_complement(passing.to_untreated[n, h], served, rates.join[h, q])
                else:
                    add(joins, served)


@fast
def take(listed: Row, served: Row) -> None:
    for x in range(len(listed)):
        listed[x] -= served[x]


@fast
def count_imaging(
    gates: Gates, parties: Parties, rates: Rates, lists: Lists, counts: Counts, mix: Whole, year: int
) -> None:
    """Add the sums of the spell to the outcome."""
    country, most = counts.in_country, rates.early.shape[2]
    for h in range(len(mix)):
        lost, entered = counts.lost[year, h], lists.each[ENTERED_LISTS, h]
        add(country[ENTERED, year, h], entered)
        add(country[DEAD_UNTREATED, year, h], lists.each[DIED, h])
        add(country[WEEKS_UNTREATED, year, h], lists.each[LISTED, h])
        add(lost[most + DIED_IMAGING], lists.each[DIED, h])
        for gate in range(gates.count[h]):
            add_product(lost[gate], entered, rates.early[h, mix[h], gate])
        for q in range(parties.count[h]):
            imaged = lists.imaged[h, q]
            if parties.modality[h, q] != NOT_IMAGED:
                add(country[IMAGED, year, h], imaged)
            if parties.mixed[h]:
                for gate in range(gates.before[h], gates.count[h]):
                    add_product(lost[gate], imaged, rates.later[h, q, gate])
            elif parties.fate[h, q] < most:
                add(lost[parties.fate[h, q]], imaged)
