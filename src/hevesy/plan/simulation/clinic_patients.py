"""Who comes to a clinic, and what each brings along: when he joins, his patience, and how far his course will go.

All of a patient's luck is named by how he came, therapy, draw, place, week and his number in that week: a chair more
does not change who he is. The table is written in three passes over the patients of a therapy - when they join, their
random words, what the words mean - because the second, which is nothing but arithmetic, then fills the processor's
vectors.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.borrowing import borrowing
from hevesy.capacity.chance import QUEUE, compiled, philox
from hevesy.plan.simulation.clinic_rules import (
    COMING,
    DROPPED,
    ENDED,
    EXPECTED,
    JOINING,
    NOT_STARTED,
    OF_ORIGIN,
    REPEATED,
    SENT,
    Rules,
    Words,
    signed,
)
from hevesy.plan.simulation.model import Floats, Whole

NOBODY = 0xFFFFFFFF
UNKNOWN = 255  # a class that is not drawn yet
# a patient's four random words: of which class he is, how far his course goes, how long he waits and how late he bears
CLASS, COURSE, PATIENCE, LATENESS = range(4)
WORDS = 4

Bytes = NDArray[np.uint8]

_ONE_WORD = 2.0**-32
LATEST = 1.0 - 2.0**-33  # of a week: the sum with the week's number must not reach the next
HEAVY = (
    500.0  # patients of a week; where more are expected, their gaps are scaled so that exp(-gaps) is no zero
)


class Patients(NamedTuple):
    """A table of n patients, column by column; those of a therapy stand together in the order of their joining."""

    ready: Floats  # the instant, in weeks, from which he can be served: when he joined, then when he is due
    began: Floats  # when his course began
    borne: Floats  # how much lateness he has borne so far, as the sum of rates of lapsing over weeks overdue
    next: Words  # who stands behind him in his line
    week: Words  # in which he joined
    name: Words  # with the week, the name of his luck: origin, therapy and number
    words: Words  # (4 n,) his luck
    therapy: Bytes
    kind: Bytes  # class
    cycles: Bytes  # that he will be given, when nothing interrupts
    end: Bytes
    made: Bytes  # cycles given so far


class Expected(NamedTuple):
    """Expected people by draw, week and therapy: in the order in which one draw after another reads them."""

    total: Floats  # (d, W, H)
    means: Floats  # (d, W, H, C) by class
    kinds: Whole  # (C,) the classes in which anybody is expected


class Scratch(NamedTuple):
    """Room for what is needed for a moment of each week of a draw."""

    gaps: Words  # (4 W,) random words for the first four gaps between patients
    none: Floats  # (W,) the probability that nobody comes


@compiled
def table_of(size: int) -> Patients:
    """An empty table."""
    return Patients(
        np.empty(size),
        np.empty(size),
        np.empty(size),
        np.empty(size, dtype=np.uint32),
        np.empty(size, dtype=np.uint32),
        np.empty(size, dtype=np.uint32),
        np.empty(WORDS * size, dtype=np.uint32),
        np.empty(size, dtype=np.uint8),
        np.empty(size, dtype=np.uint8),
        np.empty(size, dtype=np.uint8),
        np.empty(size, dtype=np.uint8),
        np.empty(size, dtype=np.uint8),
    )


@compiled
def expected_of(people: Floats) -> Expected:
    """The same people (W, H, K, d), summed class by class, so that a draw's bits do not depend on its neighbours."""
    weeks, therapies, kinds, draws = people.shape
    total, used, row = np.empty((draws, weeks, therapies)), np.zeros(kinds, dtype=np.bool_), np.empty(draws)
    for week in range(weeks):
        for therapy in range(therapies):
            row[:] = 0.0
            for kind in range(kinds):
                some = False
                for draw in range(draws):
                    row[draw] += people[week, therapy, kind, draw]
                    some |= people[week, therapy, kind, draw] > 0.0
                used[kind] |= some
            total[:, week, therapy] = row
    some_kinds = np.flatnonzero(used)
    means = np.empty((draws, weeks, therapies, len(some_kinds)))
    for week in range(weeks):
        for therapy in range(therapies):
            for number in range(len(some_kinds)):
                means[:, week, therapy, number] = people[week, therapy, some_kinds[number]]
    return Expected(total, means, some_kinds)


@borrowing
def name_of(origin: int, therapy: int, number: int) -> np.uint32:
    """One word for how somebody came, to which therapy, and as which of his week; questions are added to it."""
    stream = QUEUE + OF_ORIGIN * origin + JOINING
    return np.uint32((stream << 24) | ((therapy & 0xFF) << 16) | (number & 0xFFFF))


