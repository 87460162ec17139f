"""The one way to record an act: read the form, ask the gates, write the entry and its incident together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from hevesy.errors import NeedsReason, PaperNeedsReason
from hevesy.record import Act, Course, Entry, Problem, Template, filled, find_template, form
from hevesy.record.course import REALLOCATION, TAKEN_OVER
from hevesy.record.template import GIVEN
from hevesy.run.asking import blocking, may, recorded
from hevesy.run.gate import GateAnswer, gates_of
from hevesy.run.saying import act_called, field_called, gate_called
from hevesy.run.situation import Situation
from hevesy_service.accounts.models import User
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.acting import acting_by
from hevesy_service.book.models import Event, Site
from hevesy_service.book.writing import written
from hevesy_service.book.zone import check_has_happened, today_at, zone_of
from hevesy_service.care.carried import corrected_since
from hevesy_service.care.centre import SYNTHETIC, Centre, basis_of, centre_of
from hevesy_service.care.countersigning import sign_beside
from hevesy_service.care.events import Hand, begin, course_of, enter, releases_of
from hevesy_service.care.incidents import downtime_at
from hevesy_service.care.models import CourseRow, EntryRow, Patient
from hevesy_service.database import statements
from hevesy_service.refusals import FormWrong, KeyUsed, NotSigned, NotSynthetic, OneActInBoth
from hevesy_service.said import language


@dataclass(frozen=True, slots=True)
class Proof:
    """By what who records an act, and its second person, proved who they are; empty where they did not."""

    how: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act as somebody means to record it: what its form says, when it happened, and with whom.

    `done_by` is who did it, where it is typed in from paper, by another or by themselves: the gates ask after who did
    it, and the act is a deviation of the downtime that had to be bridged. `proof` says by what who records and the
    second person proved who they are; `generated`, that a generator of synthetic years records, which is nobody and
    signs nothing.
    """

    act: str
    raw: Mapping[str, Any]
    at: datetime
    second: User | None = None
    reason: str = ""
    corrects: str = ""
    done_by: User | None = None
    proof: Proof = Proof()
    generated: bool = False


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
    act = template.moves[proposal.act].act
    said, problems = filled(form(act.form, now), proposal.raw)
    second = here.person(proposal.second, proposal.at) if proposal.second else None
    there, course = _was_there(proposal, act), course_of(row)
    situation = Situation(
        _without(course, proposal), template, proposal.act, said, proposal.at,
        here.person(proposal.done_by or by, proposal.at), here.table(row.therapy),
        here.reader, second if there else None, here.instruments,
        here.counted(template, row.therapy, proposal.act, proposal.at), here.failed_lots(template, proposal.act),
        releases_of(row, template, here.reader) if proposal.act == "release" else (), None if there else second,
        here.checked(template, row.therapy, proposal.act, proposal.at),
        standing=here.standing(row.therapy, proposal.act, proposal.at, str((proposal.done_by or by).pk)),
        corrected=corrected_since(course, row.site), zone=zone_of(row.site),
    )  # fmt: skip
    return Asked(said, problems, situation)


def _was_there(proposal: Proposal, act: Act) -> bool:
    """Whether the second person counts as there: where the act asks for it, only by their own proof."""
    return bool(proposal.proof.second) or proposal.generated or not act.second_proves


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
    """Record an act. Raises FormWrong, NeedsReason, NotSigned, Ahead, StreamMoved or KeyUsed; nothing is written then.

    The same key again is the same act: its gates are not asked anew, as the course has moved on by it. A generator
    records at a synthetic site alone; raises NotSynthetic elsewhere.
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
        check_recordable(row.site, proposal, asked, centre)
        _check_whole(row, proposal, asked.said)
        event = entered(row, proposal, asked, by, key, seen)
        if proposal.second is not None and proposal.proof.second:
            entry = EntryRow.objects.select_related("course__site").get(pk=event.pk)
            sign_beside(entry, proposal.second, proposal.proof.second, str(uuid5(event.pk, "second")))
        return event


def check_recordable(site: Site, proposal: Proposal, asked: Asked, centre: Centre | None) -> None:
    """That a person stands for it who may be asked, and that it has happened."""
    if proposal.generated:
        if not (centre or centre_of(site)).is_synthetic():
            raise NotSynthetic(site=site.name)
        return
    check_has_happened(proposal.at, site)
    act = asked.situation.template.moves[proposal.act].act
    if act.is_signed and not proposal.proof.how:
        raise NotSigned(act=act_called(proposal.act, shelf_now(), language()))


def _check_whole(row: CourseRow, proposal: Proposal, said: Mapping[str, Any]) -> None:
    """Raises OneActInBoth for half of a reallocation: that act is told in two courses at once, or in none."""
    half = proposal.act == TAKEN_OVER or (proposal.act == REALLOCATION and said.get("offer") == "reallocate")
    told = EntryRow.objects.filter(course=row, act=REALLOCATION, said__has_key="to_course")
    if half or (proposal.act == REALLOCATION and proposal.corrects and told.filter(pk=proposal.corrects).exists()):
        raise OneActInBoth()


def _locked(course: UUID, centre: Centre | None) -> CourseRow:
    """The course, held until the act is recorded; its site is asked for only where nobody brought it."""
    row = statements.hold(CourseRow, course)
    if centre is not None and row.site_id == centre.site.pk:
        row.site = centre.site
    return row


def _same(known: Event, row: CourseRow, proposal: Proposal, said: Mapping[str, Any], by: User) -> Event:
    body = json.loads(known.body)
    there = (known.stream, known.by, body.get("act"), body.get("said"))
    if there != (f"course/{row.pk}", str(by.pk), proposal.act, said):
        raise KeyUsed(key=known.key)
    return known


def entered(row: CourseRow, proposal: Proposal, asked: Asked, by: User, key: str, seen: int | None) -> Event:
    doer, act = proposal.done_by or by, asked.situation.template.moves[proposal.act].act
    second, there = str(proposal.second.pk) if proposal.second else "", _was_there(proposal, act)
    entry = Entry(
        "", proposal.act, proposal.at, timezone.now(), str(doer.pk), asked.said, second if there else "", (),
        proposal.reason, proposal.corrects, asked.situation.by.acts_for(act.roles),
        str(by.pk) if proposal.done_by else "",
    )  # fmt: skip
    try:
        marked, _incident = recorded(asked.situation, entry)
    except NeedsReason as error:
        raise _in_the_language(asked) from error
    except PaperNeedsReason as error:
        raise PaperNeedsReason(act=act_called(entry.act, shelf_now(), language())) from error
    hand = Hand(
        downtime_at(row.site, proposal.at, asked.situation.reader) if proposal.done_by else None,
        proposal.proof.how if act.is_signed else "", "" if there else second, SYNTHETIC if proposal.generated else "",
    )  # fmt: skip
    if not entry.acts_for or doer != by:
        return enter(row, marked, key, seen, hand)
    with acting_by(basis_of(by, row.site, act.roles, proposal.at)):
        return enter(row, marked, key, seen, hand)


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
    table, day = (held or centre_of(site)).table(therapy), on or today_at(site)
    asked = (gate for gate in gates_of(template, shelf_now()) if gate.needs_signature)
    return all(table.line(gate.name, day) is not None for gate in asked)
