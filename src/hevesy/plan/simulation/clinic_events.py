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
from hevesy.capacity.fifo import SAME, hold, next_free
from hevesy.plan.simulation import clinic_books as books_of
from hevesy.plan.simulation.clinic_books import Books, add_span, add_wait, page
from hevesy.plan.simulation.clinic_leaving import lapsed, leave, stable, stop, would_leave
from hevesy.plan.simulation.clinic_patients import (
    DONE,
    NOBODY,
    NOT_STARTED,
    Patients,
    joins,
    luck_of,
)
from hevesy.plan.simulation.clinic_rules import (
    AFTER,
    ENOUGH,
    TURN,
    Rules,
)
from hevesy.plan.simulation.clinic_ward import AGAIN, DUE, LITTLE, NEW, Ward, open_draw, open_week, stand
from hevesy.plan.simulation.model import (
    CANCELLED,
    Floats,
    Whole,
)

FIRST, LATER_CYCLE = 0, 1


@compiled
def run_draws(
    rules: Rules,
    expected: Floats,
    total: Floats,
    sent: Whole,
    books: Books,
    patients: Patients,
    starts: Floats,
    seen: Patients,
) -> int:
    """Run every draw of the block; who comes is as in `clinic_patients.joins`.

    `starts` (n, N) of a single draw, when it is not empty, gets the instants at which each patient's cycles started,
    and `seen` (n,) the patients. Returns how many joined.
    """
    weeks, therapies, draws = total.shape
    most = 1
    for places in rules.places.ravel():
        if most < places < ENOUGH:
            most = int(places)
    repeats = weeks if rules.repeat.max() > 0.0 else 0
    line, past = np.zeros(therapies, dtype=np.int64), np.zeros(therapies, dtype=np.int64)
    ward = Ward(
        np.empty((3, therapies), dtype=np.int64),
        np.empty((3, therapies), dtype=np.int64),
        np.zeros((3, therapies), dtype=np.bool_),
        np.zeros(rules.week_has.shape[2]),
        np.zeros(therapies),
        np.zeros(therapies),
        np.zeros((2, most)),
        np.empty((repeats, therapies), dtype=np.int64),
    )
    joined = 0
    for draw in range(draws):
        while not joins(rules, draw, expected, total, sent, patients, line, past):
            patients = np.empty(2 * len(patients), dtype=patients.dtype)
        joined += past[therapies - 1]
        open_draw(rules, draw, ward, line, past)
        _draw(rules, draw, ward, patients, page(books, draw), line, past, starts)
        for who in range(min(past[therapies - 1], len(seen))):
            seen[who] = patients[who]
    return joined


@borrowing
def _draw(
    rules: Rules,
    draw: int,
    ward: Ward,
    patients: Patients,
    books: Books,
    line: Whole,
    past: Whole,
    starts: Floats,
) -> None:
    for therapy in range(len(line)):
        for who in range(line[therapy], past[therapy]):
            books.counts[books_of.JOINED, rules.year[int(patients[who].joined)], therapy] += 1.0
    for week in range(len(rules.era)):
        open_week(rules, draw, week, ward, patients)
        now = float(week)
        while True:
            start, which, therapy = _next_start(rules, draw, week, now, ward, patients)
            if start >= week + 1:
                break
            if not _enough(rules, draw, ward, which, therapy):
                ward.blocked[which, therapy] = True
                continue
            who = ward.head[which, therapy]
            ward.head[which, therapy] = patients[who].next
            if _gone(rules, draw, which, who, start, patients, books):
                continue
            now = start
            _serve(rules, draw, week, which, who, start, ward, patients, books)
            if len(starts) > who:
                starts[who, max(patients[who].made - 1, 0)] = start
    _close(rules, draw, ward, patients, books)
    stable(rules, draw, books)


