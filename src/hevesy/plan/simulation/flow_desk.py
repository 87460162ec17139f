"""A centre's desk for one spell: who is treated there, the shares of its list, scratch rows and sums."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_frame import Frame
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
from hevesy.plan.simulation.flow_rates import Places, Rates
from hevesy.plan.simulation.flow_rows import Row, add, add_product, clear, copy, fast, product
from hevesy.plan.simulation.flow_sharing import Week
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
    UNLIMITED,
    WAITED_TOO_LONG,
    ZERO,
    Whole,
)

Rows = NDArray[Any]


class Desk(NamedTuple):
    """What belongs to one centre and one spell. Sums are over the weeks of the spell."""

    here: Whole  # therapies that people may wait for here
    treat: Whole  # of these, those with more than one cycle
    by_rank: Whole  # those of `here`, rank after rank
    ranks: Whole  # where each rank begins in it, and its end
    week: Week
    everybody: Whole  # (2, H) 1 where all were served in all draws: later cycles, first cycles

    # scratch rows of a week
    want_later: Rows  # (H, d)
    later: Rows  # (H, d) served of these
    want_first: Rows  # (H, d)
    first: Rows  # (H, d) served of these
    in_bin: Rows  # (H, B, d)
    share: Rows  # (B, d) of each bin that is served
    stay: Rows  # (B, d) the others
    finished: Rows  # (H, d)
    finishing: Rows  # (d,)
    scratch: Rows  # (d,)
    moving: Rows  # (d,)

    # shares of those who wait on, for this spell
    worse: Rows  # (H, B, d) neither die nor stay eligible
    going: Rows  # (H, B, d) sent to another centre or abroad
    stays: Rows  # (H, B, d) stay, in the same bin
    moves: Rows  # (H, B, d) stay, and move to the next

    # sums
    joined: Rows  # (H, d)
    firsts: Rows  # (H, M, d) first cycles allocated
    late: Rows  # (H, d) of these, from the late bins
    unstarted: Rows  # (H, B, d) person-weeks after the allocation
    due: Rows  # (H, P, d)
    again: Rows  # (H, d) later cycles given
    unserved: Rows  # (H, d) due and not served
    finished_all: Rows  # (H, d)
    in_course: Rows  # (H, d) person-weeks
    stable: Rows  # (H, d) person-weeks
    returning: Rows  # (H, d) person-weeks of those whose repeated course begins next week
    died: Rows  # (H, d) of the stable
    had: Rows  # (R, d)


@fast
def open_desk(frame: Frame, places: Places, rates: Rates, c: int, era: int) -> Desk:
    kind, draws = rates.table.dtype, rates.table.shape[1]
    therapies, bins = places.die_waiting.shape
    resources, kinds, turns = places.have.shape[1], frame.first_turn.shape[1], frame.turn_kind.shape[1]
    here = np.flatnonzero(frame.offered[c])
    by_rank, ranks = ranked(here, places.rank[:, era])
    row, each = (draws,), (therapies, draws)
    of_bins = (therapies, bins, draws)
    desk = Desk(
        here,
        here[frame.turns[here] > 0],
        by_rank,
        ranks,
        Week(
            limited_here(places, here, c, era),
            places.dose[c, :, era].copy(),
            np.zeros((resources, draws), kind),
            np.zeros(each, kind),
            np.zeros(each, kind),
            np.zeros(each, kind),
            np.zeros((resources, draws), kind),
            np.zeros(row, kind),
            np.zeros(each, kind),
            np.zeros(resources, np.int64),
            rates.dust[0],
        ),
        np.ones((2, therapies), np.int64),
        np.zeros(each, kind),
        np.zeros(each, kind),
        np.zeros(each, kind),
        np.zeros(each, kind),
        np.zeros(of_bins, kind),
        np.zeros((bins, draws), kind),
        np.zeros((bins, draws), kind),
        np.zeros(each, kind),
        np.zeros(row, kind),
        np.zeros(row, kind),
        np.zeros(row, kind),
        np.zeros(of_bins, kind),
        np.zeros(of_bins, kind),
        np.zeros(of_bins, kind),
        np.zeros(of_bins, kind),
        np.zeros(each, kind),
        np.zeros((therapies, kinds, draws), kind),
        np.zeros(each, kind),
        np.zeros(of_bins, kind),
        np.zeros((therapies, turns, draws), kind),
        np.zeros(each, kind),
        np.zeros(each, kind),
        np.zeros(each, kind),
        np.zeros(each, kind),
        np.zeros(each, kind),
        np.zeros(each, kind),
        np.zeros(each, kind),
        np.zeros((resources, draws), kind),
    )
    for h in here:
        for b in range(bins):
            waiting_shares(places, rates, desk, c, h, b, era)
    return desk


@fast
def ranked(here: Whole, rank: Whole) -> tuple[Whole, Whole]:
    """The therapies here in the order of their ranks, and where each rank begins."""
    order = here[np.argsort(rank[here], kind="mergesort")]
    begins = [0]
    for place in range(1, len(order)):
        if rank[order[place]] != rank[order[place - 1]]:
            begins.append(place)
    begins.append(len(order))
    return order, np.array(begins)


@fast
def limited_here(places: Places, here: Whole, c: int, era: int) -> Whole:
    """Resources that have a limit and that a therapy given here uses."""
    limited = np.zeros(places.have.shape[1], np.bool_)
    for j in range(len(limited)):
        for h in here:
            used = places.use_first[h, j] != ZERO or places.use_again[h, j] != ZERO
            fails = places.resource_up[c, j] != NOWHERE  # without limit, but not when all of it is away
            limited[j] |= used and (fails or places.have[c, j, era] != UNLIMITED)
    return np.flatnonzero(limited)


@fast
def waiting_shares(places: Places, rates: Rates, desk: Desk, c: int, h: int, b: int, era: int) -> None:
    """What becomes of those who wait on in a bin: shares of those who were not served."""
    die, worsen = rates.table[places.die_waiting[h, b]], rates.table[places.worsen[h, b]]
    sends = places.onward[c, h, era] != NOWHERE and b >= places.onward_from_bin
    onward = rates.table[places.onward_share[c, h, era] if sends else ZERO]
    move, one = rates.moves[b], die.dtype.type(1)
    for x in range(len(die)):
        able = (one - die[x]) * (one - worsen[x])
        desk.worse[h, b, x] = (one - die[x]) * worsen[x]
        desk.going[h, b, x] = able * onward[x]
        stays = able * (one - onward[x])
        desk.moves[h, b, x] = stays * move
        desk.stays[h, b, x] = stays * (one - move)


@fast
def count_centre(
    frame: Frame, places: Places, rates: Rates, desk: Desk, counts: Counts, c: int, era: int, year: int, weeks: int
) -> None:
    """Add the sums of the spell to the outcome."""
    for h in desk.here:
        count_list(frame, places, rates, desk, counts, c, h, era, year)
        count_courses(frame, places, rates, desk, counts, c, h, year)
    for j in range(len(desk.had)):
        count_resource(places, rates, desk, counts, c, j, era, year, weeks)


@fast
def count_list(
    frame: Frame, places: Places, rates: Rates, desk: Desk, counts: Counts, c: int, h: int, era: int, year: int
) -> None:
    gates = rates.early.shape[2]
    at, country, lost = counts.at_centres, counts.in_country, counts.lost[year, h, gates:]
    there = places.onward[c, h, era]
    abroad = there == len(frame.offered)
    add(at[JOINED, year, c, h], desk.joined[h])
    add(country[WEEKS_UNTREATED, year, h], desk.returning[h])
    for b in range(desk.unstarted.shape[1]):
        unstarted, die = desk.unstarted[h, b], rates.table[places.die_waiting[h, b]]
        add_product(lost[DIED_WAITING], unstarted, die)
        add_product(country[DEAD_UNTREATED, year, h], unstarted, die)
        add_product(lost[WAITED_TOO_LONG], unstarted, desk.worse[h, b])
        for share in (desk.stays[h, b], desk.moves[h, b]):
            add_product(at[WAITING_WEEKS, year, c, h], unstarted, share)
            add_product(country[WEEKS_UNTREATED, year, h], unstarted, share)
        if there != NOWHERE:
            add_product(at[SENT_ON, year, c, h], unstarted, desk.going[h, b])
            add_product(lost[ABROAD] if abroad else country[WEEKS_UNTREATED, year, h], unstarted, desk.going[h, b])


@fast
def count_courses(
    frame: Frame, places: Places, rates: Rates, desk: Desk, counts: Counts, c: int, h: int, year: int
) -> None:
    gates = rates.early.shape[2]
    at, country, lost = counts.at_centres, counts.in_country, counts.lost[year, h, gates:]
    first = rates.table[places.first[h]]
    for kind in range(frame.kinds[h]):
        allocated = desk.firsts[h, kind]
        add_product(at[RESTARTED if kind == frame.again[h] else STARTED, year, c, h], allocated, first)
        add_product(at[GIVEN, year, c, h], allocated, first)
        lose(lost[CANCELLED], allocated, first)
    add(at[GIVEN, year, c, h], desk.again[h])
    add_product(at[STARTED_LATE, year, c, h], desk.late[h], first)
    completed = np.zeros(desk.scratch.shape)
    add(completed, desk.finished_all[h])
    for p in range(frame.turns[h]):
        count_stops(places, rates, desk, h, p, lost, completed)
    add(at[COMPLETED, year, c, h], completed)
    lose(lost[NOT_FOLLOWED], completed, rates.table[places.followed[h]])
    lapse = rates.table[places.lapse[h]]
    add_product(lost[INTERRUPTED], desk.unserved[h], lapse)
    lose(at[OVERDUE_WEEKS, year, c, h], desk.unserved[h], lapse)
    add(country[WEEKS_IN_COURSE, year, h], desk.in_course[h])
    add(country[WEEKS_STABLE, year, h], desk.stable[h])
    add(country[DEAD_TREATED, year, h], desk.died[h])


@fast
def count_stops(
    places: Places, rates: Rates, desk: Desk, h: int, p: int, lost: Rows, completed: Row
) -> None:
    """Those who stop when the next cycle is due, each for the reason that comes first."""
    drop, end = rates.table[places.drop[h]], rates.table[places.end[h]]
    travel, pay, due = rates.stop[h, p, 0], rates.stop[h, p, 1], desk.due[h, p]
    for x in range(len(completed)):
        people = np.float64(due[x])
        stays = people * drop[x]
        lost[CANCELLED, x] += people - stays
        cannot_travel = stays * travel[x]
        lost[NO_TRAVEL, x] += cannot_travel
        cannot_pay = (stays - cannot_travel) * pay[x]
        lost[NO_PAY, x] += cannot_pay
        able = stays - cannot_travel - cannot_pay
        unfit = able - able * end[x]
        lost[CLINICAL_STOP, x] += unfit
        completed[x] += unfit


@fast
def count_resource(
    places: Places,
    rates: Rates,
    desk: Desk,
    counts: Counts,
    c: int,
    j: int,
    era: int,
    year: int,
    weeks: int,
) -> None:
    """What the centre had of a resource, and what all cycles that were allocated took of it."""
    if places.resource_up[c, j] == NOWHERE:
        have = rates.table[places.have[c, j, era]]
        for x in range(len(have)):
            counts.had[year, c, j, x] += have[x] * np.float64(weeks)
    else:
        add(counts.had[year, c, j], desk.had[j])
    used = counts.used[year, c, j]
    for h in desk.here:
        if places.use_again[h, j] != ZERO:
            add_product(used, desk.again[h], rates.table[places.use_again[h, j]])
        if places.use_first[h, j] != ZERO:
            for kind in range(desk.firsts.shape[1]):
                add_product(used, desk.firsts[h, kind], rates.table[places.use_first[h, j]])


@fast
def lose(lost: Row, people: Row, share: Row) -> None:
    """Count those of whom the share does not speak."""
    for x in range(len(lost)):
        lost[x] += people[x] - people[x] * share[x]
