"""Need and imaging, for a block of draws and the weeks of one spell: steps 1 to 3 of a week."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_frame import Frame
from hevesy.plan.simulation.flow_people import (
    DEAD_UNTREATED,
    ENTERED,
    IMAGED,
    WEEKS_UNTREATED,
    Counts,
    Passing,
    People,
)
from hevesy.plan.simulation.flow_rates import Places, Rates
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
    product,
    ratio,
)
from hevesy.plan.simulation.model import DIED_IMAGING, NOT_IMAGED, NOWHERE

Rows = NDArray[Any]


class Lists(NamedTuple):
    """Scratch rows of a week, and sums over the weeks of the spell."""

    need: Rows  # (H, d) this week's
    asked: Rows  # (I, 2, d) slots that are asked for
    slots: Rows  # (d,) slots there are
    share: Rows  # (I, 2, d) the share that is served
    served: Rows  # (d,)
    entered: Rows  # (H, d)
    imaged: Rows  # (H, Q, d) who left the list because they were served, or passed at once
    died: Rows  # (H, d)
    listed: Rows  # (H, d) person-weeks on the list


@fast
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
    lists = empty_lists(rates, places, frame)
    era = frame.era[first]
    for week in range(first, past):
        for h in range(len(frame.parties)):
            need_of(frame, places, rates, h, week, lists.need[h])
            add(lists.entered[h], lists.need[h])
            put_on_list(frame, rates, people, lists, h, frame.mix[h, era])
        n = week - base
        start_week(passing, n)
        clear_asked(lists)
        for h in range(len(frame.parties)):
            product(passing.to_untreated[n, h], lists.need[h], rates.before[h, frame.mix[h, era]])
            ask(frame, places, rates, people, lists, h)
        short = shares_served(places, rates, lists, era, week)
        for h in range(len(frame.parties)):
            serve(frame, places, rates, people, passing, lists, h, n, short)
    count_imaging(frame, rates, lists, counts, era, frame.year[first])


@fast
def empty_lists(rates: Rates, places: Places, frame: Frame) -> Lists:
    kind, draws = rates.table.dtype, rates.table.shape[1]
    therapies, parties = frame.party_route.shape
    imaging = places.slots.shape[0]
    return Lists(
        np.zeros((therapies, draws), kind),
        np.zeros((imaging, 2, draws), kind),
        np.zeros(draws, kind),
        np.zeros((imaging, 2, draws), kind),
        np.zeros(draws, kind),
        np.zeros((therapies, draws), kind),
        np.zeros((therapies, parties, draws), kind),
        np.zeros((therapies, draws), kind),
        np.zeros((therapies, draws), kind),
    )


@fast
def start_week(passing: Passing, n: int) -> None:
    for c in range(passing.joins.shape[1]):
        for h in range(passing.joins.shape[2]):
            for kind in range(passing.joins.shape[3]):
                clear(passing.joins[n, c, h, kind])
                if len(passing.sent) > 0:
                    clear(passing.sent[n + 1, c, h, kind])
    for h in range(passing.to_progressed.shape[1]):
        clear(passing.to_progressed[n, h])


@fast
def need_of(frame: Frame, places: Places, rates: Rates, h: int, week: int, need: Row) -> None:
    """People who reach the point where the therapy is considered in this week."""
    growth = rates.growth[h, week]
    per_week = rates.table[places.need[h]]
    for x in range(len(need)):
        need[x] = per_week[x] * growth
    if week < frame.backlog_weeks:
        backlog = rates.table[places.backlog[h]]
        weeks = need.dtype.type(frame.backlog_weeks)
        for x in range(len(need)):
            need[x] += backlog[x] / weeks


@fast
def put_on_list(frame: Frame, rates: Rates, people: People, lists: Lists, h: int, mix: int) -> None:
    """This week's candidates join those who are on the list already."""
    for q in range(frame.parties[h]):
        if frame.enters[h, mix, q]:
            if people.holding[h, q]:
                add_product(people.listed[h, q], lists.need[h], rates.enter[h, mix, q])
            else:
                product(people.listed[h, q], lists.need[h], rates.enter[h, mix, q])
                people.holding[h, q] = 1


@fast
def clear_asked(lists: Lists) -> None:
    for i in range(len(lists.asked)):
        for modality in range(2):
            clear(lists.asked[i, modality])


