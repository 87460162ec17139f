"""The referrer's own pages: send a referral, and see what became of the patients whom one has sent. Nothing else."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.record import Form, filled, form
from hevesy.record.field import is_empty
from hevesy.run.saying import act_called, choice_called, field_called, moment_said, therapy_called
from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import at_site, may, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import zone_of
from hevesy_service.care.forms import MOMENT, ActForm, BeginForm, Whom
from hevesy_service.care.models import CourseRow, EntryRow, Patient
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.people import alike, register
from hevesy_service.care.recording import Proposal, begin_course, record
from hevesy_service.said import language

STEPS = ("referral", "triage", "eligibility", "board", "prescription", "administration")  # what a referrer is told
REFERRAL = "referral"


@require_safe
@at_site("see_own_referrals")
def mine(request: Asked, here: Site) -> HttpResponse:
    """Whom I have referred here, how far each has come, and how long it took."""
    rows = list(CourseRow.objects.filter(site=here, referrer=str(request.user.pk)).order_by("-begun")[:200])
    patients = Patient.objects.in_bulk([row.patient_id for row in rows])
    steps = _first(rows)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "refers": may(request.user, "refer", here),
        "rows": [
            {"row": row, "patient": patients.get(row.patient_id), "therapy": _therapy(row),
             "state": _state(row, steps.get(row.pk, {})), "days": _days(steps.get(row.pk, {}))}
            for row in rows
        ],
    }  # fmt: skip
    return render(request, "care/referrals.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("refer")
def refer(request: Asked, here: Site) -> HttpResponse:
    """Send a referral: who it is, what is asked for, and what the centre needs to know."""
    zone, asked = zone_of(here), form(REFERRAL, shelf())
    now = timezone.now().astimezone(zone)
    who = BeginForm(settings.LANGUAGES, request.POST or None, initial={"key": new_id()})
    what = ActForm(asked, Whom([], []), zone, request.POST or None, request=request, site=here,
                   initial={"at": now.strftime(MOMENT)})  # fmt: skip
    for name in ("done_by", "reason", "key", "seen", "corrects"):
        del what.fields[name]
    known = False
    if request.method == "POST" and who.is_valid() and what.is_valid():
        known = not who.cleaned_data["sure"] and bool(alike(here, who.cleaned_data))
        course = None if known else _sent(here, who, what, request.user)
        if course is not None:
            messages.success(request, _("Sent. The centre's answer will stand on this page."))
            return redirect("my_referral", course)
    page = {"site": here, "who": who, "what": what, "known": known, "nav": desk_pages(request.user, here)}
    status = 422 if who.errors or what.errors or known else 200
    return render(request, "care/refer.html", page, status=status)


def _sent(here: Site, who: BeginForm, what: ActForm, by: User) -> Any:
    """Register, begin and record in one transaction; None where the referral cannot be read. Once is once."""
    said, key = who.cleaned_data, who.cleaned_data["key"]
    _said, problems = filled(what.asked, what.raw())
    if problems:
        what.mark(problems)
        return None
    with transaction.atomic():
        patient = register(here, said, by, str(key))
        course = begin_course(here, patient, said["therapy"], by, str(uuid5(key, "course")), str(by.pk))
        record(course, Proposal(REFERRAL, what.raw(), what.at()), by, str(uuid5(key, REFERRAL)))
    return course


@require_safe
@needs("see_own_referrals", CourseRow)
def one(request: Asked, found: CourseRow) -> HttpResponse:
    """One patient of mine: acknowledged, decided, planned, given; and what of the referral would still help."""
    if found.referrer != str(request.user.pk):
        raise Http404
    zone = zone_of(found.site)
    page = {
        "course": found, "site": found.site, "patient": Patient.objects.filter(pk=found.patient_id).first(),
        "therapy": _therapy(found), "nav": desk_pages(request.user, found.site), "zone": zone,
        "steps": _steps(found, zone), "lacks": _lacks(found, form(REFERRAL, shelf())),
        "state": _state(found, _first([found]).get(found.pk, {})),
    }  # fmt: skip
    return render(request, "care/referral.html", page)


def _first(rows: list[CourseRow]) -> dict[Any, dict[str, datetime]]:
    """When each step of each course was first done."""
    found: dict[Any, dict[str, datetime]] = {}
    entries = EntryRow.objects.filter(course__in=rows, act__in=STEPS).order_by("place")
    for course, act, at in entries.values_list("course_id", "act", "at"):
        found.setdefault(course, {}).setdefault(act, at)
    return found


def _steps(found: CourseRow, zone: tzinfo) -> list[dict[str, object]]:
    """What a referrer is told of each step: when, how many days after the referral, and what was decided."""
    rows, begun = [], None
    for entry in found.entries.filter(act__in=STEPS).order_by("place"):
        begun = begun or entry.at
        decision = entry.said.get("decision")
        rows.append({
            "act": act_called(entry.act, shelf(), language()), "at": moment_said(entry.at, zone),
            "days": (entry.at - begun).days, "decision": choice_called(decision, language()) if decision else "",
            "why": entry.said.get("reason_given", "") if decision and decision != "accept" else "",
        })  # fmt: skip
    return rows


def _lacks(found: CourseRow, asked: Form) -> list[str]:
    """What the referral did not say: nothing of it is needed, all of it helps."""
    said: dict[str, Any] = next((each.said for each in found.entries.filter(act=REFERRAL).order_by("-place")), {})
    return [field_called(each.name, shelf(), language()) for each in asked.fields if is_empty(said.get(each.name))]


def _state(row: CourseRow, steps: dict[str, datetime]) -> str:
    """How far a patient has come, in a word for who referred."""
    if row.ended:
        return _("ended")
    if "administration" in steps:
        return _("treated")
    if "prescription" in steps:
        return _("planned")
    decided = (row.kept or {}).get("standing", {}).get("triage", {}).get("said", {}).get("decision")
    if decided:
        return choice_called(decided, language())
    return _("received, not yet read")


def _days(steps: dict[str, datetime]) -> int | None:
    """Days from the referral until the centre answered it."""
    return (steps["triage"] - steps["referral"]).days if {"triage", "referral"} <= set(steps) else None


def _therapy(row: CourseRow) -> str:
    return therapy_called(row.therapy, shelf(), language())
