"""Two scenarios on the same draws: what differs, by how much, and in what share of the worlds B does better."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hevesy import __version__
from hevesy.errors import NotComparable
from hevesy.facts import Shelf
from hevesy.facts.spread import by_year, share_of_draws, spread
from hevesy.plan.results.answers import EXPLORATORY, names_said, scenario_said
from hevesy.plan.results.break_even import break_evens
from hevesy.plan.results.compare_households import households_compared
from hevesy.plan.results.measures import HEADLINES, Measure, headlines, totals, yearly
from hevesy.plan.results.shocks import differing_shocks, other_people_said
from hevesy.plan.scenario.scenario import Intervention, Scenario
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result

SCHEMA = "hevesy.plan.comparison/1"
SAME = ("country", "start", "years", "draws", "seed", "burden")  # what two scenarios must share
SHOWN = ("started", "completed", "waiting", "costs")  # compared year by year
ROUNDING = 1e-9  # of the larger figure
Run = Callable[[Scenario], Result]
NOT_COMPARED = {"cost_per_qaly": None, "verdict": "not to be compared"}  # where other people are counted


def check_comparable(a: Scenario, b: Scenario) -> None:
    """Raise NotComparable, naming the first thing that must be the same and is not."""
    for field in SAME:
        first, second = getattr(a, field), getattr(b, field)
        if first != second:
            problem = f"{field} is {first or 'not stated'} in one and {second or 'not stated'} in the other"
            raise NotComparable(first=_named(a), second=_named(b), problem=problem, field=field)


def _named(scenario: Scenario) -> str:
    return scenario.file or scenario.name


def compare(
    a: Result,
    b: Result,
    shelf: Shelf,
    outcome: str = "completed",
    worth: float | None = None,
    run: Run | None = None,
) -> dict[str, Any]:
    """Every difference B - A with its 90 % interval, draw by draw on the same random numbers.

    Where B differs in what is only assumed to work, there is no rank but the break-even effect for `outcome`
    (a headline, or net_benefit at `worth` USD a QALY); `run` simulates a scenario for that. The shape is published
    as `comparison.schema.json`. Raises NotComparable.
    """
    check_comparable(a.scenario, b.scenario)
    if a.kernel != b.kernel:
        raise NotComparable(
            first=_named(a.scenario), second=_named(b.scenario), field="kernel",
            problem=f"one ran in kernel {a.kernel}, the other in {b.kernel}",
        )  # fmt: skip
    acts, sides = differing(a.scenario, b.scenario), (scenario_said(a, shelf), scenario_said(b, shelf))
    assumed = resting_on_assumption(acts, b) + resting_on_assumption(acts, a)
    shocks = differing_shocks(*(side["shocks"] for side in sides))
    others = [each["id"] for each in shocks if each["persons"] is not None] + _wider(acts, shelf)
    first, second = _headlines(a), _headlines(b)
    return {
        "schema": SCHEMA,
        "hevesy_version": __version__,
        "exploratory": a.exploratory or b.exploratory,
        "says_first": [*_says_first(a, b, _as_called(assumed, acts, shelf)), *other_people_said(others)],
        "a": sides[0],
        "b": sides[1],
        "kernel": a.kernel,
        "interventions": [
            _act(each, side, assumed) | names_said(each, {"a": a, "b": b}[side], shelf) for side, each in acts
        ],
        "shocks": shocks,
        "ranked": not assumed and not others,
        "headlines": [_difference(m, first[m.name], second[m.name], not assumed and not others) for m in HEADLINES],
        "households": households_compared(a, b),
        "by_year": _by_year(a, b),
        "worth": cost_effectiveness(first, second) | (NOT_COMPARED if others else {}),
        "break_even": break_evens(a, b, outcome, worth, run) if assumed and run is not None else [],
    }


def differing(a: Scenario, b: Scenario) -> list[tuple[str, Intervention]]:
    """Interventions of one scenario that the other has not, or has otherwise: ('a' or 'b', the intervention)."""
    return [("a", each) for each in a.interventions if each not in b.interventions] + [
        ("b", each) for each in b.interventions if each not in a.interventions
    ]


def resting_on_assumption(acts: list[tuple[str, Intervention]], result: Result) -> list[str]:
    """Which of the differing interventions of this result's scenario do what they do only by assumption."""
    from hevesy.plan.scenario.stated import rests_on_assumption

    own = {id(each) for each in result.scenario.interventions}
    return [each.id for _, each in acts if id(each) in own and rests_on_assumption(each, result.built.reader)]


