"""A budget as a workbook whose amounts are formulas: change a price, a share or a ceiling, and all follows.

Inputs (yellow) are the path of prices, imported shares, real costs, and each funder's share and ceiling. `Budget` puts
them together to the cent; each funder has a sheet with what it pays; `Unfunded` is what is left. `Words` are what the
sheets say, so that the plan's document writes the same sheets in its language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hevesy.plan.budget.answers import LINE_SAID
from hevesy.plan.budget.cells import bold, letter, put
from hevesy.plan.budget.plan import Budget
from hevesy.plan.scenario.check_funders import DOLLAR, LINES
from hevesy.plan.scenario.scenario import Funder
from hevesy.tables import workbook_bytes

FIRST = 2  # the first row of lines, and the first column of years (B)
SHEET = 28  # characters that fit into a sheet's name, with the number before it
SUM_ROW = FIRST + len(LINES)
RATE_ROW, BY_YEAR, SHARES = 5, 7, 10  # of the sheet of inputs


@dataclass(frozen=True, slots=True)
class Words:
    """What the sheets say; names of sheets have at most 31 letters and no apostrophe. Braces are holes."""

    budget: str = "Budget"
    unfunded: str = "Unfunded"
    real: str = "Real costs"
    inputs: str = "Inputs"
    line: str = "Line, USD of the year"
    paid: str = "{name}, USD of the year"
    left: str = "Unfunded, USD of the year"
    real_line: str = "Line, USD at prices of {year}"
    together: str = "Together"
    share: str = "Share"
    ceiling: str = "Ceiling a year, {currency}"
    ceiling_usd: str = "Ceiling, USD"
    input: str = "Input"
    inflation_here: str = "Inflation here, a year"
    inflation_abroad: str = "Inflation abroad, a year"
    depreciation: str = "Depreciation, a year"
    rate_first: str = "One USD costs, {currency}, {year}"
    rate: str = "One USD costs, {currency}"
    imported: str = "Imported share of each line"
    lines: tuple[str, ...] = tuple(LINE_SAID[line] for line in LINES)


def workbook(found: Budget, said: Mapping[str, Any]) -> bytes:
    """The workbook of a budget, as expected."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    budget_sheets(book, found)
    _notes(book.create_sheet("Notes"), said)
    return workbook_bytes(book)


def budget_sheets(book: Any, found: Budget, words: Words = Words()) -> None:
    """Put the sheets of a budget at the end of a book: the budget, each funder, what is left, real costs, inputs."""
    _budget(book.create_sheet(words.budget), words, found)
    sheets = [f"{n} {_tidy(funder.id)}"[:SHEET] for n, funder in enumerate(found.scenario.funders, start=1)]
    for number, funder in enumerate(found.scenario.funders):
        _funder(book.create_sheet(sheets[number]), funder, sheets[:number], words, found)
    _unfunded(book.create_sheet(words.unfunded), sheets, words, found)
    real_sheet(book.create_sheet(words.real), words, found)
    _inputs(book.create_sheet(words.inputs), words, found)


