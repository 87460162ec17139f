"""Remedies that a drill tries: interventions that are in full effect from the first day, with nothing to wait for."""

from __future__ import annotations

from dataclasses import replace

from hevesy.errors import BadRemedy
from hevesy.facts import Shelf
from hevesy.plan.scenario.catalogue import catalogue
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy.plan.scenario.suggestion import among

AT_ONCE = Range(0.0, 0.0, 0.0)
PREFIX = "remedy_"


def with_remedy(scenario: Scenario, kind: str, shelf: Shelf) -> Scenario:
    """The scenario with an intervention of this kind on the whole country. Raises BadRemedy."""
    known = catalogue(shelf)
    if kind not in known:
        raise BadRemedy(kind=kind, problem="there is no such intervention", advice=among(kind, known))
    entry = known[kind]
    if entry.at == "centre" or entry.opens:
        raise BadRemedy(
            kind=kind, problem="it acts at one centre",
            advice="write it into the scenario and drill that one beside this one",
        )  # fmt: skip
    if entry.needs:
        raise BadRemedy(
            kind=kind, problem=f"it needs something first ({entry.needs[0].reason})",
            advice="write both into the scenario and drill that one beside this one",
        )  # fmt: skip
    act = Intervention(PREFIX + kind, kind, scenario.start, lead_weeks=AT_ONCE, ramp_weeks=AT_ONCE)
    return replace(scenario, interventions=(*scenario.interventions, act))
