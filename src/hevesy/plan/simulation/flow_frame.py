"""What the flow kernel knows of a model before it sees any draw: who can be where, and which row holds what.

Behind the gates people of all strata are pooled into *kinds*. People of one kind share their fate between cycles.
A therapy's kinds are its classes, as `model.classes` numbers them; or, where that makes fewer, its *mixes*: those who
met the same gates on the same route, of whom a known share stops after each cycle. Both give the same sums.

A *party* is who waits for imaging together: of one route, and one passenger's fate or one kind.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hevesy.plan.simulation.model import NOT_IMAGED, NOWHERE, ONE, Model, Whole

LONGEST_SPELL = (
    53  # weeks; a spell lies in one era and one year, so that its sums need no look at the calendar
)


class Calendar(NamedTuple):
    """Weeks. A spell is a run of weeks of one era and year."""

    era: Whole  # (W,)
    year: Whole  # (W,)
    spells: Whole  # (n + 1,) first week of each spell, then W
    backlog_weeks: int


class Gates(NamedTuple):
    """`mix` names the eras in which a therapy's gates and routes are the same."""

    mix: Whole  # (H, E)
    mixes: Whole  # (H,)
    era_of_mix: Whole  # (H, X)
    count: Whole  # type: ignore[assignment]  # (H,); hides the count of a tuple
    before: Whole  # (H,) gates before imaging
    route: Whole  # (H, S, E)
    share_row: Whole  # (H, S, E)
    gate_row: Whole  # (H, G, S, E)
    again_row: Whole  # (H, N, 2, S, E)
    cycles: Whole  # (H,)


class Parties(NamedTuple):
    """Q parties at most wait for imaging."""

    mixed: Whole  # (H,) 1 where kinds are mixes, 0 where they are classes
    count: Whole  # type: ignore[assignment]  # (H,); hides the count of a tuple
    enters: Whole  # (H, X, Q) 1 where people of this mix enter the party
    route: Whole  # (H, Q)
    mix: Whole  # (H, Q) or NOWHERE: of every mix
    fate: Whole  # (H, Q) the passenger's gate, or G + the class; NOWHERE in a mix
    place: Whole  # (H, Q)
    modality: Whole  # (H, Q) NOT_IMAGED: passes at once
    centre: Whole  # (H, Q)
    kind: Whole  # (H, Q) NOWHERE: passengers, of whom none joins a list


class Kinds(NamedTuple):
    """M kinds at most, and P turns: a kind's people after their k-th cycle."""

    count: Whole  # type: ignore[assignment]  # (H,); hides the count of a tuple
    again: Whole  # (H,) the kind of a repeated course, or NOWHERE
    turns: Whole  # (H,)
    turn_kind: Whole  # (H, P)
    turn_cycle: Whole  # (H, P)
    turn_next: Whole  # (H, P) the turn after the next cycle; NOWHERE: that was the last
    turn_ends: Whole  # (H, P) 1 where nobody goes on to the next cycle
    first_turn: Whole  # (H, M) the turn after the first cycle; NOWHERE: the course is over


class Frame(NamedTuple):
    """All of a model that no draw changes."""

    calendar: Calendar
    gates: Gates
    parties: Parties
    kinds: Kinds
    offered: Whole  # (C, H) 1 where people may wait for this therapy
    order: Whole  # (C,) each after those that send to it
    circular: bool  # centres send to each other in a circle: all of them run week by week
    sends: bool  # some centre sends to another


def frame_of(model: Model, by_class: bool = False) -> Frame:
    """The frame of a model; `by_class`: kinds are classes throughout, as another kernel knows them."""
    mix, mixes, era_of_mix = mixes_of(model)
    therapies = range(len(model.therapies))
    parties = [_parties(model, h, mix[h], int(mixes[h]), by_class) for h in therapies]
    count = np.array([len(each) for each in model.gates])
    rows = (model.route, model.share_row, model.gate_row, model.again_row)
    order, circular = order_of(model.onward)
    return Frame(
        Calendar(model.era_of_week, model.year_of_week, spells_of(model, circular), model.backlog_weeks),
        Gates(mix, mixes, era_of_mix, count, model.gates_before, *rows, model.cycles),
        _stacked_parties(parties, int(mixes.max())),
        _stacked_turns([_turns(model, h, parties[h]) for h in therapies]),
        offered(model),
        order,
        circular,
        bool(((model.onward >= 0) & (model.onward < len(model.centres))).any()),
    )


def mixes_of(model: Model) -> tuple[Whole, Whole, Whole]:
    """Which eras are alike at each therapy's gates (H, E), how many differ (H,), and the first era of each (H, X)."""
    therapies, eras = len(model.therapies), model.route.shape[2]
    mix = np.zeros((therapies, eras), dtype=np.int64)
    firsts: list[list[int]] = []
    for h in range(therapies):
        seen: dict[bytes, int] = {}
        first: list[int] = []
        for era in range(eras):
            at = (model.route, model.share_row, model.gate_row, model.again_row)
            key = b"".join(np.ascontiguousarray(rows[h, ..., era]).tobytes() for rows in at)
            if key not in seen:
                seen[key] = len(first)
                first.append(era)
            mix[h, era] = seen[key]
        firsts.append(first)
    return mix, np.array([len(first) for first in firsts]), _padded(firsts)


