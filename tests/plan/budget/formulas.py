"""The few formulas that our workbooks use, computed in Python: + - * / ^, ROUND, MIN, MAX, SUM, IF, IRR."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hevesy.money.partnership import rate_of_return

CELL = re.compile(r"(?:'([^']+)'|([A-Za-z]\w*))?!?\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?(?![\w(])")


class Sheets:
    """A workbook whose formulas are computed when they are asked for; an empty cell is 0."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.known: dict[tuple[str, str], Any] = {}

    def value(self, sheet: str, cell: str) -> Any:
        """The value of a cell, computed once."""
        if (sheet, cell) not in self.known:
            held = self.book[sheet][cell].value
            formula = isinstance(held, str) and held.startswith("=")
            self.known[sheet, cell] = self._computed(sheet, held[1:]) if formula else (0 if held is None else held)
        return self.known[sheet, cell]

    def _computed(self, sheet: str, formula: str) -> Any:
        def reference(found: re.Match[str]) -> str:
            of = found[1] or found[2] or sheet
            if found[5] is None:
                return f"cell({of!r}, {found[3] + found[4]!r})"
            assert found[3] == found[5]
            rows = range(int(found[4]), int(found[6]) + 1)
            return ", ".join(f"cell({of!r}, {f'{found[3]}{row}'!r})" for row in rows)

        text = CELL.sub(reference, formula).replace("^", "**")
        names = {"cell": self.value, "ROUND": rounded, "MIN": min, "MAX": max, "SUM": lambda *of: sum(of),
                 "IF": lambda holds, one, other: one if holds else other,
                 "IRR": lambda *flows: float(rate_of_return(flows))}  # fmt: skip
        return eval(text, {"__builtins__": {}}, names)


def rounded(value: float, places: int) -> float:
    """As a spreadsheet rounds: halves away from zero, of the shortest decimal that means this number."""
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
