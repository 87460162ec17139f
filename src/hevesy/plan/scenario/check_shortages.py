"""Checking a scenario's plans for a shortage: what they name is there, and a therapy has one at most."""

from __future__ import annotations

from collections.abc import Sequence

from hevesy.errors import BadScenario
from hevesy.plan.scenario.scenario import Scenario, Shortage
from hevesy.plan.scenario.suggestion import among


def check_shortages(scenario: Scenario, therapies: Sequence[str], here: Sequence[str]) -> None:
    """Raises BadScenario for the first thing that is wrong; `here` are those of all therapies that it follows."""
    planned: dict[str, str] = {}
    for number, plan in enumerate(scenario.shortages, start=1):
        where = f"table [[shortage]] {number} ({plan.id!r})"
        found = _wrong_in(plan, therapies, here) or _said_twice(plan, planned, here)
        if found:
            key, problem, advice = found
            raise BadScenario(
                file=scenario.file or "scenario", where=f"{where}, key {key!r}", problem=problem, advice=advice
            )  # fmt: skip
        planned |= dict.fromkeys(plan.therapies or here, plan.id)


def _wrong_in(plan: Shortage, therapies: Sequence[str], here: Sequence[str]) -> tuple[str, str, str] | None:
    own = plan.therapies or here
    substitute = (plan.substitute,) if plan.substitute else ()
    for key, names in (("therapies", plan.therapies), ("tiers", plan.tiers), ("substitute", substitute)):
        for name in names:
            if name not in therapies:
                return key, f"there is no therapy {name!r}", among(name, therapies)
    for name in plan.tiers:
        if name not in own:
            return "tiers", f"the plan is not for {name!r}", "add it to therapies, or take it out"
    for name in substitute:
        if name not in here:
            return "substitute", f"the scenario does not follow {name!r}", "add it to therapies at the top"
        if name in own:
            return "substitute", f"the plan is for {name!r} itself", "name the therapies that it stands in for"
    if plan.substitute and plan.substituted is None:
        return "substituted", "nobody says how many can be given the substitute", "add the share"
    if plan.substituted is not None and not plan.substitute:
        return "substitute", "nobody says what is given instead", "name a therapy, or take substituted out"
    if not (plan.tiers or plan.other_producer or plan.substitute):
        return "id", "this plan does nothing", "add tiers, other_producer or substitute"
    return None


def _said_twice(plan: Shortage, planned: dict[str, str], here: Sequence[str]) -> tuple[str, str, str] | None:
    for name in plan.therapies or here:
        if name in planned:
            problem = f"{planned[name]!r} is a plan for {name} already"
            return "therapies", problem, "say for which therapies each is"
    return None