def _tidy(id: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", id)


def columns(found: Budget) -> list[str]:
    """The letters of the years' columns."""
    return [letter(FIRST + y) for y in range(len(found.years))]


def _head(page: Any, first: str, found: Budget) -> None:
    page.append([first, *found.years])
    for cell in page[1]:
        bold(cell)
    page.column_dimensions["A"].width = 40
    for column in columns(found):
        page.column_dimensions[column].width = 16


def _sums(page: Any, found: Budget, words: Words) -> None:
    page[f"A{SUM_ROW}"] = words.together
    for column in columns(found):
        put(page, f"{column}{SUM_ROW}", f"=SUM({column}{FIRST}:{column}{SUM_ROW - 1})")
    for cell in page[SUM_ROW]:
        bold(cell)


def _budget(page: Any, words: Words, found: Budget) -> None:
    """USD of each year: imported and local part, each to the cent."""
    _head(page, words.line, found)
    inputs = f"'{words.inputs}'!"
    for number, name in enumerate(words.lines):
        row = FIRST + number
        page[f"A{row}"] = name
        for y, column in enumerate(columns(found)):
            real, share = f"'{words.real}'!{column}{row}", f"{inputs}B{SHARES + number}"
            abroad = f"ROUND({real}*{share}*(1+{inputs}B3)^{y},2)"
            here = f"ROUND({real}*(1-{share})*((1+{inputs}B2)/(1+{inputs}B4))^{y},2)"
            put(page, f"{column}{row}", f"=ROUND({abroad}+{here},2)")  # a sum of cents is not always whole ones
    _sums(page, found, words)


def _funder(page: Any, funder: Funder, before: Sequence[str], words: Words, found: Budget) -> None:
    """What one funder pays: its share, no more than is left, no more than its ceiling in the order of its lines."""
    _head(page, words.paid.format(name=funder.name or funder.id), found)
    share, limit, dollars = (SUM_ROW + 2 + n for n in range(3))
    page[f"A{share}"], page[f"A{limit}"] = words.share, words.ceiling.format(currency=funder.currency)
    page[f"A{dollars}"] = words.ceiling_usd
    put(page, f"B{share}", funder.share, True, "0.0%")
    ceiling = found.ceilings.get(funder.id)
    if ceiling is not None:
        put(page, f"B{limit}", ceiling, True)
    order = [LINES.index(line) for line in (funder.lines or LINES)]
    for y, column in enumerate(columns(found)):
        if ceiling is not None:
            rate = "1" if funder.currency == DOLLAR else f"'{words.inputs}'!{column}{BY_YEAR}"
            put(page, f"{column}{dollars}", f"=ROUND($B${limit}/{rate},2)")
        active = _active(funder, found.years[y])
        for number, name in enumerate(words.lines):
            page[f"A{FIRST + number}"] = name
            put(page, f"{column}{FIRST + number}", 0)
        for place, number in enumerate(order if active else ()):
            row = FIRST + number
            cost = f"'{words.budget}'!{column}{row}"
            left = "".join(f"-'{sheet}'!{column}{row}" for sheet in before)
            terms = [f"ROUND({cost}*$B${share},2)", f"{cost}{left}"]
            if ceiling is not None:
                terms.append(f"{column}{dollars}" + "".join(f"-{column}{FIRST + n}" for n in order[:place]))
            put(page, f"{column}{row}", f"=ROUND(MAX(0,MIN({','.join(terms)})),2)")
    _sums(page, found, words)


def _active(funder: Funder, year: int) -> bool:
    return (not funder.first_year or year >= funder.first_year) and (not funder.last_year or year <= funder.last_year)


def _unfunded(page: Any, sheets: Sequence[str], words: Words, found: Budget) -> None:
    _head(page, words.left, found)
    for number, name in enumerate(words.lines):
        row = FIRST + number
        page[f"A{row}"] = name
        for column in columns(found):
            taken = "".join(f"-'{sheet}'!{column}{row}" for sheet in sheets)
            put(page, f"{column}{row}", f"=ROUND('{words.budget}'!{column}{row}{taken},2)")
    _sums(page, found, words)


def real_sheet(page: Any, words: Words, found: Budget) -> None:
    """Real costs by line and year, which are inputs, and their sums."""
    _head(page, words.real_line.format(year=found.years[0]), found)
    for number, amounts in enumerate(found.real_mean()):
        page[f"A{FIRST + number}"] = words.lines[number]
        for column, amount in zip(columns(found), amounts, strict=True):
            put(page, f"{column}{FIRST + number}", float(amount), True)
    _sums(page, found, words)


def _inputs(page: Any, words: Words, found: Budget) -> None:
    """Rows 2 to 5: inflation here and abroad, depreciation, the rate; 7 the rate by year; from 10 imported shares."""
    _head(page, words.input, found)
    path = found.path
    given = ((words.inflation_here, path.inflation_here), (words.inflation_abroad, path.inflation_abroad),
             (words.depreciation, path.depreciation))  # fmt: skip
    for row, (name, value) in enumerate(given, start=2):
        page[f"A{row}"] = name
        put(page, f"B{row}", value, True, "0.00%")
    page[f"A{RATE_ROW}"] = words.rate_first.format(currency=found.currency, year=found.years[0])
    page[f"A{BY_YEAR}"] = words.rate.format(currency=found.currency)
    if path.rate is not None:
        put(page, f"B{RATE_ROW}", path.rate, True, "0.0000")
        for y, column in enumerate(columns(found)):
            put(page, f"{column}{BY_YEAR}", f"=$B${RATE_ROW}*(1+$B$4)^{y}", form="0.0000")
    page[f"A{SHARES - 1}"] = words.imported
    for number, line in enumerate(LINES):
        page[f"A{SHARES + number}"] = words.lines[number]
        put(page, f"B{SHARES + number}", found.shares[line], True, "0.0%")


def _notes(page: Any, said: Mapping[str, Any]) -> None:
    for note in (*said["says_first"], *said["notes"]):
        page.append([note])
    page.append([f"Default prices: {', '.join(said['defaults'])}"])
    page.column_dimensions["A"].width = 120
