"""Certificates of a site: who applies sees the rules with a reason for each thing missing, and how it went on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.competence import find_framework, frameworks
from hevesy.competence.certification import APPEALED, EXPIRED, RETRACTED, Step, refuses
from hevesy.competence.framework import framework_in
from hevesy.errors import BadDecision
from hevesy.words import say
from hevesy_service.accounts.rights import at_site, may, must
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.board import is_member
from hevesy_service.boards.cases import appeal, apply_for, case_of, confirm, retract, waits
from hevesy_service.boards.chains import in_chains
from hevesy_service.boards.models import BoardRow, CaseRow
from hevesy_service.boards.trusted import certificate_text
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.labels import square
from hevesy_service.care.nav import desk_pages
from hevesy_service.learn.certification_forms import AmountForm, ApplyForm, KeyForm, RetractForm, WhyForm
from hevesy_service.learn.certifying import (
    case_shown,
    framework_named,
    hours_known,
    people_called,
    reader_at,
    state_called,
    state_on,
)
from hevesy_service.refusals import MoreThanTime, NotToRenew, OtherCadre
from hevesy_service.said import language, sentence


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("see_certification")
def listed(request: Asked, here: Site) -> HttpResponse:
    """The certificates of a site, the applications that one may see, and the form of a new one."""
    today, own = today_at(here), str(request.user.pk)
    rows = in_chains(CaseRow.objects.filter(site=here).select_related("site", "board"))
    form = ApplyForm(_to_apply_for(rows, own, today), request.POST or None, initial={"key": new_id()})
    if request.method == "POST":
        must(request.user, "apply_for_certificate", here)
        made = _applied(here, own, today, form) if form.is_valid() else None
        if made is not None:
            return redirect("certification_case", here.code, made)
    sees, called = may(request.user, "keep_evidence", here), people_called(rows)
    shown = [(row, framework_named(row.framework), called.get(row.person, ""), _stands(row, today)) for row in rows]
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form, "board": BoardRow.objects.first(),
        "applications": [each for each in shown if sees or each[0].person == own],
        "certificates": [each for each in shown if each[0].number],
        "applies": may(request.user, "apply_for_certificate", here), "member": is_member(own),
        "keeps": may(request.user, "keep_boards", here),
    }  # fmt: skip
    return render(request, "learn/certification.html", page, status=422 if form.errors else 200)


def _applied(here: Site, own: str, today: Any, form: ApplyForm) -> UUID | None:
    """Write it, or say on the form that the framework is for another profession."""
    asked = find_framework(form.cleaned_data["framework"], shelf())
    years = reader_at(here).number(asked.valid_years)
    try:
        return apply_for(here, own, asked, years, today, str(form.cleaned_data["key"])).pk
    except OtherCadre as error:
        form.add_error("framework", sentence(error))
        return None


def _to_apply_for(rows: list[CaseRow], own: str, today: Any) -> list[tuple[str, str]]:
    """The frameworks whose certificates last for a time, without those of which one's own waits or stands."""
    held = {row.framework for row in rows if row.person == own and (waits(row) or state_on(row, today).stands)}
    return [(each.id, framework_named(each.id)) for each in frameworks(shelf()).values()
            if each.valid_years and each.id not in held]


def _stands(row: CaseRow, today: Any) -> tuple[Any, str]:
    now = state_on(row, today)
    return now, state_called(now.what)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("see_certification")
def case(request: Asked, here: Site, pk: UUID) -> HttpResponse:
    """One application, for the candidate and who keeps evidence: others confirm, they withdraw it, appeal and renew."""
    row = _case(request, here, pk)
    today, own = today_at(here), str(request.user.pk)
    page = case_shown(row, today, own)
    open_to_all = (row.person != own and page["asks"]) or _sends(request, "confirm")
    keeps = may(request.user, "keep_evidence", here) and open_to_all
    mine = row.person == own and may(request.user, "apply_for_certificate", here)
    forms = _forms(request, row, page, keeps, mine)
    what = request.POST.get("what", "")
    if request.method == "POST":
        _check_open(request, here, what, forms)
    if request.method == "POST" and forms[what].is_valid():
        answer = _done(request, row, what, forms[what])
        if answer is not None:
            return answer
    wrong = any(each.errors for each in forms.values())
    page |= {"site": here, "nav": desk_pages(request.user, here), "forms": forms, "mine": row.person == own}
    page["hours"] = hours_known(row, today)
    return render(request, "learn/certification_case.html", page, status=422 if wrong else 200)


