"""The workbook's formulas give what the library computes: read by hand here, and by LibreOffice where it is there."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from hevesy.plan.document.book import xlsx_of
from hevesy.plan.document.budget import Budget
from hevesy.plan.document.material import Material
from hevesy.plan.document.tongue import tongue

RUNS = pytest.mark.slow(reason="runs a scenario, its people and its five A's")
CELL = re.compile(r"(?:'([^']+)'!)?\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?")


class Sheets:
    """Works out formulas with sums, products, powers, comparisons, IF and AND: all that the workbook uses."""

    def __init__(self, book: Any) -> None:
        self._book, self._known = book, dict[tuple[str, str], Any]()

    def value(self, sheet: str, cell: str) -> Any:
        if (sheet, cell) not in self._known:
            held = self._book[sheet][cell].value
            formula = isinstance(held, str) and held.startswith("=")
            self._known[sheet, cell] = self._worked_out(held[1:], sheet) if formula else held
        return self._known[sheet, cell]

    def _worked_out(self, formula: str, sheet: str) -> Any:
        asked: list[Any] = []

        def put(found: re.Match[str]) -> str:
            of, first, row, last, end = found.groups()
            where = of or sheet
            if last is None:
                asked.append(self.value(where, f"{first}{row}"))
            else:
                left, top, right, bottom = range_boundaries(f"{first}{row}:{last}{end}")
                cells = self._book[where].iter_rows(top, bottom, left, right)
                asked.append(
                    np.array([[self.value(where, c.coordinate) for c in line] for line in cells], float)
                )
            return f"asked[{len(asked) - 1}]"

        code = CELL.sub(put, formula).replace("^", "**")
        names = {
            "asked": asked, "SUM": np.sum, "SUMPRODUCT": lambda a, b: float(np.sum(a * b)),
            "IF": lambda true, yes, no: yes if true else no, "AND": lambda *each: all(each),
            "ISNUMBER": lambda each: isinstance(each, int | float),
        }  # fmt: skip
        if "IF(" in code:  # a branch that is not taken must not be worked out
            code = re.sub(r"^IF\((.*),(.*),(\"\")\)$", r"(\2) if (\1) else \3", code)
        return eval(code, {"__builtins__": {}}, names)


@pytest.fixture(scope="module")
def book(found: Material) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_of(found, tongue("en"))))


def ours(found: Material) -> dict[str, tuple[float, float]]:
    nothing, package = found.budgets["nothing"], found.budgets["package"]
    return {
        "costs": (nothing.discounted(nothing.year_totals()), package.discounted(package.year_totals())),
        "qalys": (nothing.discounted(nothing.qalys), package.discounted(package.qalys)),
        "life_years": (nothing.discounted(nothing.life_years), package.discounted(package.life_years)),
    }


@RUNS
def test_formulas_give_our_figures(found: Material, book: Any) -> None:
    sheets = Sheets(book)
    for row, (a, b) in enumerate(ours(found).values(), 2):
        assert sheets.value("Value", f"B{row}") == pytest.approx(a, rel=1e-12)
        assert sheets.value("Value", f"C{row}") == pytest.approx(b, rel=1e-12)
        assert sheets.value("Value", f"D{row}") == pytest.approx(b - a, rel=1e-9, abs=1e-9)


@RUNS
def test_another_rate_and_a_worth_move_the_answer(found: Material, book: Any) -> None:
    changed = openpyxl.load_workbook(io.BytesIO(xlsx_of(found, tongue("en"))))
    changed["Inputs"]["B1"], changed["Inputs"]["B2"] = 0.0, 10_000
    sheets = Sheets(changed)
    package = found.budgets["package"]
    assert sheets.value("Value", "C2") == pytest.approx(sum(package.year_totals()))
    worth = 10_000 * sheets.value("Value", "D3") - sheets.value("Value", "D2")
    assert sheets.value("Value", "D7") == pytest.approx(worth)
    assert Sheets(book).value("Value", "D7") == ""  # nobody has said what a QALY is worth


@RUNS
def test_money_in_the_lines_is_money_of_the_run(found: Material) -> None:
    for name, said in (("nothing", found.nothing), ("package", found.package)):
        budget = found.budgets[name]
        assert len(budget.lines) == len({(line.name, line.therapy) for line in budget.lines})
        spans = [(row["low"], row["high"]) for row in said["total"]["costs"]]
        assert len(spans) == len(budget.years)
        parts = sum(sum(budget.of(each)) for each in ("capital", "running")) + sum(budget.of_care())
        assert parts == pytest.approx(sum(budget.year_totals()))
    change = found.versus["worth"]
    a, b = ours(found)["costs"]
    assert b - a == pytest.approx(change["cost_added"], rel=1e-6)  # where every draw discounts alike


@RUNS
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
def test_libreoffice_recalculates_the_same(found: Material, tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(xlsx_of(found, tongue("en")))
    profile, form = f"-env:UserInstallation=file://{tmp_path}/profile", "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path / "out")]
    command.append(str(tmp_path / "plan.xlsx"))
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    value = openpyxl.load_workbook(tmp_path / "out" / "plan.xlsx", data_only=True)["Value"]
    for row, (a, b) in enumerate(ours(found).values(), 2):
        assert (value[f"B{row}"].value, value[f"C{row}"].value) == pytest.approx((a, b), rel=1e-9)


def test_a_budget_by_hand() -> None:
    budget = Budget((2027, 2028), (), (1.0, 2.0), (1.0, 3.0), 0.05)
    assert budget.discounted(budget.qalys) == pytest.approx(1.0 + 2.0 / 1.05)
    assert budget.year_totals() == [0, 0]
