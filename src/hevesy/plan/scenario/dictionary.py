"""What a scenario's file may hold, key by key: drives the reader, the writer, the schema and the manual alike."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("keys.csv")
SCENARIO, INTERVENTION, SHOCK, ONWARD, RANGE = "scenario", "intervention", "shock", "onward", "range"
SHORTAGE, FUNDER, TARIFF = "shortage", "funder", "tariff"
EARLIEST, LATEST = 2000, 2099  # years in which a day of a scenario may lie


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one table.

    `kind` is text, texts, choice, date, flag, whole, number, range, numbers, wholes, ranges (the last three by name) or
    tables. `low` and `high` bound each number, `pattern` each text.
    """

    table: str
    name: str
    kind: str
    required: bool
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    default: str
    pattern: str
    unit: str
    meaning: str


@cache
def keys(table: str) -> tuple[Key, ...]:
    """The keys of a table in the order in which they are written."""
    return tuple(key for key in _all() if key.table == table)


@cache
def _all() -> tuple[Key, ...]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return tuple(_key(row) for row in csv.DictReader(stream))


def _key(row: dict[str, str]) -> Key:
    return Key(
        table=row["table"],
        name=row["key"],
        kind=row["kind"],
        required=row["required"] == "yes",
        low=float(row["low"]) if row["low"] else None,
        high=float(row["high"]) if row["high"] else None,
        choices=tuple(row["choices"].split("|")) if row["choices"] else (),
        default=row["default"],
        pattern=row["pattern"],
        unit=row["unit"],
        meaning=row["meaning"],
    )


def number_said(value: float | None) -> str:
    """A bound as one writes it.

    >>> number_said(100000000000.0), number_said(0.5)
    ('100,000,000,000', '0.5')
    """
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:g}"
