"""Pages of the centre's desk: the worklist, a course as a timeline, and the acts that are recorded in it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.record import Template, acts, fields, find_template, form
from hevesy.run.asking import blocking
from hevesy.run.gate import GateAnswer
from hevesy.run.saying import (
    act_called,
    course_called,
    field_called,
    gate_called,
    moment_said,
    override_said,
    rows_said,
    said,
    therapy_called,
    value_said,
)
from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import at_site, may, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.forms import MOMENT, ActForm, BeginForm, second_people
from hevesy_service.care.models import CourseRow, EntryRow, Patient
from hevesy_service.care.people import alike, register
from hevesy_service.care.recording import Proposal, ask, begin_course, record
from hevesy_service.care.zone import zone_of
from hevesy_service.said import language

MOST = 100


@require_safe
@at_site("see_care")
def worklist(request: Asked, here: Site) -> HttpResponse:
    """Whose course waits for what, those that are planned first; `act` keeps those that wait for one act."""
    rows = CourseRow.objects.filter(site=here, ended="")
    wanted = request.GET.get("act", "")
    if wanted in acts(shelf()):
        rows = rows.filter(ready__contains=wanted)
    page = rows.order_by("planned", "-changed")[_start(request) : _start(request) + MOST]
    patients = Patient.objects.in_bulk([row.patient_id for row in page])
    listed = [
        (row, patients.get(row.patient_id), _acts(row.ready), _therapy(row), _on_clock(row.planned, here))
        for row in page
    ]
    shown = {
        "site": here, "rows": listed, "wanted": wanted, "acts": [(name, _act(name)) for name in acts(shelf())],
        "begins": may(request.user, "begin_care", here), "next": _start(request) + MOST if len(page) == MOST else 0,
        "sees_incidents": may(request.user, "see_incidents", here), "sees_gates": may(request.user, "see_gates", here),
        "exports": may(request.user, "export_counts", here),
    }  # fmt: skip
    return render(request, "care/worklist.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("begin_care")
def begin(request: Asked, here: Site) -> HttpResponse:
    """Register a patient and begin a course; who may be the same person is shown first."""
    form_ = BeginForm(settings.LANGUAGES, request.POST or None, initial={"key": new_id()})
    known: list[Patient] = []
    if request.method == "POST" and form_.is_valid():
        said_ = form_.cleaned_data
        known = [] if said_["sure"] else alike(here, said_)
        if not known:
            patient = register(here, said_, request.user, str(said_["key"]))
            course = begin_course(here, patient, said_["therapy"], request.user, str(new_id()))
            return redirect("course", course)
    page = {"site": here, "form": form_, "alike": known}
    return render(request, "care/begin.html", page, status=422 if form_.errors or known else 200)


@require_safe
@needs("see_care", CourseRow)
def course(request: Asked, found: CourseRow) -> HttpResponse:
    """A course as a timeline: what was done, what comes next, and what is out of the rules."""
    entries = list(found.entries.order_by("-place"))
    people = names({each.by for each in entries} | {each.second for each in entries})
    template = find_template(found.template, shelf())
    ready = _acts(found.ready)
    others = [(name, _act(name)) for name in template.moves if name not in dict(ready)]
    page = {
        "course": found, "patient": Patient.objects.filter(pk=found.patient_id).first(), "ready": ready,
        "others": others, "template": course_called(template, language()), "zone": zone_of(found.site),
        "story": [_told(each, people, zone_of(found.site)) for each in entries],
        "records": may(request.user, "record_care", found.site), "now": timezone.now(),
        "open_incidents": found.incidents.filter(closed=None).count(),
    }  # fmt: skip
    return render(request, "care/course.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("record_care", CourseRow)
def record_act(request: Asked, found: CourseRow, act: str) -> HttpResponse:
    """One act: its form, and what the gates say of it; what is outside the rules needs a reason."""
    template = find_template(found.template, shelf())
    if act not in template.moves:
        raise Http404
    form_ = _form(request, found, act, template)
    if request.method != "POST" or not form_.is_valid():
        return _act_shown(request, found, act, form_, None)
    proposal = Proposal(act, form_.raw(), form_.at(), form_.second_person(), form_.cleaned_data["reason"])
    asked = ask(found, proposal, request.user)
    if asked.problems:
        form_.mark(asked.problems)
        return _act_shown(request, found, act, form_, None)
    stopped = blocking(asked.answers)
    if stopped and not proposal.reason.strip():
        return _act_shown(request, found, act, form_, asked.answers)
    record(found.pk, proposal, request.user, str(form_.cleaned_data["key"]), form_.cleaned_data["seen"])
    return redirect("course", found.pk)


def _form(request: Asked, found: CourseRow, name: str, template: Template) -> ActForm:
    asked = form(template.moves[name].act.form, shelf())
    zone = zone_of(found.site)
    initial = {"key": new_id(), "seen": found.place, "at": timezone.now().astimezone(zone).strftime(MOMENT)}
    second = second_people(found.site, template.moves[name].act.second, request.user)
    return ActForm(asked, second, zone, request.POST or None, initial=initial)


def _act_shown(
    request: Asked, found: CourseRow, name: str, form_: ActForm, answers: tuple[GateAnswer, ...] | None
) -> HttpResponse:
    """The form with its gates; before anything was typed they answer for what stands."""
    if answers is None and not form_.is_bound:
        answers = ask(found, Proposal(name, {}, timezone.now()), request.user).answers
    stopped = answers is not None and form_.is_bound and bool(blocking(answers))
    page: dict[str, Any] = {
        "course": found, "name": _act(name), "form": form_, "zone": zone_of(found.site), "stopped": stopped,
        "patient": Patient.objects.filter(pk=found.patient_id).first(),
        "gates": [gate_line(each, zone_of(found.site)) for each in answers or ()], "therapy": _therapy(found),
    }  # fmt: skip
    status = 422 if form_.is_bound else 200
    return render(request, "care/act.html", page, status=status)


def gate_line(answer: GateAnswer, zone: tzinfo) -> dict[str, Any]:
    """A gate as a page shows it."""
    tongue = language()
    return {
        "name": gate_called(answer.gate, tongue), "state": str(answer.answer), "met": answer.is_met,
        "why": said(answer, shelf(), tongue, zone), "override": override_said(answer.gate, tongue),
        "signed": answer.signed,
    }  # fmt: skip


def names(ids: set[str]) -> dict[str, str]:
    """People by the ids that the book has of them; who signed a synthetic centre is nobody's id."""
    return {str(each.pk): str(each) for each in User.objects.filter(pk__in=[one for one in ids if _is_id(one)])}


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _told(entry: EntryRow, people: dict[str, str], zone: tzinfo) -> dict[str, Any]:
    """An entry as the timeline shows it."""
    return {
        "entry": entry, "act": _act(entry.act), "at": moment_said(entry.at, zone),
        "by": people.get(entry.by, entry.by), "second": people.get(entry.second, ""), "lines": _lines(entry, zone),
    }  # fmt: skip


