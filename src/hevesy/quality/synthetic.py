"""A synthetic quality history: two audits a year apart, and what was done about the findings of each.

Nobody in it is real, and the same seed tells the same. The second audit is a visit; it finds better what was mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from hevesy.facts.sampling import stream
from hevesy.quality.action import ASSIGNED, CHECKED, DONE, EFFECTIVE, NOT_EFFECTIVE, Action, Step
from hevesy.quality.audit import SELF, VISIT, Answer, Audit
from hevesy.quality.checklist import MOST, Item, Profile

YEAR = timedelta(days=365)
FINDING = 1  # a score of so much or less is a finding
NOT_APPLIES, DONE_IN_TIME, HELPED = 0.05, 0.75, 0.85
OWNER, CHECKER = "owner", "checker"


@dataclass(frozen=True, slots=True)
class Told:
    """One finding of an audit, and the steps that were taken; `by` of a step is OWNER or CHECKER."""

    item: Item
    action: Action
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class History:
    """An audit and what followed from it."""

    audit: Audit
    told: tuple[Told, ...]


def histories(profile: Profile, start: date, seed: int) -> tuple[History, History]:
    """The centre by itself a year before `start`, and a visiting team ten months into the year."""
    rng = stream(seed, "quality")
    first = _history(profile, SELF, start - YEAR, rng, {})
    mended = {each.item.id for each in first.told if each.steps and each.steps[-1].result == EFFECTIVE}
    before = {name: answer.score or 0 for name, answer in first.audit.answers.items()}
    known = {name: MOST if name in mended else score for name, score in before.items()}
    return first, _history(profile, VISIT, start + timedelta(days=300), rng, known)


def _history(
    profile: Profile, kind: str, on: date, rng: np.random.Generator, known: dict[str, int]
) -> History:
    answers = {
        item.id: _answer(item, rng, known.get(item.id))
        for part in profile.checklists if part.repeats == "once" for item in part.items
    }  # fmt: skip
    items = profile.items()
    found = tuple(
        _told(items[name], kind, on, rng) for name, each in answers.items()
        if each.score is not None and each.score <= FINDING
    )  # fmt: skip
    return History(Audit(profile.id, profile.edition, kind, on, answers), found)


def _answer(item: Item, rng: np.random.Generator, before: int | None) -> Answer:
    if rng.random() < NOT_APPLIES:
        return Answer(None, "synthetic: not done here", "", (), "", "")
    drawn = int(rng.choice(MOST + 1, p=[0.06, 0.12, 0.22, 0.34, 0.26]))
    return Answer(drawn if before is None else max(before, drawn - 1), "", "", (), item.priority, "")


def _told(item: Item, kind: str, on: date, rng: np.random.Generator) -> Told:
    finding = f"synthetic: {item.text}"
    return Told(item, Action("audit", item.id, item.priority, finding, on), tuple(_steps(kind, on, rng)))


def _steps(kind: str, on: date, rng: np.random.Generator) -> Iterator[Step]:
    """Assigned within a month; most are done in time and helped; of a late audit some still go on."""
    begun = on + timedelta(days=int(rng.integers(3, 30)))
    due = begun + timedelta(days=int(rng.integers(30, 120)))
    yield Step(ASSIGNED, begun, CHECKER, "synthetic: nobody was named for it", OWNER, due)
    if kind == VISIT or rng.random() > DONE_IN_TIME:
        return
    done = due - timedelta(days=int(rng.integers(0, 20)))
    yield Step(DONE, done, OWNER, "synthetic: a procedure was written", evidence=("synthetic document",))
    checked = done + timedelta(days=int(rng.integers(30, 90)))
    result = EFFECTIVE if rng.random() < HELPED else NOT_EFFECTIVE
    yield Step(CHECKED, checked, CHECKER, "synthetic: looked at", evidence=("synthetic record",), result=result)