def spells_of(model: Model, circular: bool) -> Whole:
    """Where a spell begins: weeks of one era and year running; single weeks where centres refer in a circle."""
    weeks, longest = model.weeks, 1 if circular else LONGEST_SPELL
    begins = [0]
    for week in range(1, weeks):
        same = (
            model.era_of_week[week] == model.era_of_week[week - 1]
            and model.year_of_week[week] == model.year_of_week[week - 1]
        )
        if not same or week - begins[-1] >= longest:
            begins.append(week)
    return np.array([*begins, weeks])


class _Party(NamedTuple):
    route: int
    mix: int
    fate: int
    place: int
    modality: int
    centre: int
    kind: int


def _parties(model: Model, h: int, mix: Whole, mixes: int, by_class: bool) -> list[_Party]:
    used = sorted(
        {(int(mix[era]), int(t)) for era in range(len(mix)) for t in model.route[h, :, era] if t != NOWHERE}
    )
    if not by_class and len(used) < 2 * int(model.cycles[h]) - 1:
        return [_Party(t, which, NOWHERE, *_way(model, h, t), kind) for kind, (which, t) in enumerate(used)]
    most, found = model.most_gates, []
    for t in sorted({t for _, t in used}):
        way = _way(model, h, t)
        gates = range(int(model.gates_before[h]), len(model.gates[h]))
        open_gates = [gate for gate in gates if (model.gate_row[h, gate] != ONE).any()]
        found += [_Party(t, NOWHERE, gate, *way, NOWHERE) for gate in open_gates]
        found += [_Party(t, NOWHERE, most + each, *way, each) for each in range(2 * int(model.cycles[h]) - 1)]
    return found


def _way(model: Model, h: int, t: int) -> tuple[int, int, int]:
    place, centre = int(model.route_imaging[h, t]), int(model.route_centre[h, t])
    return place, int(model.modality[h, place]) if place != NOWHERE else NOT_IMAGED, centre


def _stacked_parties(parties: list[list[_Party]], mixes: int) -> Parties:
    mixed = np.array([int(any(party.mix != NOWHERE for party in each)) for each in parties])
    columns = [
        _padded([[party[field] for party in each] for each in parties])
        for field in range(len(_Party._fields))
    ]
    counts = np.array([len(each) for each in parties])
    of_mix = columns[1]
    enters = np.stack([(of_mix == NOWHERE) | (of_mix == x) for x in range(mixes)], axis=1).astype(np.int64)
    return Parties(mixed, counts, enters, *columns)


class _Turn(NamedTuple):
    kind: int
    cycle: int
    next: int
    ends: int


def _turns(model: Model, h: int, parties: list[_Party]) -> tuple[list[_Turn], list[int], int]:
    """Turns, the first turn of each kind, and the kind of a repeated course."""
    planned, repeated = int(model.cycles[h]), int(model.repeat_cycles[h])
    if any(party.mix != NOWHERE for party in parties):
        courses = [(planned, planned)] * len(parties)
    else:
        courses = [(each.last, planned) for each in model.classes(h)[: 2 * planned - 1]]
    again = len(courses) if repeated else NOWHERE
    courses += [(repeated, repeated)] if repeated else []
    turns: list[_Turn] = []
    firsts = []
    for kind, (last, course) in enumerate(courses):
        stop = min(last, course - 1)  # the last cycle after which anybody is due again
        firsts.append(len(turns) if stop else NOWHERE)
        for cycle in range(1, stop + 1):
            following = len(turns) + 1 if cycle < stop else NOWHERE
            turns.append(_Turn(kind, cycle, following, int(cycle == last)))
    return turns, firsts, again


def _stacked_turns(each: list[tuple[list[_Turn], list[int], int]]) -> Kinds:
    kinds = np.array([len(firsts) for _, firsts, _ in each])
    again = np.array([again for _, _, again in each])
    counts = np.array([len(turns) for turns, _, _ in each])
    columns = [_padded([[turn[field] for turn in turns] for turns, _, _ in each]) for field in range(4)]
    turn_kind, turn_cycle, turn_next, turn_ends = columns
    firsts = _padded([first for _, first, _ in each])
    return Kinds(kinds, again, counts, turn_kind, turn_cycle, turn_next, turn_ends, firsts)


def offered(model: Model) -> Whole:
    """Where people may come to wait for each therapy (C, H): by a route, or sent on."""
    centres, therapies = len(model.centres), len(model.therapies)
    here = np.zeros((centres, therapies), dtype=np.int64)
    for h in range(therapies):
        for t in np.unique(model.route[h][model.route[h] != NOWHERE]):
            if model.route_centre[h, t] != NOWHERE:
                here[model.route_centre[h, t], h] = 1
        to = model.onward[:, h]
        here[np.unique(to[(to >= 0) & (to < centres)]), h] = 1
    return here


def order_of(onward: Whole) -> tuple[Whole, bool]:
    """Centres, each after those that send patients to it in any era; True where there is a circle.

    >>> order_of(np.array([[[-1]], [[0]], [[1]]]))
    (array([2, 1, 0]), False)
    """
    centres = len(onward)
    to = [{int(c) for c in np.unique(onward[centre]) if 0 <= c < centres} for centre in range(centres)]
    order: list[int] = []
    while len(order) < centres:
        left = [c for c in range(centres) if c not in order]
        free = [c for c in left if not any(c in to[sender] for sender in left)]
        if not free:
            return np.array([*order, *left]), True
        order.append(free[0])
    return np.array(order, dtype=np.int64), False


def _padded(lists: list[list[int]]) -> Whole:
    width = max(1, *(len(each) for each in lists)) if lists else 1
    return np.array([[*each, *[NOWHERE] * (width - len(each))] for each in lists], dtype=np.int64)
