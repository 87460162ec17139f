"""Frameworks of competence: what somebody must show before they are certified, for one cadre on one track.

Each is a TOML file in a pack's folder `frameworks`; a later pack's file replaces an earlier one of the same name, so
that an official table is laid over the defaults of this software. Numbers are facts on the shelf.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from hevesy.errors import BadFramework, UnknownFramework
from hevesy.facts import Shelf
from hevesy.products import therapies
from hevesy.products.toml_table import TomlTable
from hevesy.record.act import acts, split
from hevesy.tables import nearest

FOLDER = "frameworks"
LEVELS = ("observes", "supervised", "performs", "teaches")  # from the least to the most
CADRES = (
    "physician", "medical_physicist", "radiopharmacist", "technologist", "nurse", "radiation_protection_officer",
)  # fmt: skip
TRACKS = ("postgraduate", "practising")
ORIGINS = ("default", "published", "official")  # only of the last is conformity ever said
DIRECT, INDIRECT = "direct", "indirect"  # the supervisor is in the room, or within call
CREDITS = ("cycle", "course")  # what counts once


@dataclass(frozen=True, slots=True)
class Competency:
    """Something that a person can do; `after` what is learnt before it, `shown_by` the assessments that show it."""

    name: str
    words: str
    domain: str
    after: tuple[str, ...]
    shown_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Procedures:
    """How many procedures of some therapies are asked: `least` is a fact, `counts` what gives one credit.

    `supervision` is what counts: direct alone, or also indirect.
    """

    name: str
    therapies: tuple[str, ...]
    acts: tuple[str, ...]
    least: str
    counts: str
    supervision: str


@dataclass(frozen=True, slots=True)
class Framework:
    """What is asked of one cadre on one track. `levels` says how well each competency must be shown.

    `months`, `hours`, `credits_per_year` and `valid_years` are facts, empty where the framework says nothing of them.
    """

    id: str
    version: str
    name: str
    cadre: str
    track: str
    origin: str
    source: str
    levels: Mapping[str, str]
    procedures: tuple[Procedures, ...]
    months: str
    hours: str
    credits_per_year: str
    valid_years: str


@lru_cache(maxsize=4)
def competencies(shelf: Shelf) -> Mapping[str, Competency]:
    """Every competency by its name, in the order of the table; BadFramework where one is learnt before itself."""
    found = {
        row["competency"]: Competency(
            row["competency"], row["words"], row["domain"], split(row["after"]), split(row["shown_by"])
        )
        for row in shelf.table("competencies")
    }
    _refuse_circles(found, shelf)
    return found


def _refuse_circles(known: Mapping[str, Competency], shelf: Shelf) -> None:
    file = shelf.table_files("competencies")[-1][1]
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = " → ".join((*path[path.index(name):], name))
            raise BadFramework(file=file, key=name, problem=f"it is learnt before itself ({circle})",
                               advice="take one of them out of the column after")  # fmt: skip
        if name in done:
            return
        if name not in known:
            raise BadFramework(file=file, key=path[-1], problem=f"{name!r} comes before it and is not in the table",
                               advice=_did_you_mean(name, known))  # fmt: skip
        for before in known[name].after:
            walk(before, (*path, name))
        done.add(name)

    for name in known:
        walk(name, ())


@lru_cache(maxsize=4)
def frameworks(shelf: Shelf) -> Mapping[str, Framework]:
    """Every framework on the shelf by its id. Raises BadFramework, naming file and key, at the first thing wrong."""
    files = {
        path.stem: path for pack in shelf.packs for path in sorted((pack.folder / FOLDER).glob("*.toml"))
    }
    return {name: read_framework(files[name], shelf) for name in sorted(files)}


def find_framework(id: str, shelf: Shelf) -> Framework:
    """The framework with this id; raises UnknownFramework if none."""
    found = frameworks(shelf).get(id.strip())
    if found is None:
        guess = nearest(id, list(frameworks(shelf)))
        raise UnknownFramework(text=id, nearest=f" (did you mean {guess!r}?)" if guess else "")
    return found


def framework_in(framework: Framework, shelf: Shelf, language: str = "en") -> Framework:
    """A framework with its name in a language; one that nobody has said in it stays as it is."""
    return replace(framework, name=shelf.called("framework", framework.id, framework.name, language))


def read_framework(file: Path, shelf: Shelf) -> Framework:
    """The framework that a file describes; what it names must be on the shelf."""
    top = TomlTable.of_file(file, BadFramework)
    found = Framework(
        file.stem, top.text("version"), top.text("name"), top.choice("cadre", CADRES), top.choice("track", TRACKS),
        top.choice("origin", ORIGINS), _source(top, shelf), _levels(top, shelf),
        tuple(_procedures(each, shelf) for each in top.tables("procedures", optional=True)),
        *(_fact(top, key, shelf) for key in ("months", "hours", "credits_per_year", "valid_years")),
    )  # fmt: skip
    top.close()
    return found


def _source(top: TomlTable, shelf: Shelf) -> str:
    key = top.text("source")
    if key not in shelf.source_keys():
        raise top.wrong("source", f"{key!r} is no source on the shelf", "write the key of a row of sources.csv")
    return key


def _levels(top: TomlTable, shelf: Shelf) -> Mapping[str, str]:
    """The level of each competency: of its domain, unless it is named itself. None is asked where neither is."""
    known, said = competencies(shelf), top.table("levels")
    domains = {each.domain for each in known.values()}
    for key in said.values:
        if key not in domains and key not in known:
            raise said.wrong(key, "this is neither a domain nor a competency", _did_you_mean(key, (*domains, *known)))
        said.choice(key, LEVELS)
    found = {name: said.values.get(name) or said.values.get(each.domain) for name, each in known.items()}
    return {name: level for name, level in found.items() if level}


def _procedures(row: TomlTable, shelf: Shelf) -> Procedures:
    found = Procedures(
        row.text("id"), row.choices("therapies", [each.id for each in therapies(shelf)]),
        row.choices("acts", list(acts(shelf))), _fact(row, "least", shelf), row.choice("counts", CREDITS),
        row.choice("supervision", (DIRECT, INDIRECT)),
    )  # fmt: skip
    row.close()
    return found


def _fact(table: TomlTable, key: str, shelf: Shelf) -> str:
    fact = table.text(key, "")
    if fact and shelf.reader("world").find(fact) is None:
        raise table.wrong(key, f"{fact!r} is no fact on the shelf", "add it to a facts table of the pack")
    return fact


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    guess = nearest(word, list(known))
    return f"did you mean {guess!r}?" if guess else "choose a name that the tables have"
