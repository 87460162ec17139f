"""The one way into the book: a row, and what it changes in ordinary tables, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from hevesy_service.book.acting import WORD, acting
from hevesy_service.book.chain import hash_of
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import NOBODY_BEFORE, Event, Site
from hevesy_service.database import statements
from hevesy_service.refusals import KeyUsed, StreamMoved

Projection = Callable[[Event, dict[str, Any]], None]
_projections: dict[str, Projection] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written. `key` is the writer's own for this act: the same key again is the same act.

    `after` is the place in the stream that the writer saw last; None where it does not matter.
    """

    site: Site
    stream: str
    type: str
    by: str
    key: str
    body: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    version: int = 1
    after: int | None = None
    at_device: datetime | None = None
    zone: str = "UTC"

    def text(self) -> str:
        """The body as it is stored and hashed; it says for whom somebody acts, or by which emergency access."""
        basis = {WORD: dict(acting())} if acting() else {}
        body = {**self.body, **basis}
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def projection(kind: str) -> Callable[[Projection], Projection]:
    """Names what a type of row does to ordinary tables; it reads nothing but the row and those tables."""

    def named(project: Projection) -> Projection:
        if kind in _projections:
            raise ValueError(f"{kind} has a projection already")
        _projections[kind] = project
        return project

    return named


def kinds() -> set[str]:
    """Every type of row that may be written."""
    return set(_projections)


def append(entry: Entry) -> Event:
    """Write a row and what follows from it; the row of an act that was written before, where the key is known.

    Raises KeyUsed where the key stands for another act, and StreamMoved where somebody wrote in between.
    """
    if entry.type not in _projections:
        raise ValueError(f"no projection says what {entry.type} does")
    with transaction.atomic():
        one_writer(entry.site)
        before = _before(entry)
        if before.known is not None:
            return _same(Event.objects.get(pk=before.known), entry)
        event = _row(entry, before)
        insert(event)
        apply(event)
    return event


def apply(event: Event) -> None:
    """Let a row do to ordinary tables what it does."""
    body = json.loads(event.body)
    body.pop(WORD, None)  # which is not of the act itself
    _projections[event.type](event, body)


def insert(event: Event) -> None:
    """Put a row into the table, past the guard of its model."""
    statements.insert(event)


def _same(known: Event, entry: Entry) -> Event:
    if (known.stream, known.type, known.body, known.by) != (entry.stream, entry.type, entry.text(), entry.by):
        raise KeyUsed(key=entry.key)
    return known


def _row(entry: Entry, before: _Before) -> Event:
    now = timezone.now()
    if entry.after is not None and entry.after != before.stream_seq:
        raise StreamMoved(stream=entry.stream)
    event = Event(
        id=new_id(), site=entry.site, site_seq=before.site_seq + 1, stream=entry.stream,
        stream_seq=before.stream_seq + 1, type=entry.type, version=entry.version, at_device=entry.at_device or now,
        at_server=now, zone=entry.zone, by=entry.by, reason=entry.reason, key=entry.key, body=entry.text(),
        prev=before.hash,
    )  # fmt: skip
    event.hash = hash_of(event)
    return event


# --- what the next row follows: one statement in place of three, for it is asked before every row ---------------

_BEFORE = """
SELECT (SELECT id FROM book_event WHERE site_id = %s AND key = %s),
       (SELECT max(site_seq) FROM book_event WHERE site_id = %s),
       (SELECT hash FROM book_event WHERE site_id = %s ORDER BY site_seq DESC LIMIT 1),
       (SELECT max(stream_seq) FROM book_event WHERE stream = %s)
"""


@dataclass(frozen=True, slots=True)
class _Before:
    """The row that the key stands for already, and the last places of the site and of the stream."""

    known: Any
    site_seq: int
    hash: str
    stream_seq: int


def one_writer(site: Site) -> None:
    """Let one alone write at a site until its transaction ends; in SQLite one alone writes at all."""
    if connection.features.has_select_for_update:
        Site.objects.select_for_update().values_list("pk").get(pk=site.pk)


def written(site: Site, key: str) -> Event | None:
    """The row that a key stands for at a site, or None where nobody has used it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM book_event WHERE site_id = %s AND key = %s", [_of(site), key])
        found = cursor.fetchone()
    return None if found is None else Event.objects.get(pk=found[0])


def _before(entry: Entry) -> _Before:
    site = _of(entry.site)
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [site, entry.key, site, site, entry.stream])
        known, site_seq, last, stream_seq = cursor.fetchone()
    return _Before(known, site_seq or 0, last or NOBODY_BEFORE, stream_seq or 0)


def _of(site: Site) -> Any:
    """A site's id as the database keeps it."""
    return Site._meta.pk.get_db_prep_value(site.pk, connection)
