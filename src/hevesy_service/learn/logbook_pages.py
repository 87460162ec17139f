"""Logbooks: what a trainee claims and enters, what a supervisor confirms or returns, and assessments at work."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.competence.logbook import Progress
from hevesy.competence.saying import competency_called, level_called
from hevesy.competence.training import Offer
from hevesy.run.saying import act_called, therapy_called
from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import at_site, may, must
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.done_here import Recorded, recorded_by, recorded_since
from hevesy_service.care.known_people import people_of
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.competence.assessing import assess as write_assessment
from hevesy_service.competence.events import evidence_of
from hevesy_service.competence.logbook import (
    CONFIRMED,
    RETURNED,
    STANDING,
    WAITING,
    answer,
    check_may_unconfirm,
    enter,
    logs_of,
    take_back,
    unconfirm,
    witness_named,
)
from hevesy_service.competence.models import AssessmentRow, EnrolmentRow, ProcedureRow, Witness
from hevesy_service.competence.training import enrolment_of
from hevesy_service.learn.trained import (
    Hub,
    competencies_in,
    framework_of,
    group_called,
    looks_after,
    member,
    modules_passed,
    must_see,
    progress_of,
)
from hevesy_service.learn.training_forms import (
    KIND,
    STATE,
    SUPERVISION,
    AssessmentForm,
    ClaimForm,
    ElsewhereForm,
    NamedForm,
    PickForm,
    ReturnForm,
    UnconfirmForm,
)
from hevesy_service.refusals import OwnEvidence, Refusal
from hevesy_service.said import language

MOST = 50  # procedures on a page
LATELY = 10  # confirmed procedures that their supervisor finds again
ANSWERS = {"confirms": NamedForm, "takes_back": NamedForm, "unconfirms": UnconfirmForm, "returns": ReturnForm}


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_logbook")
def mine(request: Asked, here: Site) -> HttpResponse:
    """One's own logbook: what one has done here is offered, and is claimed with who supervised it."""
    me = str(request.user.pk)
    training = enrolment_of(here, me)
    recorded = _recorded(here, me, training)
    form = ClaimForm(recorded, _supervisors(training), request.POST or None, initial={"key": new_id()})
    if request.method == "POST" and form.is_valid() and form.did(lambda: _claimed(here, me, form)):
        messages.success(request, _("Your supervisor is asked to confirm it."))
        return redirect("logbook", here.code)
    page = {
        **_logbook(request, here, request.user), "form": form, "offered": _offered(here, me, recorded), "own": True,
        "to_confirm": ProcedureRow.objects.filter(site=here, supervisor=me, state=WAITING).count(),
        "mine": _whom(here, me),
    }  # fmt: skip
    return render(request, "learn/logbook.html", page, status=form.status)


def _claimed(here: Site, person: str, form: ClaimForm) -> None:
    """All that was ticked, or nothing."""
    with transaction.atomic():
        for claim in form.found():
            enter(here, person, claim, str(uuid5(form.cleaned_data["key"], claim.entry)))


@require_safe
@at_site("keep_logbook")
def of_one(request: Asked, here: Site, person: UUID) -> HttpResponse:
    """The logbook of a trainee, for those who supervise them and who leads the training."""
    user = member(here, person)
    must_see(request.user, here, str(user.pk), enrolment_of(here, str(user.pk)))
    return render(request, "learn/logbook.html", _logbook(request, here, user))


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_logbook")
def elsewhere(request: Asked, here: Site) -> HttpResponse:
    """Enter a procedure that was done elsewhere, with a witness."""
    me = str(request.user.pk)
    training = enrolment_of(here, me)
    framework, today = framework_of(training), today_at(here)
    if framework is None:
        messages.error(request, _("You are not in training here; a trainer of the site enrols you."))
        return redirect("logbook", here.code)
    start = {"key": new_id(), "on": today}
    form = ElsewhereForm(
        framework, str(request.user), _supervisors(training), today, request.POST or None, initial=start
    )
    form.people = people_of(here) if request.method == "POST" else ()
    if request.method == "POST" and form.is_valid() and form.did(lambda: _entered(here, me, form)):
        messages.success(request, _("Your supervisor is asked to confirm it."))
        return redirect("logbook", here.code)
    page = {"site": here, "nav": desk_pages(request.user, here), "form": form}
    return render(request, "learn/elsewhere.html", page, status=form.status)


