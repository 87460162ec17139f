"""Random acts for laws: in any order, by anybody, with forms that are right, wrong, half empty or of another kind.

A seed tells all attempts: drawing each by hypothesis took minutes, and a failing seed is played again as quickly.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st
from tests.run.playing import BY, LU_PSMA, step_of

USUAL = tuple(step[0] for step in LU_PSMA)
SAID: dict[str, dict[str, Any]] = {
    "hold": {"why": "fever"}, "resume": {"why": "well"}, "loss": {"lost_reason": "declines"},
    "reallocation": {"offer": "discard", "vial": "V1", "why": "late"}, "toxicity": {"seen_on": "2027-03-20"},
    "waste": {"waste_mbq": 30.0, "waste_place": "A", "measured_at": "2027-03-02T16:00:00+00:00"},
}  # fmt: skip
PEOPLE = sorted(BY.values())


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody means to record an act, with `said` perhaps disturbed.

    `corrects` names an earlier entry by number, `paper` who types it in from paper.
    """

    act: str
    hours: float
    by: str
    second: str
    said: dict[str, Any]
    reason: str
    corrects: int | None
    paper: str = ""


def attempts() -> st.SearchStrategy[list[Attempt]]:
    """The usual course with acts left out, doubled and turned round, or acts in any order at all."""
    return st.integers(0, 2**32).map(lambda seed: _told(Random(seed)))


def _told(dice: Random) -> list[Attempt]:
    acts = [act for act in USUAL if dice.random() > 0.05]
    if dice.random() < 0.4:
        dice.shuffle(acts)
    for _ in range(dice.randrange(5)):
        acts.insert(dice.randrange(len(acts) + 1), dice.choice((*USUAL, *SAID)))
    return [_attempt(act, dice) for act in acts]


def _attempt(act: str, dice: Random) -> Attempt:
    """An act, as usual or disturbed in one of the ways in which a day goes wrong."""
    hours, by, second, said = (3.0, "p1", "", SAID[act]) if act in SAID else step_of(act)[1:]
    if dice.random() < 0.05:
        by = dice.choice(PEOPLE)
    if dice.random() < 0.05:
        second = dice.choice(["", *PEOPLE])
    if dice.random() < 0.05:
        hours += dice.uniform(-72, 400)
    disturbed = {name: _disturbed(value, dice) for name, value in said.items()}
    kept = {name: value for name, value in disturbed.items() if value is not None}
    reason = dice.choice(("", "it has happened", "the pump ran on"))
    corrects = dice.randrange(40) if dice.random() < 0.05 else None
    return Attempt(act, hours, by, second, kept, reason, corrects, dice.choice(PEOPLE) if dice.random() < 0.1 else "")


def _disturbed(value: Any, dice: Random) -> Any:
    """Mostly as it was; else left out, turned round, or of another size."""
    if dice.random() > 0.02:
        return value
    if isinstance(value, bool):
        return dice.choice((None, not value))
    if isinstance(value, float):
        return dice.choice((None, value * 0.5, value * 1.3, value * 1000))
    return dice.choice((None, value))
