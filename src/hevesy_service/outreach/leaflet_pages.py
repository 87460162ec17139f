"""Texts for patients: the list, one with its readability, review and who got it, and those of a course."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy.facts import Shelf
from hevesy.products.leaflet import REVIEW_AFTER, Leaflet, blocks, drafts
from hevesy.words.direction import RIGHT_TO_LEFT
from hevesy.words.readability import BY_SIGN, EASE, readability
from hevesy_service.accounts.rights import at_site, may, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import id_asked, new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.models import CourseRow, EntryRow, Patient
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.outreach.drafts import Offer, in_tongue, offers, others
from hevesy_service.outreach.events import review_leaflet, write_leaflet, wrote
from hevesy_service.outreach.forms import KINDS, TONGUES, LeafletForm, ReviewForm
from hevesy_service.outreach.given import given_of, newest, record_path, times_given
from hevesy_service.outreach.models import LeafletRow
from hevesy_service.outreach.paper import SHOWN as SHOWN_JOBS
from hevesy_service.outreach.paper import jobs_of
from hevesy_service.outreach.saying import therapy_of
from hevesy_service.said import language

SHOWN = 200


@require_safe
@at_site("see_leaflets")
def leaflets(request: Asked, here: Site) -> HttpResponse:
    """The last version of each text, what stands against handing it out, and the drafts that nobody has taken over."""
    today, shelf = today_at(here), shelf_now()
    rows = newest(LeafletRow.objects.filter(site=here))
    page = {
        "site": here, "nav": desk_pages(request.user, here), "writes": may(request.user, "keep_leaflets", here),
        "texts": _lines(here, rows, today),
        "drafts": [_offered(each, shelf) for each in offers(rows, language())],
    }  # fmt: skip
    return render(request, "outreach/leaflets.html", page)


def _offered(each: Offer, shelf: Shelf) -> dict[str, Any]:
    first = each.first
    return {
        "draft": first, "kind": KINDS[first.kind], "therapy": therapy_of(first.therapy, shelf),
        "tongue": TONGUES[first.language], "others": _named(each.others),
    }  # fmt: skip


def _named(found: Sequence[Leaflet]) -> list[tuple[Leaflet, Any]]:
    return [(each, TONGUES[each.language]) for each in found]


def _lines(here: Site, rows: list[LeafletRow], today: date) -> list[dict[str, Any]]:
    given, shelf = times_given(here), shelf_now()
    return [
        {"row": row, "kind": KINDS[row.kind], "therapy": therapy_of(row.therapy, shelf),
         "tongue": TONGUES[row.language], "given": given[row.code, str(row.version), row.language],
         "late": _is_late(row, today)}
        for row in rows
    ]  # fmt: skip


def _is_late(row: LeafletRow, today: date) -> bool:
    return row.next_review is not None and row.next_review < today


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_leaflets")
def write(request: Asked, here: Site) -> HttpResponse:
    """A new text, a draft that is taken over, or a new version of a text."""
    form = LeafletForm(request.POST or None, initial={"key": new_id(), **_start(request, here)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = write_leaflet(here, said, today_at(here), str(request.user.pk), str(said["key"]))
        return redirect("leaflet", made.pk)
    page = {"site": here, "nav": desk_pages(request.user, here), "form": form}
    return render(request, "outreach/write.html", page, status=422 if form.errors else 200)


def _start(request: Asked, here: Site) -> dict[str, str]:
    """What a form begins with: the draft or the text that was named."""
    draft, version = request.GET.get("draft", ""), request.GET.get("version", "")
    if draft:
        found = drafts(shelf_now()).get(draft)
        if found is None:
            raise Http404
        return _fields(found, found.id)
    if version:
        row = LeafletRow.objects.filter(site=here, pk=id_asked(version)).first()
        if row is None:
            raise Http404
        return _fields(row, row.code)
    return {"language": language()}


def _fields(found: Leaflet | LeafletRow, code: str) -> dict[str, str]:
    return {"code": code, **{name: getattr(found, name) for name in ("kind", "therapy", "language", "title", "text")}}


@require_safe
@needs("see_leaflets", LeafletRow)
def leaflet(request: Asked, found: LeafletRow) -> HttpResponse:
    """One version of a text as it prints, how easily it is read, who reviewed it, and which courses got it."""
    here, today = found.site, today_at(found.site)
    cares = may(request.user, "see_care", here)
    given = list(given_of(found)[:SHOWN])
    page = {
        **_text_of(found.title, found.text, found.language), "site": here, "row": found, "late": _is_late(found, today),
        "nav": desk_pages(request.user, here), "kind": KINDS[found.kind], "tongue": TONGUES[found.language],
        "therapy": therapy_of(found.therapy), "reviewer": names({found.reviewed_by}).get(found.reviewed_by, ""),
        "writes": may(request.user, "keep_leaflets", here), "reviews": may(request.user, "review_leaflets", here),
        "own": wrote(found, str(request.user.pk)), "many": len(given), "given": _courses(given) if cares else [],
        "jobs": [(job, job.files()) for job in jobs_of(found)[:SHOWN_JOBS]],
        "form": ReviewForm(today, initial={"key": new_id(), "until": _in_months(today, _review_months(here))}),
    }  # fmt: skip
    return render(request, "outreach/leaflet.html", page)


def _text_of(title: str, text: str, tongue: str) -> dict[str, Any]:
    """What every page that shows a text has."""
    return {
        "title": title, "blocks": blocks(text), "language_of": tongue,
        "direction": "rtl" if tongue in RIGHT_TO_LEFT else "ltr", "by_sign": tongue in BY_SIGN,
        "read": readability(text.replace("# ", "").replace("- ", ""), tongue), "ease": EASE.get(tongue),
    }  # fmt: skip


def _courses(entries: list[EntryRow]) -> list[tuple[EntryRow, Patient | None]]:
    patients = Patient.objects.in_bulk([each.course.patient_id for each in entries])
    return [(each, patients.get(each.course.patient_id)) for each in entries]


def _review_months(here: Site) -> int:
    return int(shelf_now().reader(here.country or "world").number(REVIEW_AFTER))


def _in_months(today: date, months: int) -> date:
    """The same day so many months later; the first of the month after where that month has none."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    try:
        return date(year, month + 1, today.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


@require_safe
@at_site("see_leaflets")
def draft(request: Asked, here: Site, draft: str) -> HttpResponse:
    """A draft of this software, as it would print; it is not reviewed, and not handed out."""
    found = drafts(shelf_now()).get(draft)
    if found is None:
        raise Http404
    page = {
        **_text_of(found.title, found.text, found.language), "site": here, "draft": found, "kind": KINDS[found.kind],
        "nav": desk_pages(request.user, here), "tongue": TONGUES[found.language], "therapy": therapy_of(found.therapy),
        "writes": may(request.user, "keep_leaflets", here), "others": _named(others(found)),
    }  # fmt: skip
    return render(request, "outreach/leaflet.html", page)


@require_POST
@needs("review_leaflets", LeafletRow)
def review(request: Asked, found: LeafletRow) -> HttpResponse:
    """A clinician has read it. What was typed wrong is said, and nothing is written."""
    form = ReviewForm(today_at(found.site), request.POST)
    if form.is_valid():
        said = form.cleaned_data
        review_leaflet(found, today_at(found.site), said["until"], str(request.user.pk), str(said["key"]))
        messages.success(request, _("Kept."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("leaflet", found.pk)


@require_safe
@needs("see_care", CourseRow)
def of_course(request: Asked, found: CourseRow) -> HttpResponse:
    """The texts for a course's therapy, those in the patient's language first and the others marked, and which it got.

    Where none is kept in that language, it says so, and names the drafts in it.
    """
    patient, today = Patient.objects.filter(pk=found.patient_id).first(), today_at(found.site)
    tongue = patient.language.partition("-")[0] if patient else ""
    rows = [row for row in newest(LeafletRow.objects.filter(site=found.site)) if row.therapy in ("", found.therapy)]
    got = found.entries.filter(act="consent").order_by("place")
    page = {
        "site": found.site, "course": found, "patient": patient, "nav": desk_pages(request.user, found.site),
        "records": may(request.user, "record_care", found.site), "tongue": TONGUES.get(tongue, tongue),
        "texts": [{**line, "path": record_path(found, line["row"]), "other": tongue != line["row"].language}
                  for line in _lines(found.site, sorted(rows, key=lambda row: row.language != tongue), today)],
        "spoken": any(row.language == tongue for row in rows),
        "drafts": [(each, KINDS[each.kind]) for each in in_tongue(rows, tongue, found.therapy)],
        "got": [(each, each.said.get("leaflet", ""), each.said.get("leaflet_version", ""),
                 each.said.get("leaflet_language", "")) for each in got if each.said.get("leaflet")],
    }  # fmt: skip
    return render(request, "outreach/of_course.html", page)