def _lines(entry: EntryRow, zone: tzinfo) -> list[tuple[str, str, list[list[tuple[str, str]]]]]:
    """What an entry says, field by field as its form asks: its name, what it says, and its rows where it has some."""
    tongue, known, found = language(), fields(shelf()), list[tuple[str, str, list[list[tuple[str, str]]]]]()
    asked = [each.name for each in form(acts(shelf())[entry.act].form, shelf()).fields]
    for name in (*(each for each in asked if each in entry.said), *(each for each in entry.said if each not in asked)):
        value = entry.said[name]
        called, field = field_called(name, shelf(), tongue), known.get(name)
        if field is None:
            found.append((called, str(value), []))
        elif field.kind == "rows":
            found.append((called, "", rows_said(field, value, shelf(), tongue, zone)))
        else:
            found.append((called, value_said(field, value, shelf(), tongue, zone), []))
    return found


def _therapy(row: CourseRow) -> str:
    return therapy_called(row.therapy, shelf(), language())


def _on_clock(moment: datetime | None, here: Site) -> str:
    return moment_said(moment, zone_of(here)) if moment else ""


def _acts(ready: str) -> list[tuple[str, str]]:
    return [(name, _act(name)) for name in ready.split(";") if name]


def _act(name: str) -> str:
    return act_called(name, shelf(), language())


def _start(request: Asked) -> int:
    text = request.GET.get("from", "")
    return int(text) if text.isdecimal() and len(text) < 7 else 0
