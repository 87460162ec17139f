"""Checks that hold for a row of any table of a pack: its source, its date, and the person who confirms it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from hevesy.errors import BadCell
from hevesy.facts.pack_known import Known
from hevesy.tables import Row, nearest

NOBODY = frozenset(
    {"yes", "no", "x", "ok", "true", "tbc", "tbd", "n/a", "na", "unknown", "nobody", "?", "-", "me", "1"}
)


def wrong(row: Row, field: str, problem: str, advice: str) -> BadCell:
    return BadCell(file=row.file, line=row.line, field=field, problem=problem, advice=advice)


def row_problems(row: Row, known: Known, today: date | None) -> Iterator[BadCell]:
    """What is wrong with the source, the date or the confirmation of a row."""
    if row["source"] and row["source"] not in known.sources and "sources" not in known.unread:
        guess = nearest(row["source"], sorted(known.sources))
        hint = f"did you mean {guess!r}? If not, " if guess else ""
        advice = (
            "add it to sources.csv with its citation, or write 'own' for the word of the person who confirms"
        )
        yield wrong(row, "source", f"{row['source']!r} is not listed in any sources table", hint + advice)
    if row.get("on") and not is_year_or_date(row["on"]):
        yield wrong(row, "on", f"{row['on']!r} is neither a year nor a date", "write 2024 or 2024-06-30")
    yield from _confirmation(row, today)


def _confirmation(row: Row, today: date | None) -> Iterator[BadCell]:
    by, on = row["confirmed_by"], row["confirmed_on"]
    if by and by.casefold().strip() in NOBODY:
        yield wrong(
            row,
            "confirmed_by",
            f"{by!r} is not a person",
            "write the name of the person who stands behind the row",
        )
    if by and on is None:
        yield wrong(row, "confirmed_on", f"{by} confirmed this on no day", "write the date, as in 2026-03-31")
    if on is not None and not by:
        yield wrong(
            row,
            "confirmed_by",
            f"confirmed on {on} by nobody",
            "write the name of the person, or clear the date",
        )
    if on is not None and today is not None and on > today:
        yield wrong(row, "confirmed_on", f"{on} lies in the future", "check the year")


def state_problems(row: Row, amount: str) -> Iterator[BadCell]:
    """Whether the state fits the column `amount`: unknown is never zero, zero is never unknown."""
    value, state = row[amount], row["state"]
    if state == "missing" and value is not None:
        yield wrong(
            row,
            "state",
            f"a missing value cannot be {value:g}",
            f"clear {amount}, or choose the state that fits",
        )
    if state == "reported_zero" and value != 0:
        said = "empty" if value is None else f"{value:g}"
        yield wrong(
            row,
            amount,
            f"the state says reported_zero, but this is {said}",
            "write 0, or choose the state that fits",
        )
    if state == "reported" and value == 0 and amount != "value":
        yield wrong(
            row,
            "state",
            "0 was counted, but the state says reported",
            "choose reported_zero, or missing when nobody counted",
        )
    if state in ("reported", "public_only", "imputed") and value is None:
        yield wrong(
            row, amount, f"the state says {state}, but this is empty", "fill it in, or choose missing"
        )


def is_year_or_date(text: str) -> bool:
    """Whether the text is a year or an ISO date.

    >>> is_year_or_date("2024"), is_year_or_date("2024-06-31"), is_year_or_date("last year")
    (True, False, False)
    """
    if re.fullmatch(r"(19|20|21)\d\d", text):
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
