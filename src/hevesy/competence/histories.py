"""Histories of people from a table: one row for each thing that is known, by a pseudonym of the one it is known of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hevesy.competence.evidence import EVERYTHING, Evidence, What
from hevesy.competence.framework import LEVELS, competencies, frameworks
from hevesy.competence.privilege import privileges
from hevesy.competence.standing import FITNESS, LICENCE
from hevesy.errors import BadEvidence
from hevesy.facts import Shelf
from hevesy.products import therapies
from hevesy.record.act import acts
from hevesy.tables import Column, Row, nearest, read_table

COLUMNS = (
    Column("person", required=True), Column("id"), Column("what", "choice", required=True, choices=tuple(What)),
    Column("about"), Column("on", "date", required=True), Column("until", "date"),
    Column("level", "choice", choices=LEVELS), Column("case"), Column("by"),
)  # fmt: skip


def read_histories(file: Path, shelf: Shelf) -> Mapping[str, tuple[Evidence, ...]]:
    """What is known of each person of a table with the columns above.

    Raises BadTable, BadCell or BadEvidence, naming line and column, at the first thing that is wrong.
    """
    found: dict[str, list[Evidence]] = {}
    ids: set[str] = set()
    for row in read_table(file, COLUMNS):
        each = _evidence(row, shelf, ids)
        ids.add(each.id)
        found.setdefault(row["person"], []).append(each)
    return {person: tuple(known) for person, known in found.items()}


def _evidence(row: Row, shelf: Shelf, ids: set[str]) -> Evidence:
    what, about, id = What(row["what"]), row["about"] or "", row["id"] or f"line {row.line}"
    if id in ids:
        raise _wrong(row, "id", f"{id!r} stands in the table already", "give each row an id of its own, or none")
    known = _speaks_of(what, shelf, ids)
    if known is not None and about not in known:
        guess = nearest(about, list(known))
        advice = f"did you mean {guess!r}?" if guess else f"write one of {', '.join(sorted(known)[:6])}"
        raise _wrong(row, "about", f"{about!r} is nothing that {what} speaks of", advice)
    if what is What.SHOWN and not row["level"]:
        raise _wrong(row, "level", "it is not said how well", f"write one of {', '.join(LEVELS)}")
    if what is What.PERFORMED and not row["case"]:
        raise _wrong(row, "case", "it is not said in which case", "write a pseudonym: each case counts once")
    if row["until"] is not None and row["until"] < row["on"]:
        raise _wrong(row, "until", "it ends before it begins", "write a later day, or none")
    level, case, by = (row[name] or "" for name in ("level", "case", "by"))
    return Evidence(id, what, about, row["on"], row["until"], level, case, by, row.line)


def _speaks_of(what: What, shelf: Shelf, ids: set[str]) -> set[str] | None:
    """What a kind of evidence may be about; None where it is about nothing."""
    held = {f"{name}/{each.id}" for name in privileges(shelf) for each in therapies(shelf)}
    return {
        What.CERTIFIED: set(frameworks(shelf)), What.SIGNED_OFF: held, What.SHOWN: set(competencies(shelf)),
        What.PERFORMED: {f"{name}/{each.id}" for name in acts(shelf) for each in therapies(shelf)},
        What.FAILED: held | set(competencies(shelf)), What.WITHDRAWN: {FITNESS, LICENCE},
        What.SUSPENDED: held | set(privileges(shelf)) | set(frameworks(shelf)) | {EVERYTHING},
        What.DISPUTED: ids, What.LIFTED: ids,
    }.get(what)  # fmt: skip


def _wrong(row: Row, column: str, problem: str, advice: str) -> BadEvidence:
    return BadEvidence(file=row.file, line=row.line, column=column, problem=problem, advice=advice)
