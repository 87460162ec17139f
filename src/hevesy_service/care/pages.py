"""Pages of the centre's desk: the worklist, a course as a timeline, and the acts that are recorded in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.record import Form, Template, acts, fields, find_template, form
from hevesy.record.course import TAKEN_OVER
from hevesy.record.template import GIVEN
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
from hevesy_service.accounts.signing import Signed, signed_about
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.writing import written
from hevesy_service.book.zone import zone_of
from hevesy_service.care.dose_words import dose_shown, order_shown
from hevesy_service.care.events import by_second
from hevesy_service.care.forms import MOMENT, ActForm, BeginForm, reasons_of, typed, whom
from hevesy_service.care.models import CourseRow, EntryRow, Patient, VialRow
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.people import alike, register
from hevesy_service.care.recording import Proposal, ask, begin_course, record
from hevesy_service.care.safety_clock import clock
from hevesy_service.said import kept, language

MOST = 100
FAILS = ("qc_passes", "package_sound", "papers_complete", "appearance_clear", "filter_intact")  # no is a defect
SOON = timedelta(minutes=30)  # an act is written down beside the patient; later than that, the page says when


@require_safe
@at_site("see_care")
def worklist(request: Asked, here: Site) -> HttpResponse:
    """Whose course waits for what, those that are planned first; `act` keeps those that wait for one act."""
    rows = CourseRow.objects.filter(site=here, ended="")
    wanted = request.GET.get("act", "")
    if wanted in acts(shelf()):
        rows = rows.filter(ready__contains=wanted)
    page = rows.order_by(F("planned").asc(nulls_last=True), "-changed")[start_of(request) : start_of(request) + MOST]
    patients = Patient.objects.in_bulk([row.patient_id for row in page])
    listed = [
        (row, patients.get(row.patient_id), _acts(row.ready), _therapy(row), _on_clock(row.planned, here))
        for row in page
    ]
    shown = {
        "site": here, "rows": listed, "wanted": wanted, "acts": [(name, _act(name)) for name in acts(shelf())],
        "begins": may(request.user, "begin_care", here), "next": start_of(request) + MOST if len(page) == MOST else 0,
        "nav": desk_pages(request.user, here), "exports": may(request.user, "export_counts", here),
        **(clock(here) if may(request.user, "see_incidents", here) and not start_of(request) else {}),
        "writes": may(request.user, "report_safety", here),
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
    who = ("by", "second", "typed_by", "awaits", "acts_for")
    people = names({getattr(each, name) for each in entries for name in who})
    proofs = signed_about([about for each in entries for about in (str(each.pk), by_second(each.pk))])
    template = find_template(found.template, shelf())
    ready = _acts(found.ready)
    corrected, zone = {each.corrects for each in entries}, zone_of(found.site)
    page = {
        "course": found, "patient": Patient.objects.filter(pk=found.patient_id).first(), "ready": ready,
        "parts": _parts(template, dict(ready)), "template": course_called(template, language()), "zone": zone,
        "story": [_told(each, people, corrected, zone, proofs) for each in entries],
        "records": may(request.user, "record_care", found.site), "now": timezone.now(),
        "open_incidents": found.incidents.filter(closed=None).count(), **_reported(request, found, entries),
        "nav": desk_pages(request.user, found.site),
        "patient_label": "dispensing" in found.kept.get("standing", {}), **dose_shown(found),
        "treated": any(each.act == GIVEN for each in entries), "held": "hold" in found.kept.get("standing", {}),
        "me": str(request.user.pk),
    }  # fmt: skip
    return render(request, "care/course.html", page)


def _reported(request: Asked, found: CourseRow, entries: list[EntryRow]) -> dict[str, Any]:
    """What of a course may be reported: its reactions, the lot that failed, a spill that no deviation has told of."""
    said = {each.act: each.said for each in reversed(entries)}
    failed = any(each.said.get(name) is False for each in entries for name in FAILS)
    lot = str(said.get("receipt", {}).get("lot", ""))
    writes = may(request.user, "report_safety", found.site)
    beside = said.get("administration", {}).get("extravasation")
    return {
        "reacted": writes and "toxicity" in said, "failed_lot": lot if writes and failed else "",
        "reports": may(request.user, "report_incident", found.site),
        "incidents_seen": may(request.user, "see_incidents", found.site),
        "spilled": "spill" if "spill" in said else "extravasation" if beside else "",
    }  # fmt: skip


def _parts(template: Template, ready: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The acts that do not wait, by the part of a course they belong to."""
    called = {
        "intake": _("Before treatment"), "cycle": _("This cycle"), "after": _("Afterwards"), "any": _("At any time")
    }  # fmt: skip
    return [
        (words, [(name, _act(name)) for name, move in template.moves.items() if move.act.part == part
                 and name not in ready and name != TAKEN_OVER])
        for part, words in called.items()
    ]  # fmt: skip


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
    said_ = form_.cleaned_data
    proposal, key = _proposed(act, form_), str(said_["key"])
    asked = ask(found, proposal, request.user)
    if not asked.problems and written(found.site, key) is not None:  # sent again: it is done once
        return _done(found, record(found.pk, proposal, request.user, key), asked.said)
    if asked.problems:
        form_.mark(asked.problems)
        return _act_shown(request, found, act, form_, None)
    stopped = blocking(asked.answers)
    if not proposal.reason.strip() and (stopped or proposal.corrects):
        return _act_shown(request, found, act, form_, asked.answers)
    if not form_.prove():
        return _act_shown(request, found, act, form_, None)
    event = record(found.pk, replace(proposal, proof=form_.proof), request.user, key, said_["seen"])
    return _done(found, event, asked.said)


