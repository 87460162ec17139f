"""Pages of centres and towns: to read, and for a site to propose and decide on a centre of its country."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.errors import UnknownCountry, UnknownTown
from hevesy.globe import distance_km
from hevesy.places import Airport, Centre, Town, airports, centres, find_country, find_town
from hevesy_service.accounts.rights import at_site, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.centres import NEW, propose_centre
from hevesy_service.atlas.events import decide, place_of
from hevesy_service.atlas.forms import CentreForm, DecisionForm
from hevesy_service.atlas.history import changes, names_of, steps
from hevesy_service.atlas.models import OPEN, CentreProposal, HeldCentre
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.said import country_called, named, sentence

NEAREST = 3


@require_safe
@needs("see_atlas")
def centre(request: Asked, iso3: str, centre: str) -> HttpResponse:
    """A centre as it holds, and its history."""
    told = steps(list(CentreProposal.objects.filter(iso3=iso3, centre=centre).select_related("site").order_by("place")))
    if not told:
        messages.error(request, _("There is no such centre in the atlas; this page lists those there are."))
        return redirect("country", iso3)
    holds = HeldCentre.objects.filter(iso3=iso3, centre=centre).first()
    page = {"country": named(find_country(iso3, shelf()), shelf()), "centre": centre, "holds": holds, "steps": told}
    page["parts"] = holds.parts() if holds else {}
    return render(request, "atlas/centre.html", page)


@require_safe
@needs("see_atlas")
def town(request: Asked, iso3: str, town: str) -> HttpResponse:
    """A town: its people, and how far the centres of its country and the airports are, as the crow flies."""
    now = shelf_now()
    try:
        country = find_country(iso3, now)
        here = find_town(town, now, country.iso3)
    except (UnknownCountry, UnknownTown) as error:
        return render(request, "desk/refused.html", {"said": sentence(error)}, status=404)
    near = {
        name: sorted(
            ((each, _away(here, each)) for each in every), key=lambda pair: pair[1]
        )[:NEAREST]
        for name, every in (("centres", centres(country.iso3, now)), ("airports", airports(now, country.iso3)))
    }
    return render(request, "atlas/town.html", {"country": country, "town": here, **near})


def _away(here: Town, there: Airport | Centre) -> float:
    return float(distance_km(here.latitude, here.longitude, there.latitude, there.longitude))


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("propose_figure")
def proposing(request: Asked, here: Site, centre: str) -> HttpResponse:
    """Propose a new centre, or a change of one that holds."""
    holds = HeldCentre.objects.filter(iso3=here.country, centre=centre).first()
    if not here.country or (holds is None and centre != NEW):
        messages.error(request, _("There is no such centre here; choose one of these, or add it."))
        return redirect("figures", here.code)
    initial = {"key": new_id(), "year": today_at(here).year - 1}
    if holds:
        initial = {**holds.said, **holds.said["equipment"], **initial}
    form = CentreForm(request.POST or None, iso3=here.country, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _proposed(request, here, form, centre)
    page = {"site": here, "country": country_called(here.country, shelf()), "form": form, "holds": holds}
    return render(request, "atlas/propose_centre.html", page, status=422 if form.errors else 200)


def _proposed(request: Asked, here: Site, form: CentreForm, centre: str) -> HttpResponse:
    said = form.cleaned_data
    name = _identifier(said["name"], str(said["key"])) if centre == NEW else centre
    if centre == NEW and HeldCentre.objects.filter(iso3=here.country, centre=name).exists():
        messages.error(request, _("A centre of this name holds already; this is its form."))
        return redirect("propose_centre", here.code, name)
    propose_centre(here, form.said(name), request.user, str(said["key"]), said["reason"])
    messages.success(request, _("Proposed. An approver who is not you decides on it; until then nothing changes."))
    return redirect("figures", here.code)


def _identifier(name: str, key: str) -> str:
    """A short name of letters and digits: that of the centre, or of the form where it has none of ours."""
    short = slugify(name)[:40].strip("-_").replace("_", "-")
    return short if short not in ("", NEW) else f"centre-{key[:8]}"


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("accept_figure")
def deciding(request: Asked, here: Site, proposal: UUID) -> HttpResponse:
    """A centre as it is proposed beside what holds, for an approver to accept or refuse with a reason."""
    found = CentreProposal.objects.filter(pk=proposal, iso3=here.country).first()
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
    page = {
        "site": here, "proposal": found, "title": found.said["name"], "form": form, "open": found.decision == OPEN,
        "by": names_of({found.by}).get(found.by, found.by), "own": found.by == str(request.user.pk),
        "changes": changes(HeldCentre.objects.filter(iso3=found.iso3, centre=found.centre).first(), found),
        "history": f"/atlas/{found.iso3}/centres/{found.centre}/", "country": country_called(found.iso3, shelf()),
        "source": found.said["source"], "link": found.said["link"],
    }  # fmt: skip
    return render(request, "atlas/decide.html", page, status=422 if form.errors else 200)
