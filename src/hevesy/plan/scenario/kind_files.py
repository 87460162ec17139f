"""The files in which packs describe kinds, of interventions and of shocks: one TOML file each, named after its kind."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from hevesy.errors import BadIntervention, BadShock
from hevesy.facts import Shelf
from hevesy.products.toml_table import TomlTable
from hevesy.tables import nearest

Wrong = type[BadIntervention] | type[BadShock]


def files_of_kinds(shelf: Shelf, folder: str) -> dict[str, Path]:
    """The file of each kind, in the order of their names; a later pack's replaces an earlier one."""
    files = {path.stem: path for pack in shelf.packs for path in (pack.folder / folder).glob("*.toml")}
    return dict(sorted(files.items()))


def kind_table(file: Path, wrong: Wrong) -> TomlTable:
    """What stands in a kind's file; raises `wrong` where it is not TOML."""
    try:
        return TomlTable(file, "", tomllib.loads(file.read_text("utf-8-sig")), wrong)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise wrong(file=file, key="", problem=f"this is not TOML ({error})", advice="mend that line") from None


def check_facts_known(named: Iterable[str], shelf: Shelf, file: Path, wrong: Wrong) -> None:
    """Raise `wrong` at the first fact that is not on the shelf, with the nearest."""
    known = set(shelf.ids())
    for name in named:
        if name not in known:
            guess = nearest(name, sorted(known))
            raise wrong(
                file=file, key=name, problem="there is no such fact on the shelf",
                advice=f"did you mean {guess!r}?" if guess else "add it to a pack",
            )  # fmt: skip


def check_named_after_kind(id: str, top: TomlTable, file: Path) -> None:
    """Raise the table's error where the kind is not called as its file is."""
    if id != file.stem:
        raise top.wrong("id", f"{id!r} is not the name of the file", f"write id = {file.stem!r}")
