"""The work of a year from a table: a row for each therapy."""

from __future__ import annotations

from pathlib import Path

from hevesy.competence.staffing import Work, work_of
from hevesy.errors import BadEvidence
from hevesy.facts import Reader
from hevesy.products import therapies
from hevesy.tables import Column, nearest, read_table

COLUMNS = (
    Column("therapy", required=True), Column("courses", "number", low=0, high=1e6),
    Column("cycles", "number", low=0, high=1e6),
)  # fmt: skip


def read_workload(file: Path, reader: Reader) -> list[Work]:
    """What is done of each therapy; of which only courses or cycles stand there, the plan's cycles say the other.

    Raises BadTable, BadCell or BadEvidence, naming line and column, at the first thing that is wrong.
    """
    known, found = [each.id for each in therapies(reader.shelf)], dict[str, Work]()
    for row in read_table(file, COLUMNS):
        name, problem, advice, column = row["therapy"], "", "", "therapy"
        if name not in known:
            guess = nearest(name, known)
            problem = f"there is no therapy {name!r}"
            advice = f"did you mean {guess!r}?" if guess else "take its name from `hevesy products list`"
        elif name in found:
            problem, advice = f"{name} stands there already", "keep one of the two rows"
        elif row["courses"] is None and row["cycles"] is None:
            problem, advice, column = "neither courses nor cycles are said", "write one of the two", "courses"
        if problem:
            raise BadEvidence(file=row.file, line=row.line, column=column, problem=problem, advice=advice)
        found[name] = work_of(name, reader, row["courses"], row["cycles"])
    return list(found.values())
