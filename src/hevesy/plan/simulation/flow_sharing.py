"""Who gets what of a centre's week, for a block of draws: step 6 of a week, as `capacity.sharing` does it one by one.

A pass in which nothing is short in any draw of the block ends the sharing; that changes no draw's answer, because the
longer way multiplies by one and takes nothing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from numpy.typing import NDArray

from hevesy.plan.simulation.flow_rows import (
    Row,
    add,
    add_product,
    any_above,
    any_left,
    at_most,
    clear,
    copy,
    fast,
    ratio,
)
from hevesy.plan.simulation.model import NO_LIMIT, PASSES, UNLIMITED, ZERO, Whole

Rows = NDArray[Any]  # (..., d) float32 or float64
DUST_SINGLE, DUST_DOUBLE = 2e-6, 1e-13  # a rest of a resource below this share is what rounding left of it


class Week(NamedTuple):
    """What a centre has left in one week, and the scratch rows of its sharing."""

    limited: Whole  # (J,) resources that have a limit in this spell and a use
    vials: Whole  # (H,) the row of doses of each therapy; UNLIMITED: as many as are asked for
    left: Rows  # (R, d)
    doses: Rows  # (H, d)
    ask: Rows  # (H, d)
    rest: Rows  # (H, d) wanted and not yet served
    demand: Rows  # (R, d), after `blocked` the ratio of what is left to it
    share: Rows  # (d,)
    given: Rows  # (H, d) of this pass
    short: Whole  # (R,) 1 where some draw asks for more than is left
    dust: Any  # as above, in the precision of the rows


@fast
def share_among(group: Whole, want: Rows, served: Rows, use: Whole, table: Rows, week: Week) -> bool:
    """Serve a group of equals (therapies) and say whether all of them got everything in all draws."""
    for h in group:
        clear(served[h])
        copy(week.rest[h], want[h])
        copy(week.ask[h], want[h])
    for turn in range(PASSES):
        if turn > 0 and not ask_alone(group, use, table, week):
            return False
        blocked = find_short(group, use, table, week)
        for h in group:
            give(h, use, table, week, blocked)
            add(served[h], week.given[h])
        take(group, use, table, week, blocked)
        if turn == 0 and not blocked:
            return True
    return False


@fast
def ask_alone(group: Whole, use: Whole, table: Rows, week: Week) -> bool:
    """Ask for no more than each could still get alone; False where nobody can get anything."""
    anybody = False
    for h in group:
        ask = week.ask[h]
        copy(ask, week.rest[h])
        if week.vials[h] != UNLIMITED:
            at_most(ask, week.doses[h])
        for j in week.limited:
            if use[h, j] != ZERO and week.short[j]:
                could_have(ask, week.left[j], table[use[h, j]])
        if not any_left(ask):
            continue
        for j in week.limited:
            if use[h, j] != ZERO and not week.short[j]:
                could_have(ask, week.left[j], table[use[h, j]])
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
    """Put each resource's ratio into `demand`; say whether any resource or dose is short in any draw."""
    blocked = False
    for j in week.limited:
        demand = week.demand[j]
        clear(demand)
        for h in group:
            if use[h, j] != ZERO:
                add_product(demand, week.ask[h], table[use[h, j]])
        week.short[j] = any_above(demand, week.left[j])
        blocked |= week.short[j] != 0
    for h in group:
        if week.vials[h] != UNLIMITED:
            blocked |= any_above(week.ask[h], week.doses[h])
    if blocked:
        for j in week.limited:
            if week.short[j]:
                ratio(week.demand[j], week.left[j], week.demand[j], table[0, 0])
    return blocked


@fast
def give(h: int, use: Whole, table: Rows, week: Week, blocked: bool) -> None:
    """What therapy h gets in this pass: its ask, cut to the scarcest of what it uses."""
    given = week.given[h]
    copy(given, week.ask[h])
    if blocked:
        share = week.share
        one = table[0, 0]
        for x in range(len(share)):
            share[x] = one
        if week.vials[h] != UNLIMITED:
            ratio(share, week.doses[h], week.ask[h], one)
        for j in week.limited:
            if use[h, j] != ZERO and week.short[j]:
                cut(share, week.demand[j], table[use[h, j]])
        for x in range(len(given)):
            given[x] *= share[x]
    rest = week.rest[h]
    for x in range(len(given)):
        rest[x] -= given[x]


@fast
def cut(share: Row, limit: Row, each: Row) -> None:
    """A resource limits those who use it, draw by draw."""
    one, zero = each.dtype.type(1), each.dtype.type(0)
    for x in range(len(share)):
        share[x] = min(share[x], limit[x] if each[x] > zero else one)


@fast
def take(group: Whole, use: Whole, table: Rows, week: Week, blocked: bool) -> None:
    """Take what was given from the resources and the doses; where nothing was short that is what was asked."""
    for j in week.limited:
        taken = week.demand[j]
        if blocked:
            clear(taken)
            for h in group:
                if use[h, j] != ZERO:
                    add_product(taken, week.given[h], table[use[h, j]])
        lessen(week.left[j], taken, week.dust)
    for h in group:
        if week.vials[h] != UNLIMITED:
            lessen(week.doses[h], week.given[h], week.dust)


@fast
def lessen(left: Row, taken: Row, dust: Any) -> None:
    zero = left.dtype.type(0)
    for x in range(len(left)):
        rest = left[x] - taken[x]
        left[x] = rest if rest > left[x] * dust else zero