@fast
def ask(frame: Frame, places: Places, rates: Rates, people: People, lists: Lists, h: int) -> None:
    for q in range(frame.parties[h]):
        modality = frame.party_modality[h, q]
        if modality != NOT_IMAGED and people.holding[h, q]:
            asked = lists.asked[frame.party_place[h, q], modality]
            add_product(asked, people.listed[h, q], rates.table[places.scans[h]])


@fast
def shares_served(places: Places, rates: Rates, lists: Lists, era: int, week: int) -> bool:
    """The share of the candidates that each place can image; True where it is less than all, in any draw."""
    short = False
    for i in range(len(lists.asked)):
        for modality in range(2):
            slots = lists.slots
            up = places.scanner_up[i, modality]
            copy(slots, rates.table[places.slots[i, modality, era]])
            if up != NOWHERE:
                product(slots, slots, rates.up[up, week])
            short |= any_above(lists.asked[i, modality], slots)
            ratio(lists.share[i, modality], slots, lists.asked[i, modality], rates.table[0, 0])
    return short


@fast
def serve(
    frame: Frame,
    places: Places,
    rates: Rates,
    people: People,
    passing: Passing,
    lists: Lists,
    h: int,
    n: int,
    short: bool,
) -> None:
    """Who is imaged meets the gates behind; who is not dies as the untreated do, or stays on the list."""
    for q in range(frame.parties[h]):
        if not people.holding[h, q]:
            continue
        modality = frame.party_modality[h, q]
        if short and modality != NOT_IMAGED:
            product(lists.served, people.listed[h, q], lists.share[frame.party_place[h, q], modality])
            stay_listed(people.listed[h, q], lists.served)
            die(people.listed[h, q], rates.table[places.die_untreated[h]], lists.died[h])
            add(lists.listed[h], people.listed[h, q])
            pass_on(frame, rates, passing, lists, h, q, n, lists.served)
        else:
            people.holding[h, q] = 0
            pass_on(frame, rates, passing, lists, h, q, n, people.listed[h, q])


@fast
def stay_listed(listed: Row, served: Row) -> None:
    for x in range(len(listed)):
        listed[x] -= served[x]


@fast
def pass_on(
    frame: Frame, rates: Rates, passing: Passing, lists: Lists, h: int, q: int, n: int, served: Row
) -> None:
    """Passengers are lost; a class joins its centre's list; of a mix a share joins and the others are lost."""
    add(lists.imaged[h, q], served)
    kind = frame.party_kind[h, q]
    if kind == NOWHERE:
        add(passing.to_untreated[n, h], served)
        return
    joins = passing.joins[n, frame.party_centre[h, q], h, kind]
    if frame.mixed[h]:
        add_product(joins, served, rates.join[h, q])
        add_complement(passing.to_untreated[n, h], served, rates.join[h, q])
    else:
        add(joins, served)


@fast
def count_imaging(
    frame: Frame, rates: Rates, lists: Lists, counts: Counts, era: int, year: int
) -> None:
    gates = rates.early.shape[2]
    for h in range(len(frame.parties)):
        add(counts.in_country[ENTERED, year, h], lists.entered[h])
        add(counts.in_country[DEAD_UNTREATED, year, h], lists.died[h])
        add(counts.in_country[WEEKS_UNTREATED, year, h], lists.listed[h])
        lost = counts.lost[year, h]
        add(lost[gates + DIED_IMAGING], lists.died[h])
        for gate in range(frame.gates[h]):
            add_product(lost[gate], lists.entered[h], rates.early[h, frame.mix[h, era], gate])
        for q in range(frame.parties[h]):
            count_party(frame, rates, counts, h, q, year, lists.imaged[h, q], lost)


@fast
def count_party(
    frame: Frame, rates: Rates, counts: Counts, h: int, q: int, year: int, imaged: Row, lost: Rows
) -> None:
    gates = rates.early.shape[2]
    if frame.party_modality[h, q] != NOT_IMAGED:
        add(counts.in_country[IMAGED, year, h], imaged)
    if frame.mixed[h]:
        for gate in range(frame.before[h], frame.gates[h]):
            add_product(lost[gate], imaged, rates.later[h, q, gate])
    elif frame.party_fate[h, q] < gates:
        add(lost[frame.party_fate[h, q]], imaged)
