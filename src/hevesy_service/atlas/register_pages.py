"""Registers: trainings that are offered, and partners and programmes that help."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy_service.accounts.models import Membership
from hevesy_service.accounts.rights import at_site, needs
from hevesy_service.accounts.roles import rights
from hevesy_service.asked import Asked
from hevesy_service.atlas.forms import TrainingForm
from hevesy_service.atlas.models import Training
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.models import Site
from hevesy_service.said import say


@require_safe
@needs("see_atlas")
def registers(request: Asked) -> HttpResponse:
    """Trainings of every site, and the partners of the shelf, each with its source and how it is known."""
    shelf = shelf_now()
    partners = [
        {
            **row, "offers": row["offers"].split(";"), "cited": shelf.source(row["source"]),
            "how": say(f"kind.{row['kind']}"),
        }
        for row in shelf.table("partners")
    ]
    keeping = Membership.objects.filter(user=request.user, role__in=rights()["keep_trainings"].roles).values("site")
    page = {
        "partners": partners, "trainings": Training.objects.select_related("site"),
        "sites": Site.objects.filter(pk__in=keeping),
    }  # fmt: skip
    return render(request, "atlas/registers.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_trainings")
def trainings(request: Asked, here: Site) -> HttpResponse:
    """The trainings that a site keeps: add one."""
    return _edited(request, here, Training(site=here))


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_trainings")
def training(request: Asked, here: Site, number: int) -> HttpResponse:
    """One training: change it, or take it out."""
    found = Training.objects.filter(pk=number, site=here).first()
    if found is None:
        messages.error(request, _("This training is not in the register any more."))
        return redirect("trainings", here.code)
    if request.method == "POST" and "remove" in request.POST:
        found.delete()
        messages.success(request, _("Taken out of the register."))
        return redirect("trainings", here.code)
    return _edited(request, here, found)


def _edited(request: Asked, here: Site, edited: Training) -> HttpResponse:
    is_new = edited.pk is None
    form = TrainingForm(request.POST or None, instance=edited)
    if request.method == "POST" and form.is_valid():
        edited.changed = timezone.now()
        _kept(form, here, is_new)
        messages.success(request, _("Kept in the register."))
        return redirect("trainings", here.code)
    there = Training.objects.filter(site=here)
    page = {"site": here, "form": form, "edited": None if is_new else edited, "trainings": there}
    return render(request, "atlas/trainings.html", page, status=422 if form.errors else 200)


def _kept(form: TrainingForm, here: Site, is_new: bool) -> None:
    """Keep it; a form that is sent twice adds no second line."""
    kept = form.instance
    if is_new and Training.objects.filter(site=here, title=kept.title, provider=kept.provider, year=kept.year).exists():
        return
    form.save()
