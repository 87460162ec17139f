"""Who gets what of a centre's week, for a block of draws: step 6 of a week, as `capacity.sharing` does it one by one.

Ways are cut short where that changes no draw's answer, to the last bit, whatever the other draws of its block are:
where no resource is near its end in any draw everybody gets what he asks for (the longer way multiplies by one), and
later passes leave out therapies that ask for nothing, and resources that are far from their end.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_rows import (
    Row,
    add_four_products,
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
from hevesy.plan.simulation.model import PASSES, UNLIMITED, ZERO, Whole

Rows = NDArray[Any]  # (..., d) float32 or float64
DUST_SINGLE, DUST_DOUBLE = 2e-6, 1e-13  # a rest of a resource below this share is what rounding left of it
NEAR = 1.0001  # a resource is near its end when so many times what is asked is more than what is left
DOSES, ASK, REST, GIVEN = range(
    4
)  # `Week.of`, each (H, d): left; asked now; wanted and not yet served; given now


class Takes(NamedTuple):
    """What one administration takes of each resource; rows are named by `use` (H, R)."""

    table: Rows  # (U, d)
    inverse: Rows  # (U, d) how many administrations one unit is enough for; inf where none is needed
    sometimes: Whole  # (U,) 1 where some draws need none


class Week(NamedTuple):
    """What a centre has left in one week, and the scratch rows of its sharing."""

    limited: Whole  # (J,) resources that have a limit in this spell and a use
    vials: Whole  # (H,) the row of doses of each therapy; UNLIMITED: as many as are asked for
    asking: Whole  # (H,) 1: takes part in this pass
    users: Whole  # (H,) scratch: those who take of the resource at hand
    near: Whole  # (R,) 1 where a resource is near its end in some draw
    left: Rows  # (R, d)
    asked: Rows  # (R, d) of each resource in this pass; where it is near, the ratio of what is left to that
    of: Rows  # (4, H, d)
    share: Rows  # (d,)
    dust: Rows  # (2,) as above, and NEAR, in the precision of the rows


@making
def empty_week(limited: Whole, vials: Whole, resources: int, draws: int, dust: Rows) -> Week:
    return Week(
        limited,
        vials,
        np.zeros(len(vials), np.int64),
        np.zeros(len(vials), np.int64),
        np.zeros(resources, np.int64),
        np.empty((resources, draws), dust.dtype),
        np.empty((resources, draws), dust.dtype),
        np.empty((4, len(vials), draws), dust.dtype),
        np.empty(draws, dust.dtype),
        dust,
    )


@fast
def share_among(
    group: Whole, want: Rows, served: Rows, use: Whole, takes: Takes, week: Week, last: bool
) -> bool:
    """Serve a group of equals (therapies) and say whether all of them got everything in all draws.

    After the `last` group nobody needs to know what is left.
    """
    for h in group:
        clear(served[h])
        copy(week.of[REST, h], want[h])
        copy(week.of[ASK, h], want[h])
        week.asking[h] = 1
    for j in week.limited:
        week.near[j] = 0
    for turn in range(PASSES):
        if turn > 0 and not ask_alone(group, use, takes, week):
            return False
        blocked = find_near(group, use, takes, week, turn > 0)
        give(group, use, takes, week, blocked)
        for h in group:
            if week.asking[h]:
                move(week.of[REST, h], week.of[GIVEN, h], served[h])
        everybody = turn == 0 and not blocked
        if not (last and (everybody or turn == PASSES - 1)):
            take(group, use, takes.table, week, blocked)
        if everybody:
            return True
    return False


@fast
def ask_alone(group: Whole, use: Whole, takes: Takes, week: Week) -> bool:
    """Ask for no more than each could still get alone; False where nobody can get anything.

    Only the resources that were near their end are looked at; `find_near` looks at the others.
    """
    anybody = False
    for h in group:
        ask = week.of[ASK, h]
        copy(ask, week.of[REST, h])
        if week.vials[h] != UNLIMITED:
            at_most(ask, week.of[DOSES, h])
        for j in week.limited:
            if use[h, j] != ZERO and week.near[j]:
                could_have(ask, week.left[j], takes.inverse[use[h, j]])
        week.asking[h] = any_left(ask)
        anybody |= week.asking[h] != 0
    return anybody


@fast
def could_have(ask: Row, left: Row, inverse: Row) -> None:
    """A resource that is not needed is no limit: nothing left of it, times infinity, is not a number and not less."""
    for x in range(len(ask)):
        alone = left[x] * inverse[x]
        ask[x] = alone if alone < ask[x] else ask[x]


@fast
def find_near(group: Whole, use: Whole, takes: Takes, week: Week, alone: bool) -> bool:
    """Sum what is asked of each resource; say whether a resource or dose is near its end in any draw.

    `alone`: nobody asks for more than he could have alone, also of resources that were not near their end before.
    """
    again = True
    while again:
        again = False
        for j in week.limited:
            summed(group, j, use, takes.table, week.of[ASK], week)
            if not week.near[j] and any_near(week.asked[j], week.left[j], week.dust[1]):
                week.near[j] = 1
                again |= alone
        if again:
            ask_alone(group, use, takes, week)
    blocked = False
    for j in week.limited:
        blocked |= week.near[j] != 0
    for h in group:
        if week.vials[h] != UNLIMITED and week.asking[h]:
            blocked |= any_above(week.of[ASK, h], week.of[DOSES, h])
    return blocked


@fast
def any_near(asked: Row, left: Row, near: Any) -> bool:
    found = False
    for x in range(len(asked)):
        found |= asked[x] * near > left[x]
    return found


@fast
def summed(group: Whole, j: int, use: Whole, table: Rows, people: Rows, week: Week) -> None:
    """What so many people take of resource j in all, therapy after therapy, into `week.asked`."""
    count = 0
    users, to = week.users, week.asked[j]
    for h in group:
        if use[h, j] != ZERO and week.asking[h]:
            users[count] = h
            count += 1
    clear(to)
    fours = count - count % 4
    for first in range(0, fours, 4):
        a, b, c, d = users[first], users[first + 1], users[first + 2], users[first + 3]
        add_four_products(
            to, people[a], people[b], people[c], people[d],
            table[use[a, j]], table[use[b, j]], table[use[c, j]], table[use[d, j]],
        )  # fmt: skip
    for place in range(fours, count):
        add_product(to, people[users[place]], table[use[users[place], j]])


@fast
def give(group: Whole, use: Whole, takes: Takes, week: Week, blocked: bool) -> None:
    """Each therapy gets what it asks for, cut to the scarcest of what it uses."""
    if blocked:
        for j in week.limited:
            if week.near[j]:
                to_ratio(week.asked[j], week.left[j])
    for h in group:
        ask, given = week.of[ASK, h], week.of[GIVEN, h]
        if not week.asking[h]:
            continue
        if not blocked:
            copy(given, ask)
            continue
        share_of(h, use, takes, week)
        for x in range(len(given)):
            given[x] = ask[x] * week.share[x]


@fast
def share_of(h: int, use: Whole, takes: Takes, week: Week) -> None:
    """The share of what therapy h asks for that all its resources and doses allow, into `week.share`."""
    share = week.share
    if week.vials[h] != UNLIMITED:
        ratio(share, week.of[DOSES, h], week.of[ASK, h])
    else:
        one = share.dtype.type(1)
        for x in range(len(share)):
            share[x] = one
    for j in week.limited:
        row = use[h, j]
        if row != ZERO and week.near[j]:
            if takes.sometimes[row]:
                cut_where_used(share, week.asked[j], takes.table[row])
            else:
                at_most(share, week.asked[j])


@fast
def cut_where_used(share: Row, limit: Row, each: Row) -> None:
    """A resource limits those who use it, draw by draw."""
    one, zero = each.dtype.type(1), each.dtype.type(0)
    for x in range(len(share)):
        allowed = limit[x] if each[x] > zero else one
        share[x] = allowed if allowed < share[x] else share[x]


@fast
def take(group: Whole, use: Whole, table: Rows, week: Week, blocked: bool) -> None:
    """Take what is given from the resources and the doses; where nothing is short that is what was asked."""
    dust = week.dust[0]
    for j in week.limited:
        if blocked:
            summed(group, j, use, table, week.of[GIVEN], week)
        lessen(week.left[j], week.asked[j], dust)
    for h in group:
        if week.vials[h] != UNLIMITED and week.asking[h]:
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
