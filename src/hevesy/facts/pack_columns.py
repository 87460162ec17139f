"""The tables a country may bring in a pack: their columns, as one small data dictionary.

It drives the checks of a pack, the template that is written for a country, and the manual.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hevesy.tables import Column, read_table

DICTIONARY = Path(__file__).parent / "pack_columns.csv"
# what a row is about: a policy or a route of which nothing else is filled in is a question nobody has answered
NAMES = frozenset(
    {
        *(("policy", column) for column in ("iso3", "therapy", "item")),
        *(("routes", column) for column in ("iso3", "id", "product")),
    }
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A column of a table and what it means in plain words."""

    table: str
    column: Column
    meaning: str


@cache
def dictionary() -> tuple[Meaning, ...]:
    """Every column of every table of a country's pack, in the order in which they stand in the file."""
    with DICTIONARY.open(encoding="utf-8", newline="") as lines:
        return tuple(Meaning(row["table"], _column(row), row["meaning"]) for row in csv.DictReader(lines))


def pack_tables() -> tuple[str, ...]:
    """The names of the tables that a country may bring, beside facts and sources.

    >>> "centres" in pack_tables()
    True
    """
    return tuple(dict.fromkeys(entry.table for entry in dictionary()))


def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of one table; empty when a country's pack has no such table."""
    return tuple(entry.column for entry in dictionary() if entry.table == table)


def plain_rows(path: Path, table: str) -> list[dict[str, str]]:
    """The rows of a country's own table as plain text: decimal points, ISO dates, yes or no, or empty."""
    return [{name: _plain(cell) for name, cell in row.items()} for row in read_table(path, columns_of(table))]


def _plain(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def _column(row: dict[str, str]) -> Column:
    return Column(
        name=row["column"],
        kind=row["kind"],
        required=row["required"] == "yes",
        low=float(row["low"]) if row["low"] else None,
        high=float(row["high"]) if row["high"] else None,
        choices=tuple(row["choices"].split("|")) if row["choices"] else (),
        unit=row["unit"],
        names=(row["table"], row["column"]) in NAMES,
    )
