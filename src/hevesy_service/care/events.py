"""What the book says of courses, and what follows from it in ordinary tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hevesy.facts import Reader
from hevesy.record import Course, Entry, Template, find_template, follow
from hevesy.record.kept import as_json, from_json
from hevesy.run.release.course import releases
from hevesy.run.release.plan import Release
from hevesy_service.accounts.signature import keep, overtake, shows, signed, text_of
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book import writing
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import append, projection
from hevesy_service.care.incidents import joined
from hevesy_service.care.material import told
from hevesy_service.care.models import CourseRow, EntryRow, Incident
from hevesy_service.database import statements

BEGUN, ENTERED = "course_begun", "course_entered"
COUNTERSIGNED = "course_countersigned"
TWO_PEOPLE = "second_person"  # the gate that a second person meets
MOVES = (
    "kept", "cycle", "ended", "place", "last_act", "stage", "changed", "ready", "planned", "deviations",
)  # fmt: skip
_held: ContextVar[CourseRow | None] = ContextVar("course that was read to be written", default=None)


@dataclass(frozen=True, slots=True)
class Hand:
    """How an entry is written down: the downtime of what was on paper, and by what who writes proved who they are.

    `awaits` is a second person who was named and has not proven that they were there; `unsigned` why nobody signs.
    """

    downtime: UUID | None = None
    how: str = ""
    awaits: str = ""
    unsigned: str = ""


def begin(site: Site, pk: UUID, patient: UUID, template: Template, said: Mapping[str, Any], by: str, key: str) -> Event:
    """A course begins: `said` names its therapy, whether it is practice, and who referred."""
    body = {"patient": str(patient), "template": template.name, "version": template.version, **said}
    return append(writing.Entry(site, f"course/{pk}", BEGUN, by, key, body))


def enter(row: CourseRow, entry: Entry, key: str, seen: int | None, hand: Hand | None = None) -> Event:
    """An entry of a course; raises StreamMoved where somebody recorded something after place `seen`.

    The row of the book is by who wrote it: who typed it in from paper, else who did it. It is signed where they proved
    who they are. What is typed in says which incident holds its downtime; rows of before that was asked have none, and
    open none.
    """
    said = hand or Hand()
    paper = {"done_by": entry.by, "downtime": str(said.downtime)} if said.downtime else {}
    body = {
        "act": entry.act, "at": entry.at.isoformat(), "said": dict(entry.said), "second": entry.second,
        "unmet": list(entry.unmet), "corrects": entry.corrects, **paper,
    }  # fmt: skip
    more = {"awaits": said.awaits, "acts_for": entry.acts_for, "unsigned": said.unsigned}
    body |= {name: value for name, value in more.items() if value}
    if said.how:
        body |= signed(text_of(ENTERED, shown(row.pk, entry, said.awaits)), said.how)
    written = writing.Entry(
        row.site, f"course/{row.pk}", ENTERED, entry.typed_by or entry.by, key, body, entry.reason, after=seen,
        at_device=entry.at,
    )  # fmt: skip
    asked = _held.set(row)
    try:
        return append(written)
    finally:
        _held.reset(asked)


def course_of(row: CourseRow) -> Course:
    """The course of a row, as it stands."""
    return from_json(unbegun(row), row.kept)


def unbegun(row: CourseRow) -> Course:
    """The course of a row before its first entry."""
    return Course(str(row.pk), row.template, row.version, row.therapy, row.practice)


def entries_of(row: CourseRow) -> Iterator[Entry]:
    """What was recorded of a course, in the order in which it was written down."""
    return (entry_in(each) for each in row.entries.order_by("place"))


def entry_in(each: EntryRow) -> Entry:
    """An entry as the table has it."""
    return Entry(
        str(each.pk), each.act, each.at, each.entered_at, each.by, each.said, each.second, tuple(each.unmet),
        each.reason, each.corrects, each.acts_for, each.typed_by if each.downtime else "",
    )  # fmt: skip


def shown(course: UUID, entry: Entry, awaits: str = "") -> dict[str, Any]:
    """What of an entry is signed. The gate of two people is left out, which the second signature itself meets."""
    return {
        "course": str(course), "act": entry.act, "at": entry.at.astimezone(UTC).isoformat(), "said": dict(entry.said),
        "by": entry.by, "second": entry.second or awaits, "reason": entry.reason, "corrects": entry.corrects,
        "acts_for": entry.acts_for, "unmet": [name for name in entry.unmet if name != TWO_PEOPLE],
    }  # fmt: skip


@shows(ENTERED)
def _shown_again(event: Event, body: Mapping[str, Any]) -> str:
    held = EntryRow.objects.get(pk=event.pk)
    return text_of(ENTERED, shown(held.course_id, entry_in(held), held.awaits))


def releases_of(row: CourseRow, template: Template, reader: Reader) -> tuple[Release, ...]:
    """The releases of a course's earlier cycles, whose doses to others count in the year."""
    earlier = (entry_in(each) for each in row.entries.filter(cycle__lt=row.cycle).order_by("place"))
    return releases(unbegun(row), earlier, template, reader)


