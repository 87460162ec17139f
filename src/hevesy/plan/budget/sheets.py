"""The tables of a budget: who pays what as one long CSV, and the lines by year as another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Said = Mapping[str, Any]
FLOWS = ("year", "line", "funder", "kind", "usd", "currency", "amount")
LINES = ("year", "line", "what", "value", "low", "high")


def flows(said: Said) -> Iterator[tuple[Any, ...]]:
    """Every amount of the expected budget, what nobody pays too, in the order of FLOWS; cents as they are."""
    for row in said["flows"]:
        money = f"{row['usd']:.2f}", row["currency"], None if row["amount"] is None else f"{row['amount']:.2f}"
        yield row["year"], row["line"], row["funder"], row["kind"], *money


def by_line(said: Said) -> Iterator[tuple[Any, ...]]:
    """Real cost, imported and local part, total and what is unfunded, in the order of LINES."""
    for line in said["lines"]:
        for row in line["by_year"]:
            for name in ("real", "imported", "local", "total", "unfunded"):
                each = row[name]
                yield row["year"], line["id"], name, each["value"], each["low"], each["high"]
