"""Rows of a table, typed: kind to the file, exact about where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hevesy.errors import BadCell, BadTable
from hevesy.tables.cells import Spoilt
from hevesy.tables.columns import Column, Row, nearest, typed
from hevesy.tables.files import raw_lines


def read_table(path: Path, columns: Sequence[Column]) -> list[Row]:
    """Every row of the table, typed; raises BadTable or BadCell at the first thing that is wrong.

    Columns that are not in `columns` are refused by name, with the nearest known one. Lines that are empty,
    that hold nothing but their names, or whose first cell begins with '#', are passed over.
    """
    problems: list[BadTable | BadCell] = []
    rows = read_table_collecting(path, columns, problems)
    if problems:
        raise problems[0]
    return rows


def read_table_collecting(
    path: Path, columns: Sequence[Column], problems: list[BadTable | BadCell]
) -> list[Row]:
    """As `read_table`, but every problem is put into `problems` and the reading goes on."""
    try:
        lines, decimal_comma = raw_lines(path)
    except BadTable as error:
        problems.append(error)
        return []
    if not lines:
        problems.append(
            BadTable(file=path, problem="the file is empty", advice=f"give it the columns {_names(columns)}")
        )
        return []
    header = [cell.strip() for cell in lines[0][1]]
    found = _header_problems(path, header, columns)
    if found:
        problems.extend(found)
        return []
    known = {column.name: column for column in columns}
    doubtful = decimal_comma and _writes_commas(lines[1:], header, known)
    named = frozenset(column.name for column in columns if column.names)
    rows = []
    for number, cells in lines[1:]:
        if _says_nothing(header, cells, named) or _is_remark(cells[0]):
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            problems.append(
                BadCell(
                    file=path,
                    line=number,
                    field=header[-1],
                    problem=f"the line has {len(cells)} cells, the header {len(header)}",
                    advice="quote a text that holds the separator",
                )
            )
            continue
        row = _typed_row(path, number, header, cells, known, (decimal_comma, doubtful), problems)
        if row is not None:
            rows.append(row)
    return rows


def _names(columns: Sequence[Column]) -> str:
    return ", ".join(column.name for column in columns)


def _header_problems(
    path: Path, header: Sequence[str], columns: Sequence[Column]
) -> list[BadTable | BadCell]:
    names = [column.name for column in columns]
    problems: list[BadTable | BadCell] = []
    for name in header:
        if name and name not in names:
            guess = nearest(name, names)
            advice = f"did you mean {guess!r}?" if guess else f"the columns are {', '.join(names)}"
            problems.append(
                BadCell(file=path, line=1, field=name, problem="there is no such column", advice=advice)
            )
        elif name and header.count(name) > 1:
            problems.append(
                BadCell(file=path, line=1, field=name, problem="this column stands twice", advice="keep one")
            )
    for column in columns:
        if column.required and column.name not in header:
            problems.append(
                BadCell(
                    file=path,
                    line=1,
                    field=column.name,
                    problem="this column is missing",
                    advice="add it to the first line",
                )
            )
    return problems


def _says_nothing(header: Sequence[str], cells: Sequence[str], named: frozenset[str]) -> bool:
    """Whether all cells are empty but those that name what the row is about."""
    if not named:
        return not any(cell.strip() for cell in cells)
    spare = [""] * (len(cells) - len(header))
    pairs = zip([*header, *spare], cells, strict=False)
    return not any(cell.strip() for name, cell in pairs if name not in named)


def _is_remark(cell: str) -> bool:
    """Whether a line that begins with this cell is a remark; an error of a formula, such as #REF!, is none."""
    return cell.lstrip().startswith("#") and not isinstance(cell, Spoilt)


def _writes_commas(
    lines: Sequence[tuple[int, list[str]]], header: Sequence[str], known: Mapping[str, Column]
) -> bool:
    """Whether some number of the file is written with a decimal comma."""
    numbers = [place for place, name in enumerate(header) if name in known and known[name].kind == "number"]
    written = (cells[place].strip() for _, cells in lines for place in numbers if place < len(cells))
    return any(re.fullmatch(r"[+-]?\d+(\.\d{3})*,\d+", cell) for cell in written)


def _typed_row(
    path: Path,
    line: int,
    header: Sequence[str],
    cells: Sequence[str],
    known: Mapping[str, Column],
    commas: tuple[bool, bool],
    problems: list[BadTable | BadCell],
) -> Row | None:
    values: dict[str, Any] = dict.fromkeys(known)
    sound = True
    for name, cell in zip(header, cells, strict=False):
        column, text = known.get(name), cell.strip()
        if column is None or (not text and not isinstance(cell, Spoilt)):
            continue
        if isinstance(cell, Spoilt):
            problem, advice = cell.said()
            problems.append(BadCell(file=path, line=line, field=name, problem=problem, advice=advice))
            sound = False
            continue
        try:
            values[name] = text if column.kind == "text" else typed(text, column, *commas)
        except ValueError as error:
            problem, advice = error.args
            problems.append(BadCell(file=path, line=line, field=name, problem=problem, advice=advice))
            sound = False
    for column in known.values():
        if column.required and values[column.name] is None and sound:
            problems.append(
                BadCell(
                    file=path,
                    line=line,
                    field=column.name,
                    problem="this is empty",
                    advice="it must be filled in",
                )
            )
            sound = False
    return Row(path, line, values) if sound else None


