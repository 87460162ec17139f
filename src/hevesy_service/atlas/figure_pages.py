"""Pages of a site where national figures are proposed and decided on, and packs of them go out and come in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy.places import national_figures
from hevesy_service.accounts.rights import at_site, may
from hevesy_service.asked import Asked
from hevesy_service.atlas.columns import SETS, columns
from hevesy_service.atlas.events import decide, place_of, propose
from hevesy_service.atlas.forms import DecisionForm, PackForm, ProposalForm, SheetForm, whole_numbers
from hevesy_service.atlas.history import changes, names_of
from hevesy_service.atlas.models import (
    OPEN,
    Arrival,
    CentreProposal,
    Figure,
    HeldCentre,
    Proposal,
    SheetArrival,
)
from hevesy_service.atlas.packs import figure as plain
from hevesy_service.atlas.shelf import shelf
from hevesy_service.atlas.signed import MOST_BYTES, apply, arrived, centre_differences, differences, sealed
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.refusals import OtherCountry, PackUnreadable
from hevesy_service.said import country_called, say


@require_safe
@at_site("see_figures")
def figures(request: Asked, here: Site) -> HttpResponse:
    """Every national figure of the site's country, what waits for a decision, and the pack."""
    held = {each.fact: each for each in Figure.objects.filter(iso3=here.country)}
    waiting = list(Proposal.objects.filter(iso3=here.country, decision=OPEN).order_by("at"))
    known, names = national_figures(shelf()), names_of({each.by for each in waiting})
    sets = {
        name: [(known[each.fact], held.get(each.fact)) for each in every if each.national]
        for name, every in columns(shelf()).items()
    }
    page = {
        "site": here, "country": _name(here), "sets": [(SETS[name], rows) for name, rows in sets.items() if rows],
        "waiting": [(each, known[each.fact], names.get(each.by, each.by), plain(each.value)) for each in waiting],
        "proposes": bool(here.country) and may(request.user, "propose_figure", here),
        "accepts": may(request.user, "accept_figure", here), "stated": len(held), "all": len(known),
        "centres": HeldCentre.objects.filter(iso3=here.country), "centres_waiting": _waiting_centres(here),
        "arrivals": Arrival.objects.filter(site=here).order_by("at"), "form": PackForm(),
        "sheet_form": SheetForm(), "sheets": SheetArrival.objects.filter(site=here).order_by("at"),
    }  # fmt: skip
    return render(request, "atlas/figures.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("propose_figure")
def proposing(request: Asked, here: Site, fact: str) -> HttpResponse:
    """Propose a figure."""
    asked = national_figures(shelf()).get(fact)
    if asked is None or not here.country:
        messages.error(request, _("There is no such national figure here; choose one of these."))
        return redirect("figures", here.code)
    first = {"key": new_id(), "year": today_at(here).year - 1}
    form = ProposalForm(request.POST or None, whole=whole_numbers(fact), initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        propose(here, form.said(fact), request.user, str(said["key"]), said["reason"])
        messages.success(request, _("Proposed. An approver who is not you decides on it; until then nothing changes."))
        return redirect("figures", here.code)
    holds = Figure.objects.filter(iso3=here.country, fact=fact).first()
    page = {"site": here, "country": _name(here), "figure": asked, "form": form, "holds": holds}
    page["holds_value"] = plain(holds.value) if holds else ""
    return render(request, "atlas/propose.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("accept_figure")
def deciding(request: Asked, here: Site, proposal: UUID) -> HttpResponse:
    """A proposal beside what holds, for an approver to accept or refuse with a reason."""
    found = Proposal.objects.filter(pk=proposal, iso3=here.country).first()
    if found is None or not here.country:
        messages.error(request, _("There is no such proposal here; these are waiting."))
        return redirect("figures", here.code)
    seen = place_of(found.stream)
    form = DecisionForm(request.POST or None, request=request, site=here, initial={"key": new_id(), "seen": seen})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        accepts = said["decision"] == "accept"
        decide(here, found, accepts, request.user, str(said["key"]), said["reason"], said["seen"], form.how)
        messages.success(request, _("Accepted: it holds now.") if accepts else _("Refused; nothing changed."))
        return redirect("figures", here.code)
    holds = Figure.objects.filter(iso3=found.iso3, fact=found.fact).first()
    page = {
        "site": here, "proposal": found, "title": _(national_figures(shelf())[found.fact].name), "form": form,
        "history": f"/atlas/{found.iso3}/history/{found.fact}/", "source": found.source, "link": found.link,
        "by": names_of({found.by}).get(found.by, found.by), "own": found.by == str(request.user.pk),
        "changes": changes(holds, found), "open": found.decision == OPEN, "country": _name(here),
    }  # fmt: skip
    return render(request, "atlas/decide.html", page, status=422 if form.errors else 200)


@require_safe
@at_site("see_figures")
def pack(request: Asked, here: Site) -> HttpResponse:
    """The accepted figures of the site's country as one sealed file."""
    held = (kind.objects.filter(iso3=here.country).exists() for kind in (Figure, HeldCentre))
    if not here.country or not any(held):
        messages.error(request, _("Nothing was accepted yet, so there is nothing to send."))
        return redirect("figures", here.code)
    name = f"national-figures-{here.country.lower()}-{timezone.now():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(sealed(here), content_type="application/zip", headers=headers)


@require_POST
@at_site("propose_figure")
def bring(request: Asked, here: Site) -> HttpResponse:
    """Read a pack that somebody brings; nothing of it is written before its differences were seen."""
    form = PackForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("figures", here.code)
    if not here.country:
        raise OtherCountry(site=here.name)
    if form.cleaned_data["file"].size > MOST_BYTES:
        raise PackUnreadable(why=_("it is larger than 2 MB"))
    arrival = arrived(form.cleaned_data["file"].read(), here, request.user)
    return redirect("arrival", here.code, arrival.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("propose_figure")
def arrival(request: Asked, here: Site, arrival: UUID) -> HttpResponse:
    """What a pack would change, row by row; apply it or discard it."""
    found = Arrival.objects.filter(pk=arrival, site=here).first()
    if found is None:
        messages.error(request, _("This pack was applied or discarded already."))
        return redirect("figures", here.code)
    if request.method == "POST":
        _applied(request, found)
        return redirect("figures", here.code)
    known, rows = national_figures(shelf()), differences(found)
    shown = [
        (_(known[each.said.fact].name), each, say(f"state.{each.said.state}"), plain(each.said.value),
         plain(each.holds.value) if each.holds else "") for each in rows
    ]  # fmt: skip
    places = centre_differences(found)
    changed = sum(each.changes for each in rows) + sum(bool(differs) for _said, _holds, differs in places)
    page: dict[str, Any] = {"site": here, "arrival": found, "rows": shown, "changed": changed, "country": _name(here)}
    page["centres"] = places
    return render(request, "atlas/arrival.html", page)


def _waiting_centres(here: Site) -> list[tuple[CentreProposal, str]]:
    waiting = list(CentreProposal.objects.filter(iso3=here.country, decision=OPEN).order_by("at"))
    names = names_of({each.by for each in waiting})
    return [(each, names.get(each.by, each.by)) for each in waiting]


def _applied(request: Asked, found: Arrival) -> None:
    if request.POST.get("act") == "apply":
        number = apply(found, request.user)
        said = _("%(number)s figures and centres are proposed; an approver decides on them.") % {"number": number}
        messages.success(request, said)
    else:
        found.delete()
        messages.success(request, _("Discarded; nothing changed."))


def _name(site: Site) -> str:
    return country_called(site.country, shelf()) if site.country else ""
