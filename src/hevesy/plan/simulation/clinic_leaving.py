"""How patients leave a clinic without what they came for, and what becomes of the stable."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hevesy.capacity.borrowing import borrowing
from hevesy.plan.simulation import clinic_books as books_of
from hevesy.plan.simulation.clinic_books import Books, add_span, add_wait
from hevesy.plan.simulation.clinic_patients import (
    DROPPED,
    ENDED,
    STOPPED_PAY,
    STOPPED_TRAVEL,
    Patients,
    luck_of,
)
from hevesy.plan.simulation.clinic_rules import LATENESS, LEAVING, Rules
from hevesy.plan.simulation.model import (
    ABROAD,
    CANCELLED,
    CLINICAL_STOP,
    DIED_WAITING,
    INTERRUPTED,
    NO_PAY,
    NO_TRAVEL,
    WAITED_TOO_LONG,
)


@borrowing
def lapsed(rules: Rules, draw: int, who: int, start: float, patients: Patients, books: Books) -> bool:
    patient = patients[who]
    rate = rules.lapse[draw, patient.therapy]
    if rate <= 0.0:
        return False
    a, b, c, d = luck_of(rules, draw, patients, who, LATENESS + patient.made // 4 % 5)
    word = (a, b, c, d)[patient.made % 4]
    if word < 1.0 - rate * (start - patient.due):
        return False  # exp(-x) is at least 1 - x: most are still there, and need no logarithm to know it
    until = patient.due - math.log(word) / rate
    if until >= start:
        return False
    therapy, week = patient.therapy, int(until)
    add_span(books.counts[books_of.OVERDUE_WEEKS], therapy, rules, patient.due, until)
    add_span(books.country[books_of.WEEKS_IN_COURSE], therapy, rules, patient.due, until)
    books.lost[rules.year[week], therapy, INTERRUPTED] += 1.0
    books.progressed[week, therapy] += 1.0
    return True


@borrowing
def would_leave(rules: Rules, draw: int, who: int, patients: Patients) -> Any:
    """When he would leave the list unserved, in which bin of waiting, and what share is then sent on."""
    patient = patients[who]
    therapy, era = patient.therapy, rules.era[int(patient.joined)]
    lasts, since = -math.log(patient.patience), 0.0
    for number in range(len(rules.edges)):
        send = rules.send[draw, therapy, era] if number >= rules.send_from else 0.0
        stays = (
            (1.0 - rules.die[draw, therapy, number])
            * (1.0 - rules.worsen[draw, therapy, number])
            * (1.0 - send)
        )
        if stays < 1.0:
            if stays <= 0.0:
                return patient.joined + since, number, send
            rate = -math.log(stays)
            if lasts < rate * (rules.edges[number] - since):
                return patient.joined + since + lasts / rate, number, send
            lasts -= rate * (rules.edges[number] - since)
        since = rules.edges[number]
    return np.inf, len(rules.edges) - 1, 0.0


@borrowing
def leave(rules: Rules, draw: int, who: int, at: float, bin_: int, patients: Patients, books: Books) -> None:
    """He dies, is no longer eligible, or is sent on, in the shares of his bin of waiting."""
    patient = patients[who]
    therapy, week = patient.therapy, int(at)
    year, era = rules.year[week], rules.era[int(patient.joined)]
    add_wait(books, rules, therapy, patient.joined, at, False)
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
            books.onward[week, therapy, patient.kind] += 1.0


@borrowing
def stop(rules: Rules, week: int, therapy: int, end: int, books: Books) -> None:
    year = rules.year[week]
    books.progressed[week, therapy] += 1.0
    if end == DROPPED:
        books.lost[year, therapy, CANCELLED] += 1.0
    elif end == STOPPED_TRAVEL:
        books.lost[year, therapy, NO_TRAVEL] += 1.0
    elif end == STOPPED_PAY:
        books.lost[year, therapy, NO_PAY] += 1.0
    elif end == ENDED:
        books.lost[year, therapy, CLINICAL_STOP] += 1.0
        books.counts[books_of.COMPLETED, year, therapy] += 1.0


@borrowing
def stable(rules: Rules, draw: int, books: Books) -> None:
    """Those who are stable and will not be treated again: week by week, as shares, because they meet no queue."""
    for therapy in range(books.stable.shape[1]):
        die, progress = rules.die_stable[draw, therapy], rules.progress[draw, therapy]
        leaves = die + (1.0 - die) * progress
        for_good = leaves - (1.0 - die) * progress * rules.repeat[draw, therapy]
        dying = die / for_good if for_good > 0.0 else 0.0
        people = 0.0
        for week in range(len(rules.era)):
            year = rules.year[week]
            left = people * leaves
            dead = left * dying
            people += books.stable[week, therapy] - left
            books.progressed[week, therapy] += left - dead
            books.country[books_of.DEAD_TREATED, year, therapy] += dead
            books.end[books_of.END_DEAD, therapy] += dead
            books.country[books_of.WEEKS_STABLE, year, therapy] += people
        books.end[books_of.END_STABLE, therapy] += people
