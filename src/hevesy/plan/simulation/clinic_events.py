"""One clinic, one draw: patients, chairs and vials one by one, from the first week to the last.

Starts never go back in time and a therapy's interval is the same for all, so those who will return stand in one line
per therapy, in the order of their return; so do the new, in that of their joining. The next thing that happens is
the earliest start among the heads of a few lines: there is no calendar of events.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hevesy.capacity.borrowing import borrowing
from hevesy.capacity.chance import compiled
from hevesy.plan.simulation import clinic_books as books_of
from hevesy.plan.simulation.clinic_books import Books, add_span, add_wait, page
from hevesy.plan.simulation.clinic_leaving import has_left, lapsed, stable, stop
from hevesy.plan.simulation.clinic_patients import (
    NOBODY,
    Expected,
    Patients,
    Scratch,
    joins,
    luck_of,
    table_of,
)
from hevesy.plan.simulation.clinic_rules import AFTER, DONE, NOT_STARTED, TURN, Rules, signed
from hevesy.plan.simulation.clinic_ward import (
    AGAIN,
    DUE,
    LATER_CYCLE,
    Ward,
    call,
    has_enough,
    kind_of,
    open_draw,
    open_week,
    rejoin,
    room_of,
    set_clock,
    stall,
    stand,
    take,
    ward_of,
)
from hevesy.plan.simulation.deliveries import LATE
from hevesy.plan.simulation.model import CANCELLED, Floats, Whole


@compiled
def run_draws(
    rules: Rules,
    expected: Expected,
    sent: Whole,
    books: Books,
    patients: Patients,
    starts: Floats,
) -> int:
    """Run every draw of the block; who comes is as in `clinic_patients.joins`.

    `starts` (n, 1 + N) of a single draw, when it is not empty, gets the instant at which each patient joined and
    those at which his cycles started. Returns how many joined.
    """
    draws, weeks, therapies = expected.total.shape
    ward, scratch = ward_of(rules), Scratch(np.empty(4 * weeks, dtype=np.uint32), np.empty(weeks))
    line, past = np.zeros(therapies, dtype=np.int64), np.zeros(therapies, dtype=np.int64)
    joined = 0
    for draw in range(draws):
        while not joins(rules, draw, expected, sent, patients, scratch, line, past):
            patients = table_of(2 * len(patients.ready))
        joined += past[therapies - 1]
        for who in range(min(past[therapies - 1], len(starts))):
            starts[who, 0] = patients.ready[who]
        open_draw(rules, draw, ward, patients, line, past)
        _draw(rules, draw, ward, patients, page(books, draw), past[therapies - 1], starts)
    return joined


@borrowing
def _draw(
    rules: Rules, draw: int, ward: Ward, patients: Patients, books: Books, joined: int, starts: Floats
) -> None:
    for who in range(joined):
        year = rules.year[patients.week[who]]
        books.counts[books_of.JOINED, year, patients.therapy[who]] += 1.0
    for week in range(len(rules.era)):
        open_week(rules, draw, week, ward, patients, books)
        year, missed = signed(rules.year[week]), 0
        while True:
            number, start = _who_is_next(ward)
            if start >= week + 1:
                break
            who = signed(ward.head[number])
            therapy = signed(patients.therapy[who])
            if not has_enough(ward, number, therapy) or ward.missed[number] > ward.room[number]:
                ward.opens[number] = week + 1.0
                continue
            call(ward, number, who, patients)
            if _gone(rules, draw, kind_of(ward, number), who, start, patients, books):
                continue
            if rules.parcels[draw, week, therapy] > 0:
                if ward.missed[number] == 0.0:
                    ward.room[number] = room_of(ward, number)
                _miss(rules, draw, week, number, therapy, who, start, ward, patients, books)
                missed += 1
                continue
            _serve(rules, draw, week, number, therapy, who, start, ward, patients, books)
            set_clock(ward, start)
            if len(starts) > who:
                starts[who, max(patients.made[who], 1)] = start
        if missed > 0:
            rejoin(ward, patients)
        if week + 1 == rules.year_start[year + 1]:
            _close_year(ward, year, books)
    _close(rules, draw, ward, patients, books)
    stable(rules, draw, ward.stable, books)


@borrowing
def _who_is_next(ward: Ward) -> Any:
    """The line whose first patient starts next, and when: the earliest, of equals the one who came first.

    Patients on treatment, and then those of a lower rank, are put ahead by the time within which instants are the
    same but for a rounding error.
    """
    best, start, best_order = 0, np.inf, np.inf
    for number in range(len(ward.head)):
        could = max(ward.opens[number], ward.free[ward.sits[number]])
        order = could + ward.behind[number]
        if order < best_order or (order == best_order and ward.ready[number] < ward.ready[best]):
            best, start, best_order = number, could, order
    return best, start


@borrowing
def _gone(
    rules: Rules, draw: int, kind: int, who: int, start: float, patients: Patients, books: Books
) -> bool:
    """Whether the patient whose turn it is has left before `start`; if so, his leaving is booked."""
    if kind == LATER_CYCLE:
        return lapsed(rules, draw, who, start, patients, books)
    return has_left(rules, draw, who, start, patients, books)


@borrowing
def _miss(
    rules: Rules,
    draw: int,
    week: int,
    number: int,
    therapy: int,
    who: int,
    start: float,
    ward: Ward,
    patients: Patients,
    books: Books,
) -> None:
    """His turn has come and his dose has not: he asks again next week.

    A place is lost with a dose that came too late; all else is known before, and others take the place.
    """
    cause = signed(rules.parcels[draw, week, therapy]) - 1
    if cause == LATE:
        take(ward, number, therapy, start, 1.0)
    books.missed[rules.year[week], therapy, cause] += 1.0
    if kind_of(ward, number) == LATER_CYCLE:  # what he has borne of lateness has been counted up to now
        add_span(books.counts[books_of.OVERDUE_WEEKS], therapy, rules, patients.ready[who], start)
        patients.ready[who] = start
    ward.missed[number] += 1.0
    stall(ward, number, who, patients)
    set_clock(ward, start)


@borrowing
def _serve(
    rules: Rules,
    draw: int,
    week: int,
    number: int,
    therapy: int,
    who: int,
    start: float,
    ward: Ward,
    patients: Patients,
    books: Books,
) -> None:
    """Take what one cycle takes, give it, and see the patient off until the next."""
    year, ready = signed(rules.year[week]), patients.ready[who]
    take(ward, number, therapy, start, _times(rules, draw, who, patients))
    ward.served[number] += 1.0
    if kind_of(ward, number) == LATER_CYCLE:
        add_span(books.counts[books_of.OVERDUE_WEEKS], therapy, rules, ready, start)
    else:
        add_wait(books, rules, therapy, ready, start, True)
        if patients.end[who] == NOT_STARTED:
            books.lost[year, therapy, CANCELLED] += 1.0
            books.untreated[week, therapy] += 1.0
            return
        started = books_of.RESTARTED if number >= AGAIN * len(ward.vials) else books_of.STARTED
        books.counts[started, year, therapy] += 1.0
        if start - ready > rules.late:
            books.counts[books_of.STARTED_LATE, year, therapy] += 1.0
        patients.began[who], patients.borne[who] = start, 0.0
    patients.made[who] += 1
    _see_off(rules, draw, week, therapy, who, start, ward, patients, books)


@borrowing
def _times(rules: Rules, draw: int, who: int, patients: Patients) -> float:
    """How long a turn lasts, in usual ones."""
    if not rules.exponential:
        return 1.0
    cycle = signed(patients.made[who])
    a, b, c, d = luck_of(rules, draw, patients, who, TURN + cycle // 4 % 8)
    return -math.log((a, b, c, d)[cycle % 4])


@borrowing
def _close_year(ward: Ward, year: int, books: Books) -> None:
    for number in range(len(ward.served)):
        books.served[kind_of(ward, number), year, number % len(ward.vials)] += ward.served[number]
        ward.served[number] = 0.0


@borrowing
def _see_off(
    rules: Rules,
    draw: int,
    week: int,
    therapy: int,
    who: int,
    start: float,
    ward: Ward,
    patients: Patients,
    books: Books,
) -> None:
    """After a cycle: the course is over, or he comes back after the interval, or stops before.

    The weeks in course are booked once, when it is over.
    """
    back = start + rules.interval[therapy]
    if patients.made[who] < patients.cycles[who]:
        patients.ready[who] = back
        stand(ward, DUE * len(ward.vials) + therapy, who, patients)
        return
    weeks_in_course = books.country[books_of.WEEKS_IN_COURSE]
    if patients.end[who] == DONE:
        add_span(weeks_in_course, therapy, rules, patients.began[who], start)
        books.counts[books_of.COMPLETED, rules.year[week], therapy] += 1.0
        _settle(rules, draw, week, therapy, who, ward, patients, books)
        return
    add_span(weeks_in_course, therapy, rules, patients.began[who], back)
    if back >= len(rules.era):
        books.end[books_of.END_IN_COURSE, therapy] += 1.0
    else:
        stop(rules, int(back), therapy, patients.end[who], books)


@borrowing
def _settle(
    rules: Rules, draw: int, week: int, therapy: int, who: int, ward: Ward, patients: Patients, books: Books
) -> None:
    """He is stable. Whoever will need a repeated course is told apart now, with the week in which he will.

    He joins the list in the week after; until then he counts as stable.
    """
    die, progress = rules.die_stable[draw, therapy], rules.progress[draw, therapy]
    leaves = die + (1.0 - die) * progress
    again = (1.0 - die) * progress * rules.repeat[draw, therapy]
    which, how_long = _afterwards(rules, draw, patients, who) if again > 0.0 else (1.0, 0.0)
    if again <= 0.0 or which * leaves >= again:
        ward.stable[week, therapy] += 1.0
        return
    weeks, last = len(rules.era), 1.0
    if leaves < 1.0:
        last += math.floor(math.log(how_long) / math.log1p(-leaves))
    until = week + last
    add_span(books.country[books_of.WEEKS_STABLE], therapy, rules, float(week), until + 1.0)
    if until >= weeks:
        books.end[books_of.END_STABLE, therapy] += 1.0
    elif until + 1 >= weeks:
        books.end[books_of.END_WAITING, therapy] += 1.0
    else:
        patients.next[who] = ward.coming[int(until) + 1, therapy]
        ward.coming[int(until) + 1, therapy] = who


@borrowing
def _afterwards(rules: Rules, draw: int, patients: Patients, who: int) -> Any:
    which, how_long, _, _ = luck_of(rules, draw, patients, who, AFTER)
    return which, how_long


@borrowing
def _close(rules: Rules, draw: int, ward: Ward, patients: Patients, books: Books) -> None:
    """At the end of the run: who still stands in a line, and who has left it before anybody looked."""
    for number in range(len(ward.head)):
        who = signed(ward.head[number])
        while who != NOBODY:
            if number < len(ward.vials):
                _close_due(rules, draw, who, patients, books)
            else:
                _close_waiting(rules, draw, who, patients, books)
            who = signed(patients.next[who])


@borrowing
def _close_waiting(rules: Rules, draw: int, who: int, patients: Patients, books: Books) -> None:
    end, therapy, joined = float(len(rules.era)), signed(patients.therapy[who]), patients.ready[who]
    if has_left(rules, draw, who, end, patients, books):
        return
    add_span(books.counts[books_of.WAITING_WEEKS], therapy, rules, joined, end)
    books.end[books_of.END_WAITING, therapy] += 1.0
    if end - joined > rules.late:
        books.waits[books_of.WAIT_LEFT, therapy] += 1.0
        books.waits[books_of.WAIT_LATE, therapy] += 1.0


@borrowing
def _close_due(rules: Rules, draw: int, who: int, patients: Patients, books: Books) -> None:
    end, therapy, due = float(len(rules.era)), signed(patients.therapy[who]), patients.ready[who]
    if due < end and lapsed(rules, draw, who, end, patients, books):
        return
    add_span(books.counts[books_of.OVERDUE_WEEKS], therapy, rules, due, end)
    add_span(books.country[books_of.WEEKS_IN_COURSE], therapy, rules, patients.began[who], end)
    books.end[books_of.END_IN_COURSE, therapy] += 1.0
