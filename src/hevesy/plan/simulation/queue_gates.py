"""Where the people of the queue kernel come from: shares of each therapy's need by fate, route and era.

Gates split a Poisson stream into Poisson streams, so a share of the need is all that the gates have to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hevesy.capacity.chance import compiled
from hevesy.plan.simulation.model import NOWHERE, Floats, Model, Whole


@dataclass(frozen=True)
class Fates:
    """Of one therapy's need, by era, the shares that are lost at a gate before imaging, and those on a route.

    A fate on a route is a gate, at which a passenger of the imaging list will be lost, or G + a class.
    """

    early: Floats  # (E, G, d)
    on_route: Floats  # (E, T, G + K, d)


def fates_of(model: Model, therapy: int, kinds: int) -> Fates:
    """The fates of a therapy's need; `kinds` is K. Whoever has no route is lost early at whatever gate it is."""
    gates, eras = model.most_gates, model.share_row.shape[2]
    early = np.zeros((eras, gates, model.draws))
    on_route = np.zeros((eras, model.route_centre.shape[1], gates + kinds, model.draws))
    _walk(
        model.rows,
        model.share_row[therapy],
        model.gate_row[therapy],
        model.again_row[therapy],
        model.route[therapy],
        len(model.gates[therapy]),
        int(model.gates_before[therapy]),
        int(model.cycles[therapy]),
        early,
        on_route,
    )
    return Fates(early, on_route)


def entering(model: Model, therapy: int) -> Floats:
    """People whose need arises in each week, (W, d)."""
    people = model.rows[model.need_row[therapy]] * model.growth[therapy][:, None]
    if model.backlog_weeks:
        people[: model.backlog_weeks] += model.rows[model.backlog_row[therapy]] / model.backlog_weeks
    return np.asarray(people)


@compiled
def _walk(
    rows: Floats,
    share_row: Whole,
    gate_row: Whole,
    again_row: Whole,
    route: Whole,
    gates: int,
    before: int,
    cycles: int,
    early: Floats,
    on_route: Floats,
) -> None:
    most, draws = early.shape[1], early.shape[2]
    for stratum in range(share_row.shape[0]):
        for era in range(share_row.shape[1]):
            way = route[stratum, era]
            for draw in range(draws):
                people = rows[share_row[stratum, era], draw]
                for gate in range(gates):
                    passing = people * rows[gate_row[gate, stratum, era], draw]
                    if gate < before or way == NOWHERE:
                        early[era, gate, draw] += people - passing
                    else:
                        on_route[era, way, gate, draw] += people - passing
                    people = passing
                if way == NOWHERE:
                    continue
                for cycle in range(1, cycles):
                    for reason in range(2):
                        again = people * rows[again_row[cycle, reason, stratum, era], draw]
                        on_route[era, way, most + 2 * (cycle - 1) + reason, draw] += people - again
                        people = again
                on_route[era, way, most + 2 * (cycles - 1), draw] += people
