"""A corrective action as a story: what was found, why, who mends it by when, and whether it helped.

Nothing closes without evidence, and nobody judges the effect of their own action: neither its owner nor who wrote what
was done. A later day is set by somebody else than the owner, whether the first has passed or not; where an owner's own
later day stands in an old record, the action is overdue, and goes up, from the last day that somebody else has set.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from hevesy.errors import BadStep
from hevesy.words import say

SOURCES = ("audit", "incident", "quality_control", "inspection")
OPENED, ASSIGNED, DONE, CHECKED, ESCALATED = "opened", "assigned", "done", "checked", "escalated"
EFFECTIVE, NOT_EFFECTIVE = "effective", "not_effective"


class ActionState(StrEnum):
    """How an action stands; each is a code of `action_state` in words."""

    NOBODY_YET = "nobody_yet"  # has it
    UNDER_WAY = "under_way"
    DONE = "done"  # its effect is to be checked
    ENDED = "ended"


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
    """How an action stands: `source` and `about` say where it came from (an audit's item, an incident).

    `due` is the day that was said last, `promised` the last that somebody else than the owner has set.
    """

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
    promised: date | None = None
    steps: tuple[Step, ...] = field(default_factory=tuple)

    @property
    def is_open(self) -> bool:
        return self.closed is None

    @property
    def state(self) -> ActionState:
        """How it stands; what did not help is under way again."""
        if not self.is_open:
            return ActionState.ENDED
        if not self.owner:
            return ActionState.NOBODY_YET
        return ActionState.UNDER_WAY if self.done is None else ActionState.DONE


def follow(action: Action, step: Step, today: date | None = None) -> Action:
    """The action after a step; raises BadStep, with what to do first, for one that can't follow."""
    check_may_follow(action, step, today)
    return after(action, step)


def after(action: Action, step: Step) -> Action:
    """The action after a step that was written, whatever is asked of steps today."""
    kept = replace(action, steps=(*action.steps, step))
    if step.what == ASSIGNED:
        promised = action.promised if _is_own_delay(action, step) else step.due
        return replace(kept, cause=step.said, owner=step.owner, due=step.due, promised=promised, done=None)
    if step.what == DONE:
        return replace(kept, done=step.on, evidence=(*action.evidence, *step.evidence))
    if step.what == ESCALATED:
        return replace(kept, escalated=step.on)
    held = replace(kept, evidence=(*action.evidence, *step.evidence))
    return replace(held, closed=step.on) if step.result == EFFECTIVE else replace(held, done=None)


def check_may_follow(action: Action, step: Step, today: date | None = None) -> None:
    """Raises BadStep for a step that can't follow on what has happened, or that is dated after `today`."""
    because = "ahead" if today is not None and step.on > today else _because(action, step)
    if because:
        raise BadStep(about=action.about, because=because, said=say(f"step_says.{because}"))


def _because(action: Action, step: Step) -> str:
    """Why a step can't follow: a code of `[step_says]`, empty where it can."""
    if not action.is_open:
        return "closed"
    if step.on < (action.steps[-1].on if action.steps else action.opened):
        return "too_early"
    rules = {ASSIGNED: _assigning, DONE: _doing, CHECKED: _checking, ESCALATED: _escalating}
    return rules[step.what](action, step) if step.what in rules else "no_step"


def _assigning(action: Action, step: Step) -> str:
    if not (step.said.strip() and step.owner and step.due):
        return "not_assigned"
    if step.due < step.on:
        return "due_before"
    return "own_delay" if _is_own_delay(action, step) else ""


def _is_own_delay(action: Action, step: Step) -> bool:
    """Whether an owner puts off the day that somebody has set them."""
    if step.by != action.owner or step.due is None or action.promised is None:
        return False
    return step.due > action.promised


def _doing(action: Action, step: Step) -> str:
    if not action.owner:
        return "no_owner"
    return "" if step.evidence else "no_evidence"


def _checking(action: Action, step: Step) -> str:
    if action.done is None:
        return "not_done"
    mended = next((each.by for each in reversed(action.steps) if each.what == DONE), "")
    if step.by in (action.owner, mended):
        return "own_effect"
    if step.result not in (EFFECTIVE, NOT_EFFECTIVE):
        return "no_result"
    return "" if step.evidence else "no_evidence"


def _escalating(action: Action, step: Step) -> str:
    return "" if is_overdue(action, step.on) else "not_overdue"


def is_overdue(action: Action, on: date) -> bool:
    """Whether it is open, nothing was done, and the day that somebody else than its owner has set has passed."""
    return action.is_open and action.promised is not None and action.done is None and on > action.promised
