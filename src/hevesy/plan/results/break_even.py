"""Where an effect is only assumed: how much of it must be true for B to beat A."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from hevesy.errors import UnknownOutcome
from hevesy.plan.results.measures import HEADLINES, headlines
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result
from hevesy.tables import nearest

NET_BENEFIT = "net_benefit"
DRAWS = 128  # enough to tell a mean difference on the same draws from none
NO_EFFECT, WHOLE_GAP = 0.0, 1.0  # an effect is the share of a gap that is closed
HALVINGS = 6
SAME = 1e-9  # a difference below this share of A is none


def check_outcome(outcome: str, worth: float | None) -> None:
    """Raise UnknownOutcome for what is no headline, or for net_benefit without what a QALY is worth."""
    known = [m.name for m in HEADLINES] + ([NET_BENEFIT] if worth is not None else [])
    if outcome not in known:
        guess = nearest(outcome, known)
        said = " (it needs --worth USD, what a QALY is worth)" if outcome == NET_BENEFIT else ""
        said = said or (f" (did you mean {guess!r}?)" if guess else "")
        raise UnknownOutcome(text=outcome, nearest=said, known=", ".join(known))


def good_of(result: Result, outcome: str, worth: float | None) -> Floats:
    """The outcome in draws, turned so that more is better."""
    whole = headlines(result.model, result.built.values, result.outcome)
    if outcome == NET_BENEFIT:
        assert worth is not None
        return worth * whole["qalys"] - whole["costs"]
    return next(m.better for m in HEADLINES if m.name == outcome) * whole[outcome]


def break_evens(
    a: Result, b: Result, outcome: str, worth: float | None, run: Callable[[Scenario], Result]
) -> list[dict[str, Any]]:
    """For each intervention that only B has and whose effect is assumed: the effect at which B stops beating A.

    The others stay as they are. Found by simulation on the same draws: no effect, the whole gap, and, where the mean
    difference changes its sign between them, halving.
    """
    from hevesy.plan.scenario.stated import rests_on_assumption

    check_outcome(outcome, worth)
    few = min(DRAWS, b.scenario.draws)
    base = good_of(run(replace(a.scenario, draws=few)), outcome, worth)
    found = []
    for each in b.scenario.interventions:
        if each in a.scenario.interventions or not rests_on_assumption(each, b.built.reader):
            continue

        def better_by(effect: float, each: Intervention = each) -> float:
            changed = run(with_effect(replace(b.scenario, draws=few), each, effect))
            return _difference(base, good_of(changed, outcome, worth))

        found.append({"intervention": each.id, "outcome": outcome, "worth": worth, **searched(better_by)})
    return found


def with_effect(scenario: Scenario, changed: Intervention, effect: float) -> Scenario:
    """The same scenario in which one intervention has exactly this effect."""
    stated = replace(changed, effect=Range(effect, effect, effect))
    return replace(
        scenario, interventions=tuple(stated if each == changed else each for each in scenario.interventions)
    )


def _difference(a: Floats, b: Floats) -> float:
    """The mean difference, or exactly 0 where it is lost in the last digits."""
    mean = float(np.mean(b - a))
    return 0.0 if abs(mean) <= SAME * max(1.0, float(np.mean(np.abs(a)))) else mean


def searched(better_by: Callable[[float], float]) -> dict[str, Any]:
    """The effect above which B beats A, from the mean difference at an effect; more of it is taken to help B more.

    >>> round(searched(lambda effect: effect - 0.3)["break_even"], 2)
    0.3
    >>> searched(lambda effect: -1.0)["verdict"]
    'B beats A at no effect, not even if it closed the whole gap'
    """
    low, high = NO_EFFECT, WHOLE_GAP
    tried = [(low, better_by(low))]
    if tried[0][1] > 0:
        return _said(None, "B beats A at any effect, even none: something else that differs decides", tried)
    tried.append((high, better_by(high)))
    if tried[1][1] <= 0:
        return _said(None, "B beats A at no effect, not even if it closed the whole gap", tried)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        tried.append((middle, better_by(middle)))
        low, high = (low, middle) if tried[-1][1] > 0 else (middle, high)
    if low == NO_EFFECT:
        return _said(0.0, f"B beats A at any effect above none (the smallest tried was {high:.3f})", tried)
    return _said((low + high) / 2, f"B beats A only at an effect above {(low + high) / 2:.2f}", tried)


def _said(break_even: float | None, verdict: str, tried: list[tuple[float, float]]) -> dict[str, Any]:
    rows = [{"effect": effect, "difference": difference} for effect, difference in sorted(tried)]
    return {"break_even": break_even, "verdict": verdict, "tried": rows}
