"""Checking the figures that a scenario states itself, against the limits that hold for a pack's rows too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hevesy.errors import BadScenario
from hevesy.facts import Fact, Shelf
from hevesy.facts.pack_known import Known, known_on
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.stated import AT
from hevesy.plan.scenario.suggestion import among

# what is asked for at each centre; everything else holds for the whole country
OF_A_CENTRE = tuple(
    f"capacity.{name}"
    for name in (
        "doses.",
        "equipment.",
        "money.",
        "opening.",
        "scanner.",
        "staff.",
        "team.",
        "waste.store_litres",
    )
)
COUNTED = ("capacity.equipment.", "capacity.team.")  # at one centre whole machines, places and persons


def check_facts(scenario: Scenario, stated: Mapping[str, Fact], centres: Sequence[str], shelf: Shelf) -> None:
    """Raises BadScenario for a number that is not asked for, or that leaves what its unit allows."""
    if not scenario.facts:
        return
    known = known_on(shelf)
    for full in scenario.facts:
        name, at, centre = full.partition(AT)
        problem, advice = _problem(name, stated[full], known)
        if not problem and at:
            problem, advice = _at_centre(name, stated[full], centre, centres)
        if problem:
            where = f"table [facts], key {full!r}"
            raise BadScenario(file=scenario.file or "scenario", where=where, problem=problem, advice=advice)


def _at_centre(name: str, fact: Fact, centre: str, centres: Sequence[str]) -> tuple[str, str]:
    """What is wrong with a figure of one centre."""
    if centre not in centres:
        return f"there is no centre {centre!r}", among(centre, centres)
    if not name.startswith(OF_A_CENTRE):
        said = ", ".join(f"{each}*" if each.endswith(".") else each for each in OF_A_CENTRE)
        return "this holds for the whole country, not for one centre", f"of a centre one can state {said}"
    if name.startswith(COUNTED) and fact.value is not None and not float(fact.value).is_integer():
        problem = f"{fact.value:g} is not a whole number, and machines, places and persons are counted"
        return problem, "write digits only"
    return "", ""


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