def _wider(acts: list[tuple[str, Intervention]], shelf: Shelf) -> list[str]:
    """Which of the differing interventions widen a label, so that more people are counted."""
    from hevesy.plan.scenario.catalogue import find_entry

    return [each.id for _, each in acts if find_entry(each.kind, shelf).more]


def _act(each: Intervention, side: str, assumed: list[str]) -> dict[str, Any]:
    return {
        "in": side,
        "id": each.id,
        "kind": each.kind,
        "begins": each.begins.isoformat(),
        "centre": each.centre or None,
        "rests_on_assumption": each.id in assumed,
    }


def _as_called(assumed: list[str], acts: list[tuple[str, Intervention]], shelf: Shelf) -> list[str]:
    """What interventions are called by people, each once; by its id too where a scenario has several of a kind."""
    from hevesy.plan.scenario.catalogue import find_entry

    found = {each.id: find_entry(each.kind, shelf).name.lower() for _, each in acts if each.id in assumed}
    names = list(found.values())
    return [name if names.count(name) == 1 else f"{name} ({id})" for id, name in found.items()]


def _says_first(a: Result, b: Result, assumed: list[str]) -> list[str]:
    said = [EXPLORATORY] if a.exploratory or b.exploratory else []
    if assumed:
        said.append(
            f"No rank is given: what {', '.join(assumed)} would do is only assumed. The differences "
            "below follow from that assumption; the break-even effect says how much of it must be true."
        )
    return said


def _headlines(result: Result) -> dict[str, Floats]:
    return headlines(result.model, result.built.values, result.outcome)


def _difference(measure: Measure, a: Floats, b: Floats, ranked: bool) -> dict[str, Any]:
    change = differences(a, b)
    return {
        "name": measure.name,
        "title": measure.title,
        "unit": measure.unit,
        "more_is_better": measure.better > 0,
        "a": spread(a),
        "b": spread(b),
        "difference": spread(change),
        "share_b_better": share_of_draws(measure.better * change > 0) if ranked else None,
        "share_same": share_of_draws(change == 0),
    }


def differences(a: Floats, b: Floats) -> Floats:
    """B - A, and none where they differ by no more than sums of so many numbers are rounded."""
    change = b - a
    return np.where(np.abs(change) <= ROUNDING * np.maximum(np.abs(a), np.abs(b)), 0.0, change)


def _by_year(a: Result, b: Result) -> dict[str, Any]:
    first, second = (totals(r.built.values, yearly(r.model, r.built.values, r.outcome)) for r in (a, b))
    start = a.first_year
    return {
        name: {
            "a": by_year(first[name], start),
            "b": by_year(second[name], start),
            "difference": by_year(differences(first[name], second[name]), start),
        }
        for name in SHOWN
    }


def cost_effectiveness(a: dict[str, Floats], b: dict[str, Floats]) -> dict[str, Any]:
    """What a QALY more costs, and in what share of the draws B is dearer or cheaper, better or worse.

    The ratio is that of the expected differences (a mean of ratios means nothing where a QALY difference nears
    zero); it is null where B gives no more QALYs, or saves money, which `verdict` says.
    """
    more, dearer = (differences(a[name], b[name]) for name in ("qalys", "costs"))
    gained, cost = (float(np.mean(each)) for each in (more, dearer))
    quadrants = {
        "better_and_dearer": (more > 0) & (dearer > 0),
        "better_and_not_dearer": (more > 0) & (dearer <= 0),
        "not_better_and_dearer": (more <= 0) & (dearer > 0),
        "not_better_and_cheaper": (more <= 0) & (dearer < 0),
        "neither": (more <= 0) & (dearer == 0),
    }
    return {
        "qalys_gained": gained,
        "cost_added": cost,
        "cost_per_qaly": cost / gained if gained > 0 and cost > 0 else None,
        "verdict": _verdict(gained, cost),
        "quadrants": {name: share_of_draws(true) for name, true in quadrants.items()},
    }


def _verdict(gained: float, cost: float) -> str:
    if gained == 0 and cost == 0:
        return "the same"
    if gained > 0:
        return "better and dearer" if cost > 0 else "better and not dearer"
    return "not better and dearer" if cost >= 0 else "not better and cheaper"