def _check_open(request: Asked, here: Site, what: str, forms: dict[str, Form]) -> None:
    """Raises NotYours, NotToRenew or Http404 for what is not open to somebody."""
    if what in ("appeal", "renew", "retract"):
        must(request.user, "apply_for_certificate", here)
    if what == "renew" and what not in forms:
        raise NotToRenew()
    if what not in forms:
        must(request.user, "keep_evidence", here)
        raise Http404


def _case(request: Asked, here: Site, pk: UUID) -> CaseRow:
    rows = CaseRow.objects.select_related("site", "board").prefetch_related("amounts").filter(site=here, pk=pk)
    row = next(iter(in_chains(rows)), None)
    if row is None or not (row.person == str(request.user.pk) or may(request.user, "keep_evidence", here)
                           or is_member(str(request.user.pk))):  # fmt: skip
        raise Http404
    return row


def _forms(request: Asked, row: CaseRow, page: dict[str, Any], keeps: bool, mine: bool) -> dict[str, Form]:
    """The forms that are open to somebody now, by what they do."""
    sent, what, now = request.POST or None, request.POST.get("what", ""), today_at(row.site)
    first = {"key": new_id()}
    found: dict[str, Form] = {}
    if keeps and page["kinds"]:
        found["confirm"] = AmountForm(page["kinds"], sent if what == "confirm" else None, initial=first)
    if _sends(request, "retract") or (mine and not refuses(page["held"], Step(RETRACTED, now, row.person))):
        found["retract"] = RetractForm(sent if what == "retract" else None, initial=first)
    if mine and (_sends(request, "appeal") or not refuses(page["held"], Step(APPEALED, now, row.person, "-"))):
        found["appeal"] = WhyForm(sent if what == "appeal" else None, initial=first)
    if mine and _renewable(row, page):
        found["renew"] = KeyForm(sent if what == "renew" else None, initial=first)
    return found


def _sends(request: Asked, what: str) -> bool:
    """Whether a form is sent, which is then said why not rather than lost."""
    return request.method == "POST" and request.POST.get("what") == what


def _renewable(row: CaseRow, page: dict[str, Any]) -> bool:
    now = page["now"]
    own = CaseRow.objects.filter(site=row.site, person=row.person, framework=row.framework)
    return (now.stands or now.what == EXPIRED) and not any(waits(each) for each in in_chains(own))


def _done(request: Asked, row: CaseRow, what: str, form: Form) -> HttpResponse | None:
    """Write what was sent; None where it can't be, which the form says."""
    said, by = form.cleaned_data, str(request.user.pk)
    key, today = str(said["key"]), today_at(row.site)
    try:
        if what == "confirm":
            confirm(row, said["kind"], said["amount"], said["note"], by, today, key)
        elif what == "retract":
            retract(row, said["said"], by, today, key)
        elif what == "appeal":
            appeal(row, said["said"], by, today, key)
        else:
            return redirect("certification_case", row.site.code, _renewed(row, today, key))
    except BadDecision as error:
        form.add_error(None, say(f"case_says.{error.values['because']}", language()))
        return None
    except MoreThanTime as error:
        form.add_error("amount", sentence(error))
        return None
    messages.success(request, _("Kept."))
    return redirect("certification_case", row.site.code, row.pk)


def _renewed(row: CaseRow, today: Any, key: str) -> UUID:
    asked = find_framework(row.framework, shelf())
    if not asked.valid_years:
        raise NotToRenew()
    years = reader_at(row.site).number(asked.valid_years)
    return apply_for(row.site, row.person, asked, years, today, key, renews=row).pk


@require_safe
@at_site("see_certification")
def paper(request: Asked, here: Site, pk: UUID) -> HttpResponse:
    """The certificate on one page of A4, with the code by which anybody checks it."""
    row = _case(request, here, pk)
    if not row.number:
        raise Http404
    today, text = today_at(here), certificate_text(row)
    now = state_on(row, today)
    page = {
        "site": here, "case": row, "candidate": people_called([row])[row.person], "held": case_of(row), "now": now,
        "called": state_called(now.what), "text": text,
        "framework": framework_in(find_framework(row.framework, shelf()), shelf(), language()),
        "square": square(text), "today": today,
    }  # fmt: skip
    return render(request, "learn/certificate.html", page)
