"""Pages where national figures and centres go out as spreadsheets and come back in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy.errors import BadTable, FileTooLarge
from hevesy.tables import OF_AN_UPLOAD
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.atlas.forms import SheetForm
from hevesy_service.atlas.models import SheetArrival
from hevesy_service.atlas.sheets.bringing import apply, arrived, preview
from hevesy_service.atlas.sheets.parts import CENTRES, FIGURES
from hevesy_service.atlas.sheets.writing import XLSX, as_csv, as_workbook
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.refusals import OtherCountry, Refusal
from hevesy_service.said import country_called, sentence


@require_safe
@at_site("see_figures")
def workbook(request: Asked, here: Site) -> HttpResponse:
    """Figures and centres of the site's country as a workbook to fill in."""
    _of_a_country(here)
    return _file(here, "figures-and-centres", "xlsx", XLSX, as_workbook(here.country, _country(here)))


@require_safe
@at_site("see_figures")
def figures_csv(request: Asked, here: Site) -> HttpResponse:
    """The figures as CSV."""
    _of_a_country(here)
    return _file(here, "figures", "csv", "text/csv; charset=utf-8", as_csv(FIGURES, here.country))


@require_safe
@at_site("see_figures")
def centres_csv(request: Asked, here: Site) -> HttpResponse:
    """The centres as CSV."""
    _of_a_country(here)
    return _file(here, "centres", "csv", "text/csv; charset=utf-8", as_csv(CENTRES, here.country))


@require_POST
@at_site("propose_figure")
def bring(request: Asked, here: Site) -> HttpResponse:
    """Read a spreadsheet that somebody brings; nothing of it is written before its changes were seen."""
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("figures", here.code)
    file = form.cleaned_data["sheet"]
    try:
        if file.size > OF_AN_UPLOAD.file_mb * 1_000_000:
            raise FileTooLarge(file=file.name, most=f"{OF_AN_UPLOAD.file_mb:g}")
        found = arrived(file.read(), file.name, here, request.user)
    except BadTable as error:
        return render(request, "desk/refused.html", {"said": sentence(error)}, status=422)
    return redirect("sheet", here.code, found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("propose_figure")
def arrival(request: Asked, here: Site, sheet: UUID) -> HttpResponse:
    """What a spreadsheet would change and what is wrong with it, row by row; apply it or discard it."""
    found = SheetArrival.objects.filter(pk=sheet, site=here).first()
    if found is None:
        messages.error(request, _("This file was applied or discarded already."))
        return redirect("figures", here.code)
    if request.method == "POST":
        return _decided(request, here, found)
    page = {"site": here, "arrival": found, "country": _country(here), "look": preview(found)}
    return render(request, "atlas/sheet.html", page)


def _decided(request: Asked, here: Site, found: SheetArrival) -> HttpResponse:
    if request.POST.get("act") != "apply":
        found.delete()
        messages.success(request, _("Discarded; nothing changed."))
        return redirect("figures", here.code)
    try:
        number = apply(found, request.user, request.POST.get("seen", ""))
    except Refusal as refused:
        messages.error(request, sentence(refused))
        return redirect("sheet", here.code, found.pk)
    said = _("%(number)s figures and centres are proposed; an approver decides on them.") % {"number": number}
    messages.success(request, said)
    return redirect("figures", here.code)


def _of_a_country(here: Site) -> None:
    if not here.country:
        raise OtherCountry(site=here.name)


def _country(here: Site) -> str:
    return country_called(here.country, shelf()) if here.country else ""


def _file(here: Site, what: str, ending: str, kind: str, content: bytes) -> HttpResponse:
    name = f"{what}-{here.country.lower()}-{timezone.now():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
