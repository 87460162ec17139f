"""An audit as a table: one row for each item, for each therapy where the checklist repeats."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from hevesy.errors import BadCell, BadScore
from hevesy.quality.audit import Audit, answer
from hevesy.quality.checklist import Profile
from hevesy.tables import Column, Row, nearest, read_table

COLUMNS = (
    Column("item", required=True), Column("therapy", names=True), Column("score"), Column("reason"),
    Column("comment"), Column("evidence"), Column("priority"), Column("by"),
)  # fmt: skip


def read_audit(file: Path, profile: Profile, kind: str, on: date, therapies: Collection[str]) -> Audit:
    """The audit that a table holds, with items of any of the therapies; one without a score is unknown, and left out.

    Raises BadTable or BadCell, naming line and column, at the first thing that is wrong.
    """
    answers = {}
    for row in read_table(file, COLUMNS):
        _check_therapy(row, therapies)
        name = f"{row['item']}@{row['therapy']}" if row["therapy"] else row["item"]
        if not row["score"]:
            continue
        if name in answers:
            raise _wrong(row, "item", f"{name} stands in the table already", "leave one of its rows")
        files = tuple(part.strip() for part in (row["evidence"] or "").split(";") if part.strip())
        said = {key: row[key] or "" for key in ("reason", "comment", "priority", "by")}
        try:
            answers[name] = answer(profile, name, row["score"], evidence=files, **said)
        except BadScore as error:
            raise _wrong(row, "score", str(error.values["problem"]), str(error.values["advice"])) from None
    return Audit(profile.id, profile.edition, kind, on, answers)


def _check_therapy(row: Row, known: Collection[str]) -> None:
    if row["therapy"] and row["therapy"] not in known:
        guess = nearest(row["therapy"], list(known))
        advice = f"did you mean {guess!r}?" if guess else "take its name from the shelf: hevesy products therapies"
        raise _wrong(row, "therapy", f"there is no therapy {row['therapy']!r}", advice)


def _wrong(row: Row, field: str, problem: str, advice: str) -> BadCell:
    return BadCell(file=row.file, line=row.line, field=field, problem=problem, advice=advice)
