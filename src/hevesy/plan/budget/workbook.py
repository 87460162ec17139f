"""A budget as a workbook whose amounts are formulas: change a price, a share or a ceiling, and all follows.

Inputs (yellow) are the path of prices, imported shares, real costs, and each funder's share and ceiling. `Budget` puts
them together to the cent; each funder has a sheet with what it pays; `Unfunded` is what is left.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.plan.budget.plan import Budget
from hevesy.plan.scenario.check_funders import DOLLAR, LINES
from hevesy.plan.scenario.scenario import Funder

INPUT = "FFF2CC"
MONEY = "#,##0.00"
FIRST = 2  # the first row of lines, and the first column of years (B)
SHEET = 28  # characters that fit into a sheet's name, with the number before it


def workbook(found: Budget, said: Mapping[str, Any]) -> bytes:
    """The workbook of a budget, as expected."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    names = [line["name"] for line in said["lines"]]
    budget = _budget(book.create_sheet("Budget"), names, found)
    sheets = [f"{n} {_tidy(funder.id)}"[:SHEET] for n, funder in enumerate(found.scenario.funders, start=1)]
    for number, funder in enumerate(found.scenario.funders):
        _funder(book.create_sheet(sheets[number]), funder, sheets[:number], names, found)
    _unfunded(book.create_sheet("Unfunded"), sheets, names, found)
    _real(book.create_sheet("Real costs"), names, found)
    _inputs(book.create_sheet("Inputs"), names, found)
    _notes(book.create_sheet("Notes"), said)
    book.active = book.index(budget)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _tidy(id: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", id)


def _columns(found: Budget) -> list[str]:
    from openpyxl.utils import get_column_letter

    return [get_column_letter(FIRST + y) for y in range(len(found.years))]


def _head(page: Any, first: str, found: Budget) -> None:
    from openpyxl.styles import Font

    page.append([first, *found.years])
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.column_dimensions["A"].width = 40
    for column in _columns(found):
        page.column_dimensions[column].width = 16


def put_cell(page: Any, cell: str, value: Any, given: bool = False, form: str = MONEY) -> None:
    """A value or a formula; `given` are cells that a planner may change."""
    from openpyxl.styles import PatternFill

    page[cell] = value
    page[cell].number_format = form
    if given:
        page[cell].fill = PatternFill("solid", fgColor=INPUT)


def _sums(page: Any, row: int, found: Budget, label: str = "Together") -> None:
    from openpyxl.styles import Font

    page[f"A{row}"] = label
    for column in _columns(found):
        put_cell(page, f"{column}{row}", f"=SUM({column}{FIRST}:{column}{FIRST + len(LINES) - 1})")
    for cell in page[row]:
        cell.font = Font(bold=True)


def _budget(page: Any, names: Sequence[str], found: Budget) -> Any:
    """USD of each year: imported and local part, each to the cent."""
    _head(page, "Line, USD of the year", found)
    for number, name in enumerate(names):
        row = FIRST + number
        page[f"A{row}"] = name
        for y, column in enumerate(_columns(found)):
            real, share = f"'Real costs'!{column}{row}", f"Inputs!B{_share_row(number)}"
            abroad = f"ROUND({real}*{share}*(1+Inputs!B3)^{y},2)"
            here = f"ROUND({real}*(1-{share})*((1+Inputs!B2)/(1+Inputs!B4))^{y},2)"
            put_cell(page, f"{column}{row}", f"=ROUND({abroad}+{here},2)")  # a sum of cents is not always whole ones
    _sums(page, FIRST + len(names), found)
    return page


def _funder(page: Any, funder: Funder, before: Sequence[str], names: Sequence[str], found: Budget) -> None:
    """What one funder pays: its share, no more than is left, no more than its ceiling in the order of its lines."""
    _head(page, f"{funder.name or funder.id}, USD of the year", found)
    share, limit, dollars = (FIRST + len(names) + 2 + n for n in range(3))
    page[f"A{share}"], page[f"A{limit}"] = "Share", f"Ceiling a year, {funder.currency}"
    page[f"A{dollars}"] = "Ceiling, USD"
    put_cell(page, f"B{share}", funder.share, True, "0.0%")
    ceiling = found.ceilings.get(funder.id)
    if ceiling is not None:
        put_cell(page, f"B{limit}", ceiling, True)
    order = [LINES.index(line) for line in (funder.lines or LINES)]
    for y, column in enumerate(_columns(found)):
        if ceiling is not None:
            rate = "1" if funder.currency == DOLLAR else f"Inputs!{column}7"
            put_cell(page, f"{column}{dollars}", f"=ROUND($B${limit}/{rate},2)")
        active = _active(funder, found.years[y])
        for number in range(len(names)):
            page[f"A{FIRST + number}"] = names[number]
            put_cell(page, f"{column}{FIRST + number}", 0)
        for place, number in enumerate(order if active else ()):
            row = FIRST + number
            cost = f"Budget!{column}{row}"
            left = "".join(f"-'{sheet}'!{column}{row}" for sheet in before)
            terms = [f"ROUND({cost}*$B${share},2)", f"{cost}{left}"]
            if ceiling is not None:
                terms.append(f"{column}{dollars}" + "".join(f"-{column}{FIRST + n}" for n in order[:place]))
            put_cell(page, f"{column}{row}", f"=ROUND(MAX(0,MIN({','.join(terms)})),2)")
    _sums(page, FIRST + len(names), found)


def _active(funder: Funder, year: int) -> bool:
    return (not funder.first_year or year >= funder.first_year) and (not funder.last_year or year <= funder.last_year)


def _unfunded(page: Any, sheets: Sequence[str], names: Sequence[str], found: Budget) -> None:
    _head(page, "Unfunded, USD of the year", found)
    for number, name in enumerate(names):
        row = FIRST + number
        page[f"A{row}"] = name
        for column in _columns(found):
            taken = "".join(f"-'{sheet}'!{column}{row}" for sheet in sheets)
            put_cell(page, f"{column}{row}", f"=ROUND(Budget!{column}{row}{taken},2)")
    _sums(page, FIRST + len(names), found)


def _real(page: Any, names: Sequence[str], found: Budget) -> None:
    _head(page, f"Line, USD at prices of {found.years[0]}", found)
    for number, amounts in enumerate(found.real_mean()):
        page[f"A{FIRST + number}"] = names[number]
        for column, amount in zip(_columns(found), amounts, strict=True):
            put_cell(page, f"{column}{FIRST + number}", float(amount), True)


def _share_row(number: int) -> int:
    return 10 + number


def _inputs(page: Any, names: Sequence[str], found: Budget) -> None:
    """Rows 2 to 5: inflation here and abroad, depreciation, the rate; 7 the rate by year; from 10 imported shares."""
    _head(page, "Input", found)
    path = found.path
    given = (("Inflation here, a year", path.inflation_here), ("Inflation abroad, a year", path.inflation_abroad),
             ("Depreciation, a year", path.depreciation))  # fmt: skip
    for row, (name, value) in enumerate(given, start=2):
        page[f"A{row}"] = name
        put_cell(page, f"B{row}", value, True, "0.00%")
    page["A5"] = f"One USD costs, {found.currency}, {found.years[0]}"
    page["A7"] = f"One USD costs, {found.currency}"
    if path.rate is not None:
        put_cell(page, "B5", path.rate, True, "0.0000")
        for y, column in enumerate(_columns(found)):
            put_cell(page, f"{column}7", f"=$B$5*(1+$B$4)^{y}", form="0.0000")
    page["A9"] = "Imported share of each line"
    for number, line in enumerate(LINES):
        page[f"A{_share_row(number)}"] = names[number]
        put_cell(page, f"B{_share_row(number)}", found.shares[line], True, "0.0%")


def _notes(page: Any, said: Mapping[str, Any]) -> None:
    for note in (*said["says_first"], *said["notes"]):
        page.append([note])
    page.append([f"Default prices: {', '.join(said['defaults'])}"])
    page.column_dimensions["A"].width = 120
