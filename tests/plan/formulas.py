"""The few formulas that our workbooks use, computed in Python: + - * / ^, comparisons, and the functions below."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
from openpyxl.utils import range_boundaries

from hevesy.money.partnership import rate_of_return

CELL = re.compile(r"(?:'([^']+)'|([A-Za-z]\w*))?!?\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?(?![\w(])")


class Empty(float):
    """An empty cell: 0 in a sum, and no number."""


class Sheets:
    """A workbook whose formulas are computed when they are asked for."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.known: dict[tuple[str, str], Any] = {}

    def value(self, sheet: str, cell: str) -> Any:
        """The value of a cell, computed once; None where it is empty."""
        if (sheet, cell) not in self.known:
            held = self.book[sheet][cell].value
            formula = isinstance(held, str) and held.startswith("=")
            self.known[sheet, cell] = self._computed(sheet, held[1:]) if formula else held
        return self.known[sheet, cell]

    def _computed(self, sheet: str, formula: str) -> Any:
        def reference(found: re.Match[str]) -> str:
            of = found[1] or found[2] or sheet
            first = f"{found[3]}{found[4]}"
            return f"cells({of!r}, '{first}:{found[5]}{found[6]}')" if found[5] else f"cell({of!r}, {first!r})"

        text = CELL.sub(reference, formula).replace("^", "**")
        with np.errstate(all="ignore"):  # the branch of an IF that is not taken may divide by nothing
            return eval(text, {"__builtins__": {}}, {**FUNCTIONS, "cell": self.one, "cells": self.many})

    def one(self, sheet: str, cell: str) -> Any:
        found = self.value(sheet, cell)
        if found is None:
            return Empty()
        return np.float64(found) if isinstance(found, int | float) else found

    def many(self, sheet: str, cells: str) -> Any:
        left, top, right, bottom = range_boundaries(cells)
        rows = self.book[sheet].iter_rows(top, bottom, left, right)
        return np.array([self.value(sheet, cell.coordinate) or 0 for row in rows for cell in row], dtype=float)


def rounded(value: float, places: int) -> float:
    """As a spreadsheet rounds: halves away from zero, of the shortest decimal that means this number."""
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


FUNCTIONS = {
    "ROUND": rounded, "MIN": min, "MAX": max, "SUM": np.sum, "EXP": math.exp, "LN": math.log,
    "SUMPRODUCT": lambda *of: float(np.sum(np.prod(of, axis=0))), "IF": lambda true, yes, no: yes if true else no,
    "ABS": abs, "AND": lambda *each: all(each), "IRR": lambda flows, _guess=0.1: float(rate_of_return(list(flows))),
    "IFERROR": lambda value, other: other if math.isnan(value) else value,
    "ISNUMBER": lambda each: isinstance(each, int | float) and not isinstance(each, Empty),
}  # fmt: skip
