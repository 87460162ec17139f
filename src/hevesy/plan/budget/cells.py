"""Cells of a workbook: bold heads, yellow inputs, number formats."""

from __future__ import annotations

from typing import Any

from hevesy.tables import put_formula

YELLOW = "FFF2CC"
MONEY = "#,##0.00"


def put(page: Any, cell: str, value: Any, given: bool = False, form: str = MONEY) -> None:
    """A value or a formula; `given` are cells that a planner may change."""
    from openpyxl.styles import PatternFill

    if isinstance(value, str) and value.startswith("="):
        put_formula(page, cell, value)
    else:
        page[cell] = value
    page[cell].number_format = form
    if given:
        page[cell].fill = PatternFill("solid", fgColor=YELLOW)


def letter(column: int) -> str:
    """The letters of a column, A the first."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def bold(cell: Any, text: str | int | None = None) -> None:
    """Bold, with another text where one is given."""
    from openpyxl.styles import Font

    if text is not None:
        cell.value = text
    cell.font = Font(bold=True)
