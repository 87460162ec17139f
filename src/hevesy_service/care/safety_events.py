"""What the book says of safety reports: written, written anew with what is known now, and sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from hevesy.facts import Reader
from hevesy.record import find_template
from hevesy.run.safety_report import MASKED, Reaction, age_group, due, minimum_lacking, reactions, to_judge
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book import writing
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import append, projection
from hevesy_service.book.zone import day_at, midnight_at
from hevesy_service.care.models import CourseRow, EntryRow, Patient, SafetyReport, VialRow
from hevesy_service.refusals import NotSent

WRITTEN, SENT = "safety_report_written", "safety_report_sent"
REACTION, DEFECT = "reaction", "defect"
LOOKED_BACK = timedelta(days=90)  # how long a grave toxicity that nobody has judged stays on the lists


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A grave reaction that nobody has judged yet, and the last day if it is serious and unexpected."""

    course: CourseRow
    reaction: Reaction
    until: date | None


def write(site: Site, pk: UUID, body: Mapping[str, Any], by: str, key: str) -> Event:
    """A report as it is known now; the same report again replaces what it said, and is to be sent anew."""
    return append(writing.Entry(site, f"safety_report/{pk}", WRITTEN, by, key, body))


def send(report: SafetyReport, on: date, to: str, how: str, by: str, key: str) -> Event:
    """It was sent, outside of Hevesy. Raises NotSent where a minimum criterion is lacking."""
    lacking = minimum_lacking(known(report), shelf()) if report.about == REACTION else ()
    if lacking:
        raise NotSent(missing=", ".join(lacking))
    body = {"on": on.isoformat(), "to": to, "how": how}
    return append(writing.Entry(report.site, f"safety_report/{report.pk}", SENT, by, key, body))


def known(report: SafetyReport) -> dict[str, Any]:
    """What a report says, with what every report says; the reporter stands as the id that the book has of them."""
    written = day_at(report.site, report.written).isoformat()
    return {
        **report.said, "id": f"{report.site.code}-{str(report.pk)[:13]}", "written": written,
        "type": "Spontaneous report", "aware": report.aware.isoformat(), "latest": written,
        "expedited": report.due is not None, "reporter": report.by, "organisation": report.site.name,
        "country": report.site.country, "role": "Suspect", "judged": True,
    }  # fmt: skip


def of_course(course: CourseRow, reaction: Reaction) -> dict[str, Any]:
    """What the record of a course says for a report: the dose before the reaction, its lot, and an age group."""
    entry = EntryRow.objects.get(course=course, pk=reaction.entry)
    on = reaction.since or day_at(course.site, entry.at)
    ends = midnight_at(course.site, on + timedelta(days=1))
    given = course.entries.filter(act="administration", at__lt=ends).order_by("-at").first()
    given = given or course.entries.filter(act="administration").order_by("at").first()
    patient = Patient.objects.filter(pk=course.patient_id).first()
    product, route = _prescribed(course, given)
    said = given.said if given else {}
    return {
        "patient": MASKED, "age_group": age_group(patient.birth_date if patient else None, on),
        "reaction": reaction.term, "grade": reaction.grade,
        "onset": reaction.since.isoformat() if reaction.since else "",
        "product": product, "route": route, "lot": _lot(given), "cycle": given.cycle if given else None,
        **{name: said.get(name) for name in ("administered_mbq", "started_at", "ended_at")},
    }  # fmt: skip


def _prescribed(course: CourseRow, given: EntryRow | None) -> tuple[str, str]:
    """The product and the route of the prescription that was carried out."""
    if given is None:
        return "", ""
    entry = course.entries.filter(act="prescription", place__lt=given.place).order_by("-place").first()
    said = entry.said if entry else {}
    return str(said.get("product") or ""), str(said.get("route") or "")


def _lot(given: EntryRow | None) -> str:
    vial = VialRow.objects.filter(pk=given.vial_id).first() if given and given.vial_id else None
    return vial.lot if vial else ""


def unjudged(site: Site, reader: Reader) -> list[ToJudge]:
    """The grave reactions of late that nobody has judged, those that are due first at the top."""
    since = timezone.now() - LOOKED_BACK
    rows = EntryRow.objects.filter(act="toxicity", at__gte=since, course__site=site).select_related("course")
    judged = set(SafetyReport.objects.filter(site=site, entry__isnull=False).values_list("entry", "row"))
    replaced = {row.corrects for row in rows if row.corrects}
    found = [
        ToJudge(row.course, each, due(day_at(site, row.entered_at), ["important"], None, reader))
        for row in rows if str(row.pk) not in replaced
        for each in to_judge(str(row.pk), row.said, reader) if (row.pk, each.row) not in judged
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.until or date.max, str(each.course.pk)))


def to_send(site: Site) -> list[SafetyReport]:
    """The reports that were not sent, those that are due first at the top; one that is not expedited comes last."""
    rows = SafetyReport.objects.filter(site=site, sent=None).select_related("course")
    return sorted(rows, key=lambda each: (each.due or date.max, each.written))


def reaction_of(course: CourseRow, entry: UUID, number: int) -> Reaction | None:
    """A reaction by its toxicity entry and its place in it."""
    row = EntryRow.objects.filter(course=course, pk=entry, act="toxicity").first()
    return next((each for each in reactions(str(entry), row.said) if each.row == number), None) if row else None


def reactions_of(course: CourseRow) -> Iterable[Reaction]:
    """Every reaction that was recorded of a course."""
    if "toxicity" not in find_template(course.template, shelf()).moves:
        return ()
    rows = course.entries.filter(act="toxicity").order_by("-place")
    return [each for row in rows for each in reactions(str(row.pk), row.said)]


# --- what the rows do -------------------------------------------------------------------------------------------


@projection(WRITTEN)
def _written(event: Event, body: dict[str, Any]) -> None:
    said = {
        "site_id": event.site_id, "course_id": UUID(body["course"]) if body["course"] else None, "about": body["about"],
        "entry": UUID(body["entry"]) if body["entry"] else None, "row": body["row"], "lot": body["lot"],
        "aware": date.fromisoformat(body["aware"]), "due": date.fromisoformat(body["due"]) if body["due"] else None,
        "said": body["said"], "by": event.by, "written": event.at_server, "sent": None, "sent_on": None, "sent_to": "",
        "sent_how": "", "sent_by": "", "place": event.stream_seq,
    }  # fmt: skip
    SafetyReport.objects.update_or_create(pk=_of(event), defaults=said)


@projection(SENT)
def _sent(event: Event, body: dict[str, Any]) -> None:
    SafetyReport.objects.filter(pk=_of(event)).update(
        sent=event.at_server, sent_on=date.fromisoformat(body["on"]), sent_to=body["to"], sent_how=body["how"],
        sent_by=event.by, place=event.stream_seq,
    )  # fmt: skip


def _of(event: Event) -> UUID:
    return UUID(event.stream.partition("/")[2])


@told_by_the_book
def _no_reports() -> None:
    SafetyReport.objects.all().delete()