@borrowing
def words_of(rules: Rules, draw: int, name: np.uint32, question: int, week: int) -> Any:
    """Four random words that belong to one question about one patient."""
    low, key = np.uint64(0xFFFFFFFF), np.uint64(rules.seed)
    return philox(
        np.uint64(week),
        np.uint64(rules.first_draw + draw) & low,
        np.uint64(rules.place) & low,
        np.uint64(name) + (np.uint64(question) << np.uint64(24)),
        key & low,
        key >> np.uint64(32),
    )


@borrowing
def share_of(word: int) -> float:
    """A random word as a number between 0 and 1, never 0 and never 1."""
    return (np.float64(word) + 0.5) * _ONE_WORD


@borrowing
def luck(rules: Rules, draw: int, name: np.uint32, question: int, week: int) -> Any:
    """Four numbers between 0 and 1 that belong to one question about one patient."""
    a, b, c, d = words_of(rules, draw, name, question, week)
    return share_of(a), share_of(b), share_of(c), share_of(d)


@borrowing
def luck_of(rules: Rules, draw: int, patients: Patients, who: int, question: int) -> Any:
    """Four numbers of a patient's own for one of the questions of `clinic_rules`."""
    return luck(rules, draw, patients.name[who], question, signed(patients.week[who]))


@borrowing
def joins(
    rules: Rules,
    draw: int,
    expected: Expected,
    sent: Whole,
    patients: Patients,
    scratch: Scratch,
    line: Whole,
    past: Whole,
) -> bool:
    """Write all patients who join in one draw into the table, therapy by therapy in the order of their joining.

    `expected` are means of Poisson numbers, `sent` (d, W, H, K) are whole people, or empty. Those of therapy h are
    patients[line[h]:past[h]]. False: the table is too small.
    """
    count = 0
    for therapy in range(len(line)):
        line[therapy] = count
        count = _instants(rules, draw, therapy, expected.total[draw], sent, patients, scratch, count)
        if count < 0:
            return False
        _words(rules, draw, line[therapy], count, patients)
        for who in range(line[therapy], count):
            if patients.kind[who] == UNKNOWN:
                _draw_class(expected, draw, therapy, patients, who)
            _start(rules, draw, therapy, patients, who)
            patients.next[who] = who + 1
        past[therapy] = count
        if count > line[therapy]:
            patients.next[count - 1] = NOBODY
    return True


@borrowing
def _instants(
    rules: Rules,
    draw: int,
    therapy: int,
    total: Floats,
    sent: Whole,
    patients: Patients,
    scratch: Scratch,
    first: int,
) -> int:
    """When the patients of a therapy join, and their names; returns how many there are now, -1 for too many."""
    gaps, none, count, half_done = scratch.gaps, scratch.none, first, len(sent) == 0
    for week in range(len(none)):
        a, b, c, d = words_of(rules, draw, name_of(EXPECTED, therapy, 0), COMING, week)
        gaps[4 * week], gaps[4 * week + 1], gaps[4 * week + 2], gaps[4 * week + 3] = a, b, c, d
    for week in range(len(none)):
        none[week] = math.exp(-min(total[week, therapy], HEAVY))
    for week in range(len(none)):
        begin = count
        if total[week, therapy] > 0.0:
            count = _expected(rules, draw, therapy, week, total[week, therapy], patients, scratch, count)
        if count >= 0 and not half_done:
            _spread(therapy, total, patients, begin, count)
            count = _sent(rules, draw, therapy, week, sent[draw, week, therapy], patients, begin, count)
        if count < 0:
            return -1
    if half_done:
        _spread(therapy, total, patients, first, count)
    return count


@borrowing
def _expected(
    rules: Rules,
    draw: int,
    therapy: int,
    week: int,
    mean: float,
    patients: Patients,
    scratch: Scratch,
    count: int,
) -> int:
    """The expected patients of one week; `ready` is not their instant yet, see `_spread`.

    The gaps of a Poisson stream are exponential, so exp(-gap) is a random number, and where the product of these falls
    to exp(-mean) the week is over. Four at a time are written down before it is known whether they come; who does not
    is overwritten. To ask before each costs more: a processor guesses ahead, and nobody can guess this.
    """
    number, product, none = 0, 1.0, scratch.none[week]
    gaps = scratch.gaps[4 * week : 4 * week + 4]
    while number == 0 or product > none:
        if count + 4 > len(patients.ready):
            return -1
        if number > 0:
            name = name_of(EXPECTED, therapy, number)
            gaps[0], gaps[1], gaps[2], gaps[3] = words_of(rules, draw, name, COMING, week)
        for each in range(4):
            share = share_of(gaps[each])
            product *= share if mean <= HEAVY else share ** (HEAVY / mean)
            patients.ready[count], patients.week[count], patients.kind[count] = product, week, UNKNOWN
            patients.name[count] = name_of(EXPECTED, therapy, number + each)
            count += signed(product > none)
        number += 4
    return count