@borrowing
def _next_start(rules: Rules, draw: int, week: int, now: float, ward: Ward, patients: Patients) -> Any:
    """Who could start first: the earliest instant; then patients on treatment, rank, and who came first.

    Instants that differ by a rounding error are the same.
    """
    best, best_rank, best_ready, best_line, best_therapy = np.inf, 0, 0.0, NEW, 0
    chair, bed = _place(rules, draw, week, ward, 0), _place(rules, draw, week, ward, 1)
    for therapy in range(len(ward.vials)):
        for which in range(3):
            who = ward.head[which, therapy]
            if who == NOBODY or ward.blocked[which, therapy]:
                continue
            ready = patients[who].due if which == DUE else patients[who].joined
            if ready >= week + 1:
                continue
            start = max(ready, now)
            sits = rules.sits[draw, LATER_CYCLE if which == DUE else FIRST, therapy]
            if sits & 1:
                start = max(start, chair)
            if sits & 2:
                start = max(start, bed)
            if start > best + SAME:
                continue
            rank = -1 if which == DUE else rules.rank[therapy, rules.era[week]]
            if (
                start < best - SAME
                or rank < best_rank
                or (rank == best_rank and (start < best or (start == best and ready < best_ready)))
            ):
                best, best_rank, best_ready = start, rank, ready
                best_line, best_therapy = which, therapy
    return best, best_line, best_therapy


@borrowing
def _place(rules: Rules, draw: int, week: int, ward: Ward, pool: int) -> float:
    """When a chair, or a bed, is free."""
    places = rules.places[draw, week, pool]
    return next_free(ward.free_at[pool], places) if places < ENOUGH else -np.inf


@borrowing
def _enough(rules: Rules, draw: int, ward: Ward, which: int, therapy: int) -> bool:
    """Whether a vial and something of every budget is left: the last patient of a week may run over."""
    if ward.vials[therapy] < 1.0:
        return False
    kind = LATER_CYCLE if which == DUE else FIRST
    budgets = rules.budgets[kind, therapy]
    for number in range(1, budgets[0] + 1):
        resource = budgets[number]
        if ward.left[resource] <= LITTLE * rules.use[draw, kind, therapy, resource]:
            return bool(rules.use[draw, kind, therapy, resource] <= 0.0)
    return True


@borrowing
def _gone(
    rules: Rules, draw: int, which: int, who: int, start: float, patients: Patients, books: Books
) -> bool:
    """Whether the patient whose turn it is has left before `start`; if so, his leaving is booked."""
    if which == DUE:
        return start > patients[who].due and lapsed(rules, draw, who, start, patients, books)
    if start <= patients[who].joined:
        return False
    therapy = patients[who].therapy
    if patients[who].patience < 1.0 - rules.hardest[draw, therapy] * (start - patients[who].joined):
        return False  # exp(-x) is at least 1 - x: most stay, and need no logarithm to know it
    leaving, bin_, _send = would_leave(rules, draw, who, patients)
    if leaving >= start:
        return False
    leave(rules, draw, who, leaving, bin_, patients, books)
    return True


@borrowing
def _serve(
    rules: Rules,
    draw: int,
    week: int,
    which: int,
    who: int,
    start: float,
    ward: Ward,
    patients: Patients,
    books: Books,
) -> None:
    """Take what one cycle takes, give it, and see the patient off until the next."""
    patient = patients[who]
    therapy, year = patient.therapy, rules.year[week]
    kind = LATER_CYCLE if which == DUE else FIRST
    _take(rules, draw, week, kind, who, start, ward, patients)
    books.served[kind, year, therapy] += 1.0
    if which == DUE:
        if start > patient.due:
            add_span(books.counts[books_of.OVERDUE_WEEKS], therapy, rules, patient.due, start)
            add_span(books.country[books_of.WEEKS_IN_COURSE], therapy, rules, patient.due, start)
    else:
        add_wait(books, rules, therapy, patient.joined, start, True)
        if patient.end == NOT_STARTED:
            books.lost[year, therapy, CANCELLED] += 1.0
            books.untreated[week, therapy] += 1.0
            return
        started = books_of.RESTARTED if which == AGAIN else books_of.STARTED
        books.counts[started, year, therapy] += 1.0
        if start - patient.joined > rules.late:
            books.counts[books_of.STARTED_LATE, year, therapy] += 1.0
    books.counts[books_of.GIVEN, year, therapy] += 1.0
    patient.made += 1
    _part(rules, draw, week, who, start, ward, patients, books)


