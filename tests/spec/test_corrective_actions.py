"""The drawn stories of corrective actions, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.run.playing import SHELF

from hevesy.errors import BadStep
from hevesy.quality import Action, Step, escalated_to, follow, is_overdue, rungs
from hevesy.quality.action import after

PAGE = Path(__file__).parent / "corrective_actions.md"
STEP = re.compile(r"(\d+) (\w+) (assign|done|check)(?:\((\w+)(?:, (\d+))?\))?")
WHAT = {"assign": "assigned", "done": "done", "check": "checked"}
BEGIN = date(2027, 1, 1)
OPEN = Action("audit", "staff_protection_4", "critical", "Finger dosimeters are not worn.", BEGIN)


def lines() -> Iterator[object]:
    for row in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]
        if row.startswith("|") and cells[0] not in ("steps", "---"):
            yield pytest.param(*cells, id=cells[0])


def day(number: object) -> date:
    return BEGIN + timedelta(days=int(str(number)))


def steps(text: str) -> list[Step]:
    found = []
    for part in text.split("; "):
        number, who, what, said, due = STEP.fullmatch(part).groups()  # type: ignore[union-attr]
        owner, result = (said, "") if what == "assign" else ("", said or "")
        evidence = () if what == "assign" else ("list.pdf",)
        found.append(Step(WHAT[what], day(number), who, "so", owner, day(due) if due else None, evidence, result))
    return found


@pytest.mark.parametrize(("text", "refused", "closed", "overdue", "goes_up"), list(lines()))
def test_a_line_of_the_table(text: str, refused: str, closed: str, overdue: str, goes_up: str) -> None:
    action, because = OPEN, ""
    for step in steps(text):
        assert not because  # none but the last is refused
        try:
            action = follow(action, step, day(400))
        except BadStep as error:
            because = str(error.values["because"])
    assert because == refused
    assert action.closed == (day(closed) if closed else None)
    late = [number for number in range(1000) if is_overdue(action, day(number))]
    assert late[:1] == ([int(overdue)] if overdue else [])
    assert action.closed or not goes_up or action.promised == day(goes_up)


def test_the_page_has_its_lines() -> None:
    assert len(list(lines())) == 13


def test_an_own_delay_of_an_old_record_is_read_and_goes_up_from_the_first_day() -> None:
    told = OPEN
    for step in steps("1 Anna assign(Omar, 30); 60 Omar assign(Omar, 900)"):
        told = after(told, step)
    ladder = rungs(SHELF, SHELF.reader("world"))
    assert (told.due, told.promised) == (day(900), day(30)) and is_overdue(told, day(61))
    assert escalated_to(told, day(61), ladder) == tuple(each.role for each in ladder)
    (anew,) = steps("70 Anna assign(Omar, 100)")
    assert escalated_to(follow(told, anew), day(71), ladder) == ()