def _entered(here: Site, person: str, form: ElsewhereForm) -> None:
    with transaction.atomic():  # nobody is made known as the witness of what is not written
        claim = form.found(witness_named(here, form.cleaned_data["witness"]))
        enter(here, person, claim, str(form.cleaned_data["key"]))


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("supervise_trainees")
def confirm(request: Asked, here: Site) -> HttpResponse:
    """What waits for a supervisor: each is named, and those that are ticked are confirmed together."""
    me = str(request.user.pk)
    named = {str(each.pk): each for each in ProcedureRow.objects.filter(site=here, supervisor=me)}
    form = PickForm(named, request.POST or None, initial={"key": new_id()})
    if request.method == "POST" and form.is_valid() and form.did(lambda: _confirmed(named, me, form)):
        messages.success(request, _("Confirmed."))
        return redirect("confirm_procedures", here.code)
    waiting = [each for each in named.values() if each.state == WAITING]
    lately = ProcedureRow.objects.filter(site=here, supervisor=me, state=CONFIRMED).order_by("-answered")[:LATELY]
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form, "waiting": list(_said(waiting)),
        "lately": list(_said(lately)),
    }  # fmt: skip
    return render(request, "learn/confirm.html", page, status=form.status)


def _confirmed(named: dict[str, ProcedureRow], by: str, form: PickForm) -> None:
    """All that was ticked, or nothing."""
    with transaction.atomic():
        for pk in form.cleaned_data["pick"]:
            answer(named[pk], True, by, str(uuid5(form.cleaned_data["key"], pk)))


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_logbook")
def procedure(request: Asked, here: Site, pk: UUID) -> HttpResponse:
    """One procedure, which its supervisor confirms or returns with a reason, or its trainee takes back until then.

    Who confirmed it takes that back here too.
    """
    row = get_object_or_404(ProcedureRow.objects.select_related("site"), site=here, pk=pk)
    me = str(request.user.pk)
    if request.method == "POST" and me == row.supervisor and row.state == WAITING:
        must(request.user, "supervise_trainees", here)
    if me != row.supervisor:
        must_see(request.user, here, row.person, enrolment_of(here, row.person))
    what = _what_is_sent(request, row)
    forms = {
        each: kind(request.POST if each == what else None, initial={"key": new_id()}) for each, kind in ANSWERS.items()
    }
    if what and forms[what].is_valid():
        return _answered(request, row, what, forms[what].cleaned_data)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "forms": forms, "each": next(_said([row])),
        "answers": me == row.supervisor and row.state == WAITING and may(request.user, "supervise_trainees", here),
        "own": me == row.person and row.state == WAITING,
        "unconfirms": _may_unconfirm(request, row),
    }  # fmt: skip
    return render(request, "learn/procedure.html", page, status=422 if what else 200)


def _what_is_sent(request: Asked, row: ProcedureRow) -> str:
    """Which answer is sent to a procedure; what is sent for another than the trainee takes nothing back."""
    if request.method != "POST":
        return ""
    found = next((each for each in ANSWERS if each in request.POST), "returns")
    return "returns" if found == "takes_back" and str(request.user.pk) != row.person else found


def _answered(request: Asked, row: ProcedureRow, what: str, said: dict[str, Any]) -> HttpResponse:
    """Write an answer, and go on with what waits."""
    me, key, here = str(request.user.pk), str(said["key"]), row.site.code
    if what == "takes_back":
        take_back(row, key)
        return redirect("logbook", here)
    if what == "unconfirms":
        unconfirm(row, request.user, said["reason"], key)
        messages.success(request, _("The confirmation is taken back."))
        return redirect("procedure", here, row.pk)
    answer(row, what == "confirms", me, key, said.get("reason", ""))
    messages.success(request, _("Confirmed.") if what == "confirms" else _("Returned."))
    return redirect("confirm_procedures", here)


def _may_unconfirm(request: Asked, row: ProcedureRow) -> bool:
    if row.state != CONFIRMED:
        return False
    try:
        check_may_unconfirm(row, request.user)
    except Refusal:
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("supervise_trainees")
def assess(request: Asked, here: Site, person: UUID, kind: str) -> HttpResponse:
    """Write down an assessment of a trainee at work; it is evidence at once."""
    user, today = member(here, person), today_at(here)
    training = enrolment_of(here, str(user.pk))
    framework = framework_of(training)
    if kind not in KIND or framework is None:
        raise Http404
    if user == request.user:
        raise OwnEvidence()
    must_see(request.user, here, str(user.pk), training)
    form = AssessmentForm(kind, framework, today, request.POST or None, initial={"key": new_id(), "on": today})
    form.people = people_of(here) if request.method == "POST" else ()
    if request.method == "POST" and form.is_valid():
        write_assessment(here, str(user.pk), form.found(str(request.user.pk)), str(form.cleaned_data["key"]))
        messages.success(request, _("Kept."))
        return redirect("logbook_of", here.code, user.pk)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form, "person": user, "kind": KIND[kind],
        "framework": framework,
    }  # fmt: skip
    return render(request, "learn/assess.html", page, status=422 if form.errors else 200)