@borrowing
def _take(
    rules: Rules, draw: int, week: int, kind: int, who: int, start: float, ward: Ward, patients: Patients
) -> None:
    therapy = patients[who].therapy
    ward.vials[therapy] -= 1.0
    budgets = rules.budgets[kind, therapy]
    for number in range(1, budgets[0] + 1):
        ward.left[budgets[number]] -= rules.use[draw, kind, therapy, budgets[number]]
    for pool in range(2):
        units = rules.holds[draw, kind, therapy, pool]
        if units > 0.0 and rules.places[draw, week, pool] < ENOUGH:
            turn = units * rules.turn[draw, week, pool]
            if rules.exponential:
                cycle = patients[who].made
                a, b, c, d = luck_of(rules, draw, patients, who, TURN + cycle // 4 % 8)
                turn *= -math.log((a, b, c, d)[cycle % 4])
            hold(ward.free_at[pool], start + turn)


@borrowing
def _part(
    rules: Rules, draw: int, week: int, who: int, start: float, ward: Ward, patients: Patients, books: Books
) -> None:
    """After a cycle: the course is over, or he comes back after the interval, or stops before."""
    patient = patients[who]
    therapy = patient.therapy
    if patient.made == patient.cycles and patient.end == DONE:
        books.counts[books_of.COMPLETED, rules.year[week], therapy] += 1.0
        _settle(rules, draw, week, who, ward, patients, books)
        return
    patient.due = start + rules.interval[therapy]
    add_span(books.country[books_of.WEEKS_IN_COURSE], therapy, rules, start, patient.due)
    if patient.made < patient.cycles:
        stand(ward, DUE, therapy, who, patients)
    elif patient.due >= len(rules.era):
        books.end[books_of.END_IN_COURSE, therapy] += 1.0
    else:
        stop(rules, int(patient.due), therapy, patient.end, books)


@borrowing
def _settle(
    rules: Rules, draw: int, week: int, who: int, ward: Ward, patients: Patients, books: Books
) -> None:
    """He is stable. Whoever will need a repeated course is told apart now, with the week in which he will.

    He joins the list in the week after; until then he counts as stable.
    """
    therapy = patients[who].therapy
    die, progress = rules.die_stable[draw, therapy], rules.progress[draw, therapy]
    leaves = die + (1.0 - die) * progress
    again = (1.0 - die) * progress * rules.repeat[draw, therapy]
    which, how_long, _, _ = (
        luck_of(rules, draw, patients, who, AFTER) if again > 0.0 else (1.0, 0.0, 0.0, 0.0)
    )
    if again <= 0.0 or which * leaves >= again:
        books.stable[week, therapy] += 1.0
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
        patients[who].next = ward.coming[int(until) + 1, therapy]
        ward.coming[int(until) + 1, therapy] = who


@borrowing
def _close(rules: Rules, draw: int, ward: Ward, patients: Patients, books: Books) -> None:
    """At the end of the run: who still stands in a line, and who has left it before anybody looked."""
    end = float(len(rules.era))
    for therapy in range(len(ward.vials)):
        for which in range(3):
            who = ward.head[which, therapy]
            while who != NOBODY:
                if which == DUE:
                    _close_due(rules, draw, who, end, patients, books)
                elif not _gone(rules, draw, which, who, end, patients, books):
                    waited = end - patients[who].joined
                    add_span(books.counts[books_of.WAITING_WEEKS], therapy, rules, patients[who].joined, end)
                    books.end[books_of.END_WAITING, therapy] += 1.0
                    if waited > rules.late:
                        books.waits[books_of.WAIT_ENDED, therapy] += 1.0
                        books.waits[books_of.WAIT_LATE, therapy] += 1.0
                who = patients[who].next


@borrowing
def _close_due(rules: Rules, draw: int, who: int, end: float, patients: Patients, books: Books) -> None:
    due, therapy = patients[who].due, patients[who].therapy
    if due < end:
        if lapsed(rules, draw, who, end, patients, books):
            return
        add_span(books.counts[books_of.OVERDUE_WEEKS], therapy, rules, due, end)
        add_span(books.country[books_of.WEEKS_IN_COURSE], therapy, rules, due, end)
    books.end[books_of.END_IN_COURSE, therapy] += 1.0
