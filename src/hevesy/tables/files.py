"""A file of the world as lines of text, whatever program saved it; one way in for all rooms and for uploads.

A workbook passes the gate before it is opened, and CSV the limits; what is refused is said by a BadTable of its own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from hevesy.errors import (
    BadTable,
    CellTooLong,
    FileTooLarge,
    NotATable,
    OldWorkbook,
    PasswordProtected,
    TooManyCells,
    TooManyRows,
    TooWide,
    UnknownEncoding,
)
from hevesy.tables.cells import as_meant
from hevesy.tables.limits import MB, OF_A_TABLE, Limits
from hevesy.tables.opened import Line, Opened, Sheet

GUESSED = ("cp1252", "cp1256", "cp1251", "gb18030")  # what spreadsheets in our six languages save, if not Unicode
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_PAGE = re.compile(rb"\s*<(!doctype|html|table|\?xml)", re.I)


def raw_lines(path: Path, sheet: str = "") -> tuple[list[Line], bool]:
    """(line number, cells as text) of a CSV or xlsx file, and whether its numbers may use a decimal comma.

    Of a workbook `sheet` is read, or the first that is not hidden. Raises BadTable.
    """
    if not path.is_file():
        raise BadTable(file=path, problem="there is no such file", advice="check the name and the folder")
    if path.stat().st_size > OF_A_TABLE.file_mb * MB:
        raise FileTooLarge(file=path.name, most=f"{OF_A_TABLE.file_mb:g}")
    found = open_table(path.read_bytes(), path)
    named = [each for each in found.sheets if not sheet or each.title in (sheet, "")]
    if sheet and not named:
        raise BadTable(file=path, problem=f"it has no sheet {sheet!r}", advice="take the workbook that Hevesy wrote")
    return named[0].lines if named else [], found.decimal_comma


def open_table(data: bytes, name: Path, limits: Limits = OF_A_TABLE, guess: bool = False) -> Opened:
    """The sheets of a workbook, or the one of CSV; what it is is told by what is inside, not by its name.

    `guess` allows CSV that is not in Unicode: its encoding is guessed, and the answer says so.
    """
    if len(data) > limits.file_mb * MB:
        raise FileTooLarge(file=name.name, most=f"{limits.file_mb:g}")
    if data.startswith(_COMPOUND):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise (PasswordProtected if locked else OldWorkbook)(file=name.name)
    if data.startswith(_ZIP):
        from hevesy.tables.workbook import open_workbook

        return open_workbook(data, name, limits)
    if name.suffix.lower() in (".xlsx", ".xlsm") or data.startswith(_OTHERS) or _PAGE.match(data[:200]):
        raise NotATable(file=name.name)
    text, encoding, guessed = _decoded(data, name, guess)
    if "\0" in text:
        raise NotATable(file=name.name)
    separator, text = _separator(text)
    lines = list(_lines(text, separator, name, limits)) if text.strip() else []
    return Opened((Sheet("", lines),), separator != ",", encoding, guessed)


def _decoded(data: bytes, name: Path, guess: bool) -> tuple[str, str, bool]:
    """The text, its encoding, and whether that was guessed."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16", False
        except UnicodeDecodeError as error:
            raise UnknownEncoding(file=name.name) from error
    try:
        return data.decode("utf-8-sig"), "utf-8", False
    except UnicodeDecodeError as error:
        if guess:
            return _guessed(data, name)
        line = data.count(b"\n", 0, error.start) + 1
        raise BadTable(
            file=name,
            problem=f"line {line} is not UTF-8 text (byte {data[error.start]:#04x})",
            advice="in the spreadsheet choose Save as, then the type 'CSV UTF-8'",
        ) from None


def _guessed(data: bytes, name: Path) -> tuple[str, str, bool]:
    from charset_normalizer import from_bytes

    if b"\0" in data:
        raise NotATable(file=name.name)
    best = from_bytes(data, cp_isolation=list(GUESSED)).best()
    if best is None:
        raise UnknownEncoding(file=name.name)
    return data.decode(best.encoding), best.encoding, True


def _separator(text: str) -> tuple[str, str]:
    """What stands between cells, and the text without a first line that only says so (`sep=;`)."""
    first, _, rest = text.lstrip("\r\n").partition("\n")
    said = re.fullmatch(r"sep=(.)\s*", first)
    if said is not None:
        return said[1], "\n" + rest  # so that lines keep their numbers
    return max(",;\t", key=first.count), text


def _lines(text: str, separator: str, name: Path, limits: Limits) -> Iterator[Line]:
    reader, cells_read, found = csv.reader(io.StringIO(text, newline=""), delimiter=separator), 0, 0
    same: dict[str, str] = {}  # a cell that a thousand rows repeat is kept once
    try:
        for cells in reader:
            if not cells:
                continue
            found, cells_read = found + 1, cells_read + len(cells)
            _within(found, cells_read, cells, name, limits)
            yield reader.line_num, [same.setdefault(cell, cell) for cell in map(as_meant, cells)]
    except csv.Error as error:
        if "field limit" in str(error):
            raise CellTooLong(file=name.name, most=f"{limits.letters:,}") from None
        raise BadTable(
            file=name,
            problem=f"line {reader.line_num} cannot be read ({error})",
            advice="save it as CSV again",
        ) from None


def _within(found: int, cells_read: int, cells: list[str], name: Path, limits: Limits) -> None:
    if found > limits.rows:
        raise TooManyRows(file=name.name, most=f"{limits.rows:,}")
    if cells_read > limits.cells:
        raise TooManyCells(file=name.name, most=f"{limits.cells:,}")
    if len(cells) > limits.columns and any(cell.strip() for cell in cells[limits.columns :]):
        raise TooWide(file=name.name, most=f"{limits.columns:,}")
    if max(map(len, cells)) > limits.letters:
        raise CellTooLong(file=name.name, most=f"{limits.letters:,}")
