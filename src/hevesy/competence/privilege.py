"""Privileges: what one may do at a centre, of which acts, and what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hevesy.facts import Shelf
from hevesy.record.act import split


@dataclass(frozen=True, slots=True)
class Privilege:
    """A row of `privileges.csv`. It is held for one therapy at a time.

    `cadres` are those whose certificate opens it; `competencies` must be shown at `level`; `recent` is the fact of how
    many of its acts a year keep it alive, empty where practice is not asked.
    """

    name: str
    words: str
    acts: tuple[str, ...]
    cadres: tuple[str, ...]
    competencies: tuple[str, ...]
    level: str
    recent: str


@lru_cache(maxsize=4)
def privileges(shelf: Shelf) -> Mapping[str, Privilege]:
    """Every privilege by its name, in the order of the table."""
    return {
        row["privilege"]: Privilege(
            row["privilege"], row["words"], split(row["acts"]), split(row["cadres"]), split(row["competencies"]),
            row["level"], row["recent"],
        )
        for row in shelf.table("privileges")
    }  # fmt: skip


def privilege_of(act: str, shelf: Shelf) -> Privilege | None:
    """The privilege that an act needs; None for an act that needs none."""
    return next((each for each in privileges(shelf).values() if act in each.acts), None)


def privilege_called(name: str, shelf: Shelf, language: str = "en") -> str:
    """A privilege as one reads it."""
    known = privileges(shelf).get(name)
    return shelf.called("privilege", name, known.words if known else name.replace("_", " "), language)
