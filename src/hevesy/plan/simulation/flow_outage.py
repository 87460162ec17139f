"""Weeks in which it is known that no dose comes: whoever asks for one leaves chairs and people to others (step 6)."""

from __future__ import annotations

from hevesy.plan.simulation.deliveries import MAINTENANCE, MAKER, NOTHING, REACTOR
from hevesy.plan.simulation.flow_delivery import not_sent
from hevesy.plan.simulation.flow_desk import ORDERED, WANT_FIRST, WANT_LATER, Desk
from hevesy.plan.simulation.flow_frame import Kinds
from hevesy.plan.simulation.flow_rates import Places, Rates
from hevesy.plan.simulation.flow_sharing import DOSES, REST
from hevesy.plan.simulation.lanes import Lane, at, either, fast, least, more, put, some
from hevesy.plan.simulation.model import NOWHERE, UNLIMITED


@fast
def step_aside(kinds: Kinds, places: Places, rates: Rates, desk: Desk, c: int, era: int, week: int) -> None:
    """Count the doses that are ordered in vain, no more than there is room for; then ask for nothing this week."""
    for h in desk.here:
        desk.aside[h] = 0
        if places.lane[h] == NOWHERE:
            continue
        comes = known_to_come(places, rates, c, h, era, week)
        if some(comes < NOTHING):
            desk.aside[h] = 1
            nobody = comes * 0
            due, new = nobody, at(desk.week_of, WANT_FIRST, h)
            if kinds.turns[h] > 0:
                due = at(desk.week_of, WANT_LATER, h)
            ordered = either(comes < NOTHING, alone(places, rates, desk, due, new, h), nobody)
            more(desk.sums, (ORDERED, h), ordered)
            not_sent(places, rates, desk, ordered, (c, h, era), week)
            put(desk.wanted, (0, h), due)
            put(desk.wanted, (1, h), new)
            put(desk.week_of, (WANT_FIRST, h), either(comes < NOTHING, nobody, new))
            if kinds.turns[h] > 0:
                put(desk.week_of, (WANT_LATER, h), either(comes < NOTHING, nobody, due))


@fast
def known_to_come(places: Places, rates: Rates, c: int, h: int, era: int, week: int) -> Lane:
    """Of the doses asked for, the share of which nobody knows beforehand that it does not come."""
    lane = places.lane[h]
    lacks = (
        at(rates.missing, lane, MAINTENANCE, week)
        + at(rates.missing, lane, REACTOR, week)
        + at(rates.missing, lane, MAKER, week)
    )
    let_in = at(rates.table, places.opened[c, h, era]) * at(rates.table, places.paid[c, h, era])
    return (1 - lacks) * let_in * at(rates.table, places.ordered[c, h, era])


@fast
def alone(places: Places, rates: Rates, desk: Desk, due: Lane, new: Lane, h: int) -> Lane:
    """How many of a therapy's patients there would be room for if nobody else asked, those on treatment first."""
    takes, week = rates.takes, desk.week
    for number, j in enumerate(week.limited):
        due = least(due, at(week.left, number) * at(takes.inverse, places.use_again[h, j]))
    if week.vials[h] != UNLIMITED:
        due = least(due, at(week.of, DOSES, h))
        new = least(new, at(week.of, DOSES, h) - due)
    for number, j in enumerate(week.limited):
        left = at(week.left, number) - due * at(takes.table, places.use_again[h, j])
        left = either(left > 0, left, 0)
        new = least(new, left * at(takes.inverse, places.use_first[h, j]))
    return due + new


@fast
def ask_again(kinds: Kinds, desk: Desk) -> None:
    """Whoever stepped aside keeps the place on the list, or is overdue."""
    for h in desk.here:
        if desk.aside[h] == 0:
            continue
        new = at(desk.wanted, 1, h)
        rest = new - at(desk.week_of, WANT_FIRST, h)
        if not desk.everybody[1, h]:
            rest = rest + at(desk.week.of, REST, h)
        put(desk.week.of, (REST, h), rest)
        put(desk.week_of, (WANT_FIRST, h), new)
        desk.everybody[1, h] = not some(rest != 0)
        if kinds.turns[h] > 0:
            due = at(desk.wanted, 0, h)
            if some(due != at(desk.week_of, WANT_LATER, h)):
                desk.everybody[0, h] = 0
            put(desk.week_of, (WANT_LATER, h), due)
