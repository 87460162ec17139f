"""Reading the world's spreadsheets: kind to the file, exact about where it is wrong.

Accepts CSV with commas, semicolons or tabs, with or without a byte-order mark, in UTF-8 or UTF-16, decimal
commas where the separator is not a comma, and the first sheet of an xlsx workbook.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from hevesy.errors import BadCell, BadTable

HOURS = ("hour", "h")  # units of a column in which 10:30 is ten and a half


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a table may hold. `low` and `high` bound a number; `choices` bound a choice.

    `names` marks a column that only says what its row is about: a row in which every other cell is empty says
    nothing, and is passed over.
    """

    name: str
    kind: str = "text"  # text | number | date | flag | choice
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: Sequence[str] = ()
    unit: str = ""
    names: bool = False


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, Any]):
    """One line of a table, its cells already typed; an empty cell is None."""

    file: Path
    line: int
    cells: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word most like `word`, or an empty text when none is near.

    >>> nearest("Jordn", ["Jordan", "Kenya"])
    'Jordan'
    """
    by_folded = {name.casefold(): str(name) for name in known}
    begun = [name for name in by_folded if len(name) > 2 and word.casefold().startswith(name)]
    if begun:
        return by_folded[max(begun, key=len)]
    found = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


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
        if _says_nothing(header, cells, named) or cells[0].lstrip().startswith("#"):
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


def raw_lines(path: Path, sheet: str = "") -> tuple[list[tuple[int, list[str]]], bool]:
    """(line number, cells as text) of a CSV or xlsx file, and whether its numbers may use a decimal comma.

    Of a workbook `sheet` is read, or its first one. Raises BadTable.
    """
    if not path.is_file():
        raise BadTable(file=path, problem="there is no such file", advice="check the name and the folder")
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return _xlsx_lines(path, sheet), False
    text = _decoded(path)
    if not text.strip():
        return [], False
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return [(reader.line_num, cells) for cells in reader if cells], separator != ","
    except csv.Error as error:
        raise BadTable(
            file=path,
            problem=f"line {reader.line_num} cannot be read ({error})",
            advice="save it as CSV again",
        ) from None


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadTable(
            file=path,
            problem=f"line {line} is not UTF-8 text (byte {data[error.start]:#04x})",
            advice="in the spreadsheet choose Save as, then the type 'CSV UTF-8'",
        ) from None


def _separator(text: str) -> str:
    header = text.splitlines()[0]
    return max(",;\t", key=header.count)


def _xlsx_lines(path: Path, named: str = "") -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        sheet = book[named] if named else book.worksheets[0]
    except KeyError:
        raise BadTable(
            file=path, problem=f"it has no sheet {named!r}", advice="take the workbook that Hevesy wrote"
        ) from None
    except Exception as error:
        raise BadTable(
            file=path,
            problem=f"this is not a workbook that can be read ({type(error).__name__})",
            advice="save it as xlsx or CSV again",
        ) from None
    lines = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if any(cell is not None for cell in cells):
            lines.append((number, [_cell_text(cell) for cell in cells]))
    return lines


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


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
        if column is None or not text:
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


def typed(text: str, column: Column, decimal_comma: bool = False, point_doubtful: bool = False) -> Any:
    """The cell's value; raises ValueError(problem, advice). An empty cell is None.

    `decimal_comma` says that 1,5 may be one and a half; `point_doubtful` that 1.512 may be 1512, because the
    file writes decimal commas elsewhere.
    """
    if text == "":
        return None
    if column.kind == "number":
        return _number(text, column, decimal_comma, point_doubtful)
    if column.kind == "choice":
        return _choice(text, column)
    if column.kind == "date":
        return _date(text)
    return _flag(text) if column.kind == "flag" else text


def _number(text: str, column: Column, decimal_comma: bool, point_doubtful: bool) -> float:
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    clock = re.fullmatch(r"(\d{1,3}):([0-5]\d)(:00)?", plain) if column.unit in HOURS else None
    if clock is not None:
        plain = repr(int(clock[1]) + int(clock[2]) / 60)
    elif decimal_comma and re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif "," in plain and decimal_comma and "." not in plain:
        plain = plain.replace(",", ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif point_doubtful and _thousands(plain, column):
        whole, part = plain.replace(".", ""), plain.replace(".", ",")
        raise ValueError(
            f"{text!r} is {whole} or {part}: this file has decimal commas elsewhere",
            f"write {whole} or {part}",
        )
    return _bounded(text, plain, column)


def _thousands(plain: str, column: Column) -> bool:
    """Whether 1.512 may have been meant as 1512: it has that form, and 1512 lies within the column's bounds."""
    if not re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", plain):
        return False
    whole = float(plain.replace(".", ""))
    return (column.low is None or whole >= column.low) and (column.high is None or whole <= column.high)


def _bounded(text: str, plain: str, column: Column) -> float:
    try:
        value = float(plain)
    except ValueError:
        example = ", as in 10:30 or 10.5" if column.unit in HOURS else ""
        raise ValueError(
            f"{text!r} is not a number", f"write digits with a decimal point, without a unit{example}"
        ) from None
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a finite number", "leave the cell empty when it is unknown")
    unit = f" {column.unit}" if column.unit else ""
    if column.low is not None and value < column.low:
        raise ValueError(f"{text} is below {column.low:g}{unit}", "check the sign and the unit")
    if column.high is not None and value > column.high:
        raise ValueError(f"{text} is above {column.high:g}{unit}", "check the unit")
    return value


def _date(text: str) -> date:
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1)
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d"):
        try:
            return datetime.strptime(text.split(" ")[0], pattern).date()
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a date", "write year-month-day, as in 2026-03-31")


def _flag(text: str) -> bool:
    if text.casefold() in {"yes", "true", "1", "y"}:
        return True
    if text.casefold() in {"no", "false", "0", "n"}:
        return False
    raise ValueError(
        f"{text!r} is neither yes nor no", "write yes or no, or leave it empty when it is unknown"
    )


def _choice(text: str, column: Column) -> str:
    if text in column.choices:
        return text
    guess = nearest(text, list(column.choices))
    advice = f"did you mean {guess!r}?" if guess else f"choose one of {', '.join(column.choices)}"
    raise ValueError(f"{text!r} is not one of the choices", advice)
