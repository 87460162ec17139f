"""Who gets what of a centre's week, for sixteen draws: step 6 of a week, as `capacity.sharing` does it one by one.

Ways are cut short where that changes no draw's answer, whatever the other draws of its group are: where no resource
is near its end in any draw everybody gets what he asks for (the longer way multiplies by one); later passes leave out
therapies that ask for nothing, and resources that are far from their end: what is left of them is more than all equals
still want, since it was more than all that they wanted.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.lanes import (
    LANES,
    Lane,
    at,
    at_index,
    either,
    fast,
    least,
    making,
    more,
    put,
    some,
)
from hevesy.plan.simulation.model import ONE, PASSES, UNLIMITED, ZERO, Whole

Rows = NDArray[Any]  # (..., 16) float32 or float64
DUST_SINGLE, DUST_DOUBLE = 2e-6, 1e-13  # a rest of a resource below this share is what rounding left of it
NEAR = 1.0001  # a resource is near its end when so many times what is asked is more than what is left
DOSES, ASK, REST, GIVEN = range(
    4
)  # `Week.of`, each (H, d): left; asked now; wanted and not yet served; given now


class Week(NamedTuple):
    """What a centre has left in one week, and the scratch rows of its sharing."""

    limited: Whole  # (J,) resources that have a limit in this spell and a use
    vials: Whole  # (H,) the row of doses of each therapy; UNLIMITED: as many as are asked for
    asking: Whole  # (H,) 1: takes part in this pass
    near: Whole  # (R,) 1 where a resource is near its end in some draw
    left: Rows  # (R, d) before this group of equals
    now: Rows  # (R, d) before this pass, of what is near its end
    asked: Rows  # (R, d) of each resource in this pass; where it is near, the ratio of what is left to that
    of: Rows  # (4, H, d)
    dust: Rows  # (2,) as above, and NEAR, in the precision of the rows


@making
def empty_week(limited: Whole, vials: Whole, resources: int, dust: Rows) -> Week:
    return Week(
        limited,
        vials,
        np.zeros(len(vials), np.int64),
        np.zeros(resources, np.int64),
        np.empty((resources, LANES), dust.dtype),
        np.empty((resources, LANES), dust.dtype),
        np.empty((resources, LANES), dust.dtype),
        np.empty((4, len(vials), LANES), dust.dtype),
        dust,
    )


@fast
def share_among(
    group: Whole, want: Rows, served: Rows, use: Whole, table: Rows, sometimes: Whole, week: Week, last: bool
) -> bool:
    """Serve a group of equals (therapies) and say whether all of them got everything in all draws.

    `use` (H, R) names the rows of `table` that say what one administration takes. After the `last` group nobody needs
    to know what is left.
    """
    for h in group:
        wanted = at(want, h)
        put(served, h, wanted)
        put(week.of, (ASK, h), wanted)
        week.asking[h] = some(wanted != 0)
    blocked = find_near(group, use, table, week)
    if blocked:
        in_passes(group, want, served, use, table, sometimes, week)
    if not last:
        take(group, served, use, table, week, blocked)
    return not blocked


@fast
def in_passes(
    group: Whole, want: Rows, served: Rows, use: Whole, table: Rows, sometimes: Whole, week: Week
) -> None:
    """Each pass shares what is near its end in proportion; who is blocked by one thing leaves the rest to the others."""
    for h in group:
        put(week.of, (REST, h), at(want, h))
        put(served, h, at(table, ZERO))
    for j in week.limited:
        put(week.now, j, at(week.left, j))
    for turn in range(PASSES):
        if turn > 0:
            if not ask_alone(group, use, table, week):
                return
            ask_in_all(group, use, table, week)
        give(group, use, table, sometimes, week, served)
        take_now(group, use, table, week)


@fast
def find_near(group: Whole, use: Whole, table: Rows, week: Week) -> bool:
    """Sum what is asked of each resource; say whether a resource or dose is near its end in any draw."""
    blocked = False
    for j in week.limited:
        asked = summed(group, j, use, table, week.of[ASK], week.asking)
        near = some(asked * week.dust[1] > at(week.left, j))
        put(week.asked, j, asked)
        week.near[j] = near
        blocked |= near
    for h in group:
        if week.vials[h] != UNLIMITED and week.asking[h]:
            blocked |= some(at(week.of, ASK, h) > at(week.of, DOSES, h))
    return blocked


@fast
def ask_alone(group: Whole, use: Whole, table: Rows, week: Week) -> bool:
    """Ask for no more than each could still get alone; False where nobody can get anything."""
    anybody = False
    for h in group:
        ask = at(week.of, REST, h)
        if week.vials[h] != UNLIMITED:
            ask = least(ask, at(week.of, DOSES, h))
        for j in week.limited:
            if use[h, j] != ZERO and week.near[j]:
                # one that is not needed is no limit: something over nothing is without end, and nothing over nothing
                # is not a number, so not less
                ask = least(ask, at(week.now, j) / at(table, use[h, j]))
        put(week.of, (ASK, h), ask)
        week.asking[h] = some(ask != 0)
        anybody |= week.asking[h] != 0
    return anybody


@fast
def ask_in_all(group: Whole, use: Whole, table: Rows, week: Week) -> None:
    """Sum what is asked of each resource that is near its end."""
    for j in week.limited:
        if week.near[j]:
            put(week.asked, j, summed(group, j, use, table, week.of[ASK], week.asking))


@fast
def summed(group: Whole, j: int, use: Whole, table: Rows, people: Rows, asking: Whole) -> Lane:
    """What so many people take of resource j in all, therapy after therapy."""
    total = at(table, ZERO)
    for h in group:
        if use[h, j] != ZERO and asking[h]:
            total = total + at(people, h) * at(table, use[h, j])
    return total


@fast
def give(group: Whole, use: Whole, table: Rows, sometimes: Whole, week: Week, served: Rows) -> None:
    """Each therapy gets what it asks for, cut to the scarcest of what it uses."""
    for j in week.limited:
        if week.near[j]:
            asked, left = at(week.asked, j), at(week.now, j)
            put(week.asked, j, either(asked > left, left / asked, 1))
    for h in group:
        if week.asking[h]:
            given = at(week.of, ASK, h) * share_of(h, use, table, sometimes, week)
            put(week.of, (GIVEN, h), given)
            put(week.of, (REST, h), at(week.of, REST, h) - given)
            more(served, h, given)


@fast
def share_of(h: int, use: Whole, table: Rows, sometimes: Whole, week: Week) -> Lane:
    """The share of what therapy h asks for that all its resources and doses allow."""
    share = at(table, ONE)
    if week.vials[h] != UNLIMITED:
        doses, ask = at(week.of, DOSES, h), at(week.of, ASK, h)
        share = either(ask > doses, doses / ask, 1)
    for j in week.limited:
        row = use[h, j]
        if row != ZERO and week.near[j]:
            allowed = at(week.asked, j)
            if sometimes[row]:  # a resource limits those who use it, draw by draw
                allowed = either(at(table, row) > 0, allowed, 1)
            share = least(share, allowed)
    return share


@fast
def take_now(group: Whole, use: Whole, table: Rows, week: Week) -> None:
    """Take what this pass gave from the doses, and from the resources that are near their end."""
    for j in week.limited:
        if week.near[j]:
            lessen(week.now, j, summed(group, j, use, table, week.of[GIVEN], week.asking), week.dust[0])
    for h in group:
        if week.vials[h] != UNLIMITED and week.asking[h]:
            lessen(week.of, (DOSES, h), at(week.of, GIVEN, h), week.dust[0])


@fast
def take(group: Whole, served: Rows, use: Whole, table: Rows, week: Week, blocked: bool) -> None:
    """Take all that was given from the resources; from the doses too where no pass has done so."""
    for h in group:
        week.asking[h] = 1
    for j in week.limited:
        taken = summed(group, j, use, table, served, week.asking) if blocked else at(week.asked, j)
        lessen(week.left, j, taken, week.dust[0])
    if not blocked:
        for h in group:
            if week.vials[h] != UNLIMITED:
                lessen(week.of, (DOSES, h), at(served, h), week.dust[0])


@fast
def lessen(rows: Rows, index: Any, taken: Lane, dust: Any) -> None:
    left = at_index(rows, index)
    rest = left - taken
    put(rows, index, either(rest > left * dust, rest, 0))
