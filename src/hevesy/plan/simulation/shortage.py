"""Plans for a shortage: when one is in force, who gets what is sent, and what is given instead.

Nothing here depends on patients: which weeks are short is known from makers and reactors alone, so plans are worked out
beforehand with what lanes lack (`undelivered.missing`). Usual activity says how much of a maker's product each therapy
takes, so that what one tier gets another does without.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from hevesy.supply.sharing import shared

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Yes = NDArray[np.bool_]

NO_PLAN = -1
ROUNDED = 1e-9  # of the usual activity: what comes is not less than the trigger by rounding


@dataclass(frozen=True)
class Plans:
    """N plans for L lanes over E eras; rows are the model's. A lane has at most one plan."""

    trigger: Floats  # (N,) in force where less than this share of the usual activity leaves the makers
    after: Whole  # (N,) ... and has for this many weeks before
    plan: Whole  # (L,) NO_PLAN
    tier: Whole  # (L,) those of a lower one are served first, among lanes of one first maker
    activity_row: Whole  # (L, E) activity that is ordered in a usual week, GBq
    other_row: Whole  # (L,) of what a maker cannot send, the share that the other sends while in force; NO_PLAN
    by: Whole  # (L,) the lane of a medicine that is given instead; NO_PLAN
    by_row: Whole  # (L,) of those whose dose does not come, the share who can be given it

    def in_eras(self, era: Whole) -> Plans:
        """The same for eras that were cut anew: `era` says which each one was."""
        return replace(self, activity_row=np.ascontiguousarray(self.activity_row[:, era]))

    def arrays(self) -> list[tuple[str, object]]:
        """Every field by name, for a mark of the model."""
        return [(f"plans.{each.name}", getattr(self, each.name)) for each in fields(self)]


def in_force(plans: Plans, lacks: Floats, usual: Floats) -> Yes:
    """In which weeks each plan is in force, (N, W, d); `lacks` (L, W, d) without any plan, `usual` activity alike.

    A plan is in force from `after` weeks after the first of a row of short weeks until the last of them.
    """
    found = np.zeros((len(plans.trigger), *lacks.shape[1:]), np.bool_)
    for number, trigger in enumerate(plans.trigger):
        own = plans.plan == number
        whole = usual[own].sum(axis=0)
        short = (usual[own] * lacks[own]).sum(axis=0) > (1.0 - trigger + ROUNDED) * whole
        in_a_row = np.zeros(short.shape[1:], np.int64)
        for week, now in enumerate(short):
            in_a_row = np.where(now, in_a_row + 1, 0)
            found[number, week] = in_a_row > plans.after[number]
    return found


def of_lanes(plans: Plans, on: Yes) -> Yes:
    """The weeks in which a plan is in force for each lane, (L, W, d)."""
    return np.where((plans.plan != NO_PLAN)[:, None, None], on[plans.plan], False)


def with_plans(plans: Plans, first: Whole, lanes: Floats, usual: Floats, on: Yes, rows: Floats) -> Floats:
    """What lanes lack (L, 3, W, d) when what is there goes tier by tier, and another medicine is given instead.

    `first` is the first maker of each lane; `lanes` has what other makers send already. What is given instead comes
    last: it is none of this maker's, so that no other tier may have it.
    """
    served = lanes.copy()
    for number in range(len(plans.trigger)):
        own = np.flatnonzero(plans.plan == number)
        for maker in np.unique(first[own]):
            together = own[first[own] == maker]
            if len(np.unique(plans.tier[together])) > 1:
                in_tiers = _in_tiers(plans.tier[together], lanes[together], usual[together])
                served[together] = np.where(on[number], in_tiers, lanes[together])
    return _given_instead(plans, served, of_lanes(plans, on), rows)


def _given_instead(plans: Plans, lanes: Floats, on: Yes, rows: Floats) -> Floats:
    """Of those whose dose does not come, some are given another medicine, as far as that one comes."""
    found = lanes.copy()
    for lane in np.flatnonzero(plans.by != NO_PLAN):
        comes = 1.0 - lanes[plans.by[lane]].sum(axis=0)
        found[lane] *= 1.0 - on[lane] * rows[plans.by_row[lane]] * comes
    return found


def _in_tiers(tier: Whole, lanes: Floats, usual: Floats) -> Floats:
    """What lanes of one maker lack when the first tier gets all that it asks for before the next gets any.

    All lack for the same reasons, in the proportion of the activity that these keep back.
    """
    lacked = (usual[:, None] * lanes).sum(axis=0)  # (3, W, d) activity
    whole = lacked.sum(axis=0)
    reasons = np.divide(lacked, whole, out=np.zeros_like(lacked), where=whole > 0.0)
    tiers = np.unique(tier)
    asked = [usual[tier == each].sum(axis=0) for each in tiers]
    given = shared(usual.sum(axis=0) - whole, asked)
    found = np.zeros_like(lanes)
    for each, ask, got in zip(tiers, asked, given, strict=True):
        missing = np.divide(ask - got, ask, out=np.zeros_like(ask), where=ask > 0.0)
        found[tier == each] = reasons * np.clip(missing, 0.0, 1.0)
    return found
