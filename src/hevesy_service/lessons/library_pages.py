"""The library of lessons: those of public notices, of this site, and of others who have signed theirs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy.quality import Lesson, lesson_in, lessons, searched
from hevesy_service.accounts.rights import at_site, may, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import id_asked, new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.check_pages import KeyForm
from hevesy_service.care.known_people import people_of
from hevesy_service.care.models import Incident
from hevesy_service.care.nav import desk_pages
from hevesy_service.lessons.events import lesson_of, shown_at, withdraw, write_lesson
from hevesy_service.lessons.forms import LessonForm, SearchForm
from hevesy_service.lessons.models import LessonRow
from hevesy_service.lessons.near_misses import may_be_read
from hevesy_service.lessons.saying import kind_called, step_called, therapy_of
from hevesy_service.said import language, say


@require_safe
@at_site("see_lessons")
def library(request: Asked, here: Site) -> HttpResponse:
    """The lessons that fit what was asked, those of the site first."""
    form = SearchForm(request.GET or None, first=_("any"))
    asked = form.cleaned_data if form.is_valid() else {}
    rows = {row.number: row for row in shown_at(here)}
    public = (lesson_in(each, shelf(), language()) for each in lessons(shelf()))
    every = [*(lesson_of(row) for row in rows.values()), *public]
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form, "key": new_id(),
        "keeps": may(request.user, "keep_safety", here),
        "lessons": [_shown(each, rows.get(each.id)) for each in searched(every, **asked)],
    }  # fmt: skip
    return render(request, "lessons/library.html", page)


def _shown(each: Lesson, row: LessonRow | None) -> dict[str, Any]:
    return {
        "lesson": each, "row": row, "step": step_called(each.step), "kind": kind_called(each.kind),
        "therapy": therapy_of(each.therapy), "of_pack": row is None,
        "source": shelf().source(each.source).citation if each.source else "",
        "truth": say(f"kind.{each.truth}") if each.truth else "",
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_safety")
def write(request: Asked, here: Site) -> HttpResponse:
    """A lesson is written: from an incident that is closed, from a batch of near misses, or from neither."""
    about, start = _begun(request, here)
    form = LessonForm(people_of(here), request.POST or None, initial={"key": new_id(), **start})
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "about": about, "month": f"{today_at(here):%Y-%m}"}
        write_lesson(here, said, str(request.user.pk), str(said["key"]))
        messages.success(request, _("Kept."))
        return redirect("lessons", here.code)
    page = {"site": here, "nav": desk_pages(request.user, here), "form": form, "about": about}
    return render(request, "lessons/write.html", page, status=422 if form.errors else 200)


def _begun(request: Asked, here: Site) -> tuple[str, dict[str, str]]:
    """What a lesson comes from, and what is known of that; an incident that is open teaches nothing yet."""
    incident, batch = request.GET.get("incident", ""), request.GET.get("batch", "")
    if incident:
        closed = Incident.objects.filter(site=here, closed__isnull=False).select_related("course")
        found = closed.filter(pk=id_asked(incident)).first()
        if found is None:
            raise Http404
        start = {"kind": found.kind, "step": found.category, "happened": found.reason, "why": found.cause,
                 "changed": found.correction, "therapy": found.course.therapy if found.course else ""}  # fmt: skip
        return f"incident/{found.pk}", start
    if batch:
        if batch not in {each.until for each in may_be_read(here)}:
            raise Http404
        return f"near misses/{batch}", {}
    return "", {}


@require_POST
@needs("keep_safety", LessonRow)
def take_back(request: Asked, found: LessonRow) -> HttpResponse:
    """A lesson is shown and shared no more."""
    form = KeyForm(request.POST)
    if form.is_valid():
        withdraw(found, str(request.user.pk), str(form.cleaned_data["key"]))
        messages.success(request, _("Withdrawn."))
    return redirect("lessons", found.site.code)
