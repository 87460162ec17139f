"""What changes at a clinic while a draw runs: who stands in which line, what is left of the week, who holds a chair.

There are three lines for each therapy: of those on treatment, by the instants at which they are due; of the new; and
of those who need a repeated course. Line number `which * H + therapy`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from hevesy.capacity.borrowing import borrowing
from hevesy.capacity.chance import compiled
from hevesy.capacity.fifo import SAME, hold, next_free
from hevesy.plan.simulation.clinic_books import Books
from hevesy.plan.simulation.clinic_patients import NOBODY, Patients, join_again, luck
from hevesy.plan.simulation.clinic_rules import ENOUGH, UNLIMITED_FROM, VIALS, Rules, Words, signed
from hevesy.plan.simulation.model import NO_LIMIT, Floats, Whole

DUE, NEW, AGAIN = 0, 1, 2  # lines: on treatment; for the first course; for a repeated one
FIRST, LATER_CYCLE = 0, 1
LITTLE = 1e-9  # less than this share of what is taken is a rounding error of the budget


class Ward(NamedTuple):
    """What changes while a draw runs. L lines: those for repeated courses are left out where there are none."""

    head: Words  # (L,) who is first in each line
    tail: Words  # (L,)
    stalled: Words  # (L,) the first of those whose turn it was this week, and whose dose did not come
    stalled_last: Words  # (L,)
    missed: Floats  # (L,) how many that are this week; and how many the week had room for
    room: Floats  # (L,)
    ready: Floats  # (L,) the instant from which the first can be served; inf: nobody
    opens: Floats  # (L,) the same, or the next week where nothing is left of something this week
    behind: Floats  # (L,) how far a line's rank puts it behind others who could start at the same instant
    sits: Words  # (L,) on what its patients sit: 0 nothing, 1 a chair, 2 a bed, 3 both
    turns: Floats  # (L, 2) weeks for which a cycle holds a chair, and a bed
    budgets: Words  # (L, R + 1) from how many budgets a cycle takes, then which
    takes: Floats  # (L, R) how much, in the same order
    served: Floats  # (L,) this year
    free: Floats  # (4,) from when on there is what a line sits on; never before now
    free_at: Floats  # (2, most places) for `capacity.fifo`
    places: Whole  # (2,) chairs and beds of this week
    left: Floats  # (R,) of this week's budgets; below zero: the last patient ran over, and next week has less
    vials: Floats  # (H,) whole ones of this week
    fraction: Floats  # (H,) of a vial that is not delivered yet
    coming: Whole  # (W, H) the first of those whose repeated course joins in a week, linked by `next`
    stable: Floats  # (W, H) who become stable and will not be treated again


@compiled
def ward_of(rules: Rules) -> Ward:
    """An empty ward, with room for the most chairs there ever are."""
    weeks, therapies, most = len(rules.era), len(rules.interval), 1
    for units in rules.units.ravel():
        if most < units < ENOUGH:
            most = signed(units)
    repeats = rules.repeat.max() > 0.0
    lines = (3 if repeats else 2) * therapies
    resources = rules.have.shape[2]
    return Ward(
        np.empty(lines, dtype=np.uint32),
        np.empty(lines, dtype=np.uint32),
        np.empty(lines, dtype=np.uint32),
        np.empty(lines, dtype=np.uint32),
        np.zeros(lines),
        np.full(lines, np.inf),
        np.empty(lines),
        np.empty(lines),
        np.empty(lines),
        np.empty(lines, dtype=np.uint32),
        np.empty((lines, 2)),
        np.empty((lines, resources + 1), dtype=np.uint32),
        np.empty((lines, resources)),
        np.empty(lines),
        np.empty(4),
        np.empty((2, most)),
        np.empty(2, dtype=np.int64),
        np.empty(resources),
        np.empty(therapies),
        np.empty(therapies),
        np.empty((weeks if repeats else 0, therapies), dtype=np.int64),
        np.empty((weeks, therapies)),
    )


@borrowing
def open_draw(rules: Rules, draw: int, ward: Ward, patients: Patients, line: Whole, past: Whole) -> None:
    """Empty chairs, and the new of the draw in their lines: those of therapy h are patients[line[h]:past[h]]."""
    therapies = len(line)
    ward.ready[:], ward.opens[:], ward.served[:] = np.inf, np.inf, 0.0
    ward.head[:], ward.tail[:], ward.coming[:] = NOBODY, NOBODY, NOBODY
    ward.stalled[:], ward.stalled_last[:] = NOBODY, NOBODY
    ward.missed[:], ward.room[:] = 0.0, np.inf
    ward.free_at[:], ward.left[:], ward.stable[:] = -np.inf, 0.0, 0.0
    for number in range(len(ward.head)):
        kind, therapy = kind_of(ward, number), number % therapies
        ward.sits[number] = rules.sits[draw, kind, therapy]
        ward.budgets[number, 0] = rules.budgets[kind, therapy, 0]
        for each in range(ward.budgets[number, 0]):
            budget = rules.budgets[kind, therapy, each + 1]
            ward.budgets[number, each + 1] = budget
            ward.takes[number, each] = rules.use[draw, kind, therapy, budget]
    for therapy in range(therapies):
        if past[therapy] > line[therapy]:
            _is_first(ward, NEW * therapies + therapy, line[therapy], patients)
        ward.fraction[therapy] = luck(rules, draw, np.uint32((VIALS << 24) | (therapy << 16)), 0, 0)[0]


@borrowing
def kind_of(ward: Ward, number: int) -> int:
    """Whether a line waits for a first cycle or for a later one."""
    return LATER_CYCLE if number < len(ward.vials) else FIRST


@borrowing
def open_era(rules: Rules, draw: int, era: int, ward: Ward) -> None:
    """How lines rank from now on, and for how long their cycles hold a place."""
    for number in range(len(ward.behind)):
        kind, therapy = kind_of(ward, number), number % len(ward.vials)
        rank = -1 if kind == LATER_CYCLE else rules.rank[therapy, era]
        ward.behind[number] = rank * SAME
        for pool in range(2):
            ward.turns[number, pool] = rules.holds[draw, kind, therapy, pool] * rules.turn[draw, era, pool]


@borrowing
def open_week(rules: Rules, draw: int, week: int, ward: Ward, patients: Patients, books: Books) -> None:
    """What there is this week; budgets less what the last patient of the last week took too much; take in repeats."""
    era, year = rules.era[week], rules.year[week]
    for resource in range(len(ward.left)):
        has = min(rules.have[draw, era, resource] * rules.present[draw, week, resource], NO_LIMIT)
        ward.left[resource] = min(ward.left[resource], 0.0) + has
        books.had[year, resource] += has
    for pool in range(2):
        ward.places[pool] = rules.units[draw, era, pool]
        if 0 < ward.places[pool] < ENOUGH:
            present = rules.present[draw, week, rules.pool[pool]]
            ward.places[pool] = math.floor(ward.places[pool] * present + 0.5)
    if week == 0 or era != rules.era[week - 1]:
        open_era(rules, draw, era, ward)
    for therapy in range(len(ward.vials)):
        doses = rules.doses[draw, era, therapy]
        ward.vials[therapy] = doses
        if doses < UNLIMITED_FROM:
            whole = math.floor(ward.fraction[therapy] + doses + LITTLE)
            ward.fraction[therapy] += doses - whole
            ward.vials[therapy] = whole
        if len(ward.coming) > 0:
            _take_in(rules, draw, week, therapy, ward, patients)
    set_clock(ward, float(week))


@borrowing
def set_clock(ward: Ward, now: float) -> None:
    """Write down from when on there is a chair, a bed, or both: not before now, for starts never go back in time."""
    ward.free[0] = now
    for pool in range(2):
        places = ward.places[pool]
        free = next_free(ward.free_at[pool], places) if places < ENOUGH else now
        ward.free[pool + 1] = max(free, now)
    ward.free[3] = max(ward.free[1], ward.free[2])


@borrowing
def has_enough(ward: Ward, number: int, therapy: int) -> bool:
    """Whether a vial and something of every budget is left: the last patient of a week may run over."""
    if ward.vials[therapy] < 1.0:
        return False
    for each in range(ward.budgets[number, 0]):
        takes = ward.takes[number, each]
        if takes > 0.0 and ward.left[ward.budgets[number, each + 1]] <= LITTLE * takes:
            return False
    return True


@borrowing
def take(ward: Ward, number: int, therapy: int, start: float, times: float) -> None:
    """Take what one cycle takes; its turn lasts so many times the usual one."""
    ward.vials[therapy] -= 1.0
    for each in range(ward.budgets[number, 0]):
        ward.left[ward.budgets[number, each + 1]] -= ward.takes[number, each]
    for pool in range(2):
        if ward.turns[number, pool] > 0.0:
            hold(ward.free_at[pool], start + times * ward.turns[number, pool])


@borrowing
def stand(ward: Ward, number: int, who: int, patients: Patients) -> None:
    """Stand at the end of a line."""
    patients.next[who] = NOBODY
    if ward.head[number] == NOBODY:
        _is_first(ward, number, who, patients)
    else:
        patients.next[ward.tail[number]] = who
    ward.tail[number] = who


@borrowing
def call(ward: Ward, number: int, who: int, patients: Patients) -> None:
    """Call the first of a line; who stands behind him is first now."""
    following = signed(patients.next[who])
    if following == NOBODY:
        ward.head[number], ward.ready[number], ward.opens[number] = NOBODY, np.inf, np.inf
    else:
        _is_first(ward, number, following, patients)


@borrowing
def stall(ward: Ward, number: int, who: int, patients: Patients) -> None:
    """Put aside for the rest of the week whom `call` has called: the dose did not come."""
    patients.next[who] = NOBODY
    if ward.stalled[number] == NOBODY:
        ward.stalled[number] = who
    else:
        patients.next[ward.stalled_last[number]] = who
    ward.stalled_last[number] = who


@borrowing
def room_of(ward: Ward, number: int) -> float:
    """How many of a line there is room for in what is left of a week: nobody orders more doses than that."""
    room = np.inf
    for each in range(ward.budgets[number, 0]):
        takes = ward.takes[number, each]
        if takes > 0.0:
            room = min(room, math.ceil(max(ward.left[ward.budgets[number, each + 1]], 0.0) / takes) - 1.0)
    for pool in range(2):
        if ward.turns[number, pool] > 0.0 and ward.places[pool] < ENOUGH:
            room = min(room, math.ceil(ward.places[pool] / ward.turns[number, pool]) - 1.0)
    return room


@borrowing
def rejoin(ward: Ward, patients: Patients) -> None:
    """Let those who were put aside stand before all others of their lines again."""
    for number in range(len(ward.head)):
        first = signed(ward.stalled[number])
        if first == NOBODY:
            continue
        patients.next[ward.stalled_last[number]] = ward.head[number]
        if ward.head[number] == NOBODY:
            ward.tail[number] = ward.stalled_last[number]
        _is_first(ward, number, first, patients)
        ward.stalled[number], ward.stalled_last[number] = NOBODY, NOBODY
        ward.missed[number], ward.room[number] = 0.0, np.inf


@borrowing
def _is_first(ward: Ward, number: int, who: int, patients: Patients) -> None:
    ward.head[number] = who
    ward.ready[number] = ward.opens[number] = patients.ready[who]


@borrowing
def _take_in(rules: Rules, draw: int, week: int, therapy: int, ward: Ward, patients: Patients) -> None:
    """Put this week's repeated courses into their line in the order of their instants."""
    who, number = ward.coming[week, therapy], 0
    first = NOBODY
    while who != NOBODY:
        following = signed(patients.next[who])
        join_again(rules, draw, patients, who, number, week)
        before, after = NOBODY, first
        while after != NOBODY and patients.ready[after] <= patients.ready[who]:
            before, after = after, signed(patients.next[after])
        patients.next[who] = after
        if before == NOBODY:
            first = who
        else:
            patients.next[before] = who
        who = following
        number += 1
    while first != NOBODY:
        following = signed(patients.next[first])
        stand(ward, AGAIN * len(ward.vials) + therapy, first, patients)
        first = following
