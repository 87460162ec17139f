"""The answers of a simulation as tables for a spreadsheet; an unknown cell says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hevesy.plan.report.sheets import csv_text
from hevesy.plan.results.measures import YEARLY

Said = Mapping[str, Any]
SPREAD = ("value", "low", "high")


def sheets_of(said: Said) -> dict[str, str]:
    """File name to CSV text."""
    return {
        "yearly.csv": csv_text(("therapy", "name", "measure", "unit", "year", *SPREAD), _yearly(said)),
        "centres.csv": csv_text(("centre", "measure", "resource", "year", *SPREAD), _centres(said)),
        "losses.csv": csv_text(
            ("therapy", "name", "stage", "reason", "a", "domain", "year", *SPREAD), _losses(said)
        ),
        "facts.csv": csv_text(_FACT, ([fact[name] for name in _FACT] for fact in said["facts"])),
    }


_FACT = (
    "id",
    "place",
    "value",
    "low",
    "high",
    "unit",
    "text",
    "state",
    "kind",
    "source",
    "on",
    "pack",
    "note",
)


def _spread(row: Said) -> list[Any]:
    return [row[name] for name in SPREAD]


def _yearly(said: Said) -> Iterator[Sequence[Any]]:
    parts = [
        ("all", "All therapies", said["total"]),
        *((t["therapy"], t["name"], t) for t in said["therapies"]),
    ]
    for therapy, name, rows in parts:
        for measure in YEARLY:
            for row in rows[measure.name]:
                yield [therapy, name, measure.name, measure.unit, row["year"], *_spread(row)]


def _centres(said: Said) -> Iterator[Sequence[Any]]:
    for centre in said["centres"]:
        name = centre["centre"]
        for measure, rows in {**centre["by_year"], "waiting": centre["waiting"]}.items():
            for row in rows:
                yield [name, measure, "", row["year"], *_spread(row)]
        for measure in ("weeks_waited", "late_share"):
            yield [name, measure, "", "", *_spread(centre[measure])]
        closed = centre["closed_month"]["in_a_year"]
        yield [name, "closed_month_in_a_year", "", "", closed, "", ""]
        for each in centre["resources"]:
            for row in each["by_year"]:
                yield [name, "used_share", each["resource"], row["year"], *_spread(row)]


def _losses(said: Said) -> Iterator[Sequence[Any]]:
    for therapy in said["therapies"]:
        for loss in therapy["losses"]:
            head = [
                therapy["therapy"],
                therapy["name"],
                loss["stage"],
                loss["reason"],
                loss["a"],
                loss["domain"],
            ]
            for row in loss["by_year"]:
                yield [*head, row["year"], *_spread(row)]
