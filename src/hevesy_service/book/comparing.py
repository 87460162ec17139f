"""Tables beside what a rebuild from the book makes of them: which row of which table differs, and in which column.

Values are never said: they may be names of people. The number that the database gives a row is not compared, for a
rebuild gives another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from hevesy_service.book.models import Event
from hevesy_service.book.rebuild import rebuilt, untold

Row = dict[str, Any]
Rows = dict[tuple[Any, ...], Row]
OURS = "hevesy_service."


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not what the book tells."""

    table: str
    row: str
    why: str

    def __str__(self) -> str:
        return f"{self.table}, {self.row}: {self.why}"


def differences() -> list[Difference]:
    """Every row of an ordinary table that a rebuild would not make as it stands; empty where all agree."""
    stood = {model: _rows(model) for model in _tables()}
    with rebuilt():
        return [each for model, rows in stood.items() for each in _of_table(model, rows, _rows(model))]


def _tables() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [each for each in found if each.__module__.startswith(OURS) and each is not Event]


def _rows(model: type[models.Model]) -> Rows:
    """Rows by what makes each the only one; where nothing does, by all of it and a number for those that are alike."""
    columns, key = _columns(model), _key(model)
    found: Rows = {}
    for row in model._default_manager.order_by("pk").values(*columns):
        named = tuple(repr(row[name]) for name in key)
        alike = 0
        while (*named, alike) in found:
            alike += 1
        found[(*named, alike)] = row
    return found


def _columns(model: type[models.Model]) -> list[str]:
    left_out = untold(model._meta.label)
    kept = (each for each in model._meta.concrete_fields if not isinstance(each, models.AutoField))
    return [each.attname for each in kept if each.attname not in left_out]


def _key(model: type[models.Model]) -> Sequence[str]:
    """The columns that make a row the only one of its kind."""
    meta = model._meta
    if not isinstance(meta.pk, models.AutoField):
        return [meta.pk.attname]
    unique = [each.fields for each in meta.constraints if isinstance(each, models.UniqueConstraint) and each.fields]
    unique += [tuple(each) for each in meta.unique_together]
    unique += [(each.name,) for each in meta.concrete_fields if each.unique and each is not meta.pk]
    if not unique:
        return _columns(model)
    return [model._meta.get_field(name).attname for name in unique[0]]  # type: ignore[union-attr]


def _of_table(model: type[models.Model], stood: Rows, told: Rows) -> Iterator[Difference]:
    table, key = model._meta.label, _key(model)
    for named in stood.keys() | told.keys():
        row = _named(key, stood.get(named) or told[named])
        if named not in told:
            yield Difference(table, row, "it stands in the table, and the book does not tell of it")
        elif named not in stood:
            yield Difference(table, row, "the book tells of it, and the table does not have it")
        else:
            other = [name for name, value in stood[named].items() if value != told[named][name]]
            if other:
                yield Difference(table, row, f"{', '.join(other)}: not what the book tells")


def _named(key: Sequence[str], row: Row) -> str:
    return " ".join(f"{name.removesuffix('_id')}={row[name]}" for name in key)
