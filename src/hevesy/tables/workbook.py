"""A workbook that has passed the gate, as lines of text."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from hevesy.errors import BadTable, DamagedWorkbook, HoldsMacros, NotATable, TooManyParts
from hevesy.tables.archive import UNREADABLE, open_archive
from hevesy.tables.cells import Spoilt, as_meant
from hevesy.tables.gate import XML, Looked, looked
from hevesy.tables.limits import Limits
from hevesy.tables.opened import Line, Opened, Sheet

_TYPES, _PROGRAM = "[Content_Types].xml", "vbaproject.bin"
_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")


def open_workbook(data: bytes, name: Path, limits: Limits) -> Opened:
    """Its visible sheets, the values alone: formulas, merged cells and errors come as Spoilt."""
    looks = check_workbook(data, name, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that openpyxl leaves out, which nobody asked for
            return _read(data, looks)
    except BadTable:
        raise
    except Exception as error:  # openpyxl says in many ways that a part is not as it should be
        raise DamagedWorkbook(file=name.name) from error


def check_workbook(data: bytes, name: Path, limits: Limits) -> dict[str, Looked]:
    """Let a workbook pass the gate without opening it; raises a BadTable that says why it may not be opened."""
    with open_archive(data, name, limits) as packed:
        _of_its_kind(packed, name)
        looks = looked(packed, name, limits)
        _all_looked_at(packed, name)
    return looks


def _of_its_kind(packed: zipfile.ZipFile, name: Path) -> None:
    names = [each.lower() for each in packed.namelist()]
    if any(each.endswith(_PROGRAM) for each in names):
        raise HoldsMacros(file=name.name)
    if _TYPES.lower() not in names or not any(each.startswith("xl/") for each in names) or "xl/workbook.bin" in names:
        raise NotATable(file=name.name)
    try:
        types = packed.read(_TYPES).lower()
    except UNREADABLE as error:
        raise DamagedWorkbook(file=name.name) from error
    if b"macroenabled" in types or "macroenabled".encode("utf-16-le") in types:
        raise HoldsMacros(file=name.name)


def _all_looked_at(packed: zipfile.ZipFile, name: Path) -> None:
    """Raises TooManyParts where a part is said to be XML whose name hides it from the gate."""
    from defusedxml.ElementTree import fromstring

    for each in fromstring(packed.read(_TYPES)):
        part = each.get("PartName") or f".{each.get('Extension', '')}"
        if each.get("ContentType", "").endswith("xml") and not part.lower().endswith(XML):
            raise TooManyParts(file=name.name)


def _read(data: bytes, looks: dict[str, Looked]) -> Opened:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = tuple(sheet.title for sheet in book.worksheets if sheet not in shown)
        # openpyxl keeps the name of a sheet's part to itself, and only it knows which sheet is which part
        return Opened(tuple(_sheet(each, looks[each._worksheet_path]) for each in shown), hidden=hidden)
    finally:
        book.close()


def _sheet(sheet: Any, look: Looked) -> Sheet:
    lines: list[Line] = []
    if not look.valued:
        return Sheet(sheet.title, lines)
    sheet.reset_dimensions()  # what a file says of its own size need not be so
    merged = look.spoilt_by_merging()
    rows = sheet.iter_rows(max_row=look.last_row, max_col=look.last_column, values_only=True)
    for number, cells in enumerate(rows, start=1):
        if any(cell is not None for cell in cells) or any((number, at) in look.formulas for at in range(1, len(cells))):
            lines.append((number, [_text(cell, number, at, look, merged) for at, cell in enumerate(cells, start=1)]))
    return Sheet(sheet.title, lines)


def _text(cell: object, row: int, column: int, look: Looked, merged: set[tuple[int, int]]) -> str:
    formula = look.formulas.get((row, column))
    if formula is not None:
        return Spoilt(formula if len(formula) > 1 else "=...", "formula")
    if (row, column) in merged:
        return Spoilt(_plain(cell), "merged")
    text = _plain(cell)
    return Spoilt(text, "error") if text in _ERRORS else as_meant(text)


def _plain(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
