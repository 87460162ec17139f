"""Checking the figures that a scenario states itself, against the limits that hold for a pack's rows too."""

from __future__ import annotations

from collections.abc import Mapping

from hevesy.errors import BadScenario
from hevesy.facts import Fact, Shelf
from hevesy.facts.pack_known import Known, known_on
from hevesy.plan.scenario.scenario import Scenario


def check_facts(scenario: Scenario, stated: Mapping[str, Fact], shelf: Shelf) -> None:
    """Raises BadScenario for a number where words are asked, or one that leaves what its unit allows."""
    if not scenario.facts:
        return
    known = known_on(shelf)
    for name in scenario.facts:
        problem, advice = _problem(name, stated[name], known)
        if problem:
            where = f"table [facts], key {name!r}"
            raise BadScenario(file=scenario.file or "scenario", where=where, problem=problem, advice=advice)


def _problem(name: str, fact: Fact, known: Known) -> tuple[str, str]:
    """What is wrong with a stated figure and what to do, or two empty texts."""
    if name in known.words:
        return "this is answered in words, not in a number", "state it in facts.csv of a pack"
    assert fact.low is not None and fact.high is not None
    lowest, highest = known.limits(name)
    unit = known.unit(name)
    said = f"{fact.low:g}" if fact.low == fact.high else f"{fact.low:g} to {fact.high:g}"
    if unit.startswith("fraction") and (fact.low < 0.0 or (highest is not None and fact.high > highest)):
        return f"{said} leaves 0 to 1, and this is a {unit}", "write 0.25 for 25 %"
    if lowest is not None and fact.low < lowest:
        return f"{said} goes below {lowest:g} {unit}".rstrip(), "check the sign and the unit"
    if highest is not None and fact.high > highest:
        return f"{said} goes above {highest:g} {unit}".rstrip(), f"check the unit: it is {unit!r}"
    return "", ""
