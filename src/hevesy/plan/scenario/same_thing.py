"""Two interventions that would change the same thing: which of them holds, nobody could say."""

from __future__ import annotations

from collections.abc import Mapping

from hevesy.plan.scenario.catalogue import Entry
from hevesy.plan.scenario.onward import together
from hevesy.plan.scenario.prerequisites import at_key
from hevesy.plan.scenario.scenario import Intervention, Scenario


def check_same_thing(scenario: Scenario, entries: Mapping[str, Entry]) -> None:
    """Raises BadScenario where two of one kind act on the same people, therapies and centre.

    What is counted (chairs, scanners, staff) may come again on another day.
    """
    for number, each in enumerate(scenario.interventions):
        for other in scenario.interventions[:number]:
            if other.kind != each.kind or not _overlap(other, each):
                continue
            if not entries[each.kind].adds:
                problem = f"{other.id!r} already does {each.kind} for the same centre, people and therapies"
                raise at_key(scenario, each, "kind", problem, "keep one, or let each name its own")
            if other.begins == each.begins and not entries[each.kind].opens:
                problem = f"{other.id!r} does {each.kind} at the same centre on the same day"
                raise at_key(scenario, each, "begins", problem, "put both into one with adds")


def _overlap(one: Intervention, other: Intervention) -> bool:
    same_place = one.centre == other.centre or not one.centre or not other.centre
    return (
        same_place
        and together(one.therapies, other.therapies)
        and together(one.regions, other.regions)
        and together(one.schemes, other.schemes)
    )
