"""The second person's own signature of an act: at once beside the first, or afterwards from their own session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from hevesy.record import find_template
from hevesy_service.accounts.models import User
from hevesy_service.accounts.signature import keep, shows, signed, text_of
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.acting import acting_by
from hevesy_service.book.models import Event, Site
from hevesy_service.book.writing import Entry, append, projection, written
from hevesy_service.care.centre import basis_of, centre_of
from hevesy_service.care.events import COUNTERSIGNED, TWO_PEOPLE, by_second, entry_in, shown
from hevesy_service.care.models import CourseRow, EntryRow, Incident
from hevesy_service.refusals import NotAwaited


def sign_beside(entry: EntryRow, by: User, how: str, key: str) -> Event:
    """The second person signs at once, in the session of the first; the book has it as theirs."""
    course = entry.course
    roles = find_template(course.template, shelf()).moves[entry.act].act.second
    body = {"entry": str(entry.pk), **signed(_text(entry, str(by.pk)), how)}
    with acting_by(basis_of(by, course.site, roles, entry.at)):
        return append(Entry(course.site, f"course/{course.pk}", COUNTERSIGNED, str(by.pk), key, body))


def countersign(entry: EntryRow, by: User, how: str, key: str) -> Event:
    """The second person signs afterwards; raises NotAwaited unless it waits for them. The same key again is once."""
    with transaction.atomic():
        CourseRow.objects.select_for_update(of=("self",)).get(pk=entry.course_id)
        held = EntryRow.objects.select_related("course__site").get(pk=entry.pk)
        if written(held.course.site, key) is None:
            check_awaited(held, by)
        return sign_beside(held, by, how, key)


def check_awaited(entry: EntryRow, by: User) -> None:
    """Raises NotAwaited unless the entry stands and waits for this person, whose roles let them be its second."""
    act = find_template(entry.course.template, shelf()).moves[entry.act].act
    centre = centre_of(entry.course.site)
    first = User.objects.filter(pk=entry.by).first()
    sides = {entry.by} if first is None else centre.person(first, entry.at).sides(act.roles)
    second = centre.person(by, entry.at)
    may = bool(second.roles & set(act.second)) and not sides & second.sides(act.second)
    if entry.awaits != str(by.pk) or not by.is_active or not may or _is_corrected(entry):
        raise NotAwaited()


def _is_corrected(entry: EntryRow) -> bool:
    return EntryRow.objects.filter(course_id=entry.course_id, corrects=str(entry.pk)).exists()


def awaiting(site: Site) -> QuerySet[EntryRow]:
    """The entries of a site that wait for their second person, the oldest first; what was corrected waits no more."""
    found = EntryRow.objects.filter(course__site=site).exclude(awaits="")
    corrects = EntryRow.objects.filter(course__in=found.values("course")).exclude(corrects="")
    gone = [UUID(each) for each in corrects.values_list("corrects", flat=True)]
    return found.exclude(pk__in=gone).select_related("course__site").order_by("at")


def _text(entry: EntryRow, by: str) -> str:
    return text_of(COUNTERSIGNED, shown(entry.course_id, entry_in(entry), by))


@shows(COUNTERSIGNED)
def _shown_again(event: Event, body: Mapping[str, Any]) -> str:
    return _text(EntryRow.objects.get(pk=UUID(body["entry"])), event.by)


@projection(COUNTERSIGNED)
def _countersigned(event: Event, body: dict[str, Any]) -> None:
    """The second person was there. What lacked nothing else is no deviation any more, and its incident is closed."""
    entry = EntryRow.objects.select_related("course").get(pk=UUID(body["entry"]))
    course = entry.course
    course.place, course.changed = event.stream_seq, event.at_server
    if entry.awaits:
        _met(event, entry, course)
    keep(event, body, by_second(entry.pk))
    course.save(update_fields=["place", "changed", "kept", "deviations"])


def _met(event: Event, entry: EntryRow, course: CourseRow) -> None:
    was = bool(entry.unmet)
    entry.second, entry.awaits = event.by, ""
    entry.unmet = [name for name in entry.unmet if name != TWO_PEOPLE]
    entry.save(update_fields=["second", "awaits", "unmet"])
    standing = course.kept["standing"].get(entry.act)
    if standing is not None and standing["entry"] == str(entry.pk):
        standing["second"] = event.by
    if was:
        course.deviations -= not entry.unmet and not entry.downtime  # what was on paper stays one
        _told_to_the_incident(event, entry)


def _told_to_the_incident(event: Event, entry: EntryRow) -> None:
    incident = Incident.objects.get(pk=entry.pk)
    incident.unmet = entry.unmet
    if not entry.unmet and incident.closed is None:
        incident.closed, incident.closed_by = event.at_server, event.by
    incident.save(update_fields=["unmet", "closed", "closed_by"])
