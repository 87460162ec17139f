"""A filled workbook read back: what each line says now, in cells as they were written, whatever its language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hevesy.errors import BadTable
from hevesy.plan.questionnaire.workbook import ASKED, HELD, KEY
from hevesy.tables import raw_lines

CELLS = ("value", "low", "high", "state", "kind", "source", "confirmed_by", "confirmed_on", "note", "year")  # as ASKED
LISTS = {"policy": ("therapy", "item"), "routes": ("product",)}  # lists read back, and what names a row of each


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a filled form: `key` is a fact's id, or the list and what names its row, with points between."""

    sheet: str
    number: int
    key: str
    cells: dict[str, str]


def read_workbook(file: Path) -> list[Line]:
    """The lines in which something was written; raises BadTable where this is no form that Hevesy wrote."""
    return [*_questions(file), *(line for name in LISTS for line in _list(file, name))]


def _questions(file: Path) -> Iterator[Line]:
    lines, _ = raw_lines(file, "questions")
    if not lines or lines[0][1][-1:] != [KEY] or len(lines[0][1]) != len(HELD) + len(ASKED) + 1:
        raise BadTable(
            file=file, problem="the sheet 'questions' has lost columns", advice="copy the answers into a new download"
        )
    for number, cells in lines[1:]:
        padded = [*cells, *[""] * (len(HELD) + len(ASKED) + 1 - len(cells))]
        said = dict(zip(CELLS, (each.strip() for each in padded[len(HELD) :]), strict=False))
        key = padded[len(HELD) + len(ASKED)].strip()
        if key and any(said.values()):
            yield Line("questions", number, key, said)


def _list(file: Path, name: str) -> Iterator[Line]:
    lines, _ = raw_lines(file, name)
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    for number, cells in lines[1:]:
        row = {column: cell.strip() for column, cell in zip(header, cells, strict=False) if column}
        named = [row.get(column, "") for column in LISTS[name]]
        if all(named) and not cells[0].lstrip().startswith("#"):
            yield Line(name, number, ".".join([name, *named]), row)
