"""The table of a centre's counts as a file that anybody can read before it leaves the house."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from hevesy.errors import BadCell
from hevesy.record.counts import FEWEST, Count
from hevesy.tables import Column, Row, read_table

COLUMNS = tuple(each.name for each in fields(Count))
NUMBERS = ("low", "high", "of", "median", "mean", "spread")
NEWER = ("median", "mean", "spread")  # columns that an older file lacks
FEW = f"<{FEWEST}"  # stands for one to four
KNOWN = (
    "weeks", "lost", "declined", "put_off", "not_given_later", "stopped", "lost_after", "waited", "waiting", "given",
    "squares", "persons", "begun", "minutes", "spent",
)  # fmt: skip


def as_csv(counts: Iterable[Count]) -> str:
    """The rows as CSV; a count of one to four as <5, and an empty cell where there is nothing to say."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in counts:
        writer.writerow([_cell(name, getattr(each, name)) for name in COLUMNS])
    return out.getvalue()


def _cell(name: str, value: object) -> str:
    if name == "therapies":
        return ";".join(value)  # type: ignore[arg-type]
    if value is None:
        return FEW if name == "count" else ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def read_counts(path: Path) -> list[Count]:
    """The rows of such a file; raises BadTable or BadCell with the line."""
    columns = [Column(name, "number", low=0) if name in NUMBERS else Column(name) for name in COLUMNS]
    return [_count(row) for row in read_table(path, columns)]


def _count(row: Row) -> Count:
    if row["what"] not in KNOWN:
        raise _wrong(row, "what", f"{row['what']!r} is nothing that is counted", f"it is one of {', '.join(KNOWN)}")
    text = row["count"] or ""
    try:
        count = None if text == FEW else float(text)
    except ValueError:
        raise _wrong(row, "count", f"{text!r} is no count", f"write a number, or {FEW} for one to four") from None
    if count is not None and (count < 0 or (row["of"] is not None and row["what"] in SHARES and count > row["of"])):
        raise _wrong(row, "count", f"{text} is not among {row['of']}", "take the file as the service wrote it")
    therapies = tuple(each for each in (row["therapies"] or "").split(";") if each)
    act, reason, period = (row[name] or "" for name in ("act", "reason", "period"))
    if row["what"] == "spent" and None in (count, row["mean"], row["spread"]):
        raise _wrong(row, "mean", "minutes without a count, a mean and a spread say nothing",
                     "take the file as the service wrote it")  # fmt: skip
    newer = (row.get(name) for name in NEWER)
    return Count(row["what"], therapies, act, reason, period, row["low"], row["high"], count, row["of"], *newer)


SHARES = ("lost", "declined", "put_off", "not_given_later", "stopped")


def _wrong(row: Row, field: str, problem: str, advice: str) -> BadCell:
    return BadCell(file=row.file, line=row.line, field=field, problem=problem, advice=advice)