def _proposed(act: str, form_: ActForm) -> Proposal:
    """What a form says; the gates are asked of it before anybody proves who they are."""
    said_ = form_.cleaned_data
    return Proposal(
        act, form_.raw(), form_.at(), form_.second_person(), said_["reason"], str(said_["corrects"] or ""),
        form_.done_by(), form_.proof,
    )  # fmt: skip


def _done(found: CourseRow, event: Event, told: Mapping[str, Any]) -> HttpResponse:
    """To the course; where late quality control has failed, to everybody whom the lot has reached."""
    entry = EntryRow.objects.get(pk=event.pk)
    vial = VialRow.objects.filter(pk=entry.vial_id).first() if entry.vial_id else None
    lot = "" if vial is None else vial.lot
    if entry.act == "late_quality_control" and told.get("qc_passes") is False and lot:
        return redirect(f"{reverse('lot', args=[found.site.code])}?{urlencode({'lot': lot})}")
    return redirect("course", found.pk)


def _form(request: Asked, found: CourseRow, name: str, template: Template) -> ActForm:
    act, zone = template.moves[name].act, zone_of(found.site)
    asked = form(act.form, shelf())
    initial = {
        "key": new_id(), "seen": found.place, "at": timezone.now().astimezone(zone).strftime(MOMENT),
        **{each.name: request.GET[each.name] for each in asked.fields if each.name in request.GET},
        **_corrected(request, found, name, asked, zone),
    }  # fmt: skip
    reasons = reasons_of(found.therapy) if name == "loss" else ()
    return ActForm(asked, whom(found.site, act), zone, request.POST or None, initial=initial,
                   reasons=reasons, request=request, site=found.site)  # fmt: skip


def _corrected(request: Asked, found: CourseRow, act: str, asked: Form, zone: tzinfo) -> dict[str, Any]:
    """What an entry said that is to be corrected, for its form to be filled with; nothing where none is named."""
    named = request.GET.get("corrects") or request.POST.get("corrects")
    if not named:
        return {}
    try:
        entry = get_object_or_404(EntryRow, course=found, act=act, pk=UUID(named))
    except ValueError:
        raise Http404 from None
    return {
        **typed(entry.said, asked, zone), "corrects": entry.pk, "second": entry.second,
        "at": entry.at.astimezone(zone).strftime(MOMENT),
    }  # fmt: skip


def _act_shown(
    request: Asked, found: CourseRow, name: str, form_: ActForm, answers: tuple[GateAnswer, ...] | None
) -> HttpResponse:
    """The form with its gates; before anything was typed they answer for what stands."""
    corrects = str(form_["corrects"].value() or "")
    if answers is None and not form_.is_bound:
        answers = ask(found, Proposal(name, {}, timezone.now(), corrects=corrects), request.user).answers
    stopped = answers is not None and form_.is_bound and bool(blocking(answers))
    zone = zone_of(found.site)
    page: dict[str, Any] = {
        "course": found, "name": _act(name), "form": form_, "zone": zone, "stopped": stopped, "corrects": corrects,
        "patient": Patient.objects.filter(pk=found.patient_id).first(),
        "gates": [gate_line(each, zone) for each in sorted(answers or (), key=lambda each: each.is_met)],
        "therapy": _therapy(found), "nav": desk_pages(request.user, found.site),
        "proposal": order_shown(found, request.GET.get("carrier", "")) if name == "order" else None,
        "lacks_reason": bool(corrects) and form_.is_bound and not stopped and not form_.errors,
    }  # fmt: skip
    status = 422 if form_.is_bound else 200
    return render(request, "care/act.html", page, status=status)


def gate_line(answer: GateAnswer, zone: tzinfo) -> dict[str, Any]:
    """A gate as a page shows it."""
    tongue = language()
    return {
        "name": gate_called(answer.gate, tongue), "state": str(answer.answer), "met": answer.is_met,
        "why": kept(said(answer, shelf(), tongue, zone)), "override": override_said(answer.gate, tongue),
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


def _late(entry: EntryRow) -> bool:
    """Whether it was written down so long after it happened that the page says when."""
    return bool(entry.typed_by) or abs(entry.entered_at - entry.at) > SOON


def _told(
    entry: EntryRow, people: dict[str, str], corrected: set[str], zone: tzinfo, proofs: Mapping[str, Signed]
) -> dict[str, Any]:
    """An entry as the timeline shows it, with the signatures of both."""
    proof, known = proofs.get(str(entry.pk)), acts(shelf())[entry.act]
    return {
        "proof": proof, "second_proof": proofs.get(by_second(entry.pk)),
        "not_signed": known.is_signed and proof is None, "awaits": people.get(entry.awaits, ""),
        "acts_for": people.get(entry.acts_for, entry.acts_for),
        "entry": entry, "act": _act(entry.act), "at": moment_said(entry.at, zone),
        "entered": moment_said(entry.entered_at, zone) if _late(entry) else "",
        "typed_by": people.get(entry.typed_by, entry.typed_by), "corrected": str(entry.pk) in corrected,
        "by": people.get(entry.by, entry.by), "second": people.get(entry.second, ""), "lines": lines_of(entry, zone),
    }  # fmt: skip


def lines_of(entry: EntryRow, zone: tzinfo) -> list[tuple[str, str, list[list[tuple[str, str]]]]]:
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


def start_of(request: Asked) -> int:
    """From which row on a list is shown."""
    text = request.GET.get("from", "")
    return int(text) if text.isdecimal() and len(text) < 7 else 0
