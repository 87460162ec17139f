"""Cells that must not be read, and texts that a spreadsheet would take for a formula.

A text that begins with = + - @, a tab or a line break is written to CSV behind an apostrophe, and the apostrophe is
taken away when the file comes back. In a workbook it is stored as text, which no program computes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

_BEGINS = re.compile(r"'*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")  # also the wide signs of East Asian keyboards
_OURS = "formulas_of_hevesy"


class Spoilt(str):
    """The text of a cell that must not be read, and why: a "formula", "merged" with another, or an "error"."""

    why: str

    def __new__(cls, text: str, why: str) -> Spoilt:
        made = super().__new__(cls, text)
        made.why = why
        return made

    def said(self) -> tuple[str, str]:
        """What is wrong and what to do, as the errors of a table say it."""
        return {
            "formula": (f"{self} is a formula, and formulas are not computed here",
                        "write its result as a value (copy, then paste values only)"),
            "merged": ("this cell is merged with others", "take the merging apart and fill each cell in"),
            "error": (f"{self} is an error of a formula", "write the value, or leave the cell empty"),
        }[self.why]  # fmt: skip


def disarmed(value: Any) -> Any:
    """A value for CSV: a text with which a spreadsheet would begin to compute stands behind an apostrophe.

    >>> disarmed("=1+1"), disarmed("'-x"), disarmed("plain"), disarmed(-5)
    ("'=1+1", "''-x", 'plain', -5)
    """
    return f"'{value}" if isinstance(value, str) and _BEGINS.match(value) else value


def as_meant(text: str) -> str:
    """A text as it was before `disarmed`.

    >>> as_meant("'=1+1"), as_meant("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _BEGINS.match(text) else text


def disarmed_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for CSV, each text of it disarmed."""
    return {name: disarmed(value) for name, value in row.items()}


def put_formula(page: Any, cell: str, formula: str) -> None:
    """A formula of our own; whatever else looks like one is stored as text by `workbook_bytes`."""
    page[cell] = formula
    ours = page.__dict__.setdefault(_OURS, set())
    ours.add(page[cell].coordinate)


def put_row(page: Any, row: Sequence[Any], formulas: Sequence[int] = ()) -> None:
    """A row below the last, whose cells at the places `formulas` (from 0) hold formulas of our own."""
    page.append(list(row))
    for place in formulas:
        cell = page.cell(page.max_row, place + 1)
        put_formula(page, cell.coordinate, cell.value)


def workbook_bytes(book: Any) -> bytes:
    """An .xlsx of a book, in which only formulas put by `put_formula` are formulas; every other cell is text."""
    for page in book.worksheets:
        ours = page.__dict__.get(_OURS, set())
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f" and cell.coordinate not in ours:
                    cell.data_type, cell.quotePrefix = "s", True
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
