"""Pages of safety reports: what is due, a reaction or a defect as it is reported, and that it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.run.safety_report import due, implied, lines, minimum_lacking
from hevesy.run.saying import therapy_called
from hevesy_service.accounts.rights import at_site, may, must, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at, zone_of
from hevesy_service.care.centre import centre_of
from hevesy_service.care.material import bar
from hevesy_service.care.models import CourseRow, EntryRow, SafetyReport, VialRow
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.care.recalled import reached_by
from hevesy_service.care.safety_clock import clock, left
from hevesy_service.care.safety_events import (
    DEFECT,
    REACTION,
    known,
    of_course,
    reaction_of,
    reactions_of,
    send,
    write,
)
from hevesy_service.care.safety_forms import SEEN, DefectForm, ReactionForm, SentForm
from hevesy_service.refusals import NotSent
from hevesy_service.said import language, sentence

MOST = 50
ASKED = ("outcome", "sex", "indication", "action", "rechallenge", "qualification", "narrative")  # said by a person


@require_safe
@at_site("see_incidents")
def safety_reports(request: Asked, here: Site) -> HttpResponse:
    """What is to be judged, what is to be sent and until when, and what was sent."""
    page = {
        "site": here, "nav": desk_pages(request.user, here), "writes": may(request.user, "report_safety", here),
        "sees_care": may(request.user, "see_care", here), **clock(here),
        "sent": SafetyReport.objects.filter(site=here).exclude(sent=None).order_by("-sent")[:MOST],
    }  # fmt: skip
    return render(request, "care/safety_reports.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("report_safety", CourseRow)
def write_reaction(request: Asked, found: CourseRow, entry: UUID, row: int) -> HttpResponse:
    """Judge a reaction of a course and write its report; a report that there is already is written anew."""
    reaction = reaction_of(found, entry, row)
    if reaction is None:
        raise Http404
    there = SafetyReport.objects.filter(course=found, entry=entry, row=row).first()
    told = of_course(found, reaction)
    recorded = EntryRow.objects.get(pk=entry).entered_at.astimezone(zone_of(found.site)).date()
    initial = {"key": new_id(), "aware": recorded, "onset": reaction.since, "serious": implied(reaction.grade)}
    if there is not None:
        expected = {True: "yes", False: "no"}.get(there.said.get("expected"), "")
        initial |= {**there.said, "aware": there.aware, "expected": expected}
    form = ReactionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said, today = form.cleaned_data, today_at(found.site)
        if said["aware"] > today:
            form.add_error("aware", _("This day has not come yet."))
        else:
            pk = there.pk if there is not None else said["key"]
            write(found.site, pk, _body(found, reaction.entry, row, told, said), str(request.user.pk), str(said["key"]))
            return redirect("safety_report", pk)
    page = {"course": found, "reaction": reaction, "told": told, "form": form, "there": there,
            "nav": desk_pages(request.user, found.site)}  # fmt: skip
    return render(request, "care/write_reaction.html", page, status=422 if form.errors else 200)


def _body(
    found: CourseRow, entry: str, row: int, told: Mapping[str, Any], said: Mapping[str, Any]
) -> dict[str, Any]:
    expected = {"yes": True, "no": False}.get(said["expected"])
    until = due(said["aware"], said["serious"], expected, centre_of(found.site).reader)
    onset = said["onset"].isoformat() if said["onset"] else ""
    return {
        "about": REACTION, "course": str(found.pk), "entry": entry, "row": row, "lot": told["lot"],
        "aware": said["aware"].isoformat(), "due": until.isoformat() if until else "",
        "said": {**told, **{name: said[name] for name in ASKED}, "onset": onset, "serious": said["serious"],
                 "expected": expected},
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("report_safety")
def report_defect(request: Asked, here: Site) -> HttpResponse:
    """Report a defect of a lot: what was seen, and which courses it has reached; its vials may be barred at once."""
    name = request.GET.get("lot", "")
    rows = list(VialRow.objects.filter(site=here, lot=name)) if name else []
    if not rows:
        messages.error(request, _("There is no vial of this lot here."))
        return redirect("safety_reports", here.code)
    today = today_at(here)
    form = DefectForm(request.POST or None, initial={"key": new_id(), "aware": today})
    if not may(request.user, "keep_stock", here):
        del form.fields["bars"]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said.get("bars"):
            must(request.user, "keep_stock", here)  # which says on what basis, for the book
            bar(rows, said["narrative"], timezone.now(), str(request.user.pk), said["key"])
        body = {
            "about": DEFECT, "course": "", "entry": "", "row": 0, "lot": name, "aware": said["aware"].isoformat(),
            "due": "", "said": {"seen": said["seen"], "narrative": said["narrative"], **_reached(name, rows)},
        }  # fmt: skip
        write(here, said["key"], body, str(request.user.pk), str(said["key"]))
        return redirect("safety_report", said["key"])
    page = {"site": here, "lot": name, "form": form, "nav": desk_pages(request.user, here), **_reached(name, rows)}
    return render(request, "care/report_defect.html", page, status=422 if form.errors else 200)


def _reached(lot: str, rows: list[VialRow]) -> dict[str, Any]:
    """The vials of a lot and the courses that it has reached, by their numbers; no patient is named."""
    found, _courses = reached_by(lot, rows, timezone.now(), shelf_now())
    return {
        "vials": sorted(row.name for row in rows), "therapy": rows[0].kept.get("product", ""),
        "given": [each.course for each in found.given], "waiting": [each.course for each in found.waiting],
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("see_incidents", SafetyReport)
def safety_report(request: Asked, found: SafetyReport) -> HttpResponse:
    """A report, to be read and printed: what it says, what it lacks, and whether it was sent."""
    today = today_at(found.site)
    form = SentForm(request.POST or None, initial={"sent_on": today, "sending": new_id()})
    if request.method == "POST":
        must(request.user, "report_safety", found.site)
        if form.is_valid() and _sent(request, found, form, today):
            messages.success(request, _("Kept."))
            return redirect("safety_report", found.pk)
    people, now = names({found.by, found.sent_by}), shelf_now()
    told = {**known(found), "reporter": people.get(found.by, found.by)}
    page = {
        "report": found, "site": found.site, "form": form, "by": people.get(found.by, found.by), "told": told,
        "sent_by": people.get(found.sent_by, ""), "left": left(found.due, today),
        "lines": lines(told, now) if found.about == REACTION else (),
        "lacking": minimum_lacking(told, now) if found.about == REACTION else (),
        "product": therapy_called(found.said.get("therapy", ""), now, language()) if found.about == DEFECT else "",
        "seen": [words for code, words in SEEN if code in found.said.get("seen", ())],
        "writes": may(request.user, "report_safety", found.site), "nav": desk_pages(request.user, found.site),
        "sees_care": may(request.user, "see_care", found.site),
    }  # fmt: skip
    return render(request, "care/safety_report.html", page, status=422 if form.errors else 200)


def _sent(request: Asked, found: SafetyReport, form: SentForm, today: date) -> bool:
    """Whether it was noted as sent."""
    said = form.cleaned_data
    if not found.aware <= said["sent_on"] <= today:
        form.add_error("sent_on", _("A report is sent after the centre knew, and not on a day to come."))
        return False
    try:
        send(found, said["sent_on"], said["sent_to"], said["sent_how"], str(request.user.pk), str(said["sending"]))
    except NotSent as error:
        form.add_error(None, sentence(error))
        return False
    return True


@require_safe
@needs("report_safety", CourseRow)
def reactions(request: Asked, found: CourseRow) -> HttpResponse:
    """Every reaction that was recorded of a course, to choose one to report."""
    there = {(each.entry, each.row): each for each in SafetyReport.objects.filter(course=found)}
    rows = [(each, there.get((UUID(each.entry), each.row))) for each in reactions_of(found)]
    page = {"course": found, "rows": rows, "nav": desk_pages(request.user, found.site)}
    return render(request, "care/reactions.html", page)
