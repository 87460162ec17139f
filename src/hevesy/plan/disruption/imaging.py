"""What a drill says of imaging: who finds no tracer, why, and what would help."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.facts.spread import spread
from hevesy.plan.disruption.drill import Drilled
from hevesy.plan.disruption.untraced import of_cause, put_off, summed
from hevesy.plan.scenario.catalogue import find_entry
from hevesy.plan.simulation.deliveries import NOBODY
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.tracers import CAUSES
from hevesy.products import find_therapy

FROM = "Tracers are taken to come from"  # how the note begins that says from whom


def imaging_said(found: Drilled, shelf: Shelf) -> dict[str, Any] | None:
    """None where no tracers are followed. Differences are with the outage less without it; scans put off are counted
    again each week in which they are put off."""
    if found.model.tracers is None:
        return None
    after, before = found.after, found.before
    followed = np.flatnonzero((found.model.tracers.line != NOBODY).any(axis=1)).tolist()
    return {
        "put_off": spread(put_off(after) - put_off(before)),
        "put_off_without": spread(put_off(before)),
        "fewer_imaged": spread(_imaged(before) - _imaged(after)),
        "causes": {cause: spread(of_cause(after, cause) - of_cause(before, cause)) for cause in CAUSES},
        "therapies": [_therapy(found, h, shelf) for h in followed],
        "remedies": [
            {
                "kind": each.kind,
                "name": find_entry(each.kind, shelf).name,
                "put_off_fewer": spread(put_off(after) - put_off(helped)),
                "imaged_more": spread(_imaged(helped) - _imaged(after)),
                "given_more": spread(_given(helped) - _given(after)),
            }
            for each, helped in found.for_tracers
        ],
    }


def _therapy(found: Drilled, h: int, shelf: Shelf) -> dict[str, Any]:
    after, before = found.after, found.before
    id = found.model.therapies[h]
    return {
        "id": id,
        "name": find_therapy(id, shelf).name,
        "put_off": spread(put_off(after, h) - put_off(before, h)),
        "fewer_imaged": spread(_imaged(before, h) - _imaged(after, h)),
        "imaged": spread(_imaged(before, h)),
    }


def _imaged(outcome: Outcome, therapy: int | None = None) -> Floats:
    return summed(outcome.in_country["imaged"], therapy)


def _given(outcome: Outcome) -> Floats:
    return np.asarray(outcome.at_centres["given"].sum(axis=(0, 1, 2)))
