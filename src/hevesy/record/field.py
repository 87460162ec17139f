"""What can be written down of a patient, a dose or a room: each field once, with its unit and what it can be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from hevesy.facts import Shelf
from hevesy.products import items
from hevesy.words import say

# a float, a bool, a text, or a list of rows; a day and a moment as ISO texts, so that it can be kept as JSON
Value = Any
KINDS = ("number", "flag", "choice", "text", "date", "moment", "rows", "instrument")
_FLAGS = {"yes": True, "true": True, "on": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is written down; `low` and `high` bound what can be, so that a wrong unit is caught.

    `choices` are the answers of a choice, the form of the rows, or the kind of an instrument that is named.
    `code` is the code of a standard, where known
    (LOINC for a finding, DICOM for an activity).
    """

    name: str
    words: str
    kind: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    code: str = ""


class BadValue(ValueError):
    """What somebody wrote cannot be: `code` is that of a sentence of `[field_says]`, `values` what it needs.

    As text it is that sentence in English; `hevesy.run.saying.problem_said` says it in another language.
    """

    def __init__(self, code: str, **values: Any) -> None:
        self.code, self.values = code, values
        super().__init__(english(code, values))


def english(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of `[field_says]` in English, numbers and choices as the tables have them."""
    written = {name: ", ".join(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return say(f"field_says.{code}", **{
        name: f"{value:g}" if isinstance(value, float) else value for name, value in written.items()
    })  # fmt: skip


@lru_cache(maxsize=4)
def fields(shelf: Shelf) -> Mapping[str, Field]:
    """Every field by its name: those of `fields.csv`, and the findings that criteria of eligibility ask for."""
    found = {row["field"]: _field(row) for row in shelf.table("fields")}
    for name, item in items(shelf).items():
        found.setdefault(name, Field(name, item.words, item.kind, item.unit, item.low, item.high))
    return found


def _field(row: Mapping[str, str]) -> Field:
    low, high = (float(row[name]) if row[name] else None for name in ("low", "high"))
    choices = tuple(row["choices"].split("|")) if row["choices"] else ()
    return Field(row["field"], row["words"], row["kind"], row["unit"], low, high, choices, row["code"])


def value_of(field: Field, text: object) -> Value:
    """What somebody wrote, as its kind; raises BadValue with what is wrong and what to write instead.

    >>> value_of(Field("platelets", "platelets", "number", "1e9/L", 0, 2000), "150,5")
    150.5
    """
    if field.kind == "number":
        return _number(field, text)
    if field.kind == "flag":
        return _flag(text)
    if field.kind == "choice":
        return _choice(field, str(text))
    if field.kind == "date":
        return _day(str(text))
    if field.kind == "moment":
        return _moment(str(text))
    return str(text).strip()


def _number(field: Field, text: object) -> float:
    try:
        found = float(text) if isinstance(text, int | float) else float(str(text).strip().replace(",", "."))
    except ValueError:
        if not field.unit:
            raise BadValue("not_digits", text=str(text)) from None
        raise BadValue("not_a_number", text=str(text), unit=field.unit) from None
    low, high = (-math.inf if field.low is None else field.low), (math.inf if field.high is None else field.high)
    if not low <= found <= high:  # also false for what is not a number
        raise BadValue("cannot_be", found=found, unit=field.unit, low=low, high=high)
    return found


def _flag(text: object) -> bool:
    if isinstance(text, bool):
        return text
    found = _FLAGS.get(str(text).strip().lower())
    if found is None:
        raise BadValue("not_yes_or_no", text=str(text))
    return found


def _choice(field: Field, text: str) -> str:
    if field.choices and text not in field.choices:
        raise BadValue("not_a_choice", text=text, choices=field.choices)
    return text


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise BadValue("not_a_day", text=text) from None


def _moment(text: str) -> str:
    try:
        found = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        raise BadValue("not_a_moment", text=text) from None
    if found.tzinfo is None:
        raise BadValue("no_zone", text=text)
    return found.isoformat()


def is_empty(value: object) -> bool:
    """Whether nothing was written; a zero and a no are something."""
    return value is None or value == "" or (isinstance(value, Sequence) and not value)
