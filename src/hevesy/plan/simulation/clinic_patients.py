"""Who comes to a clinic, and what each brings along: when he joins, his patience, and how far his course will go.

All of a patient's luck is named by how he came, therapy, draw, place, week and his number in that week: a chair more
does not change who he is.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hevesy.capacity.borrowing import borrowing
from hevesy.capacity.chance import QUEUE, philox
from hevesy.plan.simulation.clinic_rules import EXPECTED, JOINING, OF_ORIGIN, REPEATED, SENT, Rules
from hevesy.plan.simulation.model import Floats, Whole

NOBODY = -1
# how a course ends, when nothing interrupts it
NOT_STARTED, DONE, DROPPED, STOPPED_TRAVEL, STOPPED_PAY, ENDED = range(6)

PATIENT = np.dtype(
    [
        ("joined", "f8"),  # instants, in weeks from the start of the run
        ("due", "f8"),
        ("patience", "f8"),  # his place between 0 and 1 among all who wait: the lower, the longer he lasts
        ("next", "i4"),  # who stands behind him in his line
        ("therapy", "i4"),
        ("week", "i4"),  # with origin and number, the name of his luck
        ("number", "i4"),
        ("origin", "i4"),
        ("kind", "i4"),  # class
        ("cycles", "i4"),  # that he will be given, when nothing interrupts
        ("end", "i4"),
        ("made", "i4"),  # cycles given so far
    ],
    align=True,
)
Patients = np.ndarray[Any, np.dtype[np.void]]

_ONE_WORD = 2.0**-32
_LATEST = 1.0 - 2.0**-33  # of a week: the sum with the week's number must not reach the next


@borrowing
def luck(rules: Rules, draw: int, stream: int, therapy: int, number: int, week: int) -> Any:
    """Four numbers between 0 and 1 that belong to one question about one patient."""
    low, key = np.uint64(0xFFFFFFFF), np.uint64(rules.seed)
    unit = (np.uint64(therapy & 0xFF) << np.uint64(16)) | np.uint64(number & 0xFFFF)
    a, b, c, d = philox(
        np.uint64(week),
        np.uint64(rules.first_draw + draw) & low,
        np.uint64(rules.place) & low,
        (np.uint64(stream) << np.uint64(24)) | unit,
        key & low,
        key >> np.uint64(32),
    )
    return (
        (np.float64(a) + 0.5) * _ONE_WORD,
        (np.float64(b) + 0.5) * _ONE_WORD,
        (np.float64(c) + 0.5) * _ONE_WORD,
        (np.float64(d) + 0.5) * _ONE_WORD,
    )


@borrowing
def luck_of(rules: Rules, draw: int, patients: Patients, who: int, question: int) -> Any:
    """Four numbers of a patient's own for one of the questions of `clinic_rules`."""
    patient = patients[who]
    stream = QUEUE + OF_ORIGIN * patient.origin + question
    return luck(rules, draw, stream, patient.therapy, patient.number, patient.week)


@borrowing
def course(rules: Rules, draw: int, therapy: int, kind: int, at: float) -> Any:
    """How many cycles a patient of a class will be given and how his course then ends; `at` is his luck."""
    last, reason = rules.last[therapy, kind], rules.reason[therapy, kind]
    upto, still = 1.0 - rules.first[draw, therapy], rules.first[draw, therapy]
    if at < upto:
        return 0, NOT_STARTED
    for cycle in range(1, last + 1):
        if cycle == last and reason < 0:
            break
        upto += still * (1.0 - rules.drop[draw, therapy])
        still *= rules.drop[draw, therapy]
        if at < upto:
            return cycle, DROPPED
        if cycle == last:
            return cycle, STOPPED_TRAVEL + reason
        upto += still * (1.0 - rules.end[draw, therapy])
        still *= rules.end[draw, therapy]
        if at < upto:
            return cycle, ENDED
    return last, DONE


