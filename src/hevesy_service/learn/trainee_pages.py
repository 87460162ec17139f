"""The trainer's view: trainees by milestone, how procedures are shared, who supervises how much, what lacks here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hevesy.competence import Framework
from hevesy.competence.logbook import Procedure
from hevesy.competence.training import cases, days_within, equal_shares
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import day_at, today_at
from hevesy_service.care.done_here import YEAR
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.competence.events import evidence_of_all
from hevesy_service.competence.logbook import CONFIRMED, STANDING, WAITING, procedure_in
from hevesy_service.competence.models import EnrolmentRow, ProcedureRow
from hevesy_service.competence.training import end_training, enrol, enrolment_of
from hevesy_service.learn.trained import Hub, competencies_in, group_called, member, people_who, progress_of
from hevesy_service.learn.training_forms import EndForm, EnrolForm

Rows = Mapping[str, list[ProcedureRow]]  # of each trainee


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("lead_training")
def everybody(request: Asked, here: Site) -> HttpResponse:
    """Trainees by milestone, shares, supervision and gaps; somebody new is enrolled here."""
    hub = Hub(here, today_at(here))
    form = _enrolling(here, request.POST or None, {"key": new_id(), "since": hub.on})
    if request.method == "POST" and form.is_valid():
        _enrolled(request, here, form.cleaned_data["person"], form)
        return redirect("trainees", here.code)
    rows: dict[str, list[ProcedureRow]] = defaultdict(list)
    for row in ProcedureRow.objects.filter(site=here):
        rows[row.person].append(row)
    people = names({row.person for row, _framework in hub.trainings})
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form,
        "frameworks": [
            {"framework": framework, **_milestones(hub, framework, trainees, rows, people)}
            for framework, trainees in _by_framework(hub)
        ],
        "shares": [
            (framework, _shares(hub, framework, trainees, rows, people)) for framework, trainees in _by_framework(hub)
        ],
        "load": _load(hub, rows), "others": _others(here, {row.person for row, _framework in hub.trainings}),
    }  # fmt: skip
    return render(request, "learn/trainees.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("lead_training")
def enrolment(request: Asked, here: Site, person: UUID) -> HttpResponse:
    """Who supervises a trainee, for which framework and since when; and the last day of their training."""
    user = member(here, person)
    training = enrolment_of(here, str(user.pk))
    if training is None:
        raise Http404
    ends = "until" in request.POST
    start = {"key": new_id(), "person": training.person, "framework": training.framework, "since": training.since,
             "supervisors": training.supervisors}  # fmt: skip
    form = _enrolling(here, None if ends else request.POST or None, start, only={training.person: str(user)})
    end = EndForm(training.since, request.POST if ends else None,
                  initial={"key": new_id(), "until": training.until or today_at(here)})  # fmt: skip
    if request.method == "POST" and (end if ends else form).is_valid():
        if ends:
            said = end.cleaned_data
            end_training(here, training.person, said["until"], str(request.user.pk), str(said["key"]))
            messages.success(request, _("Kept."))
        else:
            _enrolled(request, here, training.person, form)
        return redirect("trainees", here.code)
    page = {"site": here, "nav": desk_pages(request.user, here), "person": user, "form": form, "end": end,
            "training": training}  # fmt: skip
    return render(request, "learn/enrolment.html", page, status=422 if form.errors or end.errors else 200)


def _enrolling(here: Site, data: Any, start: dict[str, Any], only: dict[str, str] | None = None) -> EnrolForm:
    """The form, with those who may be in training here and those who may supervise."""
    people = only or people_who(here, "keep_logbook")
    return EnrolForm(here, people, people_who(here, "supervise_trainees"), data, initial=start)


def _enrolled(request: Asked, here: Site, person: str, form: EnrolForm) -> None:
    said = form.cleaned_data
    by, key = str(request.user.pk), str(said["key"])
    enrol(here, person, said["framework"], said["since"], said["supervisors"], by, key)
    messages.success(request, _("Kept."))


def _by_framework(hub: Hub) -> list[tuple[Framework, list[EnrolmentRow]]]:
    found: dict[str, tuple[Framework, list[EnrolmentRow]]] = {}
    for row, framework in hub.trainings:
        found.setdefault(framework.id, (framework, []))[1].append(row)
    return list(found.values())


def _milestones(
    hub: Hub, framework: Framework, trainees: list[EnrolmentRow], rows: Rows, people: Mapping[str, str]
) -> dict[str, Any]:
    """A line for each group of a framework with each trainee's progress, and what the centre can offer of it."""
    known = evidence_of_all(hub.site, [row.person for row in trainees])
    shown = [[each[3] for each in competencies_in(known[row.person], framework, hub.on)] for row in trainees]
    offered, logs = hub.offers(framework), [_log(rows[row.person]) for row in trainees]
    return {
        "trainees": [(row, people.get(row.person, "")) for row in trainees],
        "groups": [
            (group_called(offer.asked), offer, [progress_of(offer, log) for log in logs]) for offer in offered
        ],
        "competencies": [(sum(each), len(each)) for each in shown],
        "gaps": [(group_called(offer.asked), offer) for offer in offered if offer.is_gap],
    }  # fmt: skip


def _log(rows: Iterable[ProcedureRow]) -> list[Procedure]:
    return [procedure_in(row) for row in rows if row.state in STANDING]


def _shares(
    hub: Hub, framework: Framework, trainees: list[EnrolmentRow], rows: Rows, people: Mapping[str, str]
) -> list[tuple[str, int, float]]:
    """The cases that each has had here in the last year, beside an equal share by their days in training."""
    first = hub.on - YEAR
    had, days = {}, {}
    for row in trainees:
        log = _log(each for each in rows[row.person] if each.entry and first < each.on <= hub.on)
        had[row.person] = sum(len(cases(log, asked)) for asked in framework.procedures)
        days[row.person] = days_within(row.since, row.until, first, hub.on)
    equal = equal_shares(had, days)
    return [(people.get(person, ""), many, equal[person]) for person, many in had.items()]


def _load(hub: Hub, rows: Rows) -> list[dict[str, Any]]:
    """Each supervisor with their trainees, what they confirmed in the last year, and what waits for them since when."""
    trainees = Counter(each for row, _framework in hub.trainings for each in row.supervisors)
    confirmed: Counter[str] = Counter()
    waits: dict[str, list[date]] = defaultdict(list)
    for row in (each for of_one in rows.values() for each in of_one):
        if row.state == WAITING:
            waits[row.supervisor].append(day_at(hub.site, row.written))
        elif row.state == CONFIRMED and row.answered and day_at(hub.site, row.answered) > hub.on - YEAR:
            confirmed[row.supervisor] += 1
    everybody = names({*trainees, *confirmed, *waits})
    found = [
        {"name": name, "trainees": trainees[id], "confirmed": confirmed[id], "waiting": len(waits.get(id, [])),
         "oldest": min(waits[id]) if id in waits else None}
        for id, name in everybody.items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each["waiting"], each["name"]))


def _others(here: Site, shown: set[str]) -> list[tuple[EnrolmentRow, str]]:
    """Whose training has ended, or has not begun."""
    rows = [row for row in EnrolmentRow.objects.filter(site=here) if row.person not in shown]
    people = names({row.person for row in rows})
    return [(row, people.get(row.person, "")) for row in rows]
