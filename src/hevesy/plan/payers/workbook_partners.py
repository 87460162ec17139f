"""The sheet of a partnership: what it lends and is paid back by year, and its return."""

from __future__ import annotations

import math
from typing import Any

from hevesy.plan.budget.cells import put
from hevesy.plan.payers.partners import Partner

HEAD = ("Year", "Pays", "Cycles", "Lends, USD", "For being there", "For cycles", "Paid back", "Has of the year",
        "First that it had")  # fmt: skip
FIRST = 8  # the first row of years; terms stand above
TERMS = ("Availability a year, USD", "Unit payment, USD", "Guaranteed cycles a year", "Yearly return")


def partners_sheet(page: Any, of: Partner) -> None:
    """Terms in column B (rows 1 to 3), the return in B4, years below."""
    from openpyxl.styles import Font

    last = FIRST + len(of.years) - 1
    for row, (name, value) in enumerate(zip(TERMS, (of.availability, of.unit, of.funder.guaranteed_cycles, None),
                                            strict=True), start=1):  # fmt: skip
        page[f"A{row}"] = name
        if value is not None:
            put(page, f"B{row}", float(value), True)
    begun = "" if math.isnan(of.rate) else f",{of.rate:.6f}"  # a spreadsheet looks near a first guess alone
    told = f'IFERROR(IRR(H{FIRST}:H{last}{begun}),"none")'
    put(page, "B4", f'=IF(I{last}<0,{told},"none")', form="0.0000%")  # who is paid before it lends has no return
    page["A5"] = f"{of.funder.name or of.funder.id} is paid back by {of.paid_by.replace('_', ' ')}"
    for column, name in zip("ABCDEFGHI", HEAD, strict=True):
        page[f"{column}{FIRST - 1}"] = name
        page[f"{column}{FIRST - 1}"].font = Font(bold=True)
        page.column_dimensions[column].width = 28 if column == "A" else 16
    first = of.funder.first_year or of.years[0]
    for row, year in enumerate(of.years, start=FIRST):
        pays = int(first <= year < first + of.funder.contract_years)
        page[f"A{row}"] = year
        put(page, f"B{row}", pays, True, "0")
        put(page, f"C{row}", float(of.expected.cycles[row - FIRST]), True)
        put(page, f"D{row}", float(of.expected.lent[row - FIRST]) / 100.0, True)
        put(page, f"E{row}", f"=ROUND(B{row}*$B$1,2)")
        put(page, f"F{row}", f"=ROUND(B{row}*$B$2*MAX(C{row},$B$3),2)")
        put(page, f"G{row}", f"=ROUND(E{row}+F{row},2)")
        put(page, f"H{row}", f"=ROUND(G{row}-D{row},2)")
        put(page, f"I{row}", f"=IF(ABS(I{row - 1})>0,I{row - 1},H{row})" if row > FIRST else f"=H{row}")
