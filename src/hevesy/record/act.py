"""What is done in a course of care: each act once, who does it, and what it takes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hevesy.facts import Shelf

COURSE, CYCLE = "course", "cycle"  # what an act holds for
YES = "yes"


@dataclass(frozen=True, slots=True)
class Act:
    """An act, its form, the roles that may do it and those of a second person, where it takes two.

    `stage` is that of the cascade in which PLAN loses people, `part` where it stands on a page (intake, cycle, after,
    any). What it `lapses` stands no more once it is recorded, unless `until` stands already: new laboratory values take
    a prescription back that was not carried out.

    `is_signed`: who records it proves again who they are, and stands for what is written. `second_proves`: the second
    person counts as there only once they have proven who they are.
    """

    name: str
    words: str
    stage: str
    scope: str
    form: str
    roles: tuple[str, ...]
    second: tuple[str, ...]
    lapses: tuple[str, ...]
    until: str
    part: str
    is_signed: bool
    second_proves: bool


@lru_cache(maxsize=4)
def acts(shelf: Shelf) -> Mapping[str, Act]:
    """Every act by its name, in the order in which a course meets them."""
    return {row["act"]: _act(row) for row in shelf.table("acts")}


def _act(row: Mapping[str, str]) -> Act:
    roles, second, lapses = (split(row[name]) for name in ("roles", "second", "lapses"))
    return Act(row["act"], row["words"], row["stage"], row["scope"], row["form"], roles, second, lapses, row["until"],
               row["part"], row["signed"] == YES, row["second_proves"] == YES)  # fmt: skip


def split(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, semicolons between them."""
    return tuple(part for part in text.split(";") if part)
