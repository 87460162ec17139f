"""Forms are data and have versions; what is filled in points to the version that was used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as held
from functools import lru_cache
from typing import Any

from hevesy.facts import Shelf
from hevesy.record.field import BadValue, Field, Value, english, fields, is_empty, value_of


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its fields in order, those that must be filled in, and those filled in as rows of another form."""

    name: str
    version: int
    fields: tuple[Field, ...]
    required: frozenset[str]
    rows: Mapping[str, Form]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field, by a code of `[field_says]` and its values; in rows `row` counts from 1."""

    field: str
    code: str
    values: Mapping[str, Any] = held(default_factory=dict)
    row: int = 0

    @property
    def problem(self) -> str:
        """What is wrong, in English."""
        return english(self.code, self.values)


@lru_cache(maxsize=4)
def forms(shelf: Shelf) -> Mapping[str, Form]:
    """The newest version of every form, by name; a version says what it adds to the one before, or asks otherwise."""
    read: dict[str, list[dict[str, str]]] = {}
    for row in shelf.table("forms"):
        read.setdefault(row["form"], []).append(row)
    known, found = fields(shelf), dict[str, Form]()

    def made(name: str) -> Form:
        if name not in found:
            newest = max(int(row["version"]) for row in read[name])
            lines = sorted(read[name], key=lambda row: int(row["version"]))
            rows = {row["field"]: row for row in lines}  # the last version that names a field holds
            own = tuple(known[field] for field in rows)
            needed = frozenset(field for field, row in rows.items() if row["required"])
            inner = {each.name: made(each.choices[0]) for each in own if each.kind == "rows"}
            found[name] = Form(name, newest, own, needed, inner)
        return found[name]

    return {name: made(name) for name in read}


def form(name: str, shelf: Shelf) -> Form:
    """The newest version of one form; raises KeyError for a name that the shelf has not."""
    return forms(shelf)[name]


def filled(asked: Form, raw: Mapping[str, Any]) -> tuple[dict[str, Value], list[Problem]]:
    """What was written, as values, and every field that cannot be read or is missing; nothing is guessed.

    Empty answers are left out, so that unknown stays unknown.
    """
    said: dict[str, Value] = {}
    problems: list[Problem] = []
    for field in asked.fields:
        text: Any = raw.get(field.name)
        if is_empty(text):
            if field.name in asked.required:
                problems.append(Problem(field.name, "missing"))
        elif field.kind == "rows":
            said[field.name] = _rows(asked.rows[field.name], field, text, problems)
        else:
            try:
                said[field.name] = value_of(field, text)
            except BadValue as error:
                problems.append(Problem(field.name, error.code, error.values))
    return said, problems


def _rows(inner: Form, field: Field, lines: Iterable[Mapping[str, Any]], problems: list[Problem]) -> list[Value]:
    kept = []
    for number, line in enumerate(lines, 1):
        said, wrong = filled(inner, line)
        problems += (Problem(f"{field.name}.{each.field}", each.code, each.values, number) for each in wrong)
        kept.append(said)
    return kept