def _before(event: Event) -> CourseRow:
    """The course as it stood before a row: who read it to ask the gates need not read it again.

    What was read at the place just before the row is what stands in the table, for each row moves the place by one.
    """
    row = _held.get()
    if row is not None and (row.pk, row.place) == (_of(event), event.stream_seq - 1):
        return row
    return statements.hold(CourseRow, _of(event))


@projection(BEGUN)
def _begun(event: Event, body: dict[str, Any]) -> None:
    CourseRow.objects.create(
        pk=_of(event), site_id=event.site_id, patient_id=UUID(body["patient"]), template=body["template"],
        version=body["version"], therapy=body["therapy"], practice=body["practice"],
        referrer=body.get("referrer", ""), place=event.stream_seq, begun=event.at_server, changed=event.at_server,
        ready="referral",
    )  # fmt: skip


@projection(ENTERED)
def _entered(event: Event, body: dict[str, Any]) -> None:
    row = _before(event)
    template = find_template(row.template, shelf())
    entry = _entry(event, body)
    before = course_of(row)
    after = follow(before, entry, template)
    row.kept, row.cycle, row.ended, row.place = as_json(after), after.cycle, after.ended, event.stream_seq
    row.last_act, row.stage, row.changed = entry.act, template.moves[entry.act].act.stage, event.at_server
    row.ready = ";".join(template.ready(after.standing)) if not after.ended else ""
    planned = after.said("prescription.planned_at")
    row.planned = datetime.fromisoformat(planned) if planned else None
    row.deviations += entry.is_deviation
    statements.update(row, MOVES)
    statements.insert(EntryRow(
        pk=event.pk, course=row, place=event.stream_seq, act=entry.act, at=entry.at, entered_at=entry.entered_at,
        by=entry.by, second=entry.second, said=dict(entry.said), unmet=list(entry.unmet), reason=entry.reason,
        corrects=entry.corrects, cycle=before.cycle, vial_id=told(row, before, entry),
        typed_by=event.by if event.by != entry.by else entry.typed_by, acts_for=entry.acts_for,
        awaits=body.get("awaits", ""), unsigned=body.get("unsigned", ""), downtime=_downtime(body),
    ))  # fmt: skip
    keep(event, body, str(event.pk))
    if entry.corrects:
        for about in (entry.corrects, by_second(entry.corrects)):
            overtake(event, ENTERED, COUNTERSIGNED, about=about)
    if entry.unmet:
        _opened(event, row, entry)
    if entry.typed_by:
        joined(event, entry, UUID(body["downtime"]))


def _downtime(body: Mapping[str, Any]) -> UUID | None:
    return UUID(body["downtime"]) if body.get("downtime") else None


def _opened(event: Event, row: CourseRow, entry: Entry) -> None:
    """The incident of a deviation has the id of its entry: neither can be without the other."""
    Incident.objects.create(
        pk=event.pk, site_id=event.site_id, course=row, act=entry.act, unmet=list(entry.unmet), reason=entry.reason,
        opened=event.at_server, by=entry.by, place=0,
    )  # fmt: skip


def _entry(event: Event, body: Mapping[str, Any]) -> Entry:
    return Entry(
        str(event.pk), body["act"], datetime.fromisoformat(body["at"]), event.at_server,
        body.get("done_by", event.by), body["said"],
        body["second"], tuple(body["unmet"]), event.reason, body["corrects"], body.get("acts_for", ""),
        event.by if body.get("downtime") else "",
    )  # fmt: skip


def by_second(entry: object) -> str:
    """What the signature of an entry's second person is about."""
    return f"{entry}/second"


def _of(event: Event) -> UUID:
    return UUID(event.stream.partition("/")[2])


@told_by_the_book
def _no_courses() -> None:
    Incident.objects.all().delete()
    CourseRow.objects.all().delete()
