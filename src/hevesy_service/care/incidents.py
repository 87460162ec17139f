"""What the book says of incidents: opened by a deviation, a downtime or a report, written down, and closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hevesy.facts import Reader
from hevesy.record import Entry
from hevesy.run.incidents import SYSTEM_DOWN, Downtime, apart, downtime_of, lacking, may_close, stretched
from hevesy_service.book import writing
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.writing import append, one_writer, projection
from hevesy_service.care.models import CourseRow, EntryRow, Incident
from hevesy_service.refusals import ClosedByOpener, NotClosed
from hevesy_service.said import say

NOTED, REPORTED = "incident_noted", "incident_reported"
NOTES = ("kind", "category", "ines", "reach", "first_actions", "cause", "correction", "owner", "evidence")


def report(
    site: Site, pk: UUID, kind: str, what: str, at: datetime, by: str, key: str, course: CourseRow | None = None
) -> Event:
    """Somebody reports an incident that no act of a course has opened."""
    body = {"kind": kind, "what": what, "at": at.isoformat(), "course": str(course.pk) if course else ""}
    return append(writing.Entry(site, f"incident/{pk}", REPORTED, by, key, body, at_device=at))


def note(incident: Incident, said: Mapping[str, Any], closes: bool, by: str, key: str) -> Event:
    """What is known of an incident so far.

    It `closes` only with everything that `hevesy.run.incidents` asks for, and by somebody else than who opened it:
    raises NotClosed or ClosedByOpener, and nothing is written then.
    """
    if closes:
        missing = lacking(said)
        if missing:
            raise NotClosed(missing=", ".join(say(f"to_close.{name}") for name in missing))
        if not may_close(by, openers(incident)):
            raise ClosedByOpener()
    due = said.get("due")
    body = {
        **{name: said.get(name) or "" for name in NOTES}, "done": list(said.get("done") or ()),
        "due": due.isoformat() if due else "", "closes": closes,
    }  # fmt: skip
    return append(writing.Entry(incident.site, f"incident/{incident.pk}", NOTED, by, key, body))


def openers(incident: Incident) -> set[str]:
    """Who opened an incident: who did the act or reported it, and who typed it in."""
    typed = EntryRow.objects.filter(pk=incident.pk).exclude(typed_by="").values_list("typed_by", flat=True)
    return {incident.by, *typed}


def acts_of(incident: Incident) -> list[EntryRow]:
    """The acts on paper that an incident holds, in the order in which they happened."""
    return list(EntryRow.objects.filter(downtime=incident.pk).select_related("course").order_by("at"))


# --- downtime ---------------------------------------------------------------------------------------------------


def downtime_at(site: Site, at: datetime, reader: Reader) -> UUID:
    """The open incident of the downtime that an act on paper belongs to, or the id of a new one.

    Asked by the one writer of the site, so that two who type at once do not open two for the same night.
    """
    one_writer(site)
    rows = Incident.objects.filter(site=site, closed=None, until__isnull=False, since__isnull=False)
    known = [_downtime(row) for row in rows]
    found = downtime_of(at, known, apart(reader))
    return UUID(found.id) if found else new_id()


def _downtime(row: Incident) -> Downtime:
    if row.since is None or row.until is None:
        raise ValueError(f"incident {row.pk} is no downtime")
    return Downtime(str(row.pk), row.since, row.until)


def joined(event: Event, entry: Entry, pk: UUID) -> None:
    """An act on paper is held by the incident of its downtime, which its first act opens."""
    row = Incident.objects.filter(pk=pk).first()
    if row is None:
        Incident.objects.create(
            pk=pk, site_id=event.site_id, act="", unmet=[], reason=entry.reason, opened=event.at_server, by=event.by,
            kind=SYSTEM_DOWN, since=entry.at, until=entry.at, place=0,
        )  # fmt: skip
        return
    longer = stretched(_downtime(row), entry.at)
    row.since, row.until, row.closed, row.closed_by = longer.since, longer.until, None, ""
    row.save(update_fields=["since", "until", "closed", "closed_by"])


# --- what the rows do -------------------------------------------------------------------------------------------


@projection(REPORTED)
def _reported(event: Event, body: dict[str, Any]) -> None:
    Incident.objects.create(
        pk=_of(event), site_id=event.site_id, course_id=UUID(body["course"]) if body["course"] else None, act="",
        unmet=[], reason=body["what"], opened=event.at_server, by=event.by, kind=body["kind"],
        since=datetime.fromisoformat(body["at"]), place=event.stream_seq,
    )  # fmt: skip


@projection(NOTED)
def _noted(event: Event, body: dict[str, Any]) -> None:
    found = Incident.objects.get(pk=_of(event))
    for name in NOTES:
        setattr(found, name, body.get(name, getattr(found, name)))  # rows of before some were asked for
    found.done = body.get("done", [])
    found.due = date.fromisoformat(body["due"]) if body.get("due") else None
    found.closed = event.at_server if body["closes"] else None
    found.closed_by = event.by if body["closes"] else ""
    found.place = event.stream_seq
    found.save()


def _of(event: Event) -> UUID:
    return UUID(event.stream.partition("/")[2])
