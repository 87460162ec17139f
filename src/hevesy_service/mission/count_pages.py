"""Last year's counts: given by hand or by a table, held against the model, and used in plans from then on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy.errors import HevesyError
from hevesy.places import find_country
from hevesy.plan.burden import chosen
from hevesy.plan.reconcile.counts import counts as counts_of_pack
from hevesy.plan.reconcile.fit import Fitted
from hevesy.plan.reconcile.said import MOVED, WHAT, plain
from hevesy_service.accounts.rights import at_site, may
from hevesy_service.asked import Asked
from hevesy_service.atlas.history import names_of
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.jobs.kinds import KINDS
from hevesy_service.mission import calibrating
from hevesy_service.mission.counts import TREATED, WAITED, Row, give, name_of, with_row, without_row
from hevesy_service.mission.forms import (
    COUNT_LABELS,
    CountForm,
    FileForm,
    YearForm,
    centre_names,
    therapy_names,
)
from hevesy_service.mission.models import Counted, Loaded
from hevesy_service.mission.packs import laid, run_pack, tables_of, with_tables
from hevesy_service.mission.pages import site_job
from hevesy_service.mission.sheets import MOST_BYTES, counts_of
from hevesy_service.refusals import CountsUnfit, OtherCountry, SheetUnreadable
from hevesy_service.said import country_called, digits, sentence

COUNTS = "counts"
MOVED_SHOWN = 12


@require_safe
@at_site("see_figures")
def counts(request: Asked, here: Site) -> HttpResponse:
    """The years that were counted, and what the newest calibration says of them."""
    now = today_at(here).year
    form = YearForm(now, request.GET if "year" in request.GET else None, initial={"year": now - 1})
    if form.is_bound and form.is_valid():
        return redirect("counted_year", here.code, form.cleaned_data["year"])
    page: dict[str, Any] = {"site": here, "form": form, "years": Counted.objects.filter(site=here)}
    page["gives"] = may(request.user, "give_counts", here) and bool(here.country)
    if here.country:
        page["country"] = country_called(here.country, shelf_now())
        page |= _calibration(request, here)
    return render(request, "mission/counts.html", page)


@require_safe
@at_site("see_figures")
def year(request: Asked, here: Site, year: int) -> HttpResponse:
    """What was counted in a year."""
    if not YearForm(today_at(here).year, {"year": year}).is_valid() or not here.country:
        messages.error(request, _("No counts are kept of that year here."))
        return redirect("counts", here.code)
    return _year_shown(request, here, year)


@require_POST
@at_site("give_counts")
def give_row(request: Asked, here: Site, year: int) -> HttpResponse:
    """Add what was counted of a therapy; it takes the place of what stood for the same therapy and centre."""
    _of_country(here)
    form = CountForm(request.POST, iso3=here.country)
    if not form.is_valid():
        return _year_shown(request, here, year, form, 422)
    said = form.cleaned_data
    try:
        _give(request, here, year, with_row(_rows(here, year), form.row()), str(said["key"]), said["seen"])
    except CountsUnfit as error:
        form.add_error(None, sentence(error))
        return _year_shown(request, here, year, form, 422)
    return redirect("counted_year", here.code, year)


@require_POST
@at_site("give_counts")
def remove_row(request: Asked, here: Site, year: int) -> HttpResponse:
    """Take a row away; the book keeps that it stood."""
    _of_country(here)
    name, key, seen = (request.POST.get(each, "") for each in ("row", "key", "seen"))
    rows = _rows(here, year)
    left = without_row(rows, name)
    if key and seen.isdigit() and len(left) < len(rows):
        give(here, year, left, str(request.user.pk), key, int(seen))
        messages.success(request, _("Taken away; the book keeps that it stood."))
    return redirect("counted_year", here.code, year)


@require_POST
@at_site("give_counts")
def load(request: Asked, here: Site, year: int) -> HttpResponse:
    """Read a table of counts; nothing of it is kept before it was looked at."""
    _of_country(here)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("counted_year", here.code, year)
    file = form.cleaned_data["file"]
    if file.size > MOST_BYTES:
        raise SheetUnreadable(why=_("it is larger than 2 MB"))
    rows, problems = counts_of(file.read(), file.name, year)
    held = {"year": year, "rows": rows}
    found = Loaded.objects.create(
        site=here, by=request.user, kind=COUNTS, name=file.name[:120], rows=held, problems=problems
    )
    return redirect("loaded_counts", here.code, found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("give_counts")
def loaded(request: Asked, here: Site, pk: UUID) -> HttpResponse:
    """What a table says beside what is held; apply it or discard it."""
    found = Loaded.objects.filter(pk=pk, site=here, kind=COUNTS).first()
    if found is None:
        messages.error(request, _("This file was applied or discarded already."))
        return redirect("counts", here.code)
    year, rows = found.rows["year"], found.rows["rows"]
    if request.method == "POST":
        if request.POST.get("act") == "apply" and rows:
            whole = _rows(here, year)
            for row in rows:
                whole = with_row(whole, row)
            seen = request.POST.get("seen", "")
            _give(request, here, year, whole, f"{found.pk}", int(seen) if seen.isdigit() else 0)
        else:
            messages.success(request, _("Discarded; nothing changed."))
        found.delete()
        return redirect("counted_year", here.code, year)
    held = {name_of(row): row for row in _rows(here, year)}
    page = {"site": here, "loaded": found, "year": year, "columns": _labels(), "seen": _version(here, year),
            "rows": [(*_row_shown(here, row), _numbers(held.get(name_of(row)))) for row in rows]}  # fmt: skip
    return render(request, "mission/loaded_counts.html", page)


@require_POST
@at_site("run_plans")
def calibrate(request: Asked, here: Site, year: int) -> HttpResponse:
    """Ask for the model to be held against what was counted."""
    _of_country(here)
    form = YearForm(today_at(here).year, {"year": year})
    key = request.POST.get("key", "")
    if not form.is_valid() or not Counted.objects.filter(site=here, year=year).exists() or not _is_key(key):
        messages.error(request, _("No counts are kept of that year here."))
        return redirect("counts", here.code)
    options = calibrating.command_of(here.country, year, KINDS["reconcile"].draws)
    title = f"{here.country} · {year}"  # in no language, for everybody at the site reads it
    job = site_job(
        "reconcile", title, f"counts/{here.code}", options, here, here.country, request.user, UUID(key)
    )
    return redirect(f"/jobs/{job.pk}/?wait=1")


def _give(request: Asked, here: Site, year: int, rows: list[Row], key: str, seen: int) -> None:
    """Keep the rows of a year once the library finds nothing impossible in them; raises CountsUnfit."""
    said = tables_of((), [(year, row) for row in rows], here.country)
    alone = with_tables(run_pack(here, here.country, counted=False), here.country, said)
    try:
        with laid(alone) as upon:
            country = find_country(here.country, upon)
            counts_of_pack(country, upon, today_at(here), chosen(upon.reader(here.country)), year)
    except HevesyError as error:
        why = str(error.values.get("listing", "")).strip() or str(error)
        raise CountsUnfit(why=why.splitlines()[0].strip().rpartition("/")[2].rstrip(".")) from error
    give(here, year, rows, str(request.user.pk), key, seen)
    kept = _("Kept in the book. A calibration that was made before no longer holds: calibrate anew.")
    messages.success(request, kept)


def _year_shown(
    request: Asked, here: Site, year: int, form: CountForm | None = None, status: int = 200
) -> HttpResponse:
    held = Counted.objects.filter(site=here, year=year).first()
    version = held.version if held else 0
    rows = held.rows if held else []
    page = {
        "site": here, "year": year, "held": held, "columns": _labels(), "key": new_id(), "seen": version,
        "rows": [(*_row_shown(here, row), name_of(row), new_id()) for row in rows],
        "by": names_of({held.by}).get(held.by, held.by) if held else "",
        "form": form or CountForm(iso3=here.country, initial={"key": new_id(), "seen": version}),
        "file": FileForm(), "gives": may(request.user, "give_counts", here),
        "runs": may(request.user, "run_plans", here),
        "loaded": [each for each in Loaded.objects.filter(site=here, kind=COUNTS) if each.rows["year"] == year],
    }  # fmt: skip
    return render(request, "mission/year.html", page, status=status)


def _calibration(request: Asked, here: Site) -> dict[str, Any]:
    """What the newest calibration says: counted beside modelled, stage by stage, and what had to move."""
    jobs = calibrating.calibrations(here, here.country)
    job = calibrating.holding(here, here.country)
    older = next((each for each in jobs if each.state == "done" and each != job), None) if job is None else None
    shown = job or older
    found = None if shown is None else calibrating.of_job(shown)
    page = {"running": next((each for each in jobs if not each.is_over), None), "job": shown,
            "failed": jobs[0] if jobs and jobs[0].state == "failed" else None, "holds": job is not None,
            "runs": may(request.user, "run_plans", here)}  # fmt: skip
    if found is None:
        return page
    names, places = dict(therapy_names()), dict(centre_names(here.country))
    fit = [
        (names.get(each.therapy, each.therapy), places.get(each.centre, each.centre) or _("the whole country"),
         _stage(each.what), each, digits(plain(each.observed)), _band(each.prior), _band(each.posterior), _bar(each))
        for each in found.fit
    ]  # fmt: skip
    far = [each for each in found.moved if abs(each.own_shift) >= MOVED][:MOVED_SHOWN]
    moved = [(each, f"{each.own_shift:+.1f}", _band(each.prior), _band(each.posterior)) for each in far]
    inside = sum(each.inside for each in found.fit)
    return {**page, "found": found, "fit": fit, "moved": moved, "inside": inside, "of": len(fit),
            "notes": [*found.said_apart, *found.notes]}  # fmt: skip


def _bar(each: Fitted) -> dict[str, float]:
    """Where count and intervals stand between nought and the largest of them, in hundredths of the picture."""
    top = max(each.observed, each.posterior.high, each.prior.high) or 1.0
    before, after = each.prior, each.posterior
    ends = {"before_from": before.low, "before_to": before.high - before.low, "after_from": after.low,
            "after_to": after.high - after.low, "counted": each.observed * 0.99}  # fmt: skip
    return {name: 100.0 * value / top for name, value in ends.items()}


STAGES = {"waiting": "waiting_now", "wait_weeks": "median_weeks"}


def _stage(what: str) -> str:
    label = COUNT_LABELS.get(STAGES.get(what, what))
    return str(label) if label else WHAT.get(what, what)


def _band(found: Any) -> str:
    low, middle, high = (digits(plain(each)) for each in (found.low, found.median, found.high))
    return _("%(middle)s (%(low)s to %(high)s)") % {"middle": middle, "low": low, "high": high}


def _labels() -> list[str]:
    return [str(COUNT_LABELS[name]) for name in (*TREATED, *WAITED)]


def _row_shown(here: Site, row: Row) -> tuple[str, str, list[str], Row]:
    names, places = dict(therapy_names()), dict(centre_names(here.country))
    therapy, centre = str(row["therapy"]), str(row["centre"])
    return names.get(therapy, therapy), places.get(centre, centre) or _("the whole country"), _numbers(row), row


def _numbers(row: Row | None) -> list[str]:
    if row is None:
        return []
    return ["" if row[name] is None else digits(f"{row[name]:,.15g}") for name in (*TREATED, *WAITED)]


def _rows(here: Site, year: int) -> list[Row]:
    held = Counted.objects.filter(site=here, year=year).first()
    return list(held.rows) if held else []


def _version(here: Site, year: int) -> int:
    held = Counted.objects.filter(site=here, year=year).first()
    return held.version if held else 0


def _of_country(here: Site) -> None:
    if not here.country:
        raise OtherCountry(site=here.name)


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


