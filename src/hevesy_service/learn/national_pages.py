"""The national view of people and training, and the table by which figures of other centres come into it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.competence.centres import CentreFigures, read_centres
from hevesy.competence.course import role_of
from hevesy.competence.pipeline import PROCEDURES, STAFF, STATED, TRAINERS
from hevesy.competence.seats import UNKNOWN, Seats, Trained
from hevesy.competence.view import CadreView
from hevesy.errors import FileTooLarge, HevesyError
from hevesy.run.saying import number_said, therapy_called
from hevesy.tables import OF_AN_UPLOAD, check_workbook
from hevesy_service.accounts.rights import at_site, needs
from hevesy_service.accounts.roles import role_called
from hevesy_service.asked import Asked
from hevesy_service.atlas.sheets.writing import XLSX
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.nav import desk_pages
from hevesy_service.learn.nation import LIMIT, Nation, countries_here, nation_today, planned_in
from hevesy_service.learn.national_sheets import TABLES, as_csv, as_workbook
from hevesy_service.said import country_called, language, left_to_right, sentence
from hevesy_service.staffing.events import give_figures
from hevesy_service.staffing.models import FigureRow

LIMITS = replace(OF_AN_UPLOAD, file_mb=1, unpacked_mb=20)
WHAT = {
    "people": gettext_lazy("In post, as whole posts"), "valid": gettext_lazy("Certified today, as whole posts"),
    "trainees": gettext_lazy("In training"), "seats": gettext_lazy("Seats"),
    "cycles": gettext_lazy("Cycles in a year"), "courses": gettext_lazy("Courses in a year"),
}  # fmt: skip


class TableForm(forms.Form):
    """A table of figures of centres."""

    file = forms.FileField(label=gettext_lazy("Table (.csv or .xlsx)"))
    key = forms.UUIDField(widget=forms.HiddenInput)


@require_safe
@needs("see_national_training")
def national(request: Asked) -> HttpResponse:
    """People, need and training of a country by cadre; of one cadre, what limits it by therapy and centre by centre.

    With `as=` the name of a table it is that table as CSV, of every cadre; with `as=xlsx` all of them.
    """
    countries = countries_here()
    country = request.GET.get("country", "")
    country = country if country in countries else next(iter(countries), "")
    cadre, what = request.GET.get("cadre", ""), request.GET.get("as", "")
    cadre = cadre if cadre in STAFF else STAFF[0]
    page: dict[str, Any] = {
        "country": country, "countries": [(id, country_called(id, shelf())) for id in countries], "cadre": cadre,
        "cadres": [(id, role_called(role_of(id))) for id in STAFF], "tables": list(TABLES.items()),
    }  # fmt: skip
    if country:
        nation = nation_today(request.user, country, request.GET.get("practice") == "1")
        if what in (*TABLES, "xlsx"):
            return _file(nation, what)
        page |= _view(nation, cadre)
    return render(request, "learn/national.html", page)


def _file(nation: Nation, what: str) -> HttpResponse:
    """One table as CSV, or all of them as a workbook."""
    name = f"people-and-training-{nation.country.lower()}-{nation.on:%Y-%m-%d}"
    if what == "xlsx":
        content, kind, name = as_workbook(nation), XLSX, f"{name}.xlsx"
    else:
        content, kind, name = as_csv(nation, what), "text/csv; charset=utf-8", f"{name}-{what}.csv"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _view(nation: Nation, cadre: str) -> dict[str, Any]:
    here, plan = nation.supply, nation.plan
    chosen = next(each for each in nation.views if each.cadre == cadre)
    rows = zip(chosen.training[0].centres, nation.centres, strict=True)
    return {
        "today": nation.on, "here": len(here.centres), "given": len(nation.centres) - len(here.centres),
        "posts": here.posts, "unstated": here.unstated,
        "plan": plan and plan["scenario"], "rows": [_row(each, nation.on) for each in nation.views],
        "called": role_called(role_of(cadre)), "groups": [_group(each) for each in chosen.training],
        "centres": [_centre(each, centre, cadre) for each, centre in rows],
        "practice": nation.practice, "counts_practice": nation.counts_practice,
    }  # fmt: skip


def _row(each: CadreView, today: date) -> dict[str, Any]:
    planned = planned_in(each, today)
    return {
        "id": each.cadre, "cadre": role_called(role_of(each.cadre)), "people": _number(each.people.value),
        "valid": _number(each.valid.value), "trainees": _number(each.trainees.value), "needed": _range(each.needed),
        "gap": _range(each.gap), "lacks": _lacks(each),
        "planned": _range(planned), "year": planned and planned["year"], "seats": _range(each.seats),
        "limit": LIMIT[each.limit], "weeks": _range(each.said["weeks_to_replace"][0]) if each.seats else "–",
    }  # fmt: skip


def _lacks(each: CadreView) -> bool:
    """Whether people are missing; where it is not known of all, whether some are whoever turns out to be valid."""
    if each.gap is None:
        return False
    least = each.gap["low"] if each.gap["value"] is None else each.gap["value"]
    return least is not None and least > 0


def _group(each: Trained) -> dict[str, Any]:
    tongue = language()
    called = [therapy_called(name, shelf(), tongue) for name in each.therapies]
    return {
        "called": _(", ").join(called) if called else _("all procedures together, as a plan counts them"),
        "seats": _number(each.seats),
        "limits": [(LIMIT[name], each.limits[name]) for name in (STATED, TRAINERS, PROCEDURES, UNKNOWN)],
    }  # fmt: skip


def _centre(each: Seats, centre: CentreFigures, cadre: str) -> dict[str, Any]:
    limits = [_number(centre.seats.get(cadre)), *(_limit(each.limits[name]) for name in (TRAINERS, PROCEDURES))]
    cycles = sum(centre.cycles.values()) if centre.cycles else None
    return {
        "name": each.centre, "trainees": _number(each.trainees), "free": _number(each.free), "limit": LIMIT[each.limit],
        "full": each.free is not None and each.free < 0, "allows": limits, "cycles": _number(cycles),
        "seats": _number(each.seats),
    }  # fmt: skip


def _limit(value: float) -> str:
    """What one limit allows; a limit that is not asked for is none."""
    return _("no limit") if value == float("inf") else _number(value)


def _number(value: float | None) -> str:
    return "–" if value is None or value != value else left_to_right(_plain(value))


def _plain(value: float) -> str:
    """To a tenth, and below one to a hundredth: a small need is not none."""
    return number_said(round(value, 1 if abs(value) >= 1 else 2), language())


def _range(row: Mapping[str, Any] | None) -> str:
    """A figure with its interval, kept in its order where one reads from the right."""
    if row is None or row["low"] is None:
        return "–"
    low, high = _plain(row["low"]), _plain(row["high"])
    return left_to_right(f"{low} … {high}" if row["value"] is None else f"{_plain(row['value'])} ({low} … {high})")


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("give_figures_of_centres")
def figures(request: Asked, here: Site) -> HttpResponse:
    """What this site gave of other centres of its country; a table replaces each centre that it names."""
    form = TableForm(request.POST or None, request.FILES or None, initial={"key": new_id()})
    if request.method == "POST" and form.is_valid():
        try:
            centres = _read(form.cleaned_data["file"])
        except HevesyError as error:
            form.add_error("file", sentence(error))
        else:
            give_figures(here, centres, str(request.user.pk), str(form.cleaned_data["key"]))
            messages.success(request, _("Kept."))
            return redirect("figures_of_centres", here.code)
    rows = FigureRow.objects.filter(site=here)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form,
        "rows": [(row.centre, WHAT[row.what], _about(row), _number(row.number)) for row in rows],
        "known": [(id, role_called(role_of(id))) for id in STAFF], "whats": list(WHAT.items()),
    }  # fmt: skip
    return render(request, "learn/figures.html", page, status=422 if form.errors else 200)


def _read(file: Any) -> list[CentreFigures]:
    """The centres of a file that somebody brought; a sentence about it names it by its own name."""
    name, content = Path(file.name).name, file.read()
    if len(content) > LIMITS.file_mb * 1_000_000:
        raise FileTooLarge(file=name, most=f"{LIMITS.file_mb:g}")
    if Path(name).suffix.lower() == ".xlsx":
        check_workbook(content, Path(name), LIMITS)
    with tempfile.TemporaryDirectory(prefix="hevesy-figures-") as folder:
        path = Path(folder) / f"figures{Path(name).suffix.lower()[:8]}"  # a name may be too long for a disk
        path.write_bytes(content)
        try:
            return read_centres(path, shelf())
        except HevesyError as error:
            raise type(error)(**{**error.values, "file": name}) from None


def _about(row: FigureRow) -> str:
    return role_called(role_of(row.about)) if row.about in STAFF else therapy_called(row.about, shelf(), language())
