"""Curricula: modules in an order, what each teaches of a framework of competence, and what the whole leaves out.

Each is a TOML file in a pack's folder `curricula`; a later pack's file replaces an earlier one of the same name.
Hours of modules are the word of who wrote the file, not figures of a board.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from hevesy.competence import Framework, competencies, frameworks
from hevesy.competence.framework import ORIGINS
from hevesy.errors import BadCurriculum, UnknownModule
from hevesy.facts import Shelf
from hevesy.learn.tutorial import tutorials
from hevesy.products.toml_table import TomlTable
from hevesy.tables import nearest

FOLDER = "curricula"
LECTURE, E_LEARNING, READING, PRACTICAL, ROTATION = "lecture", "e_learning", "reading", "practical", "rotation"
KINDS = (LECTURE, E_LEARNING, READING, PRACTICAL, ROTATION)


@dataclass(frozen=True, slots=True)
class Module:
    """Something that is taught: how, for how many hours, towards which competencies, after which other modules.

    `tutorial` is what is played, of e-learning alone; `reading` are sources on the shelf.
    """

    id: str
    name: str
    kind: str
    hours: float
    competencies: tuple[str, ...]
    after: tuple[str, ...]
    tutorial: str
    reading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curriculum:
    """Modules in an order in which each comes after those that it builds on."""

    id: str
    version: str
    name: str
    framework: str
    origin: str
    source: str
    modules: tuple[Module, ...]

    @property
    def hours(self) -> float:
        return sum(each.hours for each in self.modules)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A curriculum beside its framework: which competencies no module teaches, its hours and those that are asked.

    `asked` is None where the framework names no hours; `beyond` are competencies that are taught and not asked.
    """

    uncovered: tuple[str, ...]
    beyond: tuple[str, ...]
    hours: float
    asked: float | None


@lru_cache(maxsize=4)
def curricula(shelf: Shelf) -> Mapping[str, Curriculum]:
    """Every curriculum on the shelf by its id. Raises BadCurriculum, naming file and key, at the first thing wrong."""
    files = {path.stem: path for pack in shelf.packs for path in sorted((pack.folder / FOLDER).glob("*.toml"))}
    return {name: read_curriculum(files[name], shelf) for name in sorted(files)}


def find_curriculum(id: str, shelf: Shelf) -> Curriculum:
    """The curriculum with this id; raises UnknownModule if none."""
    found = curricula(shelf).get(id.strip())
    if found is None:
        guess = nearest(id, list(curricula(shelf)))
        raise UnknownModule(what="curriculum", text=id, nearest=f" (did you mean {guess!r}?)" if guess else "")
    return found


def curriculum_in(curriculum: Curriculum, shelf: Shelf, language: str = "en") -> Curriculum:
    """A curriculum with its name and its modules' in a language; a name nobody has said in it stays as it is."""
    group = f"module.{curriculum.id}"
    modules = tuple(
        replace(each, name=shelf.called(group, each.id, each.name, language)) for each in curriculum.modules
    )
    name = shelf.called("curriculum", curriculum.id, curriculum.name, language)
    return replace(curriculum, name=name, modules=modules)


def coverage(curriculum: Curriculum, shelf: Shelf) -> Coverage:
    """What a curriculum leaves uncovered of its framework, and its hours beside those of the framework."""
    framework: Framework = frameworks(shelf)[curriculum.framework]
    taught = {name for module in curriculum.modules for name in module.competencies}
    asked = shelf.reader("world").number(framework.hours) if framework.hours else None
    return Coverage(
        tuple(name for name in framework.levels if name not in taught),
        tuple(name for name in competencies(shelf) if name in taught and name not in framework.levels),
        curriculum.hours, asked,
    )  # fmt: skip


def read_curriculum(file: Path, shelf: Shelf) -> Curriculum:
    """The curriculum that a file describes; what it names must be on the shelf."""
    top = TomlTable.of_file(file, BadCurriculum)
    modules = [_module(each, shelf) for each in top.tables("modules")]
    found = Curriculum(
        file.stem, top.text("version"), top.text("name"), top.choice("framework", list(frameworks(shelf))),
        top.choice("origin", ORIGINS), top.choice("source", shelf.source_keys()), _in_order(modules, top),
    )  # fmt: skip
    top.close()
    return found


def _module(row: TomlTable, shelf: Shelf) -> Module:
    kind = row.choice("kind", KINDS)
    found = Module(
        row.text("id"), row.text("name"), kind, row.number("hours"),
        row.choices("competencies", list(competencies(shelf))), row.texts("after", ()),
        row.choice("tutorial", list(tutorials(shelf))) if kind == E_LEARNING else "",
        row.choices("reading", shelf.source_keys()) if kind == READING else (),
    )  # fmt: skip
    if not 0 < found.hours <= 5000:
        raise row.wrong("hours", f"{found.hours:g} hours cannot be taught", "write more than 0 and at most 5000")
    row.close()
    return found


def _in_order(modules: list[Module], top: TomlTable) -> tuple[Module, ...]:
    """Each after what it builds on, else as written. Raises where one builds on itself, or on what is not there."""
    known = {each.id: each for each in modules}
    if len(known) < len(modules):
        raise top.wrong("modules", "two modules have the same id", "give each an id of its own")
    done: dict[str, Module] = {}

    def walk(id: str, path: tuple[str, ...]) -> None:
        if id in path:
            circle = " → ".join((*path[path.index(id):], id))
            raise top.wrong("modules", f"{id!r} comes after itself ({circle})", "take one of them out of `after`")
        if id not in known:
            guess = nearest(id, list(known))
            raise top.wrong("modules", f"{path[-1]!r} comes after {id!r}, which is not there",
                            f"did you mean {guess!r}?" if guess else "add it")  # fmt: skip
        if id not in done:
            for before in known[id].after:
                walk(before, (*path, id))
            done[id] = known[id]

    for each in modules:
        walk(each.id, ())
    return tuple(done.values())
