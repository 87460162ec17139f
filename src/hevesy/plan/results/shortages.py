"""A scenario's plans for a shortage, as plain values: what each says, and how often it would be in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from hevesy.facts import Reader, Shelf
from hevesy.facts.spread import spread
from hevesy.plan.scenario.scenario import Scenario, Shortage
from hevesy.plan.scenario.shocks import Span, span_of
from hevesy.plan.scenario.stated import own_name
from hevesy.plan.simulation.lead_in import led_in
from hevesy.plan.simulation.model import Model
from hevesy.plan.simulation.shortage import Yes
from hevesy.plan.simulation.undelivered import shortages
from hevesy.products import find_therapy


def shortages_said(
    scenario: Scenario, model: Model, reader: Reader, shelf: Shelf, led: bool = False
) -> list[dict[str, Any]]:
    """Every plan of a scenario with the weeks in which it is in force; none where no deliveries are followed.

    `led`: the run began with a service that had been treating for years, and so has the outages of an earlier start.
    """
    found = model.deliveries
    if found is None or found.plans is None:
        return []
    ran = led_in(model, ()) if led else model
    on = shortages(ran)[:, ran.counted_from :]
    return [_plan(each, model, on[number], reader, shelf) for number, each in enumerate(scenario.shortages)]


def _plan(plan: Shortage, model: Model, on: Yes, reader: Reader, shelf: Shelf) -> dict[str, Any]:
    weeks = on.sum(axis=0)
    return {
        "id": plan.id,
        "decided_by": plan.decided_by,
        "trigger": plan.trigger,
        "after_weeks": plan.after_weeks,
        "tiers": [_names(each, shelf) for each in tiers(plan, model.therapies)],
        "other_producer": _range(plan, "other_producer", reader),
        "substitute": find_therapy(plan.substitute, shelf).name if plan.substitute else None,
        "substituted": _range(plan, "substituted", reader),
        "messages": list(plan.messages),
        "in_force": {
            "ever": float((weeks > 0).mean()),
            "weeks_a_year": spread(weeks / model.years),
            "first_day": _first_day(on, model),
        },
    }


def tiers(plan: Shortage, therapies: Sequence[str]) -> list[list[str]]:
    """The therapies of a plan, tier by tier; those that it does not name come last."""
    own = [name for name in therapies if not plan.therapies or name in plan.therapies]
    last = max(plan.tiers.values(), default=0) + 1
    places = {name: plan.tiers.get(name, last) for name in own}
    return [[name for name in own if places[name] == tier] for tier in sorted(set(places.values()))]


def _names(therapies: Sequence[str], shelf: Shelf) -> list[str]:
    return [find_therapy(name, shelf).name for name in therapies]


def _range(plan: Shortage, figure: str, reader: Reader) -> dict[str, float] | None:
    if getattr(plan, figure) is None:
        return None
    span: Span = span_of(own_name(plan, figure), reader)
    return {"value": span.expected, "low": span.low, "high": span.high}


def _first_day(on: Yes, model: Model) -> str | None:
    """The first day on which it is in force in at least half of the draws; None where there is none."""
    from datetime import timedelta

    weeks = np.flatnonzero(on.mean(axis=1) >= 0.5)
    return (model.start + timedelta(weeks=int(weeks[0]))).isoformat() if len(weeks) else None
