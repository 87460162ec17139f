"""Ordinary tables built anew from the rows of the book: they must equal the tables that stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from hevesy_service.book.models import Event
from hevesy_service.book.writing import apply

Emptying = Callable[[], object]
_emptied: list[Emptying] = []


def told_by_the_book(empty: Emptying) -> Emptying:
    """Names a function that empties a table of which every row is told by the book."""
    _emptied.append(empty)
    return empty


@contextmanager
def rebuilt() -> Iterator[None]:
    """The tables as the book tells them, for the length of a block; afterwards they are as they stood."""
    with transaction.atomic():
        for empty in _emptied:
            empty()
        for event in Event.objects.order_by("at_server", "site", "site_seq").iterator():
            apply(event)
        yield
        transaction.set_rollback(True)
