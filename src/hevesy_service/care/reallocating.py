"""A dose goes from one course to another by one act that is told in both: either both have it or neither."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from hevesy.errors import NeedsReason
from hevesy.record import Course
from hevesy.record.course import REALLOCATION, TAKEN_OVER
from hevesy.run.asking import blocking
from hevesy.run.dose import ORDERED, Offered, free_since
from hevesy.run.house_rules import allowed
from hevesy.run.saying import act_called, gate_called
from hevesy_service.accounts.models import User
from hevesy_service.accounts.signing import signed_about
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.models import Event
from hevesy_service.book.writing import written
from hevesy_service.book.zone import day_at
from hevesy_service.care.carried import brought
from hevesy_service.care.centre import Centre, centre_of
from hevesy_service.care.dose import dose_in
from hevesy_service.care.events import course_of
from hevesy_service.care.models import CourseRow, EntryRow
from hevesy_service.care.recording import Asked, Proof, Proposal, ask, check_recordable, entered
from hevesy_service.refusals import FormWrong, KeyUsed, NothingToReallocate
from hevesy_service.said import language

NOT_PROVEN = Proof()


@dataclass(frozen=True, slots=True)
class Giving:
    """Which course takes the dose, when it went there and why; `reason` where a gate is not met and it has happened."""

    taker: UUID
    at: datetime
    why: str
    reason: str = ""
    done_by: User | None = None
    proof: Proof = NOT_PROVEN


@dataclass(frozen=True, slots=True)
class Both:
    """The two halves of the act, each with what its form says and what stands in its way."""

    given: Proposal
    taken: Proposal
    of_given: Asked
    of_taken: Asked

    @property
    def unmet(self) -> tuple[str, ...]:
        answers = blocking(self.of_given.answers) + blocking(self.of_taken.answers)
        return tuple(gate_called(each.gate, language()) for each in answers)


def ask_both(giver: CourseRow, taker: CourseRow, said: Giving, by: User, key: str, centre: Centre) -> Both:
    """What the gates of both courses say; raises NothingToReallocate where there is no dose to give."""
    found = dose_in(giver, said.at)
    if found is None or found[0].stage == ORDERED or giver.site_id != taker.site_id or giver.pk == taker.pk:
        raise NothingToReallocate()
    dose, before = found
    since = free_since(course_of(giver), before, said.at)
    table = allowed(centre.table(giver.therapy), day_at(giver.site, said.at))
    offered = Offered(dose, since, table, _is_signed(taker))
    gives = {"offer": "reallocate", "vial": dose.vial, "why": said.why, "to_course": str(taker.pk)}
    given = Proposal(REALLOCATION, gives, said.at, reason=said.reason, done_by=said.done_by, proof=said.proof)
    taken = replace(given, act=TAKEN_OVER, raw=_carried(giver, before, key))
    of_taken = ask(taker, taken, by, centre)
    of_taken = replace(of_taken, situation=replace(of_taken.situation, offered=offered))
    return Both(given, taken, ask(giver, given, by, centre), of_taken)


def _carried(giver: CourseRow, before: Course, key: str) -> dict[str, Any]:
    """What comes with the dose: its order, receipt, tests and release as they stand, and the syringe if filled."""
    came = {name: value for name, (_, value) in brought(before.standing).items()}
    syringe = before.said("dispensing.syringe")
    return {**came, "syringe": syringe or "", "from_course": str(giver.pk), "transfer": key}


def _is_signed(taker: CourseRow) -> bool:
    """Whether the taker's prescription is signed; who made up a synthetic one is nobody, and signs nothing."""
    held = course_of(taker).standing.get("prescription")
    if held is None:
        return False
    return held.entry in signed_about([held.entry]) or EntryRow.objects.exclude(unsigned="").filter(
        pk=held.entry
    ).exists()  # fmt: skip


def reallocate(giver: UUID, said: Giving, by: User, key: str, seen: int | None = None) -> tuple[Event, Event]:
    """Give the dose of one course to another; both entries, or none. The same key again is the same act.

    Raises NothingToReallocate, FormWrong, NeedsReason, NotSigned, Ahead, StreamMoved or KeyUsed; nothing is written
    then.
    """
    with transaction.atomic():
        held = CourseRow.objects.select_for_update(of=("self",)).select_related("site").order_by("pk")
        rows = {row.pk: row for row in held.filter(pk__in=[giver, said.taker])}
        if len(rows) < 2:
            raise NothingToReallocate()
        gives, takes = rows[giver], rows[said.taker]
        known = written(gives.site, key)
        if known is not None:
            return known, _same(known, gives, takes, by, key)
        both = ask_both(gives, takes, said, by, key, centre_of(gives.site))
        _check(gives, both, by)
        first = entered(gives, _reasoned(both.given, both.of_given), both.of_given, by, key, seen)
        second = entered(takes, _reasoned(both.taken, both.of_taken), both.of_taken, by, taking_key(key), None)
        return first, second


def taking_key(key: str) -> str:
    """The key of the taker's half, which follows from that of the giver's."""
    return str(uuid5(UUID(key), TAKEN_OVER))


def _check(gives: CourseRow, both: Both, by: User) -> None:
    """That it can be read, has happened, somebody stands for it, and a reason is given where a gate is not met."""
    if both.of_given.problems or both.of_taken.problems:
        wrong = (*both.of_given.problems, *both.of_taken.problems)
        raise FormWrong(fields=", ".join(each.field for each in wrong))
    check_recordable(gives.site, both.taken, both.of_taken, None)
    if both.unmet and not both.given.reason.strip():
        raise NeedsReason(act=act_called(TAKEN_OVER, shelf_now(), language()), unmet=", ".join(both.unmet))


def _reasoned(proposal: Proposal, asked: Asked) -> Proposal:
    """The reason stands where a gate was not met, not in the other course too."""
    return proposal if blocking(asked.answers) else replace(proposal, reason="")


def _same(known: Event, gives: CourseRow, takes: CourseRow, by: User, key: str) -> Event:
    second = written(gives.site, taking_key(key))
    streams = (known.stream, "" if second is None else second.stream, known.by)
    if second is None or streams != (f"course/{gives.pk}", f"course/{takes.pk}", str(by.pk)):
        raise KeyUsed(key=key)
    return second
