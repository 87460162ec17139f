"""Lifting A's of access: a model in which some gates and mechanisms stand where they would without that barrier.

Nothing but row numbers and routes changes, so every lifted model shares draws and random numbers with its base.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.minutes import CADRES
from hevesy.plan.fives.sorting import (
    CENTRE,
    DOSES,
    MACHINES_DOWN,
    SCANNERS_DOWN,
    SLOTS,
    STAFF_AWAY,
    Sorting,
)
from hevesy.plan.simulation.build.houses import key_of
from hevesy.plan.simulation.build.path_rows import NO_CENTRE
from hevesy.plan.simulation.deliveries import Deliveries
from hevesy.plan.simulation.model import (
    CANCELLED,
    LATER,
    NO_PAY,
    NO_TRAVEL,
    NOT_FOLLOWED,
    NOWHERE,
    ONE,
    PAY,
    TRAVEL,
    UNLIMITED,
    Model,
    Reason,
    Whole,
)
from hevesy.plan.simulation.tracers import Tracers

Mask = NDArray[np.bool_]
PERFECT, ATTAINABLE = "perfect", "attainable"
LEVELS = (PERFECT, ATTAINABLE)
A_CENTRE = "lifted:centre"  # the centre of those who have none, once that gate is lifted
PAYS = Reason("pays_therapy", "therapy_not_affordable", "affordability", "financial")


@dataclass(frozen=True)
class Goal:
    """Where everything stands once it is lifted: fields of `Model` of the same names, for the rows of `base`.

    `share_row` is None where lifting leaves the payer groups as large as they are.
    """

    base: Model
    gate_row: Whole
    again_row: Whole
    first_row: Whole
    drop_row: Whole
    followed_row: Whole
    share_row: Whole | None
    route: Whole
    have_row: Whole
    units: Whole
    dose_row: Whole
    slots_row: Whole
    scanners: Whole
    deliveries: Deliveries | None
    tracers: Tracers | None


def perfect(model: Model) -> Goal:
    """Every barrier gone: whoever meets a gate passes it, nothing runs short, nothing is out of order."""
    base, route = with_a_centre(model)

    def all_(like: Whole, row: int) -> Whole:
        return np.full_like(like, row)

    return Goal(
        base,
        gate_row=all_(base.gate_row, ONE),
        again_row=all_(base.again_row, ONE),
        first_row=all_(base.first_row, ONE),
        drop_row=all_(base.drop_row, ONE),
        followed_row=all_(base.followed_row, ONE),
        share_row=None,
        route=route,
        have_row=all_(base.have_row, UNLIMITED),
        units=all_(base.units, 0),
        dose_row=all_(base.dose_row, UNLIMITED),
        slots_row=all_(base.slots_row, UNLIMITED),
        scanners=all_(base.scanners, 0),
        deliveries=None,
        tracers=None,
    )


def with_a_centre(model: Model) -> tuple[Model, Whole]:
    """The model with one more centre, without limits, where some have none; and the routes that lead them there.

    In the model itself nobody goes there. Its people are imaged without a list.
    """
    nowhere = model.route == NOWHERE
    if not nowhere.any():
        return model, model.route
    h, c, e = len(model.therapies), len(model.centres), model.have_row.shape[-1]
    more_routes = np.full((h, 1), NOWHERE, np.int64)
    wider = replace(
        model,
        centres=(*model.centres, A_CENTRE),
        centre_key=np.append(model.centre_key, key_of(A_CENTRE)),
        route_imaging=np.append(model.route_imaging, more_routes, axis=1),
        route_centre=np.append(model.route_centre, np.full((h, 1), c, np.int64), axis=1),
        have_row=_one_more(model.have_row, UNLIMITED),
        units=_one_more(model.units, 0),
        fails_row=_one_more(model.fails_row, ONE),
        back_row=_one_more(model.back_row, ONE),
        dose_row=_one_more(model.dose_row, UNLIMITED),
        # abroad has the number after the last centre
        onward=_one_more(np.where(model.onward == c, c + 1, model.onward), NOWHERE),
        onward_row=_one_more(model.onward_row, ONE),
    )
    assert wider.have_row.shape == (c + 1, len(model.resources), e)
    return wider, np.where(nowhere, model.route_centre.shape[1], model.route)


def _one_more(array: Whole, value: int) -> Whole:
    return np.append(array, np.full((1, *array.shape[1:]), value, np.int64), axis=0)


@dataclass(frozen=True)
class Sorter:
    """Which parts of a model belong to the A's that are lifted, under one sorting of the gates."""

    model: Model
    sorting: Sorting
    under: str
    which: Collection[str]

    def gate(self, therapy: int, reason: Reason) -> bool:
        return self.sorting.a_of(self.model.therapies[therapy], reason, self.under) in self.which

    def mechanism(self, name: str) -> bool:
        return self.sorting.of_mechanism(name).under(self.under) in self.which

    def each_therapy(self, reason: Reason) -> Mask:
        return np.array([self.gate(h, reason) for h in range(len(self.model.therapies))])

    def gates(self) -> Mask:
        """(H, G)"""
        found = np.zeros(self.model.gate_row.shape[:2], bool)
        for h, reasons in enumerate(self.model.gates):
            found[h, : len(reasons)] = [self.gate(h, reason) for reason in reasons]
        return found

    def again(self) -> Mask:
        """(H, 2), for TRAVEL and PAY."""
        found = np.zeros((len(self.model.therapies), 2), bool)
        found[:, TRAVEL] = self.each_therapy(LATER[NO_TRAVEL])
        found[:, PAY] = self.each_therapy(LATER[NO_PAY])
        return found

    def units(self) -> Mask:
        """(R,): machines and persons whose absence is lifted."""
        named = [STAFF_AWAY if name in CADRES else MACHINES_DOWN for name in self.model.resources]
        return np.array([self.mechanism(name) for name in named])


