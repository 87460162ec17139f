"""What a table may hold: its columns, and a cell's text as the value that it stands for."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

HOURS = ("hour", "h")  # units of a column in which 10:30 is ten and a half


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a table may hold. `low` and `high` bound a number; `choices` bound a choice.

    `names` marks a column that only says what its row is about: a row in which every other cell is empty says
    nothing, and is passed over.
    """

    name: str
    kind: str = "text"  # text | number | date | flag | choice
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: Sequence[str] = ()
    unit: str = ""
    names: bool = False


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, Any]):
    """One line of a table, its cells already typed; an empty cell is None."""

    file: Path
    line: int
    cells: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word most like `word`, or an empty text when none is near.

    >>> nearest("Jordn", ["Jordan", "Kenya"])
    'Jordan'
    """
    by_folded = {name.casefold(): str(name) for name in known}
    begun = [name for name in by_folded if len(name) > 2 and word.casefold().startswith(name)]
    if begun:
        return by_folded[max(begun, key=len)]
    found = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


def typed(text: str, column: Column, decimal_comma: bool = False, point_doubtful: bool = False) -> Any:
    """The cell's value; raises ValueError(problem, advice). An empty cell is None.

    `decimal_comma` says that 1,5 may be one and a half; `point_doubtful` that 1.512 may be 1512, because the
    file writes decimal commas elsewhere.
    """
    if text == "":
        return None
    if column.kind == "number":
        return _number(text, column, decimal_comma, point_doubtful)
    if column.kind == "choice":
        return _choice(text, column)
    if column.kind == "date":
        return _date(text)
    return _flag(text) if column.kind == "flag" else text


def western(text: str) -> str:
    """Digits of every script as 0 to 9, Arabic decimal and thousands signs as a point and a comma.

    >>> western("١٬٢٣٤٫٥")
    '1,234.5'
    """
    plain = text.replace("\u066b", ".").replace("\u066c", ",")
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in plain)


def _number(text: str, column: Column, decimal_comma: bool, point_doubtful: bool) -> float:
    plain = western(text).replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    clock = re.fullmatch(r"(\d{1,3}):([0-5]\d)(:00)?", plain) if column.unit in HOURS else None
    if clock is not None:
        plain = repr(int(clock[1]) + int(clock[2]) / 60)
    elif decimal_comma and re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif "," in plain and decimal_comma and "." not in plain:
        plain = plain.replace(",", ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif point_doubtful and _thousands(plain, column):
        whole, part = plain.replace(".", ""), plain.replace(".", ",")
        raise ValueError(
            f"{text!r} is {whole} or {part}: this file has decimal commas elsewhere",
            f"write {whole} or {part}",
        )
    return _bounded(text, plain, column)


def _thousands(plain: str, column: Column) -> bool:
    """Whether 1.512 may have been meant as 1512: it has that form, and 1512 lies within the column's bounds."""
    if not re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", plain):
        return False
    whole = float(plain.replace(".", ""))
    return (column.low is None or whole >= column.low) and (column.high is None or whole <= column.high)


def _bounded(text: str, plain: str, column: Column) -> float:
    try:
        value = float(plain)
    except ValueError:
        example = ", as in 10:30 or 10.5" if column.unit in HOURS else ""
        raise ValueError(
            f"{text!r} is not a number", f"write digits with a decimal point, without a unit{example}"
        ) from None
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a finite number", "leave the cell empty when it is unknown")
    unit = f" {column.unit}" if column.unit else ""
    if column.low is not None and value < column.low:
        raise ValueError(f"{text} is below {column.low:g}{unit}", "check the sign and the unit")
    if column.high is not None and value > column.high:
        raise ValueError(f"{text} is above {column.high:g}{unit}", "check the unit")
    return value


def _date(text: str) -> date:
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1)
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d"):
        try:
            return datetime.strptime(text.split(" ")[0], pattern).date()
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a date", "write year-month-day, as in 2026-03-31")


def _flag(text: str) -> bool:
    if text.casefold() in {"yes", "true", "1", "y"}:
        return True
    if text.casefold() in {"no", "false", "0", "n"}:
        return False
    raise ValueError(
        f"{text!r} is neither yes nor no", "write yes or no, or leave it empty when it is unknown"
    )


def _choice(text: str, column: Column) -> str:
    if text in column.choices:
        return text
    guess = nearest(text, list(column.choices))
    advice = f"did you mean {guess!r}?" if guess else f"choose one of {', '.join(column.choices)}"
    raise ValueError(f"{text!r} is not one of the choices", advice)
