"""What must hold of a database, whatever happened: sound pages, whole chains, tables that are what the book says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import AutoField

from hevesy_service.book.models import Event
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.verify import verify


def wrong() -> Iterator[str]:
    """What does not hold; nothing where all is well."""
    with connection.cursor() as asked:
        asked.execute("PRAGMA integrity_check")
        said = asked.fetchone()[0]
    if said != "ok":
        yield f"integrity_check: {said}"
    for site, _rows, breaks in verify():
        yield from (f"{site.code} row {each.site_seq}: {each.why}" for each in breaks)


def otherwise_by_the_book() -> list[str]:
    """Tables of the service that are not what a rebuild from the rows makes of them."""
    stood = _tables()
    with rebuilt():
        told = _tables()
    return [name for name in stood if stood[name] != told[name]]


def _tables() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the service, but for numbers that the database gives."""
    return {
        model._meta.label: sorted(model._default_manager.values_list(*_columns(model)), key=repr)
        for model in apps.get_models()
        if model.__module__.startswith("hevesy_service.") and model is not Event
    }


def _columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
