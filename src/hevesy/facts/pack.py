"""Packs: folders of CSV and TOML that lie over one another on the shelf."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hevesy.errors import BadCell, BadTable
from hevesy.facts.fact import Dist, Fact, Kind, Source, State
from hevesy.tables import Column, Row, read_table

SHIPPED = Path(__file__).parent / "packs"

FACT_COLUMNS = (
    Column("fact", required=True),
    Column("place", required=True),
    Column("value", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("unit"),
    Column("text"),
    Column("dist", "choice", choices=tuple(Dist)),
    Column("on"),
    Column("state", "choice", choices=tuple(State)),
    Column("source", required=True),
    Column("kind", "choice", required=True, choices=tuple(Kind)),
    Column("note"),
    Column("confirmed_by"),
    Column("confirmed_on", "date"),
)
SOURCE_COLUMNS = (
    Column("key", required=True),
    Column("citation", required=True),
    Column("locator"),
    Column("licence"),
)


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of facts and tables with a name and a licence; `language` is the one its own texts are written in."""

    name: str
    folder: Path
    title: str
    licence: str
    restricted: bool
    shipped: bool
    language: str = "en"

    def fact_files(self) -> list[Path]:
        """facts.csv (or facts.xlsx) and everything in facts/, in the order of their names."""
        inside = self.folder / "facts"
        found = [self.folder / f"facts{ending}" for ending in (".csv", ".xlsx")]
        return [path for path in found if path.is_file()] + sorted(inside.glob("*.csv"))

    def table_files(self, name: str) -> list[Path]:
        """The files of this pack that hold the table `name`."""
        return [path for ending in (".csv", ".xlsx") if (path := self.folder / f"{name}{ending}").is_file()]

    def source_files(self) -> list[Path]:
        return sorted(self.folder.glob("sources*.csv"))


def read_pack(folder: Path, shipped: bool = False) -> Pack:
    """The pack in `folder`; its pack.toml says its name, title, licence and whether reuse is restricted."""
    about = folder / "pack.toml"
    if not about.is_file():
        raise _no_pack(folder)
    try:
        said = tomllib.loads(about.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTable(file=about, problem=f"this is not TOML ({error})", advice="mend that line") from None
    return Pack(
        name=str(said.get("name", folder.name)),
        folder=folder,
        title=str(said.get("title", folder.name)),
        licence=str(said.get("licence", "")),
        restricted=bool(said.get("restricted", False)),
        shipped=shipped,
        language=str(said.get("language", "en")),
    )


def _no_pack(folder: Path) -> BadTable:
    template = "the folder that `hevesy plan template` wrote"
    if not folder.exists():
        return BadTable(
            file=folder, problem="there is no such folder", advice=f"check the name, or give {template}"
        )
    if not folder.is_dir():
        advice = f"give {template}, with your tables in it as .csv or .xlsx"
        return BadTable(file=folder, problem="this is a file, and a pack is a folder", advice=advice)
    return BadTable(
        file=folder, problem="this is not a pack (no pack.toml inside)", advice=f"give {template}"
    )


def shipped_packs(restricted: bool = True) -> list[Pack]:
    """The packs that come with Hevesy, the open one first; the restricted ones may be absent or left out."""
    folders = sorted(path.parent for path in SHIPPED.glob("*/pack.toml"))
    packs = [read_pack(folder, shipped=True) for folder in folders]
    return sorted(
        (pack for pack in packs if restricted or not pack.restricted), key=lambda pack: pack.name != "open"
    )


def read_facts(pack: Pack) -> Iterator[Fact]:
    """Every fact of the pack, checked cell by cell."""
    for path in pack.fact_files():
        for row in read_table(path, FACT_COLUMNS):
            if pack.shipped or not empty_row(row):
                yield fact_from_row(row, pack)


def empty_row(row: Row) -> bool:
    """Whether a row of facts was left as it came: no value, no text, and no state that says so."""
    return row["value"] is None and not row["text"] and not row["state"]


def fact_from_row(row: Row, pack: Pack) -> Fact:
    """The fact that a row of a shelf file says; refuses a range that does not hold its value."""
    value, low, high = row["value"], row["low"], row["high"]
    for name, bound, wrong in (
        ("low", low, value is not None and low is not None and low > value),
        ("high", high, value is not None and high is not None and high < value),
    ):
        if wrong:
            raise BadCell(
                file=row.file,
                line=row.line,
                field=name,
                problem=f"{bound:g} does not bound the value {value:g}",
                advice="low <= value <= high",
            )
    return Fact(
        id=row["fact"],
        place=row["place"],
        value=value,
        low=low,
        high=high,
        unit=row["unit"] or "",
        text=row["text"] or "",
        dist=Dist(row["dist"] or "fixed"),
        on=row["on"] or "",
        state=_state(row),
        source=row["source"],
        kind=Kind(row["kind"]),
        note=row["note"] or "",
        confirmed_by=row["confirmed_by"] or "",
        confirmed_on=row["confirmed_on"].isoformat() if row["confirmed_on"] else "",
        pack=pack.name,
        file=row.file.name,
        line=row.line,
    )


def _state(row: Row) -> State:
    if row["state"]:
        return State(row["state"])
    if row["value"] is None and not row["text"]:
        return State.MISSING
    return State.IMPUTED if row["kind"] == Kind.ASSUMPTION else State.REPORTED


def read_sources(pack: Pack) -> Iterator[Source]:
    for path in pack.source_files():
        for row in read_table(path, SOURCE_COLUMNS):
            yield Source(row["key"], row["citation"], row["locator"] or "", row["licence"] or "")
