"""Where patients who wait too long are sent: to centres that exist, and never in a circle."""

from __future__ import annotations

from collections.abc import Sequence

from hevesy.errors import BadScenario
from hevesy.plan.scenario.places import ABROAD
from hevesy.plan.scenario.prerequisites import circle_in
from hevesy.plan.scenario.scenario import Onward, Scenario
from hevesy.plan.scenario.suggestion import among


def check_onward(scenario: Scenario, centres: Sequence[str]) -> None:
    """Raises BadScenario for an unknown centre, two rules for the same patients, or a circle of referral."""
    for number, sent in enumerate(scenario.onward, start=1):
        for key, named in (("from", sent.from_centre), ("to", sent.to_centre)):
            if named not in centres and not (key == "to" and named == ABROAD):
                advice = among(named, centres if key == "from" else [*centres, ABROAD])
                raise _wrong(scenario, number, key, f"there is no centre {named!r}", advice)
        for other, earlier in enumerate(scenario.onward[: number - 1], start=1):
            if earlier.from_centre == sent.from_centre and together(earlier.therapies, sent.therapies):
                problem = f"[[onward]] {other} already says where the same patients of {sent.from_centre!r} are sent"
                raise _wrong(scenario, number, "from", problem, "keep one, or name different therapies")
    _refuse_circles(scenario)


def together(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two lists speak of the same thing; an empty list speaks of all.

    >>> together(("a",), ()), together(("a",), ("b",))
    (True, False)
    """
    return not some or not others or bool(set(some) & set(others))


def _refuse_circles(scenario: Scenario) -> None:
    named = sorted({therapy for sent in scenario.onward for therapy in sent.therapies}) or [""]
    for therapy in [*named, ""]:
        edges = {
            sent.from_centre: [sent.to_centre]
            for sent in scenario.onward
            if not sent.therapies or therapy in sent.therapies
        }
        circle = circle_in(edges)
        if circle:
            number = next(n for n, sent in enumerate(scenario.onward, 1) if _closes(sent, circle, therapy))
            for_it = f" for {therapy}" if therapy else ""
            problem = f"patients are sent in a circle{for_it}: {' to '.join(circle)}"
            raise _wrong(scenario, number, "to", problem, "let one of them send nobody, or send abroad")


def _closes(sent: Onward, circle: Sequence[str], therapy: str) -> bool:
    concerns = not sent.therapies or therapy in sent.therapies
    return concerns and sent.from_centre == circle[-2] and sent.to_centre == circle[-1]


def _wrong(scenario: Scenario, number: int, key: str, problem: str, advice: str) -> BadScenario:
    where = f"table [[onward]] {number}, key {key!r}"
    return BadScenario(file=scenario.file or "scenario", where=where, problem=problem, advice=advice)