def _logbook(request: Asked, here: Site, user: User) -> dict[str, Any]:
    """What every reader of a logbook sees."""
    id, hub = str(user.pk), Hub(here, today_at(here))
    training = enrolment_of(here, id)
    framework = framework_of(training)
    start = _start(request)
    rows = list(ProcedureRow.objects.filter(site=here, person=id)[start : start + MOST])
    log = logs_of(here, [id]).get(id, [])
    shown = list(competencies_in(evidence_of(here, id), framework, hub.on)) if framework else []
    since = recorded_since(here)
    groups = [
        (group_called(offer.asked), offer, progress_of(offer, log))
        for offer in (hub.offers(framework) if framework else ())
    ]  # fmt: skip
    return {
        "site": here, "nav": desk_pages(request.user, here), "person": user, "training": training, "groups": groups,
        "longest": max((each for each in groups if each[2].months), key=_months, default=None),
        "framework": framework, "supervisors": list(_supervisors(training).values()),
        "procedures": list(_said(rows)), "next": start + MOST if len(rows) == MOST else 0,
        "competencies": shown, "enough": sum(each[3] for each in shown), "assessments": list(_assessed(here, id)),
        "kinds": list(KIND.items()) if looks_after(request.user, here, id, training) else [],
        "young": since if since is None or (hub.on - since).days < 365 else "", "today": hub.on,
        "leads": may(request.user, "lead_training", here), "modules": modules_passed(here, id),
    }  # fmt: skip


def _months(group: tuple[str, Offer, Progress]) -> float:
    return group[2].months[0] if group[2].months else 0.0


def _start(request: Asked) -> int:
    said = request.GET.get("start", "")
    return int(said) if said.isdecimal() and len(said) < 7 else 0


def _supervisors(training: EnrolmentRow | None) -> dict[str, str]:
    found = names(set(training.supervisors)) if training else {}
    return dict(sorted(found.items(), key=lambda each: each[1]))


def _recorded(here: Site, person: str, training: EnrolmentRow | None) -> list[Recorded]:
    """What a person has recorded here since they are in training, whether they claimed it or not."""
    framework = framework_of(training)
    return recorded_by(here, person, framework, training.since) if framework and training else []


def _offered(here: Site, person: str, recorded: list[Recorded]) -> list[tuple[Recorded, str, str, str]]:
    """What may be claimed yet, and why it was returned if it was."""
    rows = list(ProcedureRow.objects.filter(site=here, person=person).order_by("written"))
    taken = {(each.act, each.case, each.cycle) for each in rows if each.state in STANDING}
    why = {(each.act, each.case, each.cycle): each.reason for each in rows if each.state == RETURNED}
    return [
        (each, act_called(each.act, shelf(), language()), therapy_called(each.therapy, shelf(), language()),
         why.get(each.place, ""))
        for each in recorded if each.place not in taken
    ]  # fmt: skip


def _whom(here: Site, supervisor: str) -> list[tuple[str, str]]:
    """Whom somebody supervises."""
    rows = EnrolmentRow.objects.filter(site=here)
    found = names({each.person for each in rows if supervisor in each.supervisors})
    return sorted(found.items(), key=lambda each: each[1])


def _said(rows: Collection[ProcedureRow]) -> Iterator[dict[str, Any]]:
    """Procedures as one reads them."""
    people = names({each for row in rows for each in (row.person, row.supervisor, row.unconfirmed_by) if each})
    seen = Witness.objects.in_bulk([UUID(row.witness) for row in rows if row.witness])
    for row in rows:
        yield {
            "row": row, "act": act_called(row.act, shelf(), language()), "state": STATE[row.state],
            "therapy": therapy_called(row.therapy, shelf(), language()), "supervision": SUPERVISION[row.supervision],
            "person": people.get(row.person, ""), "supervisor": people.get(row.supervisor, ""),
            "witness": seen.get(UUID(row.witness), "") if row.witness else "",
            "unconfirmed_by": people.get(row.unconfirmed_by, ""),
        }  # fmt: skip


def _assessed(here: Site, person: str) -> Iterator[dict[str, Any]]:
    rows = list(AssessmentRow.objects.filter(site=here, person=person)[:MOST])
    people = names({row.by for row in rows})
    for row in rows:
        yield {
            "row": row, "kind": KIND[row.kind], "by": people.get(row.by, ""),
            "competency": competency_called(row.competency, shelf(), language()),
            "level": level_called(row.level, language()),
        }  # fmt: skip
