"""To whom an overdue action goes up: a role for each row of `escalation.csv`, after so many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hevesy.facts import Reader, Shelf
from hevesy.quality.action import Action, is_overdue

CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Rung:
    """A role that an overdue action goes up to, `after` how long; the fact says why so long."""

    role: str
    after: timedelta
    fact: str


def rungs(shelf: Shelf, reader: Reader) -> tuple[Rung, ...]:
    """Every rung, the first that is told at the top."""
    return tuple(
        Rung(row["role"], timedelta(days=reader.number(row["after"])), row["after"])
        for row in shelf.table("escalation")
    )


def escalated_to(action: Action, on: date, ladder: tuple[Rung, ...]) -> tuple[str, ...]:
    """The roles whose matter an action is on a day: none while it is not overdue, all at once where it is critical."""
    if action.promised is None or not is_overdue(action, on):
        return ()
    late = on - action.promised
    return tuple(each.role for each in ladder if action.priority == CRITICAL or late >= each.after)
