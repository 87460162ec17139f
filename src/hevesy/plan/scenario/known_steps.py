"""How long a licence takes where the country's own steps are known: their days, one step after the other."""

from __future__ import annotations

from dataclasses import replace

from hevesy.facts import Shelf
from hevesy.plan.scenario.catalogue import catalogue
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy.policy import policy_state
from hevesy.products import therapies

LICENSING = "licensing"


def with_known_steps(scenario: Scenario, shelf: Shelf) -> Scenario:
    """The scenario with the lead times of licences as table `policy.csv` has them, where it does not state its own.

    For several therapies it is that of the slowest; where the days of one step are not known, the catalogue's stands.
    """
    acts = tuple(_known(each, scenario, shelf) for each in scenario.interventions)
    return scenario if acts == scenario.interventions else replace(scenario, interventions=acts)


def _known(each: Intervention, scenario: Scenario, shelf: Shelf) -> Intervention:
    entry = catalogue(shelf).get(each.kind)
    if entry is None or entry.topic != LICENSING or each.lead_weeks is not None:
        return each
    named = each.therapies or scenario.therapies or tuple(t.id for t in therapies(shelf) if t.first_choice)
    days = [policy_state(scenario.country, name, shelf).licensing_days() for name in named]
    known = [day for day in days if day is not None]
    if not known or len(known) < len(days):
        return each
    weeks = max(known) / 7.0
    return replace(each, lead_weeks=Range(weeks, weeks, weeks, "derived"))
