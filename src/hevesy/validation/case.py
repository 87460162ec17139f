"""Cases whose answer a person can work out by hand, and the modules that they are of: two tables."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the software that is validated for itself; one that `can_be_off` may be switched off at a site."""

    name: str
    title: str
    what: str
    can_be_off: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One case: what is asked in words, how it is worked out by hand, and what must come out.

    `check` names the function that asks the software, with `inputs`. An answer in words has no `tolerance`.
    """

    id: str
    module: str
    check: str
    inputs: Mapping[str, str]
    what: str
    by_hand: str
    expected: str
    unit: str
    tolerance: float | None
    source: str
    why: str


@cache
def modules() -> Mapping[str, Module]:
    """Every module, in the order of the report."""
    return {
        row["module"]: Module(row["module"], row["title"], row["what"], row["can_be_off"] == "yes")
        for row in _rows("modules.csv")
    }


@cache
def cases() -> tuple[Case, ...]:
    """Every case of the table."""
    return tuple(
        Case(
            row["id"], row["module"], row["check"], inputs_in(row["inputs"]), row["what"], row["by_hand"],
            row["expected"], row["unit"], float(row["tolerance"]) if row["tolerance"] else None, row["source"],
            row["why"],
        )
        for row in _rows("cases.csv")
    )  # fmt: skip


def inputs_in(text: str) -> dict[str, str]:
    """Inputs as the table writes them.

    >>> inputs_in("nuclide=Lu-177; elapsed=96 h")
    {'nuclide': 'Lu-177', 'elapsed': '96 h'}
    """
    parts = (part.partition("=") for part in text.split("; ") if part)
    return {name.strip(): value.strip() for name, _, value in parts}


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
