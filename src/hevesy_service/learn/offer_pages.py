"""The register of trainings that sites offer, the seats that are asked and given, and timetables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.errors import NoTimetable, UnknownModule
from hevesy.learn.calendar_file import Heading, calendar_file
from hevesy.learn.curriculum import Curriculum, curriculum_in, find_curriculum
from hevesy.learn.timetable import Session, Timetable, timetable
from hevesy_service.accounts.rights import at_site, may, must
from hevesy_service.accounts.roles import role_called
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at, zone_of
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.learn.teaching_forms import KIND, AskForm, GiveForm, KeyForm, OfferForm, TimetableForm
from hevesy_service.refusals import NoSeatsLeft
from hevesy_service.said import language, sentence
from hevesy_service.teaching.models import OfferRow, SeatRow, TimetableRow
from hevesy_service.teaching.offers import ask, give, left, offer
from hevesy_service.teaching.timetables import keep_timetable, sessions_of, times_kept


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("learn_modules")
def offers(request: Asked, here: Site) -> HttpResponse:
    """Every training that is offered and not over, of all sites; this site adds its own."""
    form = OfferForm(request.POST or None, initial={"key": new_id()})
    if request.method == "POST":
        must(request.user, "keep_offers", here)
        if form.is_valid():
            made = offer(here, form.cleaned_data, str(request.user.pk), str(form.cleaned_data["key"]))
            return redirect("offer", here.code, made.pk)
    rows = OfferRow.objects.select_related("site").prefetch_related("asked")
    shown = [(each, KIND[each.kind], role_called(each.cadre), left(each)) for each in rows]
    today = today_at(here)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form,
        "open": [each for each in shown if each[0].last >= today],
        "over": [each for each in shown if each[0].last < today],
        "keeps": may(request.user, "keep_offers", here),
    }  # fmt: skip
    return render(request, "learn/offers.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("learn_modules")
def offer_one(request: Asked, here: Site, offer: UUID) -> HttpResponse:
    """One training: seats are asked for here, and given by the site that offers it."""
    found = get_object_or_404(OfferRow.objects.select_related("site"), pk=offer)
    own = found.site_id == here.pk
    form = AskForm(request.POST or None, initial={"key": new_id()})
    if request.method == "POST":
        if own and "asked" in request.POST:
            return _give(request, here, found)
        must(request.user, "ask_seats", here)
        if form.is_valid():
            said = form.cleaned_data
            ask(found, here, said["seats"], said["note"], str(request.user.pk), str(said["key"]))
            messages.success(request, _("Asked for."))
            return redirect("offer", here.code, found.pk)
    return _offer_page(request, here, found, form)


def _give(request: Asked, here: Site, found: OfferRow) -> HttpResponse:
    must(request.user, "keep_offers", here)
    form, asks = GiveForm(request.POST), AskForm(initial={"key": new_id()})
    if not form.is_valid():
        return _offer_page(request, here, found, asks, _("Write how many seats are given."))
    row = get_object_or_404(SeatRow, pk=form.cleaned_data["asked"], offer=found)
    try:
        give(row, form.cleaned_data["seats"], str(request.user.pk), str(form.cleaned_data["key"]))
    except NoSeatsLeft as error:
        return _offer_page(request, here, found, asks, sentence(error))
    messages.success(request, _("Kept."))
    return redirect("offer", here.code, found.pk)


def _offer_page(request: Asked, here: Site, found: OfferRow, form: AskForm, problem: str = "") -> HttpResponse:
    own = found.site_id == here.pk
    rows = found.asked.select_related("of") if own else found.asked.select_related("of").filter(of=here)
    keeps = own and may(request.user, "keep_offers", here)
    who = names({each.by for each in rows})
    page = {
        "site": here, "nav": desk_pages(request.user, here), "offer": found, "kind": KIND[found.kind],
        "cadre": role_called(found.cadre), "left": left(found), "form": form, "problem": problem, "keeps": keeps,
        "asks": may(request.user, "ask_seats", here) and found.last >= today_at(here),
        "rows": [(each, who.get(each.by, ""), new_id(), min(each.seats, left(found, each))) for each in rows],
    }  # fmt: skip
    return render(request, "learn/offer.html", page, status=422 if form.errors or problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("learn_modules")
def timetable_(request: Asked, here: Site, curriculum: str) -> HttpResponse:
    """The timetable that the site keeps to, and how another would be; who keeps offers puts it in its place."""
    wanted = _curriculum(curriculum)
    asked: Any = request.POST or (request.GET if "first" in request.GET else None)
    form = TimetableForm(asked, initial={"first": today_at(here), "days": [0, 2], "start": "09:00", "hours": 2})
    tried: Timetable | None = None
    if request.method == "POST":
        must(request.user, "keep_offers", here)
    if asked is not None and form.is_valid():
        try:
            tried = timetable(wanted, form.means(), form.cleaned_data["first"])
        except NoTimetable as error:
            form.add_error(None, sentence(error))
    key = KeyForm(request.POST or None)
    if request.method == "POST" and tried is not None and key.is_valid():
        keep_timetable(here, wanted, tried, str(request.user.pk), str(key.cleaned_data["key"]))
        messages.success(request, _("Kept."))
        return redirect("timetable", here.code, wanted.id)
    row = TimetableRow.objects.filter(site=here, curriculum=wanted.id).first()
    sessions = sessions_of(row) if row else []
    page = {
        "site": here, "nav": desk_pages(request.user, here), "curriculum": wanted, "form": form, "tried": tried,
        "shown": _called(tried.sessions, wanted) if tried else [],
        "kept": row, "sessions": _called(sessions, wanted), "groups": sorted({each.group for each in sessions}),
        "keeps": may(request.user, "keep_offers", here), "key": new_id(),
        "hidden": [(name, each) for name, said in request.GET.lists() for each in said],
    }  # fmt: skip
    return render(request, "learn/timetable.html", page, status=422 if form.errors else 200)


@require_safe
@at_site("learn_modules")
def timetable_calendar(request: Asked, here: Site, curriculum: str) -> HttpResponse:
    """The timetable that the site keeps to as a calendar file, of all or of one group."""
    wanted, group = _curriculum(curriculum), request.GET.get("group", "")
    row = TimetableRow.objects.filter(site=here, curriculum=wanted.id).first()
    sessions = [each for each in sessions_of(row) if group in ("", each.group)] if row else []
    if row is None or not sessions:
        raise Http404
    title = ", ".join(filter(None, (wanted.name, group, here.name)))
    called = {each.id: each.name for each in wanted.modules}
    heading = Heading(here.code, wanted.id, title, called, zone_of(here), row.written, times_kept(row))
    answer = HttpResponse(calendar_file(sessions, heading), content_type="text/calendar; charset=utf-8")
    name = "-".join(filter(None, (here.code, wanted.id, group)))
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.ics") or "attachment"
    return answer


def _curriculum(name: str) -> Curriculum:
    try:
        return curriculum_in(find_curriculum(name, shelf()), shelf(), language())
    except UnknownModule:
        raise Http404 from None


def _called(sessions: Iterable[Session], curriculum: Curriculum) -> list[tuple[Session, str]]:
    """Sessions with the name of their module; with its id where the curriculum has it no more."""
    called = {each.id: each.name for each in curriculum.modules}
    return [(each, called.get(each.module, each.module)) for each in sessions]
