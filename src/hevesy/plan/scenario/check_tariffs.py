"""Checking tariffs: somebody pays them, one way of paying is stated, and no cycle has more than one payer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hevesy.errors import BadScenario
from hevesy.plan.scenario.dictionary import FUNDER, keys
from hevesy.plan.scenario.scenario import Scenario, Tariff
from hevesy.plan.scenario.suggestion import among

# what a cycle is made of, in the order in which it is set against a tariff
BUNDLE = ("drug", "administration", "imaging", "dosimetry", "monitoring", "staff_and_rooms")
WAYS = ("per_cycle", "by_line", "share")
FIFTHS_OF_MEANS = ("poorest", "second", "middle", "fourth", "richest")
SLIDING, ALONE, FORGONE = "sliding_scale", "out_of_pocket", "access_price"
UNDER_NONE = ("at_cost", "households")  # cycles under no tariff are called so: somebody pays them, or nobody does
Wrong = tuple[str, str, str]


def kinds_of_scheme() -> tuple[str, ...]:
    """The kinds of funder."""
    return next(key.choices for key in keys(FUNDER) if key.name == "kind")


def kind_of(tariff: Tariff, scenario: Scenario) -> str:
    """The kind of scheme behind a tariff."""
    return next((funder.kind for funder in scenario.funders if funder.id == tariff.payer), tariff.payer)


def check_tariffs(scenario: Scenario, therapies: Sequence[str]) -> None:
    """Raises BadScenario for the first thing that is wrong."""
    for number, tariff in enumerate(scenario.tariffs, start=1):
        found = (
            _wrong_in(tariff, scenario, therapies)
            or _wrong_for_households(tariff, scenario)
            or _wrong_day(tariff, scenario)
            or _too_many(scenario, number, therapies)
        )
        if found:
            key, problem, advice = found
            where = f"table [[tariff]] {number} ({tariff.id!r}), key {key!r}"
            raise BadScenario(file=scenario.file or "scenario", where=where, problem=problem, advice=advice)


def _wrong_in(tariff: Tariff, scenario: Scenario, therapies: Sequence[str]) -> Wrong | None:
    if tariff.id in UNDER_NONE:
        return "id", f"{tariff.id!r} is what cycles under no tariff are called", "give it another name"
    payers = (*(funder.id for funder in scenario.funders), *kinds_of_scheme())
    if tariff.payer not in payers:
        return "payer", f"{tariff.payer!r} is neither a [[funder]] nor a kind of scheme", among(tariff.payer, payers)
    if any(each.id == tariff.payer and each.kind == FORGONE and each.ceiling is not None for each in scenario.funders):
        problem = f"{tariff.payer!r} is an access price with a ceiling, and what a maker forgoes by cycle has none"
        return "payer", problem, "take the ceiling out of it, or name another payer"
    for name in tariff.therapies:
        if name not in therapies:
            return "therapies", f"there is no therapy {name!r}", among(name, therapies)
    for line in tariff.by_line:
        if line not in BUNDLE:
            return "by_line", f"a bundle has no line {line!r}", among(line, BUNDLE)
    stated = [way for way in WAYS if getattr(tariff, way) not in (None, {})]
    if len(stated) != 1:
        said = " and ".join(stated) if stated else "nothing"
        return (stated or WAYS)[-1], f"it says {said} of what is paid", f"state one of {', '.join(WAYS)}"
    if tariff.responds is not None and tariff.at_once is None:
        return "responds", "nothing is paid on response here", "add at_once, or take the line out"
    return None


def _wrong_for_households(tariff: Tariff, scenario: Scenario) -> Wrong | None:
    """Where what households pay by fifth of means is missing, not whole, falls, or is said twice."""
    kind, scale = kind_of(tariff, scenario), tariff.sliding
    if not scale:
        fits = f"write {{ {', '.join(f'{name} = 0' for name in FIFTHS_OF_MEANS)} }} with the share that each pays"
        return ("sliding", "a sliding scale says nothing of who pays what", fits) if kind == SLIDING else None
    if kind == ALONE:
        return "sliding", "nobody is there who would pay the rest of a sliding scale", "name another payer"
    for name in scale:
        if name not in FIFTHS_OF_MEANS:
            return "sliding", f"there is no fifth {name!r}", among(name, FIFTHS_OF_MEANS)
    missing = [name for name in FIFTHS_OF_MEANS if name not in scale]
    if missing:
        return "sliding", f"it says nothing of the fifth {missing[0]!r}", f"state all of {', '.join(FIFTHS_OF_MEANS)}"
    for poorer, richer in pairwise(FIFTHS_OF_MEANS):
        if scale[richer] < scale[poorer]:
            said = f"the {richer} fifth would pay {100 * scale[richer]:g}% and the {poorer} {100 * scale[poorer]:g}%"
            return "sliding", said, "let the shares never fall from the poorest to the richest"
    if tariff.household:
        return "household", "a sliding scale says already what households pay", "take one of the two out"
    return None


def _wrong_day(tariff: Tariff, scenario: Scenario) -> Wrong | None:
    last = scenario.start.year + scenario.years - 1
    if tariff.begins is not None and tariff.begins.year > last:
        return "begins", f"{tariff.begins} is after the last year of the scenario, {last}", "let it begin before"
    return None


def _too_many(scenario: Scenario, number: int, therapies: Sequence[str]) -> Wrong | None:
    """Where the members of the tariffs up to this one are more than all patients of a therapy."""
    for therapy in scenario.tariffs[number - 1].therapies or scenario.therapies or therapies:
        ranges = [each.members for each in scenario.tariffs[:number] if therapy in (each.therapies or therapies)]
        together = sum(members.expected for members in ranges if members is not None)
        if together > 1.0 + 1e-9:
            return "members", f"of {therapy} {together:.0%} would be members", "let the shares sum to 1 at most"
    return None
