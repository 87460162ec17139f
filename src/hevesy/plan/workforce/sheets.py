"""The table of a workforce run: a row for each cadre, figure and year, in the long form that spreadsheets pivot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Said = Mapping[str, Any]
COLUMNS = ("what", "centre", "cadre", "year", "value", "low", "high")
BY_YEAR = (
    "posts", "competent", "recruiting", "waiting", "in_training", "intake", "qualified", "hired", "seats",
    "months_of_training", "weeks_to_replace", "needed",
)  # fmt: skip


def sheet(said: Said) -> Iterator[tuple[Any, ...]]:
    """The rows, in the order of COLUMNS; a probability has no interval."""
    for cadre in said["cadres"]:
        for name in BY_YEAR:
            yield from _years(name, cadre["cadre"], cadre[name] or ())
        for reason, years in cadre["left"].items():
            yield from _years(f"left: {reason}", cadre["cadre"], years)
        for row in cadre["seats_limited_by"]:
            for limit, share in row.items():
                if limit != "year":
                    yield f"seats limited by {limit}", "", cadre["cadre"], row["year"], share, None, None
    for centre in said["centres"]:
        for closed in centre["closed_month"]:
            for name in ("in_a_year", "in_the_run", "in_the_run_as_stated"):
                yield f"closed month {name}", centre["id"], closed["cadre"] or "any", None, closed[name], None, None


def _years(name: str, cadre: str, years: Any) -> Iterator[tuple[Any, ...]]:
    for row in years:
        yield name, "", cadre, row["year"], row["value"], row["low"], row["high"]