@borrowing
def _spread(therapy: int, total: Floats, patients: Patients, first: int, past: int) -> None:
    """The instants at which the expected patients join: the logarithms of the products, over the mean of the week."""
    for who in range(first, past):
        week = signed(patients.week[who])
        gone = -math.log(patients.ready[who]) / min(total[week, therapy], HEAVY)
        patients.ready[who] = week + min(gone, LATEST)


@borrowing
def _sent(
    rules: Rules,
    draw: int,
    therapy: int,
    week: int,
    people: Whole,
    patients: Patients,
    begin: int,
    count: int,
) -> int:
    """Write those whose class is known already, each in his place among the patients of the week, from `begin` on."""
    number = 0
    for kind in range(len(people)):
        for _person in range(people[kind]):
            if count == len(patients.ready):
                return -1
            name = name_of(SENT, therapy, number)
            joined = week + luck(rules, draw, name, 0, week)[CLASS]  # a word that he does not need
            place = count
            while place > begin and patients.ready[place - 1] > joined:
                patients.ready[place], patients.name[place] = (
                    patients.ready[place - 1],
                    patients.name[place - 1],
                )
                patients.kind[place] = patients.kind[place - 1]
                place -= 1
            patients.ready[place], patients.name[place], patients.kind[place] = joined, name, kind
            patients.week[count] = week
            count, number = count + 1, number + 1
    return count


@borrowing
def _words(rules: Rules, draw: int, first: int, past: int, patients: Patients) -> None:
    """The random words of the patients of one therapy."""
    weeks, names, words = (
        patients.week[first:past],
        patients.name[first:past],
        patients.words[WORDS * first :],
    )
    for who in range(len(weeks)):
        a, b, c, d = words_of(rules, draw, names[who], 0, weeks[who])
        words[4 * who], words[4 * who + 1], words[4 * who + 2], words[4 * who + 3] = a, b, c, d


@borrowing
def _draw_class(expected: Expected, draw: int, therapy: int, patients: Patients, who: int) -> None:
    """The class of one who was expected: how many classes there are before his place among all who are."""
    week = signed(patients.week[who])
    means, upto, number = expected.means[draw, week, therapy], 0.0, 0
    place = share_of(patients.words[WORDS * who + CLASS]) * expected.total[draw, week, therapy]
    for each in range(len(means)):
        upto += means[each]
        number += signed(place >= upto)
    number = min(number, len(means) - 1)
    while means[number] <= 0.0:  # rounding must not lead to a class to which nobody belongs
        number -= 1
    patients.kind[who] = expected.kinds[number]


@borrowing
def _start(rules: Rules, draw: int, therapy: int, patients: Patients, who: int) -> None:
    """What follows from a patient's class and words: how many cycles he will be given, and how his course then ends.

    `rules.stops` are the bounds, in rising order, below which he does not start, is dropped after the first cycle,
    ends after it, is dropped after the second, and so on. Counted without asking at each whether to go on.
    """
    kind, at = patients.kind[who], share_of(patients.words[WORDS * who + COURSE])
    stops, passed = rules.stops[draw, therapy], 0
    for step in range(len(stops)):
        passed += signed(at >= stops[step])
    whole = rules.steps[therapy, kind]
    passed = min(passed, whole)
    stopped = NOT_STARTED if passed == 0 else DROPPED if passed % 2 == 1 else ENDED
    patients.therapy[who], patients.made[who] = therapy, 0
    patients.cycles[who] = (passed + 1) // 2
    patients.end[who] = rules.ending[therapy, kind] if passed == whole else stopped


@borrowing
def join_again(rules: Rules, draw: int, patients: Patients, who: int, number: int, week: int) -> None:
    """The same person joins for a repeated course, with new luck."""
    therapy = signed(patients.therapy[who])
    name = name_of(REPEATED, therapy, number)
    a, b, c, d = words_of(rules, draw, name, 0, week)
    patients.ready[who] = week + share_of(a)
    patients.week[who], patients.name[who] = week, name
    words = patients.words[WORDS * who : WORDS * who + WORDS]
    words[CLASS], words[COURSE], words[PATIENCE], words[LATENESS] = a, b, c, d
    patients.kind[who] = rules.repeat_class[therapy]
    _start(rules, draw, therapy, patients, who)
