"""A corrective action as a story: what was found, why, who mends it by when, and whether it helped.

Nothing closes without evidence, and nobody judges the effect of their own action.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from hevesy.errors import BadStep

SOURCES = ("audit", "incident", "quality_control", "inspection")
OPENED, ASSIGNED, DONE, CHECKED, ESCALATED = "opened", "assigned", "done", "checked", "escalated"
EFFECTIVE, NOT_EFFECTIVE = "effective", "not_effective"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to an action. `said` is the cause, what was done, or what was seen at the check.

    `owner` and `due` belong to an assignment; `evidence` to what was done and to the check; `result` to the check.
    """

    what: str
    on: date
    by: str
    said: str = ""
    owner: str = ""
    due: date | None = None
    evidence: tuple[str, ...] = ()
    result: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """How an action stands: `source` and `about` say where it came from (an audit's item, an incident)."""

    source: str
    about: str
    priority: str
    finding: str
    opened: date
    cause: str = ""
    owner: str = ""
    due: date | None = None
    done: date | None = None
    evidence: tuple[str, ...] = ()
    closed: date | None = None
    escalated: date | None = None
    steps: tuple[Step, ...] = field(default_factory=tuple)

    @property
    def is_open(self) -> bool:
        return self.closed is None


def follow(action: Action, step: Step) -> Action:
    """The action after a step; raises BadStep, with what to do first, for one that can't follow."""
    check_may_follow(action, step)
    kept = replace(action, steps=(*action.steps, step))
    if step.what == ASSIGNED:
        return replace(kept, cause=step.said, owner=step.owner, due=step.due, done=None)
    if step.what == DONE:
        return replace(kept, done=step.on, evidence=(*action.evidence, *step.evidence))
    if step.what == ESCALATED:
        return replace(kept, escalated=step.on)
    held = replace(kept, evidence=(*action.evidence, *step.evidence))
    return replace(held, closed=step.on) if step.result == EFFECTIVE else replace(held, done=None)


def check_may_follow(action: Action, step: Step) -> None:
    """Raises BadStep for a step that can't follow on what has happened."""
    problem = _problem(action, step)
    if problem:
        raise BadStep(about=action.about, problem=problem[0], advice=problem[1])


def _problem(action: Action, step: Step) -> tuple[str, str] | None:
    if not action.is_open:
        return "it is closed", "open another one for what was found since"
    if step.on < (action.steps[-1].on if action.steps else action.opened):
        return "it comes before what has happened already", "write the day on which it was"
    rules = {ASSIGNED: _assigning, DONE: _doing, CHECKED: _checking, ESCALATED: _escalating}
    if step.what not in rules:
        return f"{step.what!r} is no step of an action", f"write one of {', '.join(rules)}"
    return rules[step.what](action, step)


def _assigning(action: Action, step: Step) -> tuple[str, str] | None:
    if not (step.said.strip() and step.owner and step.due):
        return "cause, owner or due date is missing", "say why it came to it, who mends it, and by when"
    return ("it is due before it begins", "write a later day") if step.due < step.on else None


def _doing(action: Action, step: Step) -> tuple[str, str] | None:
    if not action.owner:
        return "nobody owns it", "assign it first"
    return None if step.evidence else ("there is no evidence of it", "name the file or the record that shows it")


def _checking(action: Action, step: Step) -> tuple[str, str] | None:
    if action.done is None:
        return "nothing was done yet", "write down what was done, with its evidence"
    if step.by == action.owner:
        return "who mended it judges its effect", "let somebody else look"
    if step.result not in (EFFECTIVE, NOT_EFFECTIVE):
        return "it is not said whether it helped", f"write {EFFECTIVE} or {NOT_EFFECTIVE}"
    return None if step.evidence else ("there is no evidence of it", "name what was looked at")


def _escalating(action: Action, step: Step) -> tuple[str, str] | None:
    return None if is_overdue(action, step.on) else ("it is not overdue", "wait for its day, or assign it anew")


def is_overdue(action: Action, on: date) -> bool:
    """Whether it is open and its day has passed."""
    return action.is_open and action.due is not None and action.done is None and on > action.due
