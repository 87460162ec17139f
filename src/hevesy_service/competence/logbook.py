"""What the book says of logbooks: a trainee enters a procedure, the supervisor whom they named confirms or returns it.

Nobody confirms their own, nobody confirms for another, and what was answered once stays answered.
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
from hevesy_service.accounts.models import User
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, one_writer, projection, written
from hevesy_service.competence.models import ProcedureRow, Witness
from hevesy_service.competence.training import enrolment_of, stream_of
from hevesy_service.refusals import AnsweredBefore, InLogbook, NotEnrolled, NotSupervisor, OwnProcedure

ENTERED, ANSWERED, TAKEN_BACK = "procedure_entered", "procedure_answered", "procedure_taken_back"
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
    same = ProcedureRow.objects.filter(
        site=site, person=person, act=claim.act, therapy=claim.therapy, case=claim.case, cycle=claim.cycle
    )
    if same.filter(state__in=STANDING).exists():
        raise InLogbook(case=claim.case.rpartition("/")[2])


def witness_named(site: Site, name: str) -> str:
    """The id of a witness, who is made known where they are new: the book has no names."""
    return str(Witness.objects.get_or_create(site=site, name=name)[0].pk)


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
    if by != row.supervisor:
        named = User.objects.filter(pk=row.supervisor).first()
        raise NotSupervisor(supervisor=str(named or row.supervisor))
    _check_waits(row)


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
        raise AnsweredBefore(on=row.answered.date().isoformat() if row.answered else "")


def logs_of(site: Site, people: Collection[str]) -> Mapping[str, list[Procedure]]:
    """The logbook of each of some people, without what was returned or taken back."""
    found: dict[str, list[Procedure]] = defaultdict(list)
    for row in ProcedureRow.objects.filter(site=site, person__in=people, state__in=STANDING):
        found[row.person].append(procedure_in(row))
    return found


def procedure_in(row: ProcedureRow) -> Procedure:
    """A row as the domain has it."""
    by = row.supervisor if row.state == CONFIRMED else ""
    return Procedure(row.act, row.therapy, row.case, row.cycle, row.on, row.supervision, by)


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


@projection(TAKEN_BACK)
def _taken_back(event: Event, body: dict[str, Any]) -> None:
    ProcedureRow.objects.filter(pk=body["procedure"]).update(state=WITHDRAWN, answered=event.at_server)


@told_by_the_book
def _empty_logbooks() -> None:
    ProcedureRow.objects.all().delete()
