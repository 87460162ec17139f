"""Ordinary tables built anew from the rows of the book: they must equal the tables that stand."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import transaction

from hevesy_service.book.models import Event
from hevesy_service.book.writing import apply

Emptying = Callable[[], object]
_emptied: list[Emptying] = []
_untold: dict[str, set[str]] = {}


def told_by_the_book(empty: Emptying) -> Emptying:
    """Names a function that empties a table of which every row is told by the book."""
    _emptied.append(empty)
    return empty


def not_told(table: str, *columns: str) -> None:
    """Names columns of a table (`app.Model`) that the book does not tell of, such as when something was last used."""
    _untold.setdefault(table, set()).update(columns)


def untold(table: str) -> set[str]:
    """The columns of a table that the book does not tell of."""
    return _untold.get(table, set())


def in_order() -> Iterator[Event]:
    """Every row: of a site by its chain, whatever the clock said; of several sites by the clock that went furthest.

    A clock that was set back must not turn the order of a site's rows.
    """
    chains = [
        _with_clock(Event.objects.filter(site=site).order_by("site_seq").iterator())
        for site in Event.objects.order_by("site").values_list("site", flat=True).distinct()
    ]
    return (event for _, event in heapq.merge(*chains, key=lambda each: each[0]))


def _with_clock(events: Iterable[Event]) -> Iterator[tuple[datetime, Event]]:
    """Each row with the latest time that stands in its chain so far."""
    furthest = datetime.min.replace(tzinfo=UTC)
    for event in events:
        furthest = max(furthest, event.at_server)
        yield furthest, event


class CannotRetell(Exception):
    """A row of the book that this version can't apply to tables that were built from the rows before it."""


@contextmanager
def rebuilt() -> Iterator[None]:
    """The tables as the book tells them, for the length of a block; afterwards they are as they stood."""
    with transaction.atomic():
        for empty in _emptied:
            empty()
        for event in in_order():
            _retold(event)
        yield
        transaction.set_rollback(True)


def _retold(event: Event) -> None:
    try:
        apply(event)
    except Exception as error:
        row = f"row {event.site_seq} of {event.site.code} ({event.type}, version {event.version})"
        raise CannotRetell(f"{row}: {type(error).__name__}") from error
