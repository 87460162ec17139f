"""Near misses: the page on which anybody tells one and nobody is asked who they are, and the batches that are read.

That page knows no person, also where somebody is signed in: it looks at no session, and nothing of it is logged
(`hevesy_service.logs`). It keeps no message for the next page and no draft.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hevesy_service.accounts.rights import ANYONE, at_site, needs
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.nav import desk_pages
from hevesy_service.lessons.events import answer
from hevesy_service.lessons.forms import AnswerForm, NearMissForm
from hevesy_service.lessons.models import AnswerRow
from hevesy_service.lessons.near_misses import least, may_be_read, take_in
from hevesy_service.lessons.saying import kind_called, month_said, step_called, therapy_of

NOBODY: dict[str, Any] = {"user": AnonymousUser(), "doors": [], "covers": False, "drafts_wait": False}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(ANYONE)
def tell(request: Asked, code: str) -> HttpResponse:
    """Anybody at a site tells what nearly happened; below stands what was answered to earlier reports."""
    here = get_object_or_404(Site, code=code)
    form = NearMissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        take_in(here, form.cleaned_data)
        return redirect("near_miss_kept", here.code)
    answers = [(each, month_said(each.until)) for each in AnswerRow.objects.filter(site=here)]
    page = {"site": here, "form": form, "answers": answers, "least": least(here), **NOBODY}
    return render(request, "lessons/near_miss.html", page, status=422 if form.errors else 200)


@never_cache
@require_safe
@needs(ANYONE)
def kept(request: Asked, code: str) -> HttpResponse:
    """That a report was kept, and what happens with it now."""
    here = get_object_or_404(Site, code=code)
    return render(request, "lessons/near_miss_kept.html", {"site": here, "least": least(here), **NOBODY})


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_safety")
def read(request: Asked, here: Site) -> HttpResponse:
    """The reports that may be read, batch by batch, with what was answered; how many wait is not said."""
    found = may_be_read(here)
    form = AnswerForm(request.POST or None, initial={"key": new_id()})
    if request.method == "POST":
        until = str(request.POST.get("until", ""))
        if until not in {each.until for each in found}:
            raise Http404
        if form.is_valid():
            answer(here, until, form.cleaned_data["said"], today_at(here), str(request.user.pk),
                   str(form.cleaned_data["key"]))  # fmt: skip
            return redirect("near_misses", here.code)
    answers = list(AnswerRow.objects.filter(site=here))
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form, "least": least(here),
        "asked": request.POST.get("until", ""),
        "batches": [
            (each.until, month_said(each.until), [_told(one) for one in each.reports],
             [one for one in answers if one.until == each.until])
            for each in found
        ],
    }  # fmt: skip
    return render(request, "lessons/near_misses.html", page, status=422 if form.errors else 200)


def _told(each: Any) -> dict[str, Any]:
    about = [step_called(each.step), kind_called(each.kind), therapy_of(each.therapy)]
    return {"happened": each.happened, "helped": each.helped, "about": " · ".join(part for part in about if part)}
