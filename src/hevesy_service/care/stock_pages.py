"""Pages of what a site holds: stock, one vial with its balance, the waste store, and where a lot has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.record.ledger import Balance, on_hand
from hevesy.record.stock import waste_store
from hevesy.record.vial import Condition, Vial, VialEvent, What, condition, happened
from hevesy.run.ordering import amount
from hevesy.run.recall import Reached
from hevesy.run.saying import moment_said, role_of
from hevesy_service.accounts.rights import at_site, may, must, needs
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import zone_of
from hevesy_service.care.centre import Centre, centre_of
from hevesy_service.care.forms import MOMENT
from hevesy_service.care.material import bar, note_vial, vial_in, vials_in
from hevesy_service.care.models import CourseRow, Patient, VialRow
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names, start_of
from hevesy_service.care.recalled import reached_by
from hevesy_service.care.stock_forms import SAID, LotForm, StockForm
from hevesy_service.said import kept, language, say

MOST = 50
PARTS = ("received", "given", "residual", "waste", "passed_on", "decayed", "on_hand", "difference")


@dataclass(frozen=True, slots=True)
class Shown:
    """A vial in a list: its row, how it stands, its balance now, and that in words."""

    row: VialRow
    state: str
    usable: bool
    books: Balance
    then: str
    now: str
    expires: str
    share: str


@require_safe
@at_site("see_stock")
def stock(request: Asked, here: Site) -> HttpResponse:
    """The vials in which there is something, the last changed first; `all` shows those that are empty too."""
    rows = VialRow.objects.filter(site=here)
    everything = request.GET.get("all") == "yes"
    if not everything:
        rows = rows.filter(shelf_bq__gt=0)
    first, now, centre = start_of(request), timezone.now(), centre_of(here)
    found = list(rows.order_by("-changed")[first : first + MOST])
    page = {
        "site": here, "rows": [_shown(row, now, centre) for row in found], "everything": everything,
        "next": first + MOST if len(found) == MOST else 0, "nav": desk_pages(request.user, here),
        "now": kept(moment_said(now, zone_of(here))),
    }  # fmt: skip
    return render(request, "care/stock.html", page)


def _shown(row: VialRow, now: datetime, centre: Centre) -> Shown:
    vial = vial_in(row)
    stands, books = condition(vial, now), centre.balance(vial, now)
    return Shown(
        row, state_said(stands), stands.usable, books, amount(on_hand(vial, vial.reference)), amount(books.on_hand),
        moment_said(row.expires_at, zone_of(centre.site)), f"{books.share_percent:.1f} %",
    )  # fmt: skip


def state_said(stands: Condition) -> str:
    """How a vial stands, the worst first."""
    words = {
        _("its lot failed late"): stands.failed_late, _("called back"): stands.recalled, _("rejected"): stands.rejected,
        _("not received"): not stands.received, _("expired"): stands.expired, _("released"): stands.released,
    }  # fmt: skip
    return next((word for word, holds in words.items() if holds), _("waits for its release"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("see_stock", VialRow)
def vial(request: Asked, found: VialRow) -> HttpResponse:
    """One vial: its balance with every difference, its story, and what is done with it beside the courses."""
    zone, now = zone_of(found.site), timezone.now()
    held = vial_in(found)
    initial = {"key": new_id(), "at": now.astimezone(zone).strftime(MOMENT)}
    form = StockForm(_own(held, zone), found.site, request.POST or None, initial=initial)
    if request.method == "POST":
        must(request.user, "keep_stock", found.site)
        if form.is_valid():
            note_vial(found, form.event(str(request.user.pk), zone, now), str(form.cleaned_data["key"]))
            messages.success(request, _("Kept."))
            return redirect("vial", found.pk)
    return render(request, "care/vial.html", _vial_page(request, found, held, form), status=422 if form.errors else 200)


def _vial_page(request: Asked, found: VialRow, held: Vial, form: StockForm) -> dict[str, object]:
    zone, now, centre = zone_of(found.site), timezone.now(), centre_of(found.site)
    shown = _shown(found, now, centre)
    people = names({each.by for each in held.events})
    courses = CourseRow.objects.filter(pk__in=_courses(held))
    patients = Patient.objects.in_bulk([row.patient_id for row in courses])
    return {
        "vial": found, "shown": shown, "form": form, "keeps": may(request.user, "keep_stock", found.site),
        "nav": desk_pages(request.user, found.site), "site": found.site, "zone": zone,
        "reference": moment_said(found.reference, zone),
        "parts": [(part_called(part), amount(getattr(shown.books, part))) for part in PARTS],
        "gaps": [(moment_said(each.at, zone), amount(each.amount), say(f"difference.{each.why}"))
                 for each in shown.books.differences],
        "story": [_told(each, people, zone) for each in reversed(happened(held))],
        "courses": [(row, patients.get(row.patient_id)) for row in courses],
    }  # fmt: skip


def part_called(part: str) -> str:
    """A part of a balance as one reads it."""
    return {
        "received": _("received"), "given": _("administered"), "residual": _("residual"), "waste": _("waste"),
        "passed_on": _("passed on"), "decayed": _("decayed on the shelf"), "on_hand": _("on the shelf now"),
        "difference": _("measurement difference"),
    }[part]  # fmt: skip


def _told(event: VialEvent, people: dict[str, str], zone: tzinfo) -> dict[str, object]:
    return {
        "what": SAID[event.what], "at": moment_said(event.at, zone), "by": people.get(event.by, ""), "event": event,
        "measured": "" if event.measured is None else amount(event.measured),
        "fails": event.passes is False, "late": event.late,
    }  # fmt: skip


def _own(held: Vial, zone: tzinfo) -> list[tuple[str, str]]:
    """Entries of the stock alone: only these are corrected here, those of a course in the course."""
    return [
        (each.id, f"{SAID[each.what]}, {moment_said(each.at, zone)}")
        for each in happened(held) if not each.course and each.what is not What.VOID
    ]  # fmt: skip


def _courses(held: Vial) -> set[str]:
    return {each.course for each in held.events if each.course}


@require_safe
@at_site("see_stock")
def store(request: Asked, here: Site) -> HttpResponse:
    """The waste store, what may be measured and cleared first at the top."""
    now, centre, zone = timezone.now(), centre_of(here), zone_of(here)
    rows = {row.name: row for row in VialRow.objects.filter(site=here, here_bq__gt=F("shelf_bq"))}
    stored = waste_store(vials_in(rows.values()), now, centre.reader)
    first = start_of(request)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "now": moment_said(now, zone),
        "next": first + MOST if len(stored) > first + MOST else 0,
        "rows": [
            {"row": rows[each.vial], "stored": each, "now": amount(each.now), "may_go": each.clear.on <= now,
             "since": moment_said(each.since, zone), "on": each.clear.on.astimezone(zone).date()}
            for each in stored[first : first + MOST]
        ],
    }  # fmt: skip
    return render(request, "care/waste.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("see_stock")
def lot(request: Asked, here: Site) -> HttpResponse:
    """Where a lot has gone: who had it, who waits for it, and whom to tell; the maker may call it back here."""
    name = request.GET.get("lot", "")
    rows = list(VialRow.objects.filter(site=here, lot=name)) if name else []
    if not rows:
        messages.error(request, _("There is no vial of this lot here."))
        return redirect("stock", here.code)
    form = LotForm(request.POST or None, initial={"key": new_id()})
    if request.method == "POST":
        must(request.user, "keep_stock", here)
        if form.is_valid():
            said = form.cleaned_data
            bar(rows, said["reason"], timezone.now(), str(request.user.pk), said["key"])
            messages.success(request, _("Kept."))
            return redirect(request.get_full_path())
    return render(request, "care/lot.html", _lot_page(request, here, name, rows, form),
                  status=422 if form.errors else 200)  # fmt: skip


def _lot_page(request: Asked, here: Site, name: str, rows: list[VialRow], form: LotForm) -> dict[str, object]:
    now, centre, tongue = timezone.now(), centre_of(here), language()
    found, courses = reached_by(name, rows, now, centre.reader.shelf)
    patients = Patient.objects.in_bulk([row.patient_id for row in courses.values()])

    def reached(each: Reached) -> dict[str, object]:
        row = courses.get(each.course)
        at = None if each.at is None else moment_said(each.at, zone_of(here))
        return {"reached": each, "course": row, "patient": patients.get(row.patient_id) if row else None, "at": at}

    return {
        "site": here, "lot": name, "vials": rows, "form": form, "keeps": may(request.user, "keep_stock", here),
        "reports": may(request.user, "report_safety", here),
        "nav": desk_pages(request.user, here), "failed": next((row.failed for row in rows if row.failed), ""),
        "given": [reached(each) for each in found.given], "waiting": [reached(each) for each in found.waiting],
        "tell": [(role_of(each.role, tongue), say(f"tell.{each.role}_{each.about}")) for each in found.tell],
    }  # fmt: skip
