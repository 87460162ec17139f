"""Doses that do not come, for a group of draws: of those allocated some keep their places (end of step 6)."""

from __future__ import annotations

from hevesy.plan.simulation.deliveries import BORDER, LATE, MAINTENANCE, MAKER, MINIMUM, REACTOR, UNPAID
from hevesy.plan.simulation.flow_desk import FIRST_SERVED, GIVEN_LOWER, LATER, MISSING, ORDERED, Desk
from hevesy.plan.simulation.flow_frame import Kinds
from hevesy.plan.simulation.flow_rates import FIRST, Places, Rates
from hevesy.plan.simulation.flow_sharing import REST
from hevesy.plan.simulation.lanes import Lane, at, either, fast, least, more, put, some
from hevesy.plan.simulation.model import NOWHERE, ZERO


@fast
def deliver(kinds: Kinds, places: Places, rates: Rates, desk: Desk, c: int, era: int, week: int) -> None:
    """Patients on treatment get what comes before new ones do; whoever gets none asks again next week."""
    for h in desk.here:
        if places.lane[h] == NOWHERE:
            continue
        due, new = at(rates.table, ZERO), at(desk.week_of, FIRST_SERVED, h)
        if kinds.turns[h] > 0:
            due = at(desk.week_of, LATER, h)
        ordered = due + new
        missing = not_sent(places, rates, desk, ordered, (c, h, era), week)
        more(desk.sums, (ORDERED, h), ordered)
        if some(missing != 0):
            take_back(kinds, desk, due, new, missing, h)
        given = at(desk.week_of, FIRST_SERVED, h) * at(rates.of, FIRST, h)
        if kinds.turns[h] > 0:
            given = given + at(desk.week_of, LATER, h)
        more(desk.sums, (GIVEN_LOWER, h), given * at(rates.table, places.lower[h, era]))


@fast
def not_sent(
    places: Places, rates: Rates, desk: Desk, ordered: Lane, where: tuple[int, int, int], week: int
) -> Lane:
    """Of the doses ordered, those that do not come; counted by what stops them first. `where`: centre, therapy, era."""
    h = where[1]
    lane = places.lane[h]
    idle, reactor = at(rates.missing, lane, MAINTENANCE, week), at(rates.missing, lane, REACTOR, week)
    maker = at(rates.missing, lane, MAKER, week)
    waits = ordered * (1 - at(rates.table, places.ordered[where]))
    ordered = ordered - waits
    share = idle + reactor + maker
    sent = 1 - share
    border = sent * (1 - at(rates.table, places.opened[where]))
    sent = sent - border
    unpaid = sent * (1 - at(rates.table, places.paid[where]))
    sent = sent - unpaid
    late = sent * (1 - at(rates.table, places.in_time[where[1:]]))
    share = share + border + unpaid + late
    more(desk.sums, (MISSING + MAINTENANCE, h), ordered * idle)
    more(desk.sums, (MISSING + REACTOR, h), ordered * reactor)
    more(desk.sums, (MISSING + MAKER, h), ordered * maker)
    more(desk.sums, (MISSING + BORDER, h), ordered * border)
    more(desk.sums, (MISSING + UNPAID, h), ordered * unpaid)
    more(desk.sums, (MISSING + LATE, h), ordered * late)
    more(desk.sums, (MISSING + MINIMUM, h), waits)
    return waits + ordered * least(share, share * 0 + 1)


@fast
def take_back(kinds: Kinds, desk: Desk, due: Lane, new: Lane, missing: Lane, h: int) -> None:
    """New patients give way first. `REST` is what is left over of those who wait for a first cycle."""
    from_new = least(missing, new)
    from_due = missing - from_new
    put(desk.week_of, (FIRST_SERVED, h), new - from_new)
    rest = from_new
    if not desk.everybody[1, h]:
        rest = rest + at(desk.week.of, REST, h)
    put(desk.week.of, (REST, h), rest)
    desk.everybody[1, h] = not some(rest != 0)
    if kinds.turns[h] > 0:
        left = due - from_due
        put(desk.week_of, (LATER, h), either(left > 0, left, 0))
        if some(from_due != 0):
            desk.everybody[0, h] = 0
