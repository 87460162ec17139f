"""The page on which a dose that nobody comes for is given to another course: one form, told in both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hevesy.record import Form, fields, find_template
from hevesy.record.course import TAKEN_OVER
from hevesy.run.asking import blocking
from hevesy.run.gate import GateAnswer
from hevesy.run.saying import act_called, therapy_called
from hevesy_service.accounts.rights import needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.writing import written
from hevesy_service.book.zone import zone_of
from hevesy_service.care.centre import centre_of
from hevesy_service.care.forms import MOMENT, ActForm, whom
from hevesy_service.care.models import CourseRow, Patient
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import gate_line
from hevesy_service.care.reallocating import Both, Giving, ask_both, reallocate
from hevesy_service.said import language


@require_http_methods(["GET", "HEAD", "POST"])
@needs("record_care", CourseRow)
def give(request: Asked, found: CourseRow, taker: UUID) -> HttpResponse:
    """Who takes the dose, what the gates say of it, and the signature of who gives it over."""
    takes = get_object_or_404(CourseRow, pk=taker, site=found.site)
    form = _form(request, found)
    if request.method != "POST" or not form.is_valid():
        return _shown(request, found, takes, form, None)
    key = str(form.cleaned_data["key"])
    said = Giving(taker, form.at(), form.cleaned_data["why"], form.cleaned_data["reason"], form.done_by(), form.proof)
    if written(found.site, key) is None:
        both = ask_both(found, takes, said, request.user, key, centre_of(found.site))
        if (both.unmet and not said.reason.strip()) or not form.prove():
            return _shown(request, found, takes, form, both)
    reallocate(found.pk, replace(said, proof=form.proof), request.user, key, form.cleaned_data["seen"])
    messages.success(request, _("The dose was given to the other course; its syringe needs a new label."))
    return redirect("course", taker)


def _form(request: Asked, found: CourseRow) -> ActForm:
    why, act = fields(shelf())["why"], find_template(found.template, shelf()).moves[TAKEN_OVER].act
    zone = zone_of(found.site)
    initial = {"key": new_id(), "seen": found.place, "at": timezone.now().astimezone(zone).strftime(MOMENT)}
    asked = Form("reallocation", 2, (why,), frozenset({"why"}), {})
    form = ActForm(asked, whom(found.site, act), zone, request.POST or None, initial=initial,
                   request=request, site=found.site)  # fmt: skip
    form.fields["why"].required = True
    return form


def _shown(request: Asked, found: CourseRow, takes: CourseRow, form: ActForm, both: Both | None) -> HttpResponse:
    """The form with the gates of both courses; before anything was typed they answer for now."""
    if both is None:
        asked = Giving(takes.pk, timezone.now(), "-")
        both = ask_both(found, takes, asked, request.user, str(new_id()), centre_of(found.site))
    answers, zone = _once(both), zone_of(found.site)
    stopped = form.is_bound and not form.errors and bool(blocking(answers))
    page: dict[str, Any] = {
        "course": takes, "name": act_called(TAKEN_OVER, shelf(), language()), "form": form, "zone": zone,
        "stopped": stopped, "patient": Patient.objects.filter(pk=takes.patient_id).first(), "proposal": None,
        "gates": [gate_line(each, zone) for each in sorted(answers, key=lambda each: each.is_met)],
        "therapy": therapy_called(takes.therapy, shelf(), language()), "nav": desk_pages(request.user, found.site),
    }  # fmt: skip
    return render(request, "care/act.html", page, status=422 if form.is_bound else 200)


def _once(both: Both) -> tuple[GateAnswer, ...]:
    """What the gates say, those of the giver first; a gate that is met in both courses stands there once."""
    of_given = both.of_given.answers
    met = {each.gate.name for each in of_given if each.is_met}
    return (*of_given, *(each for each in both.of_taken.answers if not each.is_met or each.gate.name not in met))
