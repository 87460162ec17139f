"""A corrective action: what may follow on what, and that nothing closes without evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BadStep
from hevesy.quality import Action, ActionState, Step, follow, is_overdue
from hevesy.words import LANGUAGES, catalogue

BEGIN = date(2027, 3, 1)
OPEN = Action("audit", "staff_protection_4", "major", "Finger dosimeters are not worn.", BEGIN)
ASSIGNED = Step("assigned", BEGIN, "Q", "nobody ordered them", "O", BEGIN + timedelta(days=30))
DONE = Step("done", BEGIN + timedelta(days=20), "O", "ordered and handed out", evidence=("list.pdf",))
CHECKED = Step("checked", BEGIN + timedelta(days=80), "Q", "worn by all", evidence=("photo.jpg",), result="effective")


def told(*steps: Step) -> Action:
    action = OPEN
    for step in steps:
        action = follow(action, step)
    return action


def test_an_action_goes_from_its_finding_to_its_closure() -> None:
    found = told(ASSIGNED, DONE, CHECKED)
    assert (found.cause, found.owner, found.closed) == ("nobody ordered them", "O", CHECKED.on)
    assert found.evidence == ("list.pdf", "photo.jpg") and not found.is_open


def test_what_did_not_help_is_open_again() -> None:
    found = told(ASSIGNED, DONE, replace(CHECKED, result="not_effective"))
    assert found.is_open and found.done is None and found.owner == "O"
    assert not told(ASSIGNED, DONE, replace(CHECKED, result="not_effective"), replace(DONE, on=CHECKED.on),
                    replace(CHECKED, on=CHECKED.on + timedelta(days=9))).is_open  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), "nobody_yet"),
        ((ASSIGNED,), "under_way"),
        ((ASSIGNED, DONE), "done"),
        ((ASSIGNED, DONE, CHECKED), "ended"),
        ((ASSIGNED, DONE, replace(CHECKED, result="not_effective")), "under_way"),
        ((ASSIGNED, DONE, replace(ASSIGNED, on=DONE.on)), "under_way"),  # given to somebody anew
        ((ASSIGNED, Step("escalated", BEGIN + timedelta(days=31), "Q")), "under_way"),
    ],
)  # fmt: skip
def test_how_an_action_stands_is_told_once(steps: tuple[Step, ...], state: str) -> None:
    assert told(*steps).state is ActionState(state)


def test_an_action_that_was_closed_without_an_owner_is_closed() -> None:
    assert replace(OPEN, closed=BEGIN).state is ActionState.ENDED


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_it_stands_has_words_in_every_language(language: str) -> None:
    said = {code: words for code, words in catalogue(language).items() if code.startswith("action_state.")}
    assert set(said) == {f"action_state.{state}" for state in ActionState} and len(set(said.values())) == len(said)


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ((DONE,), "Nobody owns it; assign it first."),
        ((replace(ASSIGNED, said=" "),), "Cause, owner or due date is missing"),
        ((replace(ASSIGNED, due=BEGIN - timedelta(days=1)),), "It is due before it begins"),
        ((ASSIGNED, replace(DONE, evidence=())), "There is no evidence of it; name the file"),
        ((ASSIGNED, CHECKED), "Nothing was done yet"),
        ((ASSIGNED, DONE, replace(CHECKED, by="O")), "Who mended it, or wrote what was done, judges its effect"),
        ((ASSIGNED, DONE, replace(CHECKED, evidence=())), "There is no evidence of it"),
        ((ASSIGNED, DONE, replace(CHECKED, result="")), "It is not said whether it helped"),
        ((ASSIGNED, DONE, CHECKED, replace(ASSIGNED, on=CHECKED.on)), "It is closed; open another one"),
        ((ASSIGNED, replace(DONE, on=BEGIN - timedelta(days=1))), "This comes before what has happened already"),
        ((ASSIGNED, Step("escalated", BEGIN + timedelta(days=30), "Q")), "It is not overdue"),
        ((Step("forgotten", BEGIN, "Q"),), "There is no such step"),
    ],
)  # fmt: skip
def test_a_step_that_cannot_follow_is_one_sentence(steps: tuple[Step, ...], says: str) -> None:
    with pytest.raises(BadStep) as error:
        told(*steps)
    assert str(error.value).startswith("The action about staff_protection_4 can't go on: ") and says in str(error.value)


def test_what_is_overdue_is_escalated() -> None:
    late = BEGIN + timedelta(days=31)
    assert is_overdue(told(ASSIGNED), late) and not is_overdue(told(ASSIGNED), late - timedelta(days=1))
    assert told(ASSIGNED, Step("escalated", late, "Q")).escalated == late
    assert not is_overdue(told(ASSIGNED, DONE), late)


steps = st.builds(
    Step, st.sampled_from(("assigned", "done", "checked", "escalated")),
    st.integers(0, 90).map(lambda day: BEGIN + timedelta(days=day)), st.sampled_from(("Q", "O")),
    st.sampled_from(("", "why")), st.sampled_from(("", "O")), st.none() | st.just(BEGIN + timedelta(days=40)),
    st.sampled_from(((), ("a.pdf",))), st.sampled_from(("", "effective", "not_effective")),
)  # fmt: skip


@pytest.mark.law
@given(st.lists(steps, max_size=12))
def test_a_closed_action_has_a_cause_an_owner_and_evidence_of_both_steps(dealt: list[Step]) -> None:
    action = OPEN
    for step in sorted(dealt, key=lambda each: each.on):
        try:
            action = follow(action, step)
        except BadStep:
            continue
    if not action.is_open:
        done = [each for each in action.steps if each.what == "done"][-1]
        checked = action.steps[-1]
        assert action.cause and action.owner and done.evidence and checked.evidence
        assert checked.by not in (action.owner, done.by) and {*done.evidence, *checked.evidence} <= set(action.evidence)
