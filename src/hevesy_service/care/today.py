"""The board of today for the roles of a person: what can be done now, what is planned, what is late, what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hevesy.record import acts
from hevesy.run.asking import blocking
from hevesy.run.gate import GateAnswer
from hevesy.run.saying import act_called, gate_called, moment_said, said, therapy_called
from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import at_site, may
from hevesy_service.accounts.roles import role_called
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import zone_of
from hevesy_service.care.centre import Centre, centre_of
from hevesy_service.care.countersigning import awaiting
from hevesy_service.care.incident_names import called
from hevesy_service.care.models import CourseRow, Incident, Patient
from hevesy_service.care.nav import desk_pages, roles_at
from hevesy_service.care.recording import Proposal, ask
from hevesy_service.care.safety_events import to_send, unjudged
from hevesy_service.desk.waiting import waiting_for
from hevesy_service.quality import findings
from hevesy_service.quality.models import ActionRow
from hevesy_service.quality.overdue import late_actions
from hevesy_service.said import kept, language

EACH = 8  # courses that a list of an act shows; the worklist has them all
ASKED = 40  # courses of today and tomorrow whose gates are asked
OF_THE_FORM = ("not_said", "second_missing")  # what the form itself will say, which nobody has filled in yet


@dataclass(frozen=True, slots=True)
class Waiting:
    """A course on the board: who, what could come next for this person, and which gates are in the way of it."""

    row: CourseRow
    patient: Patient | None
    therapy: str
    planned: str
    acts: list[tuple[str, str]]
    stopped: list[tuple[str, str]]


@require_safe
@at_site("see_care")
def today(request: Asked, here: Site) -> HttpResponse:
    """What I can do now, what is planned for today and tomorrow and which gate stops it, and what is overdue."""
    held, now, zone = roles_at(request.user, here), timezone.now(), zone_of(here)
    mine = {name for name, act in acts(shelf()).items() if held & set(act.roles)}
    rows = CourseRow.objects.filter(site=here, ended="")
    begins = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    days = (begins, begins + timedelta(days=1), begins + timedelta(days=2))
    centre = centre_of(here)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "day": begins.date(),
        "roles": ", ".join(sorted(role_called(role) for role in held)),
        "today": _planned(rows, days[0], days[1], mine, request.user, centre),
        "tomorrow": _planned(rows, days[1], days[2], mine, request.user, centre),
        "overdue": _listed(_overdue(rows, begins), mine, zone),
        "awaits_me": sum(each.awaits == str(request.user.pk) for each in awaiting(here)),
        "now": _by_act(rows, mine), "begins": may(request.user, "begin_care", here),
        "open_incidents": Incident.objects.filter(site=here, closed=None).count(),
        "sees_incidents": may(request.user, "see_incidents", here), "zone": zone,
        "late": _late(request.user, here, held, begins), "corrections": _corrections(here, begins),
        "waiting": waiting_for(request.user, [here]),
        "reports": len(unjudged(here, centre.reader)) + len(to_send(here)),
    }  # fmt: skip
    return render(request, "care/today.html", page)


def _late(user: User, here: Site, held: frozenset[str], begins: datetime) -> list[tuple[ActionRow, str, str]]:
    """The corrective actions of the site that are overdue and this person's matter, with whose else they are."""
    if not may(user, "see_audits", here):
        return []
    return [
        (each.row, findings.called(each.row), ", ".join(role_called(role) for role in each.roles))
        for each in late_actions(here, begins.date())
        if each.row.owner == str(user.pk) or held & set(each.roles)
    ]  # fmt: skip


def _corrections(here: Site, begins: datetime) -> list[tuple[Incident, str, str]]:
    """The corrections that were to be done before today, with who sees to them."""
    late = list(Incident.objects.filter(site=here, closed=None, due__lt=begins.date()).order_by("due")[:ASKED])
    owners = User.objects.filter(pk__in={each.owner for each in late if each.owner})
    people = {str(each.pk): str(each) for each in owners}
    return [(each, called(each), people.get(each.owner, "")) for each in late]


def _planned(
    rows: QuerySet[CourseRow], since: datetime, until: datetime, mine: set[str], user: User, centre: Centre
) -> list[Waiting]:
    """The courses planned between two moments that were not given yet, with the gates in the way of what comes next."""
    found = [row for row in rows.filter(planned__gte=since, planned__lt=until).order_by("planned")
             if not _given(row)][:ASKED]  # fmt: skip
    patients = Patient.objects.in_bulk([row.patient_id for row in found])
    return [_waiting(row, patients, mine, zone_of(centre.site), _stopped(row, user, centre)) for row in found]


def _given(row: CourseRow) -> bool:
    return "administration" in (row.kept or {}).get("standing", {})


def _stopped(row: CourseRow, user: User, centre: Centre) -> list[tuple[str, str]]:
    """Which gates are in the way of what could come next, beside what its own form will say."""
    found: dict[str, str] = {}
    for act in row.ready.split(";"):
        if act:
            for each in blocking(ask(row, Proposal(act, {}, timezone.now()), user, centre).answers):
                if not _of_the_form(each, act):
                    name = gate_called(each.gate, language())
                    found.setdefault(name, kept(said(each, shelf(), language(), zone_of(centre.site))))
    return list(found.items())


def _of_the_form(answer: GateAnswer, act: str) -> bool:
    own = str(answer.values.get("what", "")).startswith(f"{act}.")
    return answer.because in ("second_missing", "wrong_role") or (answer.because in OF_THE_FORM and own)


def _overdue(rows: QuerySet[CourseRow], begins: datetime) -> list[CourseRow]:
    """Planned for an earlier day and neither given nor put off."""
    return [row for row in rows.filter(planned__lt=begins).order_by("planned")[:200] if not _given(row)][:ASKED]


def _listed(rows: list[CourseRow], mine: set[str], zone: tzinfo) -> list[Waiting]:
    patients = Patient.objects.in_bulk([row.patient_id for row in rows])
    return [_waiting(row, patients, mine, zone, []) for row in rows]


def _waiting(
    row: CourseRow, patients: Mapping[object, Patient], mine: set[str], zone: tzinfo, stopped: list[tuple[str, str]]
) -> Waiting:
    ready = [(name, act_called(name, shelf(), language())) for name in row.ready.split(";") if name in mine]
    planned = "" if row.planned is None else moment_said(row.planned, zone)
    therapy = therapy_called(row.therapy, shelf(), language())
    return Waiting(row, patients.get(row.patient_id), therapy, planned, ready, stopped)


def _by_act(rows: QuerySet[CourseRow], mine: set[str]) -> list[dict[str, object]]:
    """What waits for this person's roles, act by act in the order of a course: how many, and the first of them."""
    waiting: dict[str, list[tuple[object, object]]] = {}
    for pk, patient, ready in rows.order_by("planned", "changed").values_list("pk", "patient_id", "ready"):
        for name in ready.split(";"):
            if name in mine:
                waiting.setdefault(name, []).append((pk, patient))
    wanted = {patient for held in waiting.values() for _pk, patient in held[:EACH]}
    patients = Patient.objects.in_bulk(wanted)
    return [
        {"name": name, "act": act_called(name, shelf(), language()), "count": len(waiting[name]),
         "more": max(0, len(waiting[name]) - EACH),
         "courses": [(pk, patients.get(patient)) for pk, patient in waiting[name][:EACH]]}
        for name in acts(shelf()) if name in waiting
    ]  # fmt: skip
