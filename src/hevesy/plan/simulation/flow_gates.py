"""The gates, for a block of draws: which share of a therapy's need ends where (step 2 of a week).

Always in double precision, and only once for each mix of gates; a week multiplies the shares by its need.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_frame import Gates, Kinds, Parties
from hevesy.plan.simulation.lanes import fast, making
from hevesy.plan.simulation.model import NOWHERE, ONE, PAY, TRAVEL, Floats, Whole

Rows = NDArray[Any]


@making
def met(gates: Gates, rows: Floats, first: int, early: Floats, fate: Floats) -> None:
    """Walk every stratum through its gates.

    `early` (H, X, G, d) is lost before imaging, at each gate; `fate` (H, X, T, G + K, d) waits for imaging by route,
    and will be lost at a gate or join as a class.
    """
    draws = early.shape[-1]
    alive = np.empty(draws)
    for h in range(len(gates.mixes)):
        for x in range(gates.mixes[h]):
            era = gates.era_of_mix[h, x]
            for s in range(gates.route.shape[1]):
                copy(alive, rows[gates.share_row[h, s, era], first : first + draws])
                route = gates.route[h, s, era]
                through_gates(gates, h, s, era, rows, first, alive, early[h, x], fate[h, x, route])
                if route != NOWHERE:
                    into_classes(gates.cycles[h], gates.again_row[h, :, :, s, era], rows, first, alive,
                                 fate[h, x, route, early.shape[2] :])  # fmt: skip


@fast
def through_gates(
    gates: Gates, h: int, s: int, era: int, rows: Floats, first: int, alive: Rows, early: Rows, fate: Rows
) -> None:
    """One stratum's people at each gate; who has no route is imaged nowhere, so all its losses come early."""
    nowhere = gates.route[h, s, era] == NOWHERE
    for gate in range(gates.count[h]):
        row = gates.gate_row[h, gate, s, era]
        if row != ONE:
            lost = early[gate] if nowhere or gate < gates.before[h] else fate[gate]
            part(alive, rows[row, first : first + len(alive)], lost)


@fast
def into_classes(cycles: int, again_row: Whole, rows: Floats, first: int, alive: Rows, classes: Rows) -> None:
    """Those who pass every gate, by the cycle after which they stop, and why."""
    for cycle in range(1, cycles):
        for reason in (TRAVEL, PAY):
            row = again_row[cycle, reason]
            if row != ONE:
                part(alive, rows[row, first : first + len(alive)], classes[2 * (cycle - 1) + reason])
    whole = classes[2 * (cycles - 1)]
    for x in range(len(alive)):
        whole[x] += alive[x]


@fast
def copy(to: Rows, values: Rows) -> None:
    for x in range(len(to)):
        to[x] = values[x]


@fast
def part(alive: Rows, share: Rows, lost: Rows) -> None:
    """A share goes on; the others are lost."""
    for x in range(len(alive)):
        goes_on = alive[x] * share[x]
        lost[x] += alive[x] - goes_on
        alive[x] = goes_on


@making
def pooled(
    gates: Gates,
    parties: Parties,
    early: Floats,
    fate: Floats,
    before: Rows,
    enter: Rows,
    join: Rows,
    later: Rows,
) -> None:
    """Pool the fates into parties.

    `before` (H, X, d) all that is lost before imaging; `enter` (H, X, Q, d) who enters a party, per person of need;
    of a mix `join` (H, Q, d) the share that joins a list and `later` (H, Q, G, d) that lost at each later gate.
    """
    for h in range(len(gates.mixes)):
        for x in range(gates.mixes[h]):
            total(before[h, x], early[h, x])
            for q in range(parties.count[h]):
                if not parties.enters[h, x, q]:
                    continue
                fates = fate[h, x, parties.route[h, q]]
                if parties.mixed[h]:
                    total(enter[h, x, q], fates)
                    shares_of(fates, early.shape[2], later[h, q], join[h, q])
                else:
                    copy(enter[h, x, q], fates[parties.fate[h, q]])


@fast
def total(to: Rows, parts: Floats) -> None:
    for x in range(len(to)):
        all_ = 0.0
        for each in range(len(parts)):
            all_ += parts[each, x]
        to[x] = all_


@fast
def shares_of(fates: Floats, gates: int, later: Rows, join: Rows) -> None:
    """Of a mix: which share is lost at each gate, and which joins."""
    for x in range(len(join)):
        lost = 0.0
        for gate in range(gates):
            lost += fates[gate, x]
        joins = 0.0
        for each in range(gates, len(fates)):
            joins += fates[each, x]
        everybody = lost + joins
        for gate in range(gates):
            later[gate, x] = fates[gate, x] / everybody if everybody > 0 else 0.0
        join[x] = joins / everybody if everybody > 0 else 0.0


@making
def stopping(gates: Gates, parties: Parties, kinds: Kinds, most_gates: int, fate: Floats, stop: Rows) -> None:
    """`stop` (H, P, 2, d): of those due after a turn, the share that cannot travel, and of the others, cannot pay."""
    for h in range(len(gates.mixes)):
        for p in range(kinds.turns[h]):
            kind = kinds.turn_kind[h, p]
            if kind == kinds.again[h]:
                continue
            if parties.mixed[h]:
                classes = fate[h, parties.mix[h, kind], parties.route[h, kind], most_gates:]
                stops_of_mix(classes, kinds.turn_cycle[h, p], gates.cycles[h], stop[h, p])
            elif kinds.turn_ends[h, p]:
                for x in range(stop.shape[-1]):
                    stop[h, p, kind % 2, x] = 1.0  # class 2(k-1)+q stops because of q


@fast
def stops_of_mix(classes: Floats, cycle: int, cycles: int, stop: Rows) -> None:
    """The classes of a mix that stop after this cycle, as shares of those who have taken it."""
    one_after = 2 * (cycle - 1)
    for x in range(stop.shape[-1]):
        rest = 0.0
        for each in range(one_after + 2, 2 * cycles - 1):
            rest += classes[each, x]
        pay = classes[one_after + PAY, x]
        travel = classes[one_after + TRAVEL, x]
        stop[PAY, x] = pay / (rest + pay) if rest + pay > 0 else 0.0
        stop[TRAVEL, x] = travel / (rest + pay + travel) if rest + pay + travel > 0 else 0.0
