"""Training seats of a site: for how many trainees of each role at a time it has a post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hevesy.competence.course import role_of
from hevesy.competence.pipeline import STAFF
from hevesy_service.accounts.rights import at_site, may, must
from hevesy_service.accounts.roles import role_called
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.nav import desk_pages
from hevesy_service.learn.supply import figures_of_sites
from hevesy_service.learn.teaching_forms import KeyForm
from hevesy_service.staffing.models import TrainingSeatsRow
from hevesy_service.staffing.seats import state_seats

MOST = 10_000


class SeatsForm(KeyForm):
    """The seats of each cadre; empty is not stated, and none is 0."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for cadre in STAFF:
            self.fields[cadre] = forms.IntegerField(
                label=role_called(role_of(cadre)), required=False, min_value=0, max_value=MOST
            )

    def seats(self) -> dict[str, int]:
        """What was written, of the cadres of which something was."""
        return {cadre: self.cleaned_data[cadre] for cadre in STAFF if self.cleaned_data.get(cadre) is not None}


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("learn_modules")
def training_seats(request: Asked, here: Site) -> HttpResponse:
    """The seats that the site states beside who is in training; who keeps its offers states them."""
    rows = {row.cadre: row for row in TrainingSeatsRow.objects.filter(site=here)}
    start: dict[str, Any] = {"key": new_id(), **{cadre: row.seats for cadre, row in rows.items()}}
    form = SeatsForm(request.POST or None, initial=start)
    if request.method == "POST":
        must(request.user, "keep_offers", here)
        if form.is_valid():
            state_seats(here, form.seats(), str(request.user.pk), str(form.cleaned_data["key"]))
            messages.success(request, _("Kept."))
            return redirect("training_seats", here.code)
    found = next(iter(figures_of_sites([here], today_at(here))), None)
    trainees = found.trainees if found else {}
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form,
        "keeps": may(request.user, "keep_offers", here),
        "rows": [(role_called(role_of(cadre)), rows.get(cadre), trainees.get(cadre, 0)) for cadre in STAFF],
        "stated": max((row.written for row in rows.values()), default=None),
        "national": may(request.user, "see_national_training"),
    }  # fmt: skip
    return render(request, "learn/training_seats.html", page, status=422 if form.errors else 200)