def lifted(goal: Goal, sorting: Sorting, under: str, which: Collection[str]) -> Model:
    """The base of a goal with the A's in `which` lifted; with none it is the base itself, with all it is the goal."""
    base, of = goal.base, Sorter(goal.base, sorting, under, which)
    cancelled, centre = of.each_therapy(LATER[CANCELLED]), of.each_therapy(NO_CENTRE)
    changes: dict[str, Any] = {
        "gate_row": _where(of.gates()[..., None, None], goal.gate_row, base.gate_row),
        "again_row": _where(of.again()[:, None, :, None, None], goal.again_row, base.again_row),
        "first_row": _where(cancelled, goal.first_row, base.first_row),
        "drop_row": _where(cancelled, goal.drop_row, base.drop_row),
        "followed_row": _where(of.each_therapy(LATER[NOT_FOLLOWED]), goal.followed_row, base.followed_row),
        "route": _where(centre[:, None, None], goal.route, base.route),
        "have_row": _where(of.mechanism(CENTRE), goal.have_row, base.have_row),
        "units": _where(of.units()[None, :, None], goal.units, base.units),
        "dose_row": _where(of.mechanism(DOSES), goal.dose_row, base.dose_row),
        "deliveries": goal.deliveries if of.mechanism(DOSES) else base.deliveries,
        "tracers": goal.tracers if of.mechanism(SLOTS) else base.tracers,
        "slots_row": _where(of.mechanism(SLOTS), goal.slots_row, base.slots_row),
        "scanners": _where(of.mechanism(SCANNERS_DOWN), goal.scanners, base.scanners),
    }
    if goal.share_row is not None:
        paid = of.each_therapy(PAYS)[:, None, None]
        changes["share_row"] = _where(paid, goal.share_row, base.share_row)
    return replace(base, **changes)


def _where(lifted: Mask | bool, there: Whole, here: Whole) -> Whole:
    return np.ascontiguousarray(np.where(lifted, there, here))
