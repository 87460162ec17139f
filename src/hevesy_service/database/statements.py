"""Statements that every act needs, written once: Django writes their SQL anew each time, which costs more than running.

The SQL and the conversions are Django's own, and so are the values; what is left out are signals, of which these tables
have none. A year of a centre goes in twice as fast by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

Row = TypeVar("Row", bound=Model)
Converters = tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


def insert(row: Model) -> None:
    """Put a new row into its table, as `save(force_insert=True)` does."""
    connection = _here()
    sql, fields = _insertion(type(row), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [_kept(row, field, True, connection) for field in fields])
    row._state.adding, row._state.db = False, connection.alias


def update(row: Model, names: Iterable[str]) -> None:
    """Write these fields of a row, as `save(update_fields=names)` does; the row must be there."""
    connection = _here()
    sql, fields = _change(type(row), tuple(names), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [_kept(row, field, False, connection) for field in fields])
        if cursor.rowcount != 1:
            raise _absent(type(row), row.pk)


def find(model: type[Row], pk: object) -> Row | None:
    """The row with this id, or None."""
    return _found(model, pk, False)


def hold(model: type[Row], pk: object) -> Row:
    """The row with this id, held until the transaction ends, as `select_for_update` does; raises DoesNotExist."""
    row = _found(model, pk, True)
    if row is None:
        raise _absent(model, pk)
    return row


def _found(model: type[Row], pk: object, held: bool) -> Row | None:
    connection = _here()
    sql, names, converters = _selection(model, held, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [_id(model).get_db_prep_value(pk, connection)])
        read = cursor.fetchone()
    if read is None:
        return None
    values = list(read)
    for place, steps, column in converters:
        for step in steps:
            values[place] = step(values[place], column, connection)
    return model.from_db(connection.alias, names, values)


def _absent(model: type[Model], pk: object) -> Exception:
    return model.DoesNotExist(f"{model.__name__} {pk}")  # type: ignore[attr-defined, no-any-return]


def _named(name: str | None) -> str:
    """A name of a table or column as the database reads it."""
    return _here().ops.quote_name(name or "")


def _here() -> BaseDatabaseWrapper:
    """The connection of this thread, asked for once for each statement."""
    return connections[DEFAULT_DB_ALIAS]


def _kept(row: Model, field: Field[Any, Any], add: bool, connection: BaseDatabaseWrapper) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add), connection)


def _id(model: type[Model]) -> Field[Any, Any]:
    return model._meta.pk


@cache
def _insertion(model: type[Model], vendor: str) -> tuple[str, tuple[Field[Any, Any], ...]]:
    fields = tuple(model._meta.local_concrete_fields)
    columns = ", ".join(_named(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {_named(model._meta.db_table)} ({columns}) VALUES ({marks})", fields


@cache
def _change(model: type[Model], names: tuple[str, ...], vendor: str) -> tuple[str, tuple[Field[Any, Any], ...]]:
    known = {field.name: field for field in model._meta.local_concrete_fields}
    fields, own = [known[name] for name in names], _id(model)
    columns = ", ".join(f"{_named(field.column)} = %s" for field in fields)
    return f"UPDATE {_named(model._meta.db_table)} SET {columns} WHERE {_named(own.column)} = %s", (*fields, own)


@cache
def _selection(model: type[Model], held: bool, vendor: str) -> tuple[str, tuple[str, ...], Converters]:
    rows = model._base_manager.filter(pk=_id(model).to_python("0" * 32)).order_by()
    connection = _here()
    compiler = (rows.select_for_update() if held else rows).query.get_compiler(connection=connection)
    sql, _parameters = compiler.as_sql()
    columns = [column for column, _sql, _alias in compiler.select]
    converters = compiler.get_converters(columns)
    names = tuple(column.target.attname for column in columns)
    return sql, names, tuple((place, tuple(steps), column) for place, (steps, column) in converters.items())
