"""The five A's on a terminal: the few lines that are read first."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

from hevesy.plan.fives.page import ranks_table, shares_table

Said = Mapping[str, Any]
SHORT = {"shapley": "share of the unmet need", "alone": "if only this", "without": "if all but this"}


def lines(said: Said) -> str:
    """What the five A's say, for a terminal."""
    found = [
        said["title"],
        *said["says_first"],
        "",
        *(fill(f"* {line}", 110, subsequent_indent="  ") for line in said["reads"]),
    ]
    return "\n".join(found)


def rows(said: Said) -> list[dict[str, str]]:
    """The main table: ranks where figures rest mostly on assumptions, else shares with their intervals."""
    table = ranks_table(said["splits"][0]) if said["ranks_only"] else shares_table(said["splits"][0])
    ranked = ": rank (of draws)" if said["ranks_only"] else ""
    head = ["A", *(f"{title}{ranked}" for title in SHORT.values())]
    return [dict(zip(head, cells, strict=True)) for cells in table["rows"]]
