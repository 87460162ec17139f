"""Checking tariffs: somebody pays them, one way of paying is stated, and no cycle has more than one payer."""

from __future__ import annotations

from collections.abc import Sequence

from hevesy.errors import BadScenario
from hevesy.plan.scenario.dictionary import FUNDER, keys
from hevesy.plan.scenario.scenario import Scenario, Tariff
from hevesy.plan.scenario.suggestion import among

# what a cycle is made of, in the order in which it is set against a tariff
BUNDLE = ("drug", "administration", "imaging", "dosimetry", "monitoring")
WAYS = ("per_cycle", "by_line", "share")
Wrong = tuple[str, str, str]


def kinds_of_scheme() -> tuple[str, ...]:
    """The kinds of funder."""
    return next(key.choices for key in keys(FUNDER) if key.name == "kind")


def check_tariffs(scenario: Scenario, therapies: Sequence[str]) -> None:
    """Raises BadScenario for the first thing that is wrong."""
    for number, tariff in enumerate(scenario.tariffs, start=1):
        found = _wrong_in(tariff, scenario, therapies) or _too_many(scenario, number, therapies)
        if found:
            key, problem, advice = found
            where = f"table [[tariff]] {number} ({tariff.id!r}), key {key!r}"
            raise BadScenario(file=scenario.file or "scenario", where=where, problem=problem, advice=advice)


def _wrong_in(tariff: Tariff, scenario: Scenario, therapies: Sequence[str]) -> Wrong | None:
    payers = (*(funder.id for funder in scenario.funders), *kinds_of_scheme())
    if tariff.payer not in payers:
        return "payer", f"{tariff.payer!r} is neither a [[funder]] nor a kind of scheme", among(tariff.payer, payers)
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


def _too_many(scenario: Scenario, number: int, therapies: Sequence[str]) -> Wrong | None:
    """Where the members of the tariffs up to this one are more than all patients of a therapy."""
    for therapy in scenario.tariffs[number - 1].therapies or therapies:
        ranges = [each.members for each in scenario.tariffs[:number] if therapy in (each.therapies or therapies)]
        together = sum(members.expected for members in ranges if members is not None)
        if together > 1.0 + 1e-9:
            return "members", f"of {therapy} {together:.0%} would be members", "let the shares sum to 1 at most"
    return None
