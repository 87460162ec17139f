"""What an inspection of a period asks for, without names: tables in one archive, and the hash that stands over them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from hevesy.record.vial import What, happened
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.book.models import Site
from hevesy_service.book.verify import head
from hevesy_service.book.zone import today_at, zone_of
from hevesy_service.care.centre import centre_of
from hevesy_service.care.inspection_form import PeriodForm
from hevesy_service.care.material import vial_in
from hevesy_service.care.models import (
    EntryRow,
    Incident,
    Instrument,
    LicenceRow,
    SafetyReport,
    SignedLine,
    VialRow,
)
from hevesy_service.care.nav import desk_pages

Rows = list[dict[str, Any]]
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run
ACTS = {
    "administrations": (
        "administration", ("activity_before_mbq", "activity_after_mbq", "administered_mbq", "calibrator",
                           "extravasation")),
    "receipts": (
        "receipt", ("vial", "lot", "calibration_at", "expires_at", "carrier", "expected_mbq", "measured_mbq",
                    "surface_rate_usv_h", "wipe_bq_cm2", "papers_complete", "package_sound")),
    "releases": (
        "release", ("dose_rate_1m_usv_h", "background_usv_h", "survey_meter", "instructions_given", "card_given")),
    "spills": ("spill", ("spill_place", "spill_mbq", "first_actions")),
}  # fmt: skip


@require_safe
@at_site("pull_inspection")
def inspection(request: Asked, here: Site) -> HttpResponse:
    """Choose a period, and take what an inspection asks for."""
    today = today_at(here)
    year = {"since": date(today.year, 1, 1), "until": today}
    form = PeriodForm(request.GET or None, initial=year)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        answer = HttpResponse(pulled(here, said["since"], said["until"]), content_type="application/zip")
        name = f"{here.code}-{said['since']}-{said['until']}.zip"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    page = {"site": here, "form": form, "nav": desk_pages(request.user, here)}
    return render(request, "care/inspection.html", page, status=422 if form.errors else 200)


def pulled(site: Site, since: date, until: date) -> bytes:
    """The archive of a period: a table each, a page with all of them, and the last hash of the book."""
    found = tables(site, since, until)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in found.items():
            archive.writestr(f"{name}.csv", _csv(rows))
        shown = {"site": site, "since": since, "until": until, "made": timezone.now(), "head": head(site),
                 "tables": [(name, list(rows[0]) if rows else [], [list(row.values()) for row in rows])
                            for name, rows in found.items()]}  # fmt: skip
        archive.writestr("inspection.html", render_to_string("care/inspection_file.html", shown))
    return out.getvalue()


def tables(site: Site, since: date, until: date) -> dict[str, Rows]:
    """Every table of a period; people stand by the ids that the book has of them, patients not at all."""
    zone = zone_of(site)
    ends = (datetime.combine(since, time(), zone), datetime.combine(until + timedelta(days=1), time(), zone))
    entries = EntryRow.objects.filter(course__site=site, at__gte=ends[0], at__lt=ends[1]).select_related("course")
    found = {name: _acts(entries.filter(act=act), said) for name, (act, said) in ACTS.items()}
    incidents = Incident.objects.filter(site=site, opened__gte=ends[0], opened__lt=ends[1]).order_by("opened")
    reports = SafetyReport.objects.filter(site=site, aware__gte=since, aware__lte=until).order_by("aware", "written")
    return {
        **found, "vials": _vials(site, *ends), "waste": _waste(site, *ends),
        "incidents": _incidents(list(incidents)), "safety_reports": _reports(reports),
        "signatures": _rows(SignedLine.objects.filter(site=site)),
        "instruments": _rows(Instrument.objects.filter(site=site)),
        "licences": _rows(LicenceRow.objects.filter(site=site)),
    }  # fmt: skip


def _acts(entries: QuerySet[EntryRow], said: Sequence[str]) -> Rows:
    return [
        {
            "entry": each.pk, "course": each.course_id, "therapy": each.course.therapy, "cycle": each.cycle,
            "practice": each.course.practice, "at": each.at.isoformat(), "entered_at": each.entered_at.isoformat(),
            "by": each.by, "second": each.second, "awaits": each.awaits, "acts_for": each.acts_for,
            "unsigned": each.unsigned, "typed_by": each.typed_by, "corrects": each.corrects,
            "not_met": ";".join(each.unmet), **{name: each.said.get(name, "") for name in said},
        }
        for each in entries.order_by("at")
    ]  # fmt: skip


def _incidents(found: Sequence[Incident]) -> Rows:
    """The incidents; one of a downtime names the acts that it holds."""
    held: dict[Any, list[str]] = {}
    acts = EntryRow.objects.filter(downtime__in=[each.pk for each in found]).order_by("at")
    for pk, downtime in acts.values_list("pk", "downtime"):
        held.setdefault(downtime, []).append(str(pk))
    return [_incident(each, held.get(each.pk, [])) for each in found]


def _reports(found: Iterable[SafetyReport]) -> Rows:
    """Safety reports: what they are about, their last day, to whom they went; what happened stands in the report."""
    return [
        {
            "report": each.pk, "about": each.about, "course": each.course_id or "", "lot": each.lot,
            "reaction": each.said.get("reaction", ""), "grade": each.said.get("grade", ""),
            "serious": ";".join(each.said.get("serious", ())), "seen": ";".join(each.said.get("seen", ())),
            "aware": each.aware.isoformat(), "due": each.due.isoformat() if each.due else "", "by": each.by,
            "written": each.written.isoformat(), "sent_on": each.sent_on.isoformat() if each.sent_on else "",
            "sent_to": each.sent_to, "sent_how": each.sent_how, "sent_by": each.sent_by,
        }
        for each in found
    ]  # fmt: skip


def _incident(each: Incident, on_paper: Sequence[str]) -> dict[str, Any]:
    return {
        "incident": each.pk, "act": each.act, "course": each.course_id or "", "opened": each.opened.isoformat(),
        "not_met": ";".join(each.unmet), "reason": each.reason, "kind": each.kind, "category": each.category,
        "ines": each.ines, "reach": each.reach, "since": each.since.isoformat() if each.since else "",
        "until": each.until.isoformat() if each.until else "", "on_paper": ";".join(on_paper),
        "done": ";".join(each.done), "first_actions": each.first_actions, "cause": each.cause,
        "correction": each.correction, "owner": each.owner, "due": each.due.isoformat() if each.due else "",
        "evidence": each.evidence, "opened_by": each.by, "closed_by": each.closed_by,
        "closed": each.closed.isoformat() if each.closed else "",
    }  # fmt: skip


def _vials(site: Site, since: datetime, until: datetime) -> Rows:
    """Every vial that was there in the period, with its balance at the end of it."""
    centre, found = centre_of(site), []
    for row in VialRow.objects.filter(site=site).order_by("reference"):
        story = happened(vial_in(row), until)
        if not story or not (row.shelf_bq or any(each.at >= since for each in story)):
            continue
        books = centre.balance(vial_in(row), until)
        parts = ("received", "given", "residual", "waste", "passed_on", "decayed", "on_hand", "difference")
        found.append({
            "vial": row.name, "lot": row.lot, "nuclide": row.nuclide, "reference": row.reference.isoformat(),
            **{f"{part}_mbq": f"{getattr(books, part).in_mbq:.6g}" for part in parts},
            "difference_percent": f"{books.share_percent:.3g}", "level_percent": f"{books.level_percent:g}",
            "level_signed": books.level_signed, "to_investigate": books.to_investigate,
        })  # fmt: skip
    return found


def _waste(site: Site, since: datetime, until: datetime) -> Rows:
    gone = (What.WASTED, What.RESIDUAL_WASTED, What.PASSED_ON, What.CLEARED_OUT)
    return [
        {
            "vial": row.name, "lot": row.lot, "nuclide": row.nuclide, "what": str(each.what),
            "at": each.at.isoformat(), "by": each.by, "to": each.to, "reason": each.reason,
            "measured_mbq": "" if each.measured is None else f"{each.measured.in_mbq:.6g}",
        }
        for row in VialRow.objects.filter(site=site).order_by("reference") for each in happened(vial_in(row), until)
        if each.what in gone and each.at >= since
    ]  # fmt: skip


def _rows(found: Iterable[SignedLine | Instrument | LicenceRow]) -> Rows:
    return [
        {field.name: getattr(each, field.attname) for field in each._meta.concrete_fields
         if field.name not in ("id", "site")}
        for each in found
    ]  # fmt: skip


def _csv(rows: Rows) -> str:
    """A table; a cell that a spreadsheet would take for a formula has a quote before it."""
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(_plain(row) for row in rows)
    return out.getvalue()


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
        for name, value in row.items()
    }
