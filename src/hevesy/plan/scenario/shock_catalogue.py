"""The catalogue of shocks: what each kind takes away, for how long, and how it may be told; read from the packs.

One TOML file for each kind in a pack's folder `shocks`; numbers stand on the shelf, the file holds their names. A shock
has parts. Each takes the share `size` x level of what it names: facts go toward a bound, resources of a centre and
doses that arrive become less. The level is 1 while the shock is felt in full, and falls to 0 as things recover.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from hevesy.capacity.minutes import MODALITIES, RESOURCES
from hevesy.errors import BadShock
from hevesy.facts import Shelf
from hevesy.plan.scenario.catalogue import AT
from hevesy.plan.scenario.kind_files import (
    check_facts_known,
    check_named_after_kind,
    files_of_kinds,
    kind_table,
)
from hevesy.products.toml_table import TomlTable

FOLDER = "shocks"
TAKEN = tuple(dict.fromkeys((*MODALITIES, *RESOURCES)))  # resources of which a shock may leave less
HELD_BY = ("border", "unpaid")  # what holds doses back: they are let in no more, or nobody has paid
USES = ("regions", "therapies", "destroys", "persons")  # keys of [[shock]] that only some kinds read


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a shock does, by the share that the fact `size` names.

    Facts go `toward` a bound; of `resources` a centre has less; `doses` says what holds doses back ('': nothing
    does), those of imported medicines alone where `imported` says so.
    """

    id: str
    size: str
    facts: tuple[str, ...]
    toward: float
    resources: tuple[str, ...]
    doses: str
    imported: bool


@dataclass(frozen=True, slots=True)
class ShockEntry:
    """One kind of shock. `lasts_weeks` and `recovery_weeks` name facts; `uses` are keys of [[shock]] that it reads."""

    id: str
    name: str
    meaning: str
    at: str
    uses: tuple[str, ...]
    lasts_weeks: str
    recovery_weeks: str
    parts: tuple[Part, ...]
    file: str

    @property
    def sizes(self) -> tuple[str, ...]:
        """The facts that say how much it takes, each once."""
        return tuple(dict.fromkeys(part.size for part in self.parts))

    @property
    def all_facts(self) -> tuple[str, ...]:
        """Every fact that it may ask for, each once."""
        named = [self.lasts_weeks, self.recovery_weeks, *self.sizes]
        named += [name for part in self.parts for name in part.facts]
        return tuple(dict.fromkeys(named))


@lru_cache(maxsize=4)
def shock_catalogue(shelf: Shelf) -> Mapping[str, ShockEntry]:
    """Every kind of shock on the shelf by its id; a later pack's file replaces an earlier one.

    Raises BadShock, naming file and key, at the first thing that is wrong.
    """
    files = files_of_kinds(shelf, FOLDER)
    return MappingProxyType({name: read_shock(file, shelf) for name, file in files.items()})


def read_shock(file: Path, shelf: Shelf) -> ShockEntry:
    """The kind of shock that a file describes; every fact it names must be on the shelf."""
    entry = _entry(kind_table(file, BadShock), file)
    check_facts_known(entry.all_facts, shelf, file, BadShock)
    return entry


def _entry(top: TomlTable, file: Path) -> ShockEntry:
    takes = top.table("takes")
    entry = ShockEntry(
        id=top.text("id"),
        name=top.text("name"),
        meaning=top.text("meaning"),
        at=top.choice("at", AT),
        uses=top.choices("uses", USES) if "uses" in top.values else (),
        lasts_weeks=takes.text("lasts_weeks"),
        recovery_weeks=takes.text("recovery_weeks"),
        parts=tuple(_part(table) for table in top.tables("part", optional=True)),
        file=str(file),
    )
    for table in (top, takes):
        table.close()
    check_named_after_kind(entry.id, top, file)
    if not entry.parts and not {"persons", "destroys"} & set(entry.uses):
        raise top.wrong("part", "this kind of shock does nothing", "write [[part]] above what it does")
    _refuse_twins(entry, top)
    return entry


def _part(table: TomlTable) -> Part:
    part = Part(
        id=table.text("id"),
        size=table.text("size"),
        facts=table.texts("facts", ()),
        toward=table.number("toward") if "facts" in table.values else 0.0,
        resources=table.choices("resources", TAKEN) if "resources" in table.values else (),
        doses=table.choice("doses", HELD_BY, ""),
        imported=table.flag("imported", False),
    )
    table.close()
    if not (part.facts or part.resources or part.doses):
        raise table.wrong("id", f"part {part.id!r} takes nothing", "name facts, resources or doses")
    return part


def _refuse_twins(entry: ShockEntry, top: TomlTable) -> None:
    ids = [part.id for part in entry.parts]
    for id in ids:
        if ids.count(id) > 1:
            raise top.wrong("part", f"two parts are called {id!r}", "give each a name of its own")