@borrowing
def joins(
    rules: Rules,
    draw: int,
    expected: Floats,
    total: Floats,
    sent: Whole,
    patients: Patients,
    line: Whole,
    past: Whole,
) -> bool:
    """Write all patients who join in one draw into the table, therapy by therapy in the order of their joining.

    `expected` (W, H, K, d) are means of Poisson numbers, `total` (W, H, d) their sums over the classes; `sent`
    (W, H, K, d) are whole people, or empty. Those of therapy h are patients[line[h]:past[h]]. False: the table is too
    small.
    """
    weeks, therapies, _draws = total.shape
    count = 0
    for therapy in range(therapies):
        line[therapy] = count
        for week in range(weeks):
            begin = count
            if total[week, therapy, draw] > 0.0:
                means = expected[week, therapy, :, draw]
                count = _expected(
                    rules, draw, therapy, week, means, total[week, therapy, draw], patients, count
                )
            first_sent = count
            if len(sent) > 0:
                count = _sent(rules, draw, therapy, week, sent[week, therapy, :, draw], patients, count)
            if count + 1 >= len(patients):
                return False
            if count > first_sent:
                _in_order(patients, begin, count)
        past[therapy] = count
        for who in range(line[therapy], count):
            patients[who].next = who + 1 if who + 1 < count else NOBODY
    return True


@borrowing
def _expected(
    rules: Rules,
    draw: int,
    therapy: int,
    week: int,
    means: Floats,
    total: float,
    patients: Patients,
    count: int,
) -> int:
    gone, number = 0.0, 0
    while count + 1 < len(patients):
        gap, which, patience, way = luck(rules, draw, QUEUE + JOINING, therapy, number, week)
        gone -= math.log(gap)
        if gone >= total:
            break
        kind, left = 0, which * total
        while kind + 1 < len(means) and left >= means[kind]:
            left -= means[kind]
            kind += 1
        while means[kind] <= 0.0:  # rounding must not lead to a class to which nobody belongs
            kind -= 1
        at = week + min(gone / total, _LATEST)
        _write(rules, draw, patients, count, therapy, week, number, EXPECTED, kind, at, patience, way)
        count += 1
        number += 1
    return count


@borrowing
def _sent(
    rules: Rules, draw: int, therapy: int, week: int, people: Whole, patients: Patients, count: int
) -> int:
    number = 0
    for kind in range(len(people)):
        for _person in range(people[kind]):
            if count + 1 >= len(patients):
                return count
            when, _, patience, way = luck(
                rules, draw, QUEUE + OF_ORIGIN * SENT + JOINING, therapy, number, week
            )
            _write(
                rules, draw, patients, count, therapy, week, number, SENT, kind, week + when, patience, way
            )
            count += 1
            number += 1
    return count


@borrowing
def join_again(rules: Rules, draw: int, patients: Patients, who: int, number: int, week: int) -> None:
    """The same person joins for a repeated course, with new luck."""
    therapy = patients[who].therapy
    stream = QUEUE + OF_ORIGIN * REPEATED + JOINING
    when, _, patience, way = luck(rules, draw, stream, therapy, number, week)
    kind = rules.repeat_class[therapy]
    _write(rules, draw, patients, who, therapy, week, number, REPEATED, kind, week + when, patience, way)


@borrowing
def _write(
    rules: Rules,
    draw: int,
    patients: Patients,
    who: int,
    therapy: int,
    week: int,
    number: int,
    origin: int,
    kind: int,
    joined: float,
    patience: float,
    way: float,
) -> None:
    patient = patients[who]
    patient.joined, patient.due, patient.patience = joined, joined, patience
    patient.next, patient.therapy, patient.kind = NOBODY, therapy, kind
    patient.week, patient.number, patient.origin = week, number, origin
    patient.cycles, patient.end = course(rules, draw, therapy, kind, way)
    patient.made = 0


@borrowing
def _in_order(patients: Patients, begin: int, past: int) -> None:
    """Put the few patients of one week in the order in which they join; the table's last place is kept free."""
    spare = len(patients) - 1
    for place in range(begin + 1, past):
        now = place
        while now > begin and patients[now - 1].joined > patients[now].joined:
            patients[spare] = patients[now - 1]
            patients[now - 1] = patients[now]
            patients[now] = patients[spare]
            now -= 1
