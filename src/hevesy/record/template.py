"""The template of a course: the acts a therapy has, and what must stand before each. One table says it for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hevesy.errors import UnknownTemplate
from hevesy.facts import Shelf
from hevesy.record.act import COURSE, Act, acts, split
from hevesy.tables import nearest

GIVEN = "administration"
ENDS = {"release", "next_step"}  # what comes next though nothing waits for it
ASIDE = {"hold"}  # what something waits for though it is not on the way


@dataclass(frozen=True, slots=True)
class Move:
    """An act of a template, and the acts that must stand before it."""

    act: Act
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A versioned course of some therapies; `moves` by the act's name, in the order of a course."""

    name: str
    version: int
    words: str
    therapies: tuple[str, ...]
    moves: Mapping[str, Move]

    def missing(self, act: str, standing: Mapping[str, object], given: bool = False) -> tuple[str, ...]:
        """What must stand before an act and does not; what is of the course may follow what an earlier cycle gave."""
        move = self.moves[act]
        earlier = {GIVEN} if given and move.act.scope == COURSE else set[str]()
        return tuple(need for need in move.needs if need not in standing and need not in earlier)

    def ready(self, standing: Mapping[str, object]) -> tuple[str, ...]:
        """The acts that could come next: all they need stands, they do not, and something needs them."""
        needed = ({need for move in self.moves.values() for need in move.needs} | ENDS) - ASIDE
        return tuple(
            name for name in self.moves if name in needed and name not in standing and not self.missing(name, standing)
        )


@lru_cache(maxsize=4)
def templates(shelf: Shelf) -> Mapping[str, Template]:
    """Every template by its name."""
    return {row["template"]: _template(row, shelf) for row in shelf.table("courses")}


def find_template(name: str, shelf: Shelf) -> Template:
    """A template by its own name or that of a therapy; raises UnknownTemplate with the nearest."""
    known = templates(shelf)
    for each in known.values():
        if name == each.name or name in each.therapies:
            return each
    names = [*known, *(therapy for each in known.values() for therapy in each.therapies)]
    guess = nearest(name, names)
    raise UnknownTemplate(text=name, nearest=f" (did you mean {guess}?)" if guess else "")


def _template(row: Mapping[str, str], shelf: Shelf) -> Template:
    name, known = row["template"], acts(shelf)
    held = [line for line in shelf.table("course_moves") if line[name] == "yes"]
    here = {line["act"] for line in held}
    moves = {
        line["act"]: Move(known[line["act"]], tuple(need for need in split(line["needs"]) if need in here))
        for line in held
    }
    return Template(name, int(row["version"]), row["words"], split(row["therapies"]), moves)
