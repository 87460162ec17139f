"""The hash of a row: over the text that is stored, and over the hash of the row before it.

`body` is hashed as it stands, never as a database might write it anew; times are in UTC to the microsecond. A row that
was changed, taken out or put in between breaks every hash after it. Who holds the last hash, on paper or in a back-up,
can tell a chain that was written anew from the beginning.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from hevesy_service.book.models import NOBODY_BEFORE, Event

HASHED = (
    "id", "site", "site_seq", "stream", "stream_seq", "type", "version", "at_device", "at_server", "zone", "by",
    "reason", "key", "body", "prev",
)  # fmt: skip


def hash_of(event: Event) -> str:
    """The SHA-256 of a row, in hexadecimal digits."""
    said = [_text(event.site_id if name == "site" else getattr(event, name)) for name in HASHED]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8")).hexdigest()


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and why."""

    site: str
    site_seq: int
    why: str


def breaks(events: Iterable[Event]) -> Iterator[Break]:
    """What is wrong with the rows of one site, given in order; nothing for a chain that holds."""
    expected, before = 1, NOBODY_BEFORE
    for event in events:
        if event.site_seq != expected:
            yield Break(str(event.site_id), event.site_seq, f"row {expected} is missing")
        if event.prev != before:
            yield Break(str(event.site_id), event.site_seq, "it does not follow the row before it")
        if event.hash != hash_of(event):
            yield Break(str(event.site_id), event.site_seq, "its text is not the one that was hashed")
        expected, before = event.site_seq + 1, event.hash
