"""Who gets what of a centre's week, for a group of draws: step 6 of a week, as `capacity.sharing` does it one by one.

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

Rows = NDArray[Any]  # (..., d) float32 or float64
DUST_SINGLE, DUST_DOUBLE = 2e-6, 1e-13  # a rest of a resource below this share is what rounding left of it
NEAR = 1.0001  # a resource is near its end when so many times what is asked is more than what is left
# `Week.of`, each (H, d): doses before this group of equals, and before this pass; asked now; wanted and not yet served;
# given now
DOSES, LEFT, ASK, REST, GIVEN = range(5)


class Takes(NamedTuple):
    """What one administration takes of each resource; the row ZERO of a resource that it does not need."""

    table: Rows  # (U, d)
    inverse: Rows  # (U, d) how many administrations one unit is enough for; inf where none is needed


class Equals(NamedTuple):
    """Groups of therapies that share as equals."""

    size: Whole  # (G,) how many therapies a group has
    group: Whole  # (G, n) therapies
    row: Whole  # (G, n, J) what one administration takes of each limited resource, as a row of `Takes`


class Week(NamedTuple):
    """What a centre has left in one week, and the scratch rows of its sharing; j counts the limited resources."""

    limited: Whole  # (J,) resources that have a limit in this spell and a use
    vials: Whole  # (H,) the row of doses of each therapy; UNLIMITED: as many as are asked for
    near: Whole  # (J,) 1 where a resource is near its end in some draw
    left: Rows  # (J, d) before this group of equals
    now: Rows  # (J, d) before this pass, of what is near its end
    asked: Rows  # (J, d) of each resource in this pass; where it is near, the ratio of what is left to that
    of: Rows  # (5, H, d)
    dust: Rows  # (2,) as above, and NEAR, in the precision of the rows


@making
def empty_week(limited: Whole, vials: Whole, dust: Rows) -> Week:
    rows = (len(limited), LANES)
    return Week(
        limited,
        vials,
        np.zeros(len(limited), np.int64),
        np.empty(rows, dust.dtype),
        np.empty(rows, dust.dtype),
        np.empty(rows, dust.dtype),
        np.empty((5, len(vials), LANES), dust.dtype),
        dust,
    )


@fast
def share_among(all_: Equals, g: int, want: Rows, served: Rows, takes: Takes, week: Week, last: bool) -> bool:
    """Serve group g of equals and say whether all of them got everything in all draws.

    After the `last` group nobody needs to know what is left.
    """
    for n in range(all_.size[g]):
        put(served, all_.group[g, n], at(want, all_.group[g, n]))
    blocked = find_near(all_, g, want, takes, week)
    if blocked:
        in_passes(all_, g, want, served, takes, week)
        settle(all_, g, want, served, week)
    if not last:
        for j in range(len(week.limited)):
            taken = summed(all_, g, j, served, takes) if blocked else at(week.asked, j)
            lessen(week.left, j, taken, week.dust[0])
        take_doses(all_, g, served, week)
    return not blocked


@fast
def find_near(all_: Equals, g: int, want: Rows, takes: Takes, week: Week) -> bool:
    """Sum what is asked of each resource; say whether a resource or dose is near its end in any draw."""
    blocked = False
    for j in range(len(week.limited)):
        asked = summed(all_, g, j, want, takes)
        near = some(asked * week.dust[1] > at(week.left, j))
        put(week.asked, j, asked)
        week.near[j] = near
        blocked |= near
    for n in range(all_.size[g]):
        h = all_.group[g, n]
        if week.vials[h] != UNLIMITED:
            blocked |= some(at(want, h) > at(week.of, DOSES, h))
    return blocked


@fast
def in_passes(all_: Equals, g: int, want: Rows, served: Rows, takes: Takes, week: Week) -> None:
    """Each pass shares what is near its end in proportion; who is blocked leaves to others what he can't use."""
    for n in range(all_.size[g]):
        h = all_.group[g, n]
        put(week.of, (ASK, h), at(want, h))
        put(week.of, (REST, h), at(want, h))
        put(served, h, at(takes.table, ZERO))
        if week.vials[h] != UNLIMITED:
            put(week.of, (LEFT, h), at(week.of, DOSES, h))
    for j in range(len(week.limited)):
        put(week.now, j, at(week.left, j))
    for turn in range(PASSES):
        if turn > 0:
            if not ask_alone(all_, g, takes, week):
                return
            ask_in_all(all_, g, takes, week)
        give(all_, g, takes, week, served)
        if turn < PASSES - 1:
            take_now(all_, g, takes, week)


