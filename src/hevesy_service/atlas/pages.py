"""Pages of the atlas that one reads: the table, the map, a country, why a figure is what it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import etag, require_safe

from hevesy.errors import UnknownCountry, UnknownFact
from hevesy.facts import INCOME_GROUPS, Shelf
from hevesy.places import all_countries, centres, equipment_evidence, find_country, national_figures, towns
from hevesy_service.accounts.models import Membership
from hevesy_service.accounts.rights import may, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas import table
from hevesy_service.atlas.coloured import coloured
from hevesy_service.atlas.columns import COUNT, MILLION, SETS, columns
from hevesy_service.atlas.history import history_of
from hevesy_service.atlas.models import HeldCentre
from hevesy_service.atlas.outlines import HEIGHT, WIDTH, base, map_path
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.atlas.reasons import reasons
from hevesy_service.book.models import Site
from hevesy_service.said import language, named, say, sentence

TOWNS = 12
YEAR = 365 * 24 * 3600


@require_safe
@needs("see_atlas")
def world(request: Asked) -> HttpResponse:
    """Every country, or those asked for."""
    shelf, asked = shelf_now(), table.Asked.of(request.GET.dict())
    found = table.rows(shelf, asked)
    shown = [(column, column.titled(asked.per)) for column in columns(shelf)[asked.show]]
    page = {"columns": shown, "rows": found, "asked": asked, "per": _per(), **_choices(shelf)}
    return render(request, "atlas/table.html" if request.htmx else "atlas/world.html", page)


@require_safe
@needs("see_atlas")
def spreadsheet(request: Asked) -> HttpResponse:
    """The same table as CSV, with a mark by which spreadsheets know that it is UTF-8."""
    shelf, asked = shelf_now(), table.Asked.of(request.GET.dict())
    text = "\ufeff" + table.as_csv(table.rows(shelf, asked), asked, shelf)
    name = f"atlas-{asked.show}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@needs("see_atlas")
def world_map(request: Asked) -> HttpResponse:
    """One column on the map, and beside it the table that says the same."""
    shelf, asked = shelf_now(), table.Asked.of(request.GET.dict())
    every = columns(shelf)[asked.show]
    keys = [column.key for column in every]
    at = keys.index(asked.sort) if asked.sort in keys else keys.index("pet") if "pet" in keys else 0
    column = every[at]
    form = table.DENSITY if column.national and asked.per == MILLION else column.form
    rows = table.every_row(shelf, asked.show, asked.per)
    shapes, legend = coloured(rows, at, form)
    known = [row for row in rows if row.cells[at].number is not None]
    known.sort(key=lambda row: row.cells[at].number or 0.0, reverse=True)
    shown = [(row, row.cells[at].html(row.country.iso3)) for row in known]
    page = {
        "column": column, "title": column.titled(asked.per), "shapes": shapes, "legend": legend, "asked": asked,
        "columns": every, "known": shown, "file": map_path(), "width": WIDTH, "height": HEIGHT,
        "disclaimer": base().disclaimer, "sets": SETS.items(), "per": _per(),
        "missing": len(rows) - len(known),
    }  # fmt: skip
    return render(request, "atlas/map.html", page)


@require_safe
@needs("see_atlas")
@etag(lambda request, mark: f'"{base().mark}"')
def outlines(request: Asked, mark: str) -> HttpResponse:
    """The outlines of countries: the same for every figure, so the browser keeps them; an old address leads here."""
    if mark != base().mark:
        return redirect(map_path())
    answer = HttpResponse(base().svg, content_type="image/svg+xml")
    patch_cache_control(answer, private=True, max_age=YEAR, immutable=True)
    return answer


@require_safe
@needs("see_atlas")
def country(request: Asked, iso3: str) -> HttpResponse:
    """One country: its figures beside its income group, its centres and towns, and what WHO once published."""
    shelf, per = shelf_now(), request.GET.get("per", COUNT)
    try:
        here = named(find_country(iso3, shelf), shelf)
    except UnknownCountry as error:
        return render(request, "desk/refused.html", {"said": sentence(error)}, status=404)
    sets = [(SETS[name], figures) for name, figures in table.beside(here, shelf, per)]
    evidence = [each.sentence(language()) for each in equipment_evidence(here, shelf)]
    largest = sorted(towns(here.iso3, shelf), key=lambda town: -town.population)[:TOWNS]
    page = {
        "country": here, "group": say(f"income.{here.income_group}"), "sets": sets, "evidence": evidence, "per": per,
        "views": _per(), "towns": largest, "centres": centres(here.iso3, shelf),
        "held": set(HeldCentre.objects.filter(iso3=here.iso3).values_list("centre", flat=True)),
        "sites": Site.objects.filter(country=here.iso3, pk__in=_mine(request)),
        "briefed_at": [
            each for each in Site.objects.filter(pk__in=_mine(request)) if may(request.user, "see_plans", each)
        ],
    }  # fmt: skip
    return render(request, "atlas/country.html", page)


@require_safe
@needs("see_atlas")
def history(request: Asked, iso3: str, fact: str) -> HttpResponse:
    """Everything that was proposed of a figure, the newest first: by whom, why, what it changed, who decided."""
    shelf = shelf_now()
    known = national_figures(shelf)
    try:
        here = named(find_country(iso3, shelf), shelf)
    except UnknownCountry as error:
        return render(request, "desk/refused.html", {"said": sentence(error)}, status=404)
    if fact not in known:
        said = _("There is no such national figure; the page of the country lists them.")
        return render(request, "desk/refused.html", {"said": said}, status=404)
    page = {
        "country": here, "figure": known[fact], "steps": history_of(here.iso3, fact),
        "sites": Site.objects.filter(country=here.iso3, pk__in=_mine(request)),
    }  # fmt: skip
    return render(request, "atlas/history.html", page)


@require_safe
@needs("see_atlas")
def why(request: Asked, fact: str, place: str) -> HttpResponse:
    """Every row that speaks of a figure at a place, the one that holds first."""
    shelf = shelf_now()
    try:
        found = shelf.why(fact, place)
    except UnknownFact as error:
        return render(request, "desk/refused.html", {"said": sentence(error)}, status=404)
    page = {"why": found, "rows": reasons(found), "national": fact in national_figures(shelf) and len(place) == 3}
    return render(request, "atlas/why.html", page)


def _mine(request: Asked) -> Any:
    return Membership.objects.filter(user=request.user).values("site")


def _per() -> list[tuple[str, str]]:
    return [(MILLION, _("per million people")), (COUNT, _("as counted"))]


def _choices(shelf: Shelf) -> dict[str, Any]:
    regions = sorted({each.region for each in all_countries(shelf) if each.region})
    groups = [(each, say(f"income.{each}")) for each in INCOME_GROUPS]
    return {"groups": groups, "regions": regions, "sets": SETS.items()}
