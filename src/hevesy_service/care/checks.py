"""Checks of instruments, places and badges: what the book says of them, what is due, and what gates ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from hevesy.run.checks import LONGEST, Done, last_good
from hevesy_service.book import writing
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import append, projection
from hevesy_service.care.models import CheckedRow, CheckRow
from hevesy_service.database import statements

CHECKED = "check_done"


def note_check(site: Site, done: Done, by: str, key: str, note: str = "") -> Event:
    """A check was done; a bad one is kept as any other. Raises KeyUsed where the key stands for another act."""
    body = {
        "check": done.check, "subject": done.subject, "at": done.at.isoformat(), "state": done.state,
        "reading": done.reading, "note": note,
    }  # fmt: skip
    return append(writing.Entry(site, f"checks/{site.code}", CHECKED, by, key, body, at_device=done.at))


def checked_pk(site: UUID, what: str, subject: str) -> UUID:
    """The id of a thing with its check: the same name at a site is the same thing."""
    return uuid5(site, f"{what}\n{subject}")


def done_in(row: CheckRow | CheckedRow) -> Done:
    """A row as the domain has it."""
    return Done(row.what, row.subject, row.at, row.state, row.reading)


def good_before(site: Site, at: datetime) -> dict[str, dict[str, datetime]]:
    """When each check was good last before a moment, of each instrument, by what was read in the days before it."""
    rows = CheckRow.objects.filter(site=site, at__lte=at, at__gte=at - LONGEST)
    return last_good(Done(*each) for each in rows.values_list("what", "subject", "at", "state"))


@projection(CHECKED)
def _done(event: Event, body: Mapping[str, Any]) -> None:
    said = {
        "site_id": event.site_id, "what": body["check"], "subject": body["subject"],
        "at": datetime.fromisoformat(body["at"]), "state": body["state"], "reading": body["reading"], "by": event.by,
    }  # fmt: skip
    statements.insert(CheckRow(pk=event.pk, note=body["note"], **said))
    row = CheckedRow(pk=checked_pk(event.site_id, body["check"], body["subject"]), **said)
    before = statements.find(CheckedRow, row.pk)
    if before is None:
        statements.insert(row)
    elif before.at <= row.at:  # what is typed in late does not take the place of what was read since
        statements.update(row, ("at", "state", "reading", "by"))


@told_by_the_book
def _no_checks() -> None:
    for table in (CheckRow, CheckedRow):
        table.objects.all().delete()
