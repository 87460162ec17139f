"""The workbook beside the document: budget and value with live formulas, so that a colleague can change an input.

Counts and the cost of one are inputs (yellow); amounts, totals, discounting, differences and the cost of a QALY are
formulas. `Budget` computes the same figures; a test recalculates the workbook and compares.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hevesy.plan.document.budget import Budget
from hevesy.plan.document.material import Material
from hevesy.plan.document.package import line_named
from hevesy.plan.document.tongue import Tongue

YELLOW = "FFFFF2CC"
MONEY, UNITS, SHARE = "#,##0", "#,##0.00", "0.0%"
FIRST = 4  # the column of the first year; before it: line, what is counted, total
RATE = "B1"
OPTIONS = ("nothing", "package")


def xlsx_of(found: Material, tongue: Tongue) -> bytes:
    """The workbook as bytes."""
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.title = tongue.say("money.value")
    book.properties.creator = "Hevesy"
    book.properties.created = book.properties.modified = (
        datetime.fromisoformat(found.made_on.isoformat()).replace(tzinfo=UTC).replace(tzinfo=None)
    )
    writer = _Writer(book, found, tongue)
    writer.read_me()
    writer.inputs()
    for option in OPTIONS:
        writer.budget(option)
    writer.value()
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = tongue.right_to_left
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Writer:
    """Lays out the sheets; `self._rows` remembers where totals stand, by option."""

    def __init__(self, book: Any, found: Material, tongue: Tongue) -> None:
        self._book, self._found, self._tongue = book, found, tongue
        self._totals: dict[str, int] = {}

    def _sheet(self, name: str, width: float = 36) -> Any:
        """A sheet called as in the language; Excel allows 31 letters."""
        sheet = self._book.create_sheet(self._tongue.say(f"sheet.{name}")[:31])
        sheet.column_dimensions["A"].width = width
        return sheet

    def _name(self, name: str) -> str:
        return f"'{self._tongue.say(f'sheet.{name}')[:31]}'"

    def read_me(self) -> None:
        sheet = self._book.active
        sheet.title = self._tongue.say("sheet.read_me")[:31]
        sheet.column_dimensions["A"].width = 110
        first, last = self._found.years
        country = self._found.country_named(self._tongue.language)
        lines = [self._tongue.say("doc.title", country=country, first=first, last=last)]
        lines += [self._tongue.say(f"sheet.read_me_{number}") for number in (1, 2, 3)]
        lines += [self._tongue.say("money.note"), self._tongue.say("doc.language_note")]
        for number, line in enumerate(lines, 1):
            sheet.cell(number, 1, line)
        _bold(sheet.cell(1, 1))

    def inputs(self) -> None:
        sheet = self._sheet("inputs", 60)
        sheet["A1"], sheet[RATE] = self._tongue.say("sheet.discount"), self._found.budgets["package"].rate
        sheet["A2"] = self._tongue.say("sheet.worth")
        sheet[RATE].number_format, sheet["B2"].number_format = SHARE, MONEY
        for cell in (sheet[RATE], sheet["B2"]):
            _input(cell)

    def budget(self, option: str) -> None:
        """A block of counts, a block of unit costs, and a block of amounts that multiplies them."""
        budget, say = self._found.budgets[option], self._tongue.say
        sheet = self._sheet(option)
        sheet.freeze_panes = sheet.cell(2, FIRST)
        self._years(sheet, 1, budget)
        number = len(budget.lines)
        starts = {"count": 2, "unit_cost": 3 + number, "amount": 4 + 2 * number}
        for place, line in enumerate(budget.lines):
            named = line_named(line.name, line.therapy, self._found, self._tongue)
            for what, values in (("count", line.counts), ("unit_cost", line.unit_costs())):
                self._inputs(sheet, starts[what] + place, named, say(f"sheet.{what}"), values)
            self._amounts(
                sheet,
                starts["amount"] + place,
                named,
                starts["count"] + place,
                starts["unit_cost"] + place,
                budget,
            )
        self._sums(sheet, option, starts["amount"], starts["amount"] + number - 1, budget)

    def _years(self, sheet: Any, row: int, budget: Budget) -> None:
        heads = [self._tongue.say("head.line"), self._tongue.say("head.item"), self._tongue.say("word.total")]
        for place, text in enumerate([*heads, *budget.years], 1):
            _bold(sheet.cell(row, place, text))

    def _inputs(self, sheet: Any, row: int, named: str, what: str, values: Sequence[float]) -> None:
        sheet.cell(row, 1, named)
        sheet.cell(row, 2, what)
        for place, value in enumerate(values):
            cell = sheet.cell(row, FIRST + place, value)
            cell.number_format = UNITS
            _input(cell)

    def _amounts(self, sheet: Any, row: int, named: str, counts: int, costs: int, budget: Budget) -> None:
        sheet.cell(row, 1, named)
        sheet.cell(row, 2, self._tongue.say("sheet.amount"))
        for place in range(len(budget.years)):
            column = _letter(FIRST + place)
            sheet.cell(row, FIRST + place, f"={column}{counts}*{column}{costs}").number_format = MONEY
        self._across(sheet, row, budget)

    def _across(self, sheet: Any, row: int, budget: Budget) -> None:
        """The sum over the years, in the third column."""
        first, last = _letter(FIRST), _letter(FIRST + len(budget.years) - 1)
        sheet.cell(row, 3, f"=SUM({first}{row}:{last}{row})").number_format = MONEY

    def _sums(self, sheet: Any, option: str, first: int, last: int, budget: Budget) -> None:
        """Year totals, discount factors, discounted and cumulative amounts; then what is gained."""
        say, total = self._tongue.say, last + 1
        rows = {"total": total, "factor": total + 1, "discounted": total + 2, "cumulative": total + 3}
        names = {
            "total": say("word.total"),
            **{name: say(f"sheet.{name}") for name in ("factor", "discounted", "cumulative")},
        }
        for name, row in rows.items():
            _bold(sheet.cell(row, 1, names[name]))
        for place in range(len(budget.years)):
            column, before = _letter(FIRST + place), _letter(FIRST + place - 1)
            formulas = {
                "total": f"=SUM({column}{first}:{column}{last})",
                "factor": f"=1/(1+{self._name('inputs')}!$B$1)^{place}",
                "discounted": f"={column}{total}*{column}{rows['factor']}",
                "cumulative": f"={column}{total}"
                if place == 0
                else f"={before}{rows['cumulative']}+{column}{total}",
            }
            for name, formula in formulas.items():
                cell = sheet.cell(rows[name], FIRST + place, formula)
                cell.number_format = "0.0000" if name == "factor" else MONEY
        for name in ("total", "discounted"):
            self._across(sheet, rows[name], budget)
        for offset, (name, values) in enumerate((("qalys", budget.qalys), ("life_years", budget.life_years))):
            self._inputs(
                sheet,
                total + 5 + offset,
                say(f"unit.{'QALYs' if name == 'qalys' else 'years'}"),
                say("sheet.count"),
                values,
            )
        self._totals[option] = total

    def value(self) -> None:
        """What the package is worth beside doing nothing, all of it formulas."""
        sheet, say = self._sheet("value", 44), self._tongue.say
        for place, text in enumerate(["", *(say(f"word.{name}") for name in (*OPTIONS, "difference"))], 1):
            _bold(sheet.cell(1, place, text))
            sheet.column_dimensions[_letter(place)].width = 44 if place == 1 else 18
        for row, name in enumerate(("costs", "qalys", "life_years"), 2):
            sheet.cell(row, 1, say(f"money.{name}"))
            for place, option in enumerate(OPTIONS, 2):
                sheet.cell(row, place, self._discounted(option, name)).number_format = (
                    UNITS if row > 2 else MONEY
                )
            sheet.cell(row, 4, f"=C{row}-B{row}").number_format = UNITS if row > 2 else MONEY
        sheet["A6"], sheet["D6"] = say("money.ratio"), '=IF(AND(D3>0,D2>0),D2/D3,"")'
        worth = f"{self._name('inputs')}!$B$2"
        sheet["A7"], sheet["D7"] = say("sheet.net_benefit"), f'=IF(ISNUMBER({worth}),{worth}*D3-D2,"")'
        for cell in (sheet["D6"], sheet["D7"]):
            cell.number_format = MONEY

    def _discounted(self, option: str, name: str) -> str:
        """The discounted sum of a row of an option's sheet."""
        total, budget, sheet = self._totals[option], self._found.budgets[option], self._name(option)
        if name == "costs":
            return f"={sheet}!C{total + 2}"
        row = total + (5 if name == "qalys" else 6)
        first, last = _letter(FIRST), _letter(FIRST + len(budget.years) - 1)
        factors = f"{sheet}!{first}{total + 1}:{last}{total + 1}"
        return f"=SUMPRODUCT({sheet}!{first}{row}:{last}{row},{factors})"


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _bold(cell: Any) -> None:
    from openpyxl.styles import Font

    cell.font = Font(bold=True)


def _input(cell: Any) -> None:
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", start_color=YELLOW, end_color=YELLOW)
