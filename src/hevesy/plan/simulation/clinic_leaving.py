"""How patients leave a clinic without what they came for, and what becomes of the stable."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hevesy.capacity.borrowing import borrowing
from hevesy.plan.simulation import clinic_books as books_of
from hevesy.plan.simulation.clinic_books import Books, add_span, add_wait
from hevesy.plan.simulation.clinic_patients import (
    LATENESS,
    PATIENCE,
    WORDS,
    Patients,
    luck_of,
    share_of,
)
from hevesy.plan.simulation.clinic_rules import DROPPED, ENDED, LEAVING, STOPPED, Rules, signed
from hevesy.plan.simulation.model import (
    ABROAD,
    CANCELLED,
    CLINICAL_STOP,
    DIED_WAITING,
    INTERRUPTED,
    NO_PAY,
    NO_TRAVEL,
    PAY,
    TRAVEL,
    WAITED_TOO_LONG,
    Floats,
)


@borrowing
def lapsed(rules: Rules, draw: int, who: int, start: float, patients: Patients, books: Books) -> bool:
    """Whether a patient who is overdue has lapsed before `start`; if so, it is booked.

    Lapsing has no memory, so one exponential number says how much lateness he bears over the whole course.
    """
    therapy, due = signed(patients.therapy[who]), patients.ready[who]
    rate, before = rules.lapse[draw, therapy], patients.borne[who]
    if rate <= 0.0:
        return False
    after, share = before + rate * (start - due), share_of(patients.words[WORDS * who + LATENESS])
    # exp(-x) is at least 1 - x: most are still there, and need no logarithm to know it
    if share <= 1.0 - after or -math.log(share) >= after:
        patients.borne[who] = after
        return False
    until = due + (-math.log(share) - before) / rate
    week = int(until)
    add_span(books.counts[books_of.OVERDUE_WEEKS], therapy, rules, due, until)
    add_span(books.country[books_of.WEEKS_IN_COURSE], therapy, rules, patients.began[who], until)
    books.lost[rules.year[week], therapy, INTERRUPTED] += 1.0
    books.progressed[week, therapy] += 1.0
    return True


@borrowing
def has_left(rules: Rules, draw: int, who: int, start: float, patients: Patients, books: Books) -> bool:
    """Whether a patient on the list has left it before `start`; if so, it is booked."""
    joined, share = patients.ready[who], share_of(patients.words[WORDS * who + PATIENCE])
    if share < 1.0 - rules.hardest[draw, patients.therapy[who]] * (start - joined):
        return False  # as above
    leaving, bin_, _send = would_leave(rules, draw, who, patients)
    if leaving >= start:
        return False
    leave(rules, draw, who, leaving, bin_, patients, books)
    return True


@borrowing
def would_leave(rules: Rules, draw: int, who: int, patients: Patients) -> Any:
    """When he would leave the list unserved, in which bin of waiting, and what share is then sent on."""
    therapy, joined = signed(patients.therapy[who]), patients.ready[who]
    era = rules.era[int(joined)]
    lasts, since = -math.log(share_of(patients.words[WORDS * who + PATIENCE])), 0.0
    for number in range(len(rules.edges)):
        send = rules.send[draw, therapy, era] if number >= rules.send_from else 0.0
        stays = (
            (1.0 - rules.die[draw, therapy, number])
            * (1.0 - rules.worsen[draw, therapy, number])
            * (1.0 - send)
        )
        if stays < 1.0:
            if stays <= 0.0:
                return joined + since, number, send
            rate = -math.log(stays)
            if lasts < rate * (rules.edges[number] - since):
                return joined + since + lasts / rate, number, send
            lasts -= rate * (rules.edges[number] - since)
        since = rules.edges[number]
    return np.inf, len(rules.edges) - 1, 0.0


@borrowing
def leave(rules: Rules, draw: int, who: int, at: float, bin_: int, patients: Patients, books: Books) -> None:
    """He dies, is no longer eligible, or is sent on, in the shares of his bin of waiting."""
    therapy, joined, week = signed(patients.therapy[who]), patients.ready[who], int(at)
    year, era = rules.year[week], rules.era[int(joined)]
    add_wait(books, rules, therapy, joined, at, False)
    send = rules.send[draw, therapy, era] if bin_ >= rules.send_from else 0.0
    die, worsen = rules.die[draw, therapy, bin_], rules.worsen[draw, therapy, bin_]
    which = luck_of(rules, draw, patients, who, LEAVING)[0]
    which *= 1.0 - (1.0 - die) * (1.0 - worsen) * (1.0 - send)
    if which < die:
        books.lost[year, therapy, DIED_WAITING] += 1.0
        books.country[books_of.DEAD_UNTREATED, year, therapy] += 1.0
        books.end[books_of.END_DEAD, therapy] += 1.0
    elif which < die + (1.0 - die) * worsen or send <= 0.0:
        books.lost[year, therapy, WAITED_TOO_LONG] += 1.0
        books.untreated[week, therapy] += 1.0
    else:
        books.counts[books_of.SENT_ON, year, therapy] += 1.0
        if rules.onward[therapy, era] >= rules.abroad:
            books.lost[year, therapy, ABROAD] += 1.0
            books.end[books_of.END_ABROAD, therapy] += 1.0
        else:
            books.onward[week, therapy, patients.kind[who]] += 1.0


@borrowing
def stop(rules: Rules, week: int, therapy: int, end: int, books: Books) -> None:
    year = rules.year[week]
    books.progressed[week, therapy] += 1.0
    if end == DROPPED:
        books.lost[year, therapy, CANCELLED] += 1.0
    elif end == STOPPED + TRAVEL:
        books.lost[year, therapy, NO_TRAVEL] += 1.0
    elif end == STOPPED + PAY:
        books.lost[year, therapy, NO_PAY] += 1.0
    elif end == ENDED:
        books.lost[year, therapy, CLINICAL_STOP] += 1.0
        books.counts[books_of.COMPLETED, year, therapy] += 1.0


@borrowing
def stable(rules: Rules, draw: int, people_stable: Floats, books: Books) -> None:
    """Those who are stable and will not be treated again: week by week, as shares, because they meet no queue."""
    for therapy in range(people_stable.shape[1]):
        die, progress = rules.die_stable[draw, therapy], rules.progress[draw, therapy]
        leaves = die + (1.0 - die) * progress
        for_good = leaves - (1.0 - die) * progress * rules.repeat[draw, therapy]
        dying = die / for_good if for_good > 0.0 else 0.0
        people = 0.0
        for year in range(len(rules.year_start) - 1):
            died, weeks_stable = 0.0, 0.0
            for week in range(rules.year_start[year], rules.year_start[year + 1]):
                left = people * leaves
                people += people_stable[week, therapy] - left
                books.progressed[week, therapy] += left - left * dying
                died += left * dying
                weeks_stable += people
            books.country[books_of.DEAD_TREATED, year, therapy] += died
            books.country[books_of.WEEKS_STABLE, year, therapy] += weeks_stable
            books.end[books_of.END_DEAD, therapy] += died
        books.end[books_of.END_STABLE, therapy] += people
