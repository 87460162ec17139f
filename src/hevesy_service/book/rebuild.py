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


def told_by_the_book(empty: Emptying) -> Emptying:
    """Names a function that empties a table of which every row is told by the book."""
    _emptied.append(empty)
    return empty


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


@contextmanager
def rebuilt() -> Iterator[None]:
    """The tables as the book tells them, for the length of a block; afterwards they are as they stood."""
    with transaction.atomic():
        for empty in _emptied:
            empty()
        for event in in_order():
            apply(event)
        yield
        transaction.set_rollback(True)