@fast
def settle(all_: Equals, g: int, want: Rows, served: Rows, week: Week) -> None:
    """Who has nothing left to ask for was given all he wanted, whatever rounding made of the sum of the passes.

    So his answer is the same bits whether or not others of his group of draws were left with something to ask for.
    """
    for n in range(all_.size[g]):
        h = all_.group[g, n]
        put(served, h, either(at(week.of, REST, h) == 0, at(want, h), at(served, h)))


@fast
def ask_alone(all_: Equals, g: int, takes: Takes, week: Week) -> bool:
    """Ask for no more than each could still get alone; False where nobody can get anything."""
    anybody = False
    for n in range(all_.size[g]):
        h = all_.group[g, n]
        ask = at(week.of, REST, h)
        if week.vials[h] != UNLIMITED:
            ask = least(ask, at(week.of, LEFT, h))
        for j in range(len(week.limited)):
            if week.near[j]:
                # one that is not needed is no limit: nothing left, times infinity, is not a number and not less
                ask = least(ask, at(week.now, j) * at(takes.inverse, all_.row[g, n, j]))
        put(week.of, (ASK, h), ask)
        anybody |= some(ask != 0)
    return anybody


@fast
def ask_in_all(all_: Equals, g: int, takes: Takes, week: Week) -> None:
    """Sum what is asked of each resource that is near its end."""
    for j in range(len(week.limited)):
        if week.near[j]:
            put(week.asked, j, summed(all_, g, j, week.of[ASK], takes))


@fast
def summed(all_: Equals, g: int, j: int, people: Rows, takes: Takes) -> Lane:
    """What so many people take of a limited resource in all, therapy after therapy."""
    total = at(takes.table, ZERO)
    for n in range(all_.size[g]):
        total = total + at(people, all_.group[g, n]) * at(takes.table, all_.row[g, n, j])
    return total


@fast
def give(all_: Equals, g: int, takes: Takes, week: Week, served: Rows) -> None:
    """Each therapy gets what it asks for, cut to the scarcest of what it uses."""
    for j in range(len(week.limited)):
        if week.near[j]:
            asked, left = at(week.asked, j), at(week.now, j)
            put(week.asked, j, either(asked > left, left / asked, 1))
    for n in range(all_.size[g]):
        h = all_.group[g, n]
        given = at(week.of, ASK, h) * share_of(all_, g, n, takes, week)
        put(week.of, (GIVEN, h), given)
        put(week.of, (REST, h), at(week.of, REST, h) - given)
        more(served, h, given)


@fast
def share_of(all_: Equals, g: int, n: int, takes: Takes, week: Week) -> Lane:
    """The share of what a therapy asks for that all its resources and doses allow."""
    h, share = all_.group[g, n], at(takes.table, ONE)
    if week.vials[h] != UNLIMITED:
        doses, ask = at(week.of, LEFT, h), at(week.of, ASK, h)
        share = either(ask > doses, doses / ask, 1)
    for j in range(len(week.limited)):
        if week.near[j]:  # a resource limits those who use it, draw by draw
            allowed = either(at(takes.table, all_.row[g, n, j]) > 0, at(week.asked, j), 1)
            share = least(share, allowed)
    return share


@fast
def take_now(all_: Equals, g: int, takes: Takes, week: Week) -> None:
    """Take what this pass gave from the doses, and from the resources that are near their end."""
    for j in range(len(week.limited)):
        if week.near[j]:
            lessen(week.now, j, summed(all_, g, j, week.of[GIVEN], takes), week.dust[0])
    for n in range(all_.size[g]):
        h = all_.group[g, n]
        if week.vials[h] != UNLIMITED:
            lessen(week.of, (LEFT, h), at(week.of, GIVEN, h), week.dust[0])


@fast
def take_doses(all_: Equals, g: int, served: Rows, week: Week) -> None:
    """The same therapy's other cycles have what is left of its doses."""
    for n in range(all_.size[g]):
        h = all_.group[g, n]
        if week.vials[h] != UNLIMITED:
            lessen(week.of, (DOSES, h), at(served, h), week.dust[0])


@fast
def lessen(rows: Rows, index: Any, taken: Lane, dust: Any) -> None:
    left = at_index(rows, index)
    rest = left - taken
    put(rows, index, either(rest > left * dust, rest, 0))
