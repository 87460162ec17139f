"""The sheets by year: cycles, what schemes pay under their ceilings, income against running costs, break-even."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hevesy.plan.budget.cells import put
from hevesy.plan.payers.accounts import ceilings_of
from hevesy.plan.payers.payers import Payers
from hevesy.plan.payers.sustained import GROWING, STANDING
from hevesy.plan.payers.tariffs import Priced

FIRST = 2
CYCLES = "#,##0.00"


@dataclass(frozen=True)
class Rows:
    """All therapies under all tariffs, in the order of the rows of `Tariffs`."""

    found: Payers
    priced: Sequence[Priced]

    @property
    def columns(self) -> list[str]:
        from openpyxl.utils import get_column_letter

        return [get_column_letter(FIRST + y) for y in range(len(self.found.budget.years))]

    @property
    def last(self) -> int:
        return FIRST + len(self.priced) - 1


def years_sheets(book: Any, rows: Rows) -> None:
    """Add them to a workbook."""
    _cycles(_page(book, "Cycles", rows), rows)
    ceilings = _ceilings(_page(book, "Ceilings", rows), rows)
    _schemes(_page(book, "Schemes pay", rows), rows, ceilings)
    _income(_page(book, "Income", rows), rows)
    _lost(_page(book, "Centres lose", rows), rows)
    _years(_page(book, "Years", rows), rows)


def _page(book: Any, name: str, rows: Rows) -> Any:
    from openpyxl.styles import Font

    page = book.create_sheet(name)
    page.append([name, *rows.found.budget.years])
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.column_dimensions["A"].width = 40
    for column in rows.columns:
        page.column_dimensions[column].width = 16
    return page


def _named(page: Any, rows: Rows) -> None:
    for r, row in enumerate(rows.priced, start=FIRST):
        page[f"A{r}"] = f"{row.therapy}: {row.tariff.id}"


def _cycles(page: Any, rows: Rows) -> None:
    _named(page, rows)
    accounts = [each for of in rows.found.accounts.expected for each in of]
    for r, account in enumerate(accounts, start=FIRST):
        for column, cycles in zip(rows.columns, account.cycles, strict=True):
            put(page, f"{column}{r}", float(cycles), True, CYCLES)


def _ceilings(page: Any, rows: Rows) -> dict[str, int]:
    """The ceiling of each funder that has one, by year in USD; the rows in which they stand."""
    found = {}
    for r, (id, limit) in enumerate(ceilings_of(rows.found.budget).items(), start=FIRST):
        page[f"A{r}"], found[id] = id, r
        for column, cents in zip(rows.columns, limit, strict=True):
            put(page, f"{column}{r}", float(cents) / 100.0, True)
    return found


def _schemes(page: Any, rows: Rows, ceilings: dict[str, int]) -> None:
    """Cycles times what the scheme pays for each, as far as its ceiling and what it has saved go."""
    _named(page, rows)
    for r, row in enumerate(rows.priced, start=FIRST):
        limit = ceilings.get(row.tariff.payer)
        for y, column in enumerate(rows.columns):
            due = f"ROUND(Cycles!{column}{r}*Tariffs!$M{r},2)"
            if limit is None:
                put(page, f"{column}{r}", f"={due}")
                continue
            mine = [n for n, each in enumerate(rows.priced, start=FIRST) if each.tariff.payer == row.tariff.payer]
            years = rows.columns[: y + 1] if row.rule.saves else [column]
            has = "+".join(f"Ceilings!{each}{limit}" for each in years)
            spent = [f"{each}{n}" for each in years for n in mine if each != column or n < r]
            left = has + "".join(f"-{cell}" for cell in spent)
            put(page, f"{column}{r}", f"=ROUND(MAX(0,MIN({due},{left})),2)")


def _income(page: Any, rows: Rows) -> None:
    """What centres take in for the cycles of a tariff; money of donors stands below, apart."""
    _named(page, rows)
    for r in range(FIRST, rows.last + 1):
        for column in rows.columns:
            terms = [f"'Schemes pay'!{column}{r}", *(f"ROUND(Cycles!{column}{r}*Tariffs!${x}{r},2)" for x in "NO")]
            put(page, f"{column}{r}", f"=ROUND({'+'.join(terms)},2)")
    page[f"A{rows.last + 2}"] = "1: counts towards self-sustainability, 0: a donor's"
    for r, row in enumerate(rows.priced, start=rows.last + 3):
        page[f"A{r}"] = f"{row.therapy}: {row.tariff.id}"
        put(page, f"B{r}", int(row.rule.lasting), True, "0")


def _lost(page: Any, rows: Rows) -> None:
    """What cycles cost and nobody bears; below zero centres gain."""
    _named(page, rows)
    for r in range(FIRST, rows.last + 1):
        for column in rows.columns:
            cost = f"ROUND(Cycles!{column}{r}*Tariffs!$D{r},2)"
            put(page, f"{column}{r}", f"=ROUND({cost}-Income!{column}{r},2)")
    page[f"A{rows.last + 1}"] = "Together"
    for column in rows.columns:
        put(page, f"{column}{rows.last + 1}", f"=SUM({column}{FIRST}:{column}{rows.last})")


def _years(page: Any, rows: Rows) -> None:
    """Income without donors against running costs, what a cycle leaves, and how many carry what stands."""
    real = rows.found.budget.real.amounts
    lines = (*STANDING, *GROWING)
    at = {name: FIRST + n for n, name in enumerate(("income", "cycles", *lines, "costs", "over", "needed", "leaves",
                                                    "break_even"))}  # fmt: skip
    names = {"income": "Income without donors, USD", "cycles": "Cycles", "costs": "Running costs, USD",
             "over": "Left over, USD", "needed": "Needed for each cycle, USD", "leaves": "A cycle leaves, USD",
             "break_even": "Break-even cycles, 0: no number"}  # fmt: skip
    for name, r in at.items():
        page[f"A{r}"] = names.get(name, f"Running costs: {name}, USD")
    flags = rows.last + 3 - FIRST
    for y, column in enumerate(rows.columns):
        counted = "+".join(f"Income!{column}{r}*Income!$B{r + flags}" for r in range(FIRST, rows.last + 1))
        put(page, f"{column}{at['income']}", f"=ROUND({counted},2)")
        put(page, f"{column}{at['cycles']}", f"=SUM(Cycles!{column}{FIRST}:{column}{rows.last})", form=CYCLES)
        for line in lines:
            put(page, f"{column}{at[line]}", float(real[line][y].mean()), True)
        stands = f"SUM({column}{at[STANDING[0]]}:{column}{at[STANDING[-1]]})"
        grows = f"SUM({column}{at[GROWING[0]]}:{column}{at[GROWING[-1]]})"
        cycles = f"MAX({column}{at['cycles']},0.000000001)"
        put(page, f"{column}{at['costs']}", f"={stands}+{grows}")
        put(page, f"{column}{at['over']}", f"={column}{at['income']}-{column}{at['costs']}")
        put(page, f"{column}{at['needed']}", f"={column}{at['costs']}/{cycles}")
        put(page, f"{column}{at['leaves']}", f"=({column}{at['income']}-{grows})/{cycles}")
        leaves = f"{column}{at['leaves']}"
        put(page, f"{column}{at['break_even']}", f"=IF({leaves}>0,{stands}/MAX({leaves},0.000000001),0)",
                 form=CYCLES)  # fmt: skip
