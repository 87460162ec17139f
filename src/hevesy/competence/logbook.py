"""A trainee's logbook: procedures that somebody else confirmed, credits by the rules of a framework, and how long yet.

A case counts once for each group of procedures: each cycle of it, or the course as a whole, as the framework says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hevesy.competence.framework import DIRECT, INDIRECT, Framework, Procedures
from hevesy.errors import BadEvidence
from hevesy.facts import Reader, Shelf
from hevesy.products import therapies
from hevesy.record.act import acts
from hevesy.tables import Column, Row, nearest, read_table

COLUMNS = (
    Column("person", required=True), Column("act", required=True), Column("therapy", required=True),
    Column("case", required=True), Column("cycle", "number", low=1, high=50), Column("on", "date", required=True),
    Column("supervision", "choice", required=True, choices=(DIRECT, INDIRECT)), Column("confirmed_by"),
)  # fmt: skip
TAIL = 0.05  # on either side of an interval


@dataclass(frozen=True, slots=True)
class Procedure:
    """What a trainee did in a cycle of a course, how closely they were supervised, and who confirmed it."""

    act: str
    therapy: str
    case: str
    cycle: int
    on: date
    supervision: str
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is with a group of procedures. `months` is how long yet, with its 90 % interval.

    None where nothing is missing, or nobody said how many there are.
    """

    name: str
    done: int
    unconfirmed: int
    least: float
    months: tuple[float, float, float] | None

    @property
    def missing(self) -> float:
        return max(0.0, self.least - self.done)


def credits(log: Collection[Procedure], asked: Procedures) -> set[tuple[str, int]]:
    """The cases of a logbook that count for a group, each once; what nobody confirmed is not among them."""
    return {case_of(each, asked) for each in log if each.confirmed_by and _counts(each, asked)}


def is_asked(each: Procedure, framework: Framework) -> bool:
    """Whether a procedure counts for any group of a framework once it is confirmed."""
    return any(_counts(each, asked) for asked in framework.procedures)


def _counts(each: Procedure, asked: Procedures) -> bool:
    closely = asked.supervision != DIRECT or each.supervision == DIRECT
    return closely and each.act in asked.acts and each.therapy in asked.therapies


def case_of(each: Procedure, asked: Procedures) -> tuple[str, int]:
    """What counts once: a cycle of a case, or its whole course."""
    return each.case, (each.cycle if asked.counts == "cycle" else 0)


def progress(
    log: Collection[Procedure], framework: Framework, reader: Reader, per_year: Mapping[str, float]
) -> tuple[Progress, ...]:
    """How far a trainee is with each group of a framework.

    `per_year` are the procedures a year that fall to them, by therapy: the centre's, divided among its trainees.
    """
    return tuple(
        of_group(log, asked, reader.number(asked.least), sum(per_year.get(each, 0.0) for each in asked.therapies))
        for asked in framework.procedures
    )


def of_group(log: Collection[Procedure], asked: Procedures, least: float, per_year: float) -> Progress:
    """How far a trainee is with one group, of which so many a year fall to them."""
    done = credits(log, asked)
    waiting = {case_of(each, asked) for each in log if _counts(each, asked)} - done
    missing = least - len(done)
    months = _months(missing, per_year / 12) if missing > 0 and per_year > 0 else None
    return Progress(asked.name, len(done), len(waiting), least, months)


def _months(missing: float, per_month: float) -> tuple[float, float, float]:
    """Until the last of so many that come at random: their mean time, and the ends of its 90 % (a gamma law)."""
    from scipy.stats import gamma

    low, high = (float(gamma.ppf(tail, missing, scale=1 / per_month)) for tail in (TAIL, 1 - TAIL))
    return missing / per_month, low, high


def read_logbook(file: Path, shelf: Shelf) -> Mapping[str, tuple[Procedure, ...]]:
    """The procedures of each person of a table with the columns above.

    Raises BadTable, BadCell or BadEvidence, naming line and column, at the first thing that is wrong: nobody confirms
    their own procedure.
    """
    found: dict[str, list[Procedure]] = {}
    for row in read_table(file, COLUMNS):
        found.setdefault(row["person"], []).append(_procedure(row, shelf))
    return {person: tuple(log) for person, log in found.items()}


def _procedure(row: Row, shelf: Shelf) -> Procedure:
    for column, known in (("act", list(acts(shelf))), ("therapy", [each.id for each in therapies(shelf)])):
        if row[column] not in known:
            guess = nearest(row[column], known)
            raise _wrong(row, column, f"there is no {column} {row[column]!r}",
                         f"did you mean {guess!r}?" if guess else "take its name from the shelf")  # fmt: skip
    if (row["confirmed_by"] or "").casefold() == row["person"].casefold():
        problem = f"{row['person']} confirms what they did themselves"
        raise _wrong(row, "confirmed_by", problem, "let the supervisor confirm")
    cycle = 1 if row["cycle"] is None else int(row["cycle"])
    return Procedure(
        row["act"], row["therapy"], row["case"], cycle, row["on"], row["supervision"], row["confirmed_by"] or ""
    )


def _wrong(row: Row, column: str, problem: str, advice: str) -> BadEvidence:
    return BadEvidence(file=row.file, line=row.line, column=column, problem=problem, advice=advice)
