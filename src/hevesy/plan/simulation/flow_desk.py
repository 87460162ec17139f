"""A centre's desk for one spell: who is treated there, what becomes of those who wait, scratch rows and sums."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.deliveries import CAUSES
from hevesy.plan.simulation.flow_frame import Kinds
from hevesy.plan.simulation.flow_rates import Places, Rates
from hevesy.plan.simulation.flow_sharing import Equals, Week, empty_week
from hevesy.plan.simulation.lanes import LANES, at, fast, making, put
from hevesy.plan.simulation.model import NOWHERE, UNLIMITED, ZERO, Whole

Rows = NDArray[Any]

# `Desk.week_of`, each (H, d): this week's wishes and what came of them
WANT_LATER, LATER, WANT_FIRST, FIRST_SERVED, FINISHED = range(5)
# `Desk.bins`, (H, 3, B, d): shares of those who are not served, for the whole spell: they worsen, are sent on, wait on
WORSE, GOING, STAYS = range(3)
# `Desk.sums`, each (H, d) over the weeks of the spell; `_W`: person-weeks
(
    JOINED_SUM, LATE, AGAIN, UNSERVED, ENDED, IN_COURSE_W, STABLE_W, RETURNING_W, DIED_STABLE, ORDERED, GIVEN_LOWER,
    MISSING,
) = range(12)  # fmt: skip
SUMS = MISSING + len(CAUSES)  # doses missing by cause come last


class Desk(NamedTuple):
    """What belongs to one centre and one spell."""

    here: Whole  # therapies that people may wait for here
    treat: Whole  # of these, those with more than one cycle
    slot: Whole  # (H,) this week's place in the round of weeks between two cycles
    equals: Equals  # who shares with whom: those of `treat`; then those of `here`, rank after rank
    unused: Whole  # resources whose absence is followed though nobody here needs them
    aside: Whole  # (H,) 1 where it is known in some draw that no dose comes this week
    wanted: Rows  # (2, H, d) of these: who was due, and who waited for a first cycle
    everybody: Whole  # (2, H) 1 where all were served in all draws: later cycles, first cycles
    week: Week
    week_of: Rows
    bins: Rows
    allocated: Rows  # (M, d) first cycles allocated this week to one therapy's kinds
    sums: Rows
    firsts: Rows  # (H, M, d) sum of first cycles allocated
    unstarted: Rows  # (H, B, d) sum of those in a bin who were not served
    due: Rows  # (H, P, d) sum of those who were due
    had: Rows  # (R, d) sum of what there was of a resource


@making
def open_desk(kinds: Kinds, places: Places, rates: Rates, here: Whole, c: int, era: int) -> Desk:
    kind = rates.table.dtype
    therapies, bins = places.die_waiting.shape
    resources, most, turns = places.have.shape[1], kinds.first_turn.shape[1], kinds.turn_kind.shape[1]
    limited, treat = limited_here(places, here, c, era), here[kinds.turns[here] > 0]
    desk = Desk(
        here,
        treat,
        np.zeros(therapies, np.int64),
        equals_here(places, here, treat, limited, era),
        absent_unused(places, limited, c),
        np.zeros(therapies, np.int64),
        np.empty((2, therapies, LANES), kind),
        np.ones((2, therapies), np.int64),
        empty_week(limited, places.dose[c, :, era].copy(), rates.dust),
        np.empty((5, therapies, LANES), kind),
        np.empty((therapies, 3, bins, LANES), kind),
        np.empty((most, LANES), kind),
        np.zeros((SUMS, therapies, LANES), kind),
        np.zeros((therapies, most, LANES), kind),
        np.zeros((therapies, bins, LANES), kind),
        np.zeros((therapies, turns, LANES), kind),
        np.zeros((resources, LANES), kind),
    )
    for h in here:
        for b in range(bins):
            shares_of_bin(places, rates, desk.bins[h], c, h, b, era)
    return desk


@making
def equals_here(places: Places, here: Whole, treat: Whole, limited: Whole, era: int) -> Equals:
    """Later cycles first; then new patients, those of the lowest rank before the others."""
    rank = places.rank[:, era].copy()[here]
    ranks = np.unique(rank)
    shape = (1 + len(ranks), len(here))
    equals = Equals(np.zeros(shape[0], np.int64), np.zeros(shape, np.int64),
                    np.zeros((*shape, len(limited)), np.int64))  # fmt: skip
    for g in range(len(equals.size)):
        group = here[rank == ranks[g - 1]] if g else treat
        use = places.use_first if g else places.use_again
        equals.size[g] = len(group)
        for n in range(len(group)):
            equals.group[g, n] = group[n]
            for j in range(len(limited)):
                equals.row[g, n, j] = use[group[n], limited[j]]
    return equals


@making
def limited_here(places: Places, here: Whole, c: int, era: int) -> Whole:
    """Resources that have a limit and that a therapy given here uses."""
    limited = np.zeros(places.have.shape[1], np.bool_)
    for j in range(len(limited)):
        for h in here:
            used = places.use_first[h, j] != ZERO or places.use_again[h, j] != ZERO
            fails = places.resource_up[c, j] != NOWHERE  # without limit, but not when all of it is away
            limited[j] |= used and (fails or places.have[c, j, era] != UNLIMITED)
    return np.flatnonzero(limited)


@making
def absent_unused(places: Places, limited: Whole, c: int) -> Whole:
    """Resources whose absence is followed, so that what there was of them is counted week by week, but not used."""
    followed = places.resource_up[c] != NOWHERE
    for j in limited:
        followed[j] = False
    return np.flatnonzero(followed)


@fast
def shares_of_bin(places: Places, rates: Rates, bins: Rows, c: int, h: int, b: int, era: int) -> None:
    """What becomes of those who wait on in a bin, as shares of those who were not served."""
    die, worsen = at(rates.table, places.die_waiting[h, b]), at(rates.table, places.worsen[h, b])
    sends = places.onward[c, h, era] != NOWHERE and b >= places.onward_from_bin
    onward = at(rates.table, places.onward_share[c, h, era] if sends else ZERO)
    able = (1 - die) * (1 - worsen)
    put(bins, (WORSE, b), (1 - die) * worsen)
    put(bins, (GOING, b), able * onward)
    put(bins, (STAYS, b), able * (1 - onward))
