"""Pages of the atlas."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hevesy.errors import UnknownCountry, UnknownFact
from hevesy.facts import INCOME_GROUPS
from hevesy.places import all_countries, equipment_evidence, find_country
from hevesy_service.accounts.rights import needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.reasons import reasons
from hevesy_service.atlas.shelf import shelf
from hevesy_service.atlas.table import COLUMNS, cell, rows
from hevesy_service.said import country_called, language, say, sentence


@require_safe
@needs("see_atlas")
def world(request: Asked) -> HttpResponse:
    """Every country, or those asked for."""
    asked = {name: request.GET.get(name, "") for name in ("group", "region", "named")}
    found = list(rows(shelf(), **asked))
    regions = sorted({each.region for each in all_countries(shelf()) if each.region})
    groups = [(each, say(f"income.{each}")) for each in INCOME_GROUPS]
    page = {"columns": COLUMNS, "rows": found, "groups": groups, "regions": regions, "asked": asked}
    return render(request, "atlas/table.html" if request.htmx else "atlas/world.html", page)


@require_safe
@needs("see_atlas")
def country(request: Asked, iso3: str) -> HttpResponse:
    """One country: its figures, and what is known of its equipment."""
    try:
        here = find_country(iso3, shelf())
    except UnknownCountry as error:
        return render(request, "desk/refused.html", {"said": sentence(error)}, status=404)
    figures = [(column, cell(column, here.iso3, shelf())) for column in COLUMNS]
    evidence = [each.sentence(language()) for each in equipment_evidence(here, shelf())]
    page = {
        "country": here, "name": country_called(here.iso3, shelf()), "group": say(f"income.{here.income_group}"),
        "figures": figures, "evidence": evidence,
    }  # fmt: skip
    return render(request, "atlas/country.html", page)


@require_safe
@needs("see_atlas")
def why(request: Asked, fact: str, place: str) -> HttpResponse:
    """Every row that speaks of a figure at a place, the one that holds first."""
    try:
        found = shelf().why(fact, place)
    except UnknownFact as error:
        return render(request, "desk/refused.html", {"said": sentence(error)}, status=404)
    return render(request, "atlas/why.html", {"why": found, "rows": reasons(found)})
