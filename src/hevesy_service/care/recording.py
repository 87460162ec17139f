"""The one way to record an act: read the form, ask the gates, write the entry and its incident together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hevesy.errors import NeedsReason
from hevesy.record import Course, Entry, Problem, Template, filled, find_template, form
from hevesy.record.template import GIVEN
from hevesy.run.asking import blocking, may, recorded
from hevesy.run.gate import GateAnswer, gates_of
from hevesy.run.saying import act_called, field_called, gate_called
from hevesy.run.situation import Situation
from hevesy_service.accounts.models import User
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.models import Event, Site
from hevesy_service.book.writing import written
from hevesy_service.care.centre import Centre, centre_of
from hevesy_service.care.events import begin, course_of, enter, releases_of
from hevesy_service.care.models import CourseRow, Patient
from hevesy_service.refusals import FormWrong, KeyUsed
from hevesy_service.said import language


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act as somebody means to record it: what its form says, when it happened, and with whom.

    `done_by` is who did it, where another types it in from paper: the gates ask after who did it.
    """

    act: str
    raw: Mapping[str, Any]
    at: datetime
    second: User | None = None
    reason: str = ""
    corrects: str = ""
    done_by: User | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An act and what stands in its way: fields that cannot be read, and the answer of each gate."""

    said: Mapping[str, Any]
    problems: list[Problem]
    situation: Situation

    @property
    def answers(self) -> tuple[GateAnswer, ...]:
        return may(self.situation)


def ask(row: CourseRow, proposal: Proposal, by: User, centre: Centre | None = None) -> Asked:
    """What the gates say of an act before it is done, at the centre as it is now."""
    here = centre or centre_of(row.site)
    now = here.reader.shelf
    template = find_template(row.template, now)
    said, problems = filled(form(template.moves[proposal.act].act.form, now), proposal.raw)
    situation = Situation(
        _without(course_of(row), proposal), template, proposal.act, said, proposal.at,
        here.person(proposal.done_by or by), here.table(row.therapy),
        here.reader, here.person(proposal.second) if proposal.second else None, here.instruments,
        here.counted(template, row.therapy, proposal.act, proposal.at), here.failed_lots(template, proposal.act),
        releases_of(row, template, here.reader) if proposal.act == "release" else (),
    )  # fmt: skip
    return Asked(said, problems, situation)


def _without(course: Course, proposal: Proposal) -> Course:
    """The course as a correction is asked in it: what it takes the place of does not stand beside it."""
    held = course.standing.get(proposal.act)
    if not proposal.corrects or held is None or held.entry != proposal.corrects:
        return course
    standing = {name: each for name, each in course.standing.items() if name != proposal.act}
    return replace(course, standing=standing, given=course.given[:-1] if proposal.act == GIVEN else course.given)


def record(
    course: UUID, proposal: Proposal, by: User, key: str, seen: int | None = None, centre: Centre | None = None
) -> Event:
    """Record an act. Raises FormWrong, NeedsReason, StreamMoved or KeyUsed; nothing is written then.

    The same key again is the same act: its gates are not asked anew, as the course has moved on by it.
    """
    with transaction.atomic():
        row = _locked(course, centre)
        asked = ask(row, proposal, by, centre)
        if asked.problems:
            called = (field_called(each.field, shelf_now(), language()) for each in asked.problems)
            raise FormWrong(fields=", ".join(called))
        known = written(row.site, key)
        if known is not None:
            return _same(known, row, proposal, asked.said, by)
        return _entered(row, proposal, asked, by, key, seen)


def _locked(course: UUID, centre: Centre | None) -> CourseRow:
    """The course, held until the act is recorded; its site is asked for only where nobody brought it."""
    rows = CourseRow.objects.select_for_update(of=("self",))
    if centre is None:
        return rows.select_related("site").get(pk=course)
    row = rows.get(pk=course)
    if row.site_id == centre.site.pk:
        row.site = centre.site
    return row


def _same(known: Event, row: CourseRow, proposal: Proposal, said: Mapping[str, Any], by: User) -> Event:
    body = json.loads(known.body)
    there = (known.stream, known.by, body.get("act"), body.get("said"))
    if there != (f"course/{row.pk}", str(by.pk), proposal.act, said):
        raise KeyUsed(key=known.key)
    return known


def _entered(row: CourseRow, proposal: Proposal, asked: Asked, by: User, key: str, seen: int | None) -> Event:
    entry = Entry(
        "", proposal.act, proposal.at, timezone.now(), str((proposal.done_by or by).pk), asked.said,
        str(proposal.second.pk) if proposal.second else "", (), proposal.reason, proposal.corrects,
    )  # fmt: skip
    try:
        marked, _incident = recorded(asked.situation, entry)
    except NeedsReason as error:
        raise _in_the_language(asked) from error
    return enter(row, marked, key, seen, typed_by=str(by.pk) if proposal.done_by else "")


def _in_the_language(asked: Asked) -> NeedsReason:
    """What is not met, as who records reads it."""
    tongue, now = language(), asked.situation
    unmet = ", ".join(gate_called(each.gate, tongue) for each in blocking(asked.answers))
    return NeedsReason(act=act_called(now.act, now.reader.shelf, tongue), unmet=unmet)


def begin_course(site: Site, patient: Patient, therapy: str, by: User, key: str, referrer: str = "") -> UUID:
    """A course of a therapy begins; it is practice until every line of the site's gate table is signed."""
    template = find_template(therapy, shelf_now())
    said = {"therapy": therapy, "practice": not is_live(site, template, therapy), "referrer": referrer}
    begin(site, UUID(key), patient.pk, template, said, str(by.pk), key)
    return UUID(key)


def is_live(
    site: Site, template: Template, therapy: str, on: date | None = None, held: Centre | None = None
) -> bool:
    """Whether named people have signed every line of a therapy's gates, and every signature still holds."""
    table, day = (held or centre_of(site)).table(therapy), on or timezone.now().date()
    asked = (gate for gate in gates_of(template, shelf_now()) if gate.needs_signature)
    return all(table.line(gate.name, day) is not None for gate in asked)
