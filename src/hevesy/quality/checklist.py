"""Checklists of an audit: profiles of items, with where they come from.

Each profile is a TOML file in a pack's folder `audits`. The shipped one is made like QUANUM's, with items and words of
our own; an official edition is laid over the shelf as a pack, and only then is anything said of its benchmark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from hevesy.errors import BadProfile, UnknownAuditProfile
from hevesy.facts import Shelf
from hevesy.products.toml_table import TomlTable
from hevesy.tables import nearest

FOLDER = "audits"
MOST, CONFORMANT = 4, 3  # the highest score, and the lowest that conforms (Dondi 2017)
ORIGINS = ("default", "official")
THERAPY = "therapy"  # a checklist that is answered for each
REPEATS = ("once", THERAPY)  # a checklist is answered once, or for each therapy that the centre gives
RECORDS = ("consent_rate", "qc_on_time", "activity_within_tolerance", "release_measured", "waits")
PRIORITIES = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is looked at. `record` names what the centre's own record says of it, empty where it says nothing.

    `priority` is how soon a finding is acted on, unless the auditor says otherwise.
    """

    id: str
    text: str
    priority: str
    record: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A part of an audit: its items, and whether it is answered for each therapy."""

    id: str
    title: str
    repeats: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A level of conformance that was published of an edition, in percent: its mean, the lowest and the highest.

    `what` says of which audits, `source` where it was read.
    """

    mean: float
    lowest: float
    highest: float
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of checklists in one edition; `origin` is official only for a table that its owner has published.

    `benchmark` is what was published of audits by this very edition; None for any that is not official.
    """

    id: str
    edition: str
    title: str
    origin: str
    source: str
    checklists: tuple[Checklist, ...]
    benchmark: Benchmark | None = None

    def items(self) -> Mapping[str, Item]:
        """Every item by its id."""
        return {item.id: item for each in self.checklists for item in each.items}


@lru_cache(maxsize=4)
def profiles(shelf: Shelf) -> Mapping[str, Profile]:
    """Every profile on the shelf by its id. Raises BadProfile, naming file and key, at the first thing wrong."""
    files = {path.stem: path for pack in shelf.packs for path in sorted((pack.folder / FOLDER).glob("*.toml"))}
    return {name: read_profile(files[name], shelf) for name in sorted(files)}


def find_profile(id: str, shelf: Shelf) -> Profile:
    """The profile with this id; raises UnknownAuditProfile if none."""
    found = profiles(shelf).get(id.strip())
    if found is None:
        guess = nearest(id, list(profiles(shelf)))
        raise UnknownAuditProfile(text=id, nearest=f" (did you mean {guess!r}?)" if guess else "")
    return found


def profile_in(profile: Profile, shelf: Shelf, language: str = "en") -> Profile:
    """A profile with title, checklists and items in a language; a text that nobody has said in it stays as it is."""
    parts = tuple(
        replace(each, title=shelf.called(f"checklist.{profile.id}", each.id, each.title, language),
                items=tuple(replace(item, text=shelf.called(f"item.{profile.id}", item.id, item.text, language))
                            for item in each.items))
        for each in profile.checklists
    )  # fmt: skip
    title = shelf.called("audit_profile", profile.id, profile.title, language)
    return replace(profile, title=title, checklists=parts)


def read_profile(file: Path, shelf: Shelf) -> Profile:
    """The profile that a file describes; no item stands in it twice."""
    top = TomlTable.of_file(file, BadProfile)
    source = top.text("source")
    if source not in shelf.source_keys():
        raise top.wrong("source", f"{source!r} is no source on the shelf", "write the key of a row of sources.csv")
    found = Profile(
        file.stem, top.text("edition"), top.text("title"), top.choice("origin", ORIGINS), source,
        tuple(_checklist(each) for each in top.tables("checklist")), _benchmark(top, shelf),
    )  # fmt: skip
    top.close()
    _refuse_twice(found, top)
    return found


def _benchmark(top: TomlTable, shelf: Shelf) -> Benchmark | None:
    name = top.text("benchmark", "")
    if not name:
        return None
    if top.choice("origin", ORIGINS) != "official":
        problem = "what was published of an official edition says nothing of another"
        raise top.wrong("benchmark", problem, "leave it out, or lay the official edition over the shelf")
    fact = shelf.find(name)
    if fact is None or fact.value is None or fact.low is None or fact.high is None:
        raise top.wrong("benchmark", f"{name!r} is no fact with a range", "name a fact with value, low and high")
    return Benchmark(fact.value, fact.low, fact.high, fact.note, shelf.source(fact.source).citation)


def _checklist(table: TomlTable) -> Checklist:
    found = Checklist(
        table.text("id"), table.text("title"), table.choice("repeats", REPEATS, "once"),
        tuple(_item(each) for each in table.tables("item")),
    )  # fmt: skip
    table.close()
    return found


def _item(table: TomlTable) -> Item:
    found = Item(
        table.text("id"), table.text("text"), table.choice("priority", PRIORITIES),
        table.choice("record", RECORDS, ""),
    )  # fmt: skip
    table.close()
    return found


def _refuse_twice(profile: Profile, top: TomlTable) -> None:
    seen: set[str] = set()
    for name in (each.id for part in profile.checklists for each in part.items):
        if name in seen:
            raise top.wrong("checklist", f"the item {name!r} stands in it twice", "give each item an id of its own")
        seen.add(name)
