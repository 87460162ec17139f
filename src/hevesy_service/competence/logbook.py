"""What the book says of logbooks: a trainee enters a procedure, the supervisor whom they named confirms or returns it.

Nobody confirms their own and nobody confirms for another. An answer stands, but for a confirmation that whoever gave it
takes back with a reason: from then on the procedure stands as returned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hevesy.competence.logbook import Procedure
from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.rights import must
from hevesy_service.accounts.roles import rights
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, one_writer, projection, written
from hevesy_service.book.zone import zone_in
from hevesy_service.competence.models import ProcedureRow, Witness
from hevesy_service.competence.training import enrolment_of, stream_of
from hevesy_service.refusals import (
    AnsweredBefore,
    BeforeTraining,
    InLogbook,
    NotConfirmed,
    NotEnrolled,
    NotSupervisor,
    OwnProcedure,
)

ENTERED, ANSWERED, TAKEN_BACK = "procedure_entered", "procedure_answered", "procedure_taken_back"
UNCONFIRMED = "confirmation_taken_back"
WAITING, CONFIRMED, RETURNED, WITHDRAWN = "waiting", "confirmed", "returned", "withdrawn"
STANDING = (WAITING, CONFIRMED)  # what is in a logbook, and cannot be entered again


@dataclass(frozen=True, slots=True)
class Claim:
    """What a trainee says they did, and who is to confirm it.

    `entry` is what was recorded of it in a course here, `witness` the id of who saw it elsewhere.
    """

    act: str
    therapy: str
    case: str
    cycle: int
    on: date
    supervision: str
    supervisor: str
    entry: str = ""
    place: str = ""
    witness: str = ""


def enter(site: Site, person: str, claim: Claim, key: str) -> Event:
    """A trainee enters a procedure of their own; raises a refusal that says why not."""
    body = {"person": person, **asdict(claim), "on": claim.on.isoformat()}
    with transaction.atomic():
        one_writer(site)
        if written(site, key) is None:  # what was sent before is not asked again
            _check_may_enter(site, person, claim)
        return append(Entry(site, stream_of(site, person), ENTERED, person, key, body))


def _check_may_enter(site: Site, person: str, claim: Claim) -> None:
    if person == claim.supervisor:
        raise OwnProcedure()
    training = enrolment_of(site, person)
    if training is None or claim.supervisor not in training.supervisors:
        raise NotEnrolled()
    if claim.on < training.since:
        raise BeforeTraining(on=claim.on.isoformat(), since=training.since.isoformat())
    same = ProcedureRow.objects.filter(
        site=site, person=person, act=claim.act, therapy=claim.therapy, cycle=claim.cycle, state__in=STANDING
    )
    if claim.case.casefold() in {each.case.casefold() for each in same}:
        raise InLogbook(case=claim.case.rpartition("/")[2])


def witness_named(site: Site, name: str) -> str:
    """The id of a witness, who is made known where they are new: the book has no names.

    Of several rows with one name, it is the first.
    """
    with transaction.atomic():
        one_writer(site)
        found = Witness.objects.filter(site=site, name=name).order_by("pk").first()
        return str((found or Witness.objects.create(site=site, name=name)).pk)


def answer(row: ProcedureRow, confirms: bool, by: str, key: str, reason: str = "") -> Event:
    """The supervisor confirms a procedure, or returns it with a reason; raises a refusal that says why not."""
    body = {"procedure": str(row.pk), "confirms": confirms}
    with transaction.atomic():
        one_writer(row.site)
        if written(row.site, key) is None:
            _check_may_answer(ProcedureRow.objects.get(pk=row.pk), by)
        return append(Entry(row.site, stream_of(row.site, row.person), ANSWERED, by, key, body, reason))


def _check_may_answer(row: ProcedureRow, by: str) -> None:
    if by == row.person:
        raise OwnProcedure()
    _check_supervises(row, by)
    _check_waits(row)


def _check_supervises(row: ProcedureRow, by: str) -> None:
    if by != row.supervisor:
        named = User.objects.filter(pk=row.supervisor).first()
        raise NotSupervisor(supervisor=str(named or row.supervisor))


def unconfirm(row: ProcedureRow, by: User, reason: str, key: str) -> Event:
    """Who confirmed a procedure takes that back with a reason; raises a refusal that says why not.

    Where they have left the site, whoever may keep evidence there does it for them, but never the trainee.
    """
    with transaction.atomic():
        one_writer(row.site)
        if written(row.site, key) is None:
            check_may_unconfirm(ProcedureRow.objects.select_related("site").get(pk=row.pk), by)
        body = {"procedure": str(row.pk)}
        return append(Entry(row.site, stream_of(row.site, row.person), UNCONFIRMED, str(by.pk), key, body, reason))


def check_may_unconfirm(row: ProcedureRow, by: User) -> None:
    """Raises OwnProcedure, NotSupervisor, NotYours, or NotConfirmed where there is no confirmation to take back."""
    if str(by.pk) == row.person:
        raise OwnProcedure()
    if str(by.pk) != row.supervisor and _has_left(row):
        must(by, "keep_evidence", row.site)
    else:
        _check_supervises(row, str(by.pk))
    if row.state != CONFIRMED:
        raise NotConfirmed()


def _has_left(row: ProcedureRow) -> bool:
    """Whether the supervisor can open no logbook at the site any more."""
    able = Membership.objects.filter(site=row.site, role__in=rights()["keep_logbook"].roles, user__is_active=True)
    return row.supervisor not in {str(each) for each in able.values_list("user", flat=True)}


def take_back(row: ProcedureRow, key: str) -> Event:
    """The trainee takes back what nobody has answered, such as where the supervisor left; it may be claimed anew."""
    with transaction.atomic():
        one_writer(row.site)
        if written(row.site, key) is None:
            _check_waits(ProcedureRow.objects.get(pk=row.pk))
        body = {"procedure": str(row.pk)}
        return append(Entry(row.site, stream_of(row.site, row.person), TAKEN_BACK, row.person, key, body))


def _check_waits(row: ProcedureRow) -> None:
    if row.state != WAITING:
        on = row.answered.astimezone(zone_in(row.site.country)).date().isoformat() if row.answered else ""
        raise AnsweredBefore(on=on)


def logs_of(site: Site, people: Collection[str]) -> Mapping[str, list[Procedure]]:
    """The logbook of each of some people, without what was returned or taken back."""
    found: dict[str, list[Procedure]] = defaultdict(list)
    for row in ProcedureRow.objects.filter(site=site, person__in=people, state__in=STANDING):
        found[row.person].append(procedure_in(row))
    return found


def procedure_in(row: ProcedureRow) -> Procedure:
    """A row as the domain has it: a pseudonym is the same case in capitals and small letters."""
    by = row.supervisor if row.state == CONFIRMED else ""
    return Procedure(row.act, row.therapy, row.case.casefold(), row.cycle, row.on, row.supervision, by)


@projection(ENTERED)
def _entered(event: Event, body: dict[str, Any]) -> None:
    plain = ("person", "act", "therapy", "case", "cycle", "supervision", "supervisor", "place", "witness")
    ProcedureRow.objects.create(
        pk=event.pk, site_id=event.site_id, on=date.fromisoformat(body["on"]), state=WAITING,
        entry=UUID(body["entry"]) if body["entry"] else None, written=event.at_server,
        **{name: body[name] for name in plain},
    )  # fmt: skip


@projection(ANSWERED)
def _answered(event: Event, body: dict[str, Any]) -> None:
    state = CONFIRMED if body["confirms"] else RETURNED
    found = ProcedureRow.objects.filter(pk=body["procedure"])
    found.update(state=state, reason=event.reason, answered=event.at_server)


@projection(UNCONFIRMED)
def _unconfirmed(event: Event, body: dict[str, Any]) -> None:
    row = ProcedureRow.objects.get(pk=body["procedure"])
    row.state, row.reason, row.unconfirmed_by = RETURNED, event.reason, event.by
    row.stood_since, row.stood_until, row.answered = row.answered, event.at_server, event.at_server
    row.save()


@projection(TAKEN_BACK)
def _taken_back(event: Event, body: dict[str, Any]) -> None:
    ProcedureRow.objects.filter(pk=body["procedure"]).update(state=WITHDRAWN, answered=event.at_server)


@told_by_the_book
def _empty_logbooks() -> None:
    ProcedureRow.objects.all().delete()
