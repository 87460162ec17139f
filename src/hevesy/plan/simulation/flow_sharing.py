"""Who gets what of a centre's week, for a block of draws: step 6 of a week, as `capacity.sharing` does it one by one.

A pass in which nothing is short in any draw of the block ends the sharing; that changes no draw's answer, because the
longer way multiplies by one and takes nothing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_rows import (
    Row,
    add_product,
    any_above,
    any_left,
    at_most,
    clear,
    copy,
    fast,
    making,
    ratio,
    to_ratio,
)
from hevesy.plan.simulation.model import NO_LIMIT, PASSES, UNLIMITED, ZERO, Whole

Rows = NDArray[Any]  # (..., d) float32 or float64
DUST_SINGLE, DUST_DOUBLE = 2e-6, 1e-13  # a rest of a resource below this share is what rounding left of it
DOSES, ASK, REST, GIVEN = range(4)  # `Week.of`, each (H, d): left; asked now; wanted and not yet served; given now


class Week(NamedTuple):
    """What a centre has left in one week, and the scratch rows of its sharing."""

    limited: Whole  # (J,) resources that have a limit in this spell and a use
    vials: Whole  # (H,) the row of doses of each therapy; UNLIMITED: as many as are asked for
    short: Whole  # (R,) 1 where some draw asks for more than is left
    left: Rows  # (R, d)
    asked: Rows  # (R, d) of each resource in this pass; where it is short, the ratio of what is left to that
    of: Rows  # (4, H, d)
    share: Rows  # (d,)
    dust: Rows  # (1,) as above, in the precision of the rows


@making
def empty_week(limited: Whole, vials: Whole, resources: int, draws: int, dust: Rows) -> Week:
    return Week(
        limited,
        vials,
        np.zeros(resources, np.int64),
        np.zeros((resources, draws), dust.dtype),
        np.zeros((resources, draws), dust.dtype),
        np.zeros((4, len(vials), draws), dust.dtype),
        np.zeros(draws, dust.dtype),
        dust,
    )


@fast
def share_among(group: Whole, want: Rows, served: Rows, use: Whole, table: Rows, week: Week) -> bool:
    """Serve a group of equals (therapies) and say whether all of them got everything in all draws."""
    for h in group:
        clear(served[h])
        copy(week.of[REST, h], want[h])
        copy(week.of[ASK, h], want[h])
    for turn in range(PASSES):
        if turn > 0 and not ask_alone(group, use, table, week):
            return False
        blocked = find_short(group, use, table, week)
        give(group, use, table, week, blocked)
        take(group, use, table, week, blocked)
        for h in group:
            move(week.of[REST, h], week.of[GIVEN, h], served[h])
        if turn == 0 and not blocked:
            return True
    return False


@fast
def ask_alone(group: Whole, use: Whole, table: Rows, week: Week) -> bool:
    """Ask for no more than each could still get alone; False where nobody can get anything.

    Resources that were short come first: mostly nothing is left of them, and the others need not be asked about.
    """
    anybody = False
    for h in group:
        ask = week.of[ASK, h]
        copy(ask, week.of[REST, h])
        if week.vials[h] != UNLIMITED:
            at_most(ask, week.of[DOSES, h])
        for first in (1, 0):
            for j in week.limited:
                if use[h, j] != ZERO and week.short[j] == first:
                    could_have(ask, week.left[j], table[use[h, j]])
            if not any_left(ask):
                break
        anybody |= any_left(ask)
    return anybody


@fast
def could_have(ask: Row, left: Row, each: Row) -> None:
    zero, most = each.dtype.type(0), each.dtype.type(NO_LIMIT)
    for x in range(len(ask)):
        alone = left[x] / each[x] if each[x] > zero else most
        ask[x] = min(ask[x], alone)


@fast
def find_short(group: Whole, use: Whole, table: Rows, week: Week) -> bool:
    """Sum what is asked of each resource; say whether any resource or dose is short in any draw."""
    blocked = False
    for j in week.limited:
        asked = week.asked[j]
        clear(asked)
        for h in group:
            if use[h, j] != ZERO:
                add_product(asked, week.of[ASK, h], table[use[h, j]])
        week.short[j] = any_above(asked, week.left[j])
        blocked |= week.short[j] != 0
    for h in group:
        if week.vials[h] != UNLIMITED:
            blocked |= any_above(week.of[ASK, h], week.of[DOSES, h])
    return blocked


@fast
def give(group: Whole, use: Whole, table: Rows, week: Week, blocked: bool) -> None:
    """Each therapy gets what it asks for, cut to the scarcest of what it uses."""
    one = table.dtype.type(1)
    if not blocked:
        for h in group:
            copy(week.of[GIVEN, h], week.of[ASK, h])
        return
    for j in week.limited:
        if week.short[j]:
            to_ratio(week.asked[j], week.left[j])
    for h in group:
        share, ask = week.share, week.of[ASK, h]
        if week.vials[h] != UNLIMITED:
            ratio(share, week.of[DOSES, h], ask)
        else:
            fill(share, one)
        for j in week.limited:
            if use[h, j] != ZERO and week.short[j]:
                cut(share, week.asked[j], table[use[h, j]])
        given = week.of[GIVEN, h]
        for x in range(len(given)):
            given[x] = ask[x] * share[x]


@fast
def fill(to: Row, value: Any) -> None:
    for x in range(len(to)):
        to[x] = value


@fast
def cut(share: Row, limit: Row, each: Row) -> None:
    """A resource limits those who use it, draw by draw."""
    one, zero = each.dtype.type(1), each.dtype.type(0)
    for x in range(len(share)):
        share[x] = min(share[x], limit[x] if each[x] > zero else one)


@fast
def take(group: Whole, use: Whole, table: Rows, week: Week, blocked: bool) -> None:
    """Take what is given from the resources and the doses; where nothing is short that is what was asked."""
    dust = week.dust[0]
    for j in week.limited:
        taken = week.asked[j]
        if blocked:
            clear(taken)
            for h in group:
                if use[h, j] != ZERO:
                    add_product(taken, week.of[GIVEN, h], table[use[h, j]])
        lessen(week.left[j], taken, dust)
    for h in group:
        if week.vials[h] != UNLIMITED:
            lessen(week.of[DOSES, h], week.of[GIVEN, h], dust)


@fast
def lessen(left: Row, taken: Row, dust: Any) -> None:
    zero = left.dtype.type(0)
    for x in range(len(left)):
        rest = left[x] - taken[x]
        left[x] = rest if rest > left[x] * dust else zero


@fast
def move(rest: Row, given: Row, served: Row) -> None:
    for x in range(len(rest)):
        rest[x] -= given[x]
        served[x] += given[x]
