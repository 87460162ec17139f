"""What changes at a clinic while a draw runs: who stands in which line, what is left of the week, who holds a chair."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.borrowing import borrowing
from hevesy.plan.simulation.clinic_patients import NOBODY, Patients, join_again, luck
from hevesy.plan.simulation.clinic_rules import UNLIMITED_FROM, VIALS, Rules
from hevesy.plan.simulation.model import Floats, Whole

DUE, AGAIN, NEW = 0, 1, 2  # lines: on treatment; for a repeated course; for the first
LITTLE = 1e-9  # less than this share of what is taken is a rounding error of the budget


class Ward(NamedTuple):
    """What changes while a draw runs."""

    head: Whole  # (3, H) who is first in each line
    tail: Whole  # (3, H)
    blocked: NDArray[np.bool_]  # (3, H) nothing left of something this week
    left: Floats  # (R,) of this week's budgets; below zero: the last patient ran over, and next week has less
    vials: Floats  # (H,) whole ones of this week
    fraction: Floats  # (H,) of a vial that is not delivered yet
    free_at: Floats  # (2, most places) for `capacity.fifo`
    coming: (
        Whole  # (W, H) the first of those whose repeated course joins in a week; they are linked by `next`
    )


@borrowing
def open_draw(rules: Rules, draw: int, ward: Ward, line: Whole, past: Whole) -> None:
    ward.head[:], ward.tail[:] = NOBODY, NOBODY
    ward.free_at[:], ward.left[:], ward.coming[:] = -np.inf, 0.0, NOBODY
    for therapy in range(len(line)):
        ward.head[NEW, therapy] = line[therapy] if past[therapy] > line[therapy] else NOBODY
        ward.fraction[therapy] = luck(rules, draw, VIALS, therapy, 0, 0)[0]


@borrowing
def open_week(rules: Rules, draw: int, week: int, ward: Ward, patients: Patients) -> None:
    """Fill the week's budgets, less what the last patient of the last week took too much, and take in repeats."""
    ward.blocked[:] = False
    for resource in range(len(ward.left)):
        ward.left[resource] = min(ward.left[resource], 0.0) + rules.week_has[draw, week, resource]
    for therapy in range(len(ward.vials)):
        doses = rules.doses[draw, rules.era[week], therapy]
        ward.vials[therapy] = doses
        if doses < UNLIMITED_FROM:
            whole = math.floor(ward.fraction[therapy] + doses + LITTLE)
            ward.fraction[therapy] += doses - whole
            ward.vials[therapy] = whole
        if len(ward.coming) > 0:
            _take_in(rules, draw, week, therapy, ward, patients)


@borrowing
def _take_in(rules: Rules, draw: int, week: int, therapy: int, ward: Ward, patients: Patients) -> None:
    """Put this week's repeated courses into their line in the order of their instants."""
    who, number = ward.coming[week, therapy], 0
    first = NOBODY
    while who != NOBODY:
        following = patients[who].next
        join_again(rules, draw, patients, who, number, week)
        before, after = NOBODY, first
        while after != NOBODY and patients[after].joined <= patients[who].joined:
            before, after = after, patients[after].next
        patients[who].next = after
        if before == NOBODY:
            first = who
        else:
            patients[before].next = who
        who = following
        number += 1
    while first != NOBODY:
        following = patients[first].next
        stand(ward, AGAIN, therapy, first, patients)
        first = following


@borrowing
def stand(ward: Ward, which: int, therapy: int, who: int, patients: Patients) -> None:
    """Stand at the end of a line."""
    patients[who].next = NOBODY
    if ward.head[which, therapy] == NOBODY:
        ward.head[which, therapy] = who
    else:
        patients[ward.tail[which, therapy]].next = who
    ward.tail[which, therapy] = who
