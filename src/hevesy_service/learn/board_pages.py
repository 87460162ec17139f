"""The board: what waits for its members, each case with their decisions, and who its members are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.competence.certification import (
    LIFTED,
    RETRACTED,
    SUSPENDED,
    VOTED,
    WITHDRAWN,
    Step,
    may_sit,
    refuses,
)
from hevesy.competence.saying import not_taken_said
from hevesy.errors import BadCertificate, BadDecision
from hevesy.words import say
from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.rights import at_site
from hevesy_service.accounts.roles import rights
from hevesy_service.asked import Asked
from hevesy_service.boards.board import end_member, is_member, name_member, open_board, the_board
from hevesy_service.boards.cases import Said, check_may_decide, decide, waits
from hevesy_service.boards.chains import in_chains
from hevesy_service.boards.keys import read_public
from hevesy_service.boards.models import BoardRow, CaseRow, MemberRow, TrustedRow
from hevesy_service.boards.trusted import take_list, trust
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.writing import one_writer
from hevesy_service.book.zone import today_at
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.learn.certification_forms import (
    STEPS,
    BoardForm,
    DecideForm,
    KeyForm,
    ListForm,
    MemberForm,
    SignedForm,
    TrustForm,
)
from hevesy_service.learn.certifying import (
    case_shown,
    framework_named,
    lacks_of,
    people_called,
    state_called,
    state_on,
)
from hevesy_service.refusals import NotBoardSite, Refusal
from hevesy_service.said import language, sentence


def _rows() -> Any:
    return CaseRow.objects.select_related("site", "board", "renews").prefetch_related("steps", "amounts")


@require_safe
@at_site("decide_certificates")
def board(request: Asked, here: Site) -> HttpResponse:
    """What waits for a decision, what was granted and what its candidate withdrew; of all sites, to members alone."""
    today, own = today_at(here), str(request.user.pk)
    member = is_member(own)
    rows = in_chains(_rows()) if member else []
    called = people_called(rows)
    shown = [(row, framework_named(row.framework), called.get(row.person, ""), state_on(row, today)) for row in rows]
    page = {
        "site": here, "nav": desk_pages(request.user, here), "board": BoardRow.objects.first(), "member": member,
        "waiting": [(*each, state_called(each[3].what)) for each in shown if waits(each[0])],
        "certificates": [(*each, state_called(each[3].what)) for each in shown if each[0].number],
        "retracted": [each for each in shown if each[3].what == RETRACTED],
    }  # fmt: skip
    return render(request, "learn/board.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("decide_certificates")
def case(request: Asked, here: Site, pk: UUID) -> HttpResponse:
    """One case before the board: a member decides without seeing what the other decided."""
    row, own = next(iter(in_chains(_rows().filter(pk=pk))), None), str(request.user.pk)
    if row is None or not is_member(own):
        raise Http404
    today = today_at(row.site)
    page = case_shown(row, today, own)
    forms = _forms(request, row, page, own)
    what = request.POST.get("what", "")
    sent = request.method == "POST" and what in forms and forms[what].is_valid()
    if sent and _decided(request, row, what, forms[what]):
        messages.success(request, _("Kept."))
        return redirect("board_case", here.code, row.pk)
    sits = may_sit(page["held"], own) if page["waiting"] else ""
    wrong = any(each.errors for each in forms.values())
    page |= {
        "site": here, "nav": desk_pages(request.user, here), "mine": row.person == own,
        "forms": [(each, STEPS[each], form) for each, form in forms.items()],
        "why_not": say(f"case_says.{sits}", language()) if sits else "",
    }  # fmt: skip
    return render(request, "learn/board_case.html", page, status=422 if wrong else 200)


def _forms(request: Asked, row: CaseRow, page: dict[str, Any], own: str) -> dict[str, SignedForm]:
    """The forms of what this member may do now."""
    sent, what, held, on = request.POST or None, request.POST.get("what", ""), page["held"], today_at(row.site)
    steps = {VOTED: Step(VOTED, on, own, "-", False)} | {
        each: Step(each, on, own, "-") for each in (SUSPENDED, LIFTED, WITHDRAWN)
    }  # fmt: skip
    kinds = {VOTED: DecideForm}
    return {
        each: kinds.get(each, SignedForm)(
            sent if what == each else None, request=request, site=row.site, initial={"key": new_id()},
            auto_id=f"id_{each}_%s",
        )
        for each, step in steps.items() if not refuses(held, step) or what == each
    }  # fmt: skip


def _decided(request: Asked, row: CaseRow, what: str, form: SignedForm) -> bool:
    """Write it, or say on the form what stands against it; the proof is asked last, for a code works once."""
    said, today, by = form.cleaned_data, today_at(row.site), str(request.user.pk)
    told, key = Said(what, said["said"], said["grants"] == "yes" if what == VOTED else None), str(said["key"])
    try:
        check_may_decide(row, told, by, today, key, _lacks(row, what))
        form.prove_now(said)
        if form.errors:
            return False
        with transaction.atomic():
            one_writer(row.site)  # what was confirmed until now counts, and nothing that was taken back meanwhile
            decide(row, told, by, today, key, form.how, _lacks(_rows().get(pk=row.pk), what))
    except BadDecision as error:
        form.add_error(None, say(f"case_says.{error.values['because']}", language()))
        return False
    return True


def _lacks(row: CaseRow, what: str) -> tuple[str, ...]:
    return tuple(each.because for each in lacks_of(row, today_at(row.site))) if what == VOTED else ()


# --- who keeps the board, and boards that are trusted -------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_boards")
def boards(request: Asked, here: Site) -> HttpResponse:
    """The board of this installation with its members, and boards of others with their keys and lists.

    They are of the whole installation, and so they are kept at the site that opened the board.
    """
    known = BoardRow.objects.select_related("site").first()
    trusted = list(TrustedRow.objects.select_related("site"))
    forms = _keeping(request, known, trusted)
    what = request.POST.get("what", "")
    if request.method == "POST":
        _check_kept_here(here, known, what, trusted)
    sent = request.method == "POST" and what in forms and forms[what].is_valid()
    if sent and _kept(request, here, what, forms[what]):
        messages.success(request, _("Kept."))
        return redirect("boards", here.code)
    members = list(known.members.filter(ended=None)) if known else []
    called = names({each.person for each in members})
    page = {
        "site": here, "nav": desk_pages(request.user, here), "board": known,
        "forms": {name: form for name, form in forms.items() if "-" not in name and _kept_here(here, known)},
        "keeps": _kept_here(here, known),
        "members": [(each, called.get(each.person, ""), forms[f"end-{each.pk}"]) for each in members],
        "trusted": [
            (each, forms[f"list-{each.pk}"] if _kept_here(here, known, each) else None) for each in trusted
        ],
    }  # fmt: skip
    wrong = any(each.errors for each in forms.values())
    return render(request, "learn/boards.html", page, status=422 if wrong else 200)


def _kept_here(here: Site, known: BoardRow | None, about: TrustedRow | None = None) -> bool:
    """Whether a site keeps the board, or a board that is trusted, which the site where it was entered keeps too."""
    return (known is None and about is None) or here in [each.site for each in (known, about) if each is not None]


def _check_kept_here(here: Site, known: BoardRow | None, what: str, trusted: list[TrustedRow]) -> None:
    """Raises NotBoardSite, which names the site that keeps what is to be changed."""
    about = next((each for each in trusted if what == f"list-{each.pk}"), None)
    if not _kept_here(here, known, about):
        raise NotBoardSite(site=(known or about).site.name)  # type: ignore[union-attr]


def _keeping(request: Asked, known: BoardRow | None, trusted: list[TrustedRow]) -> dict[str, Form]:
    what = request.POST.get("what", "")

    def made(kind: Any, name: str, *more: Any) -> Form:
        sent = (request.POST, request.FILES) if what == name else (None,)
        return kind(*more, *sent, prefix=name, initial={"key": new_id()})  # type: ignore[no-any-return]

    found = {"trust": made(TrustForm, "trust")}
    found |= {f"list-{each.pk}": made(ListForm, f"list-{each.pk}") for each in trusted}
    if known is None:
        return {"open": made(BoardForm, "open"), **found}
    found |= {f"end-{each.pk}": made(KeyForm, f"end-{each.pk}") for each in known.members.filter(ended=None)}
    return {"member": made(MemberForm, "member", _people(known)), **found}


def _people(known: BoardRow) -> list[tuple[str, str]]:
    """Who may be named: whose roles decide, at any site, and who is no member yet."""
    here = set(known.members.filter(ended=None).values_list("person", flat=True))
    held = Membership.objects.filter(role__in=rights()["decide_certificates"].roles, user__is_active=True)
    people = {(str(each.user_id), str(each.user)) for each in held.select_related("user")}
    return sorted((each for each in people if each[0] not in here), key=lambda each: each[1])


def _kept(request: Asked, here: Site, what: str, form: Form) -> bool:
    """Write it, or say on the form why not."""
    said, by = form.cleaned_data, str(request.user.pk)
    key, (kind, _dash, about) = str(said["key"]), what.partition("-")
    try:
        if kind == "open":
            open_board(here, said["name"], by, key)
        elif kind == "member":
            name_member(the_board(), User.objects.get(pk=said["person"]), by, key)
        elif kind == "end":
            end_member(MemberRow.objects.get(pk=about), by, key)
        elif kind == "trust":
            trust(here, said["name"], read_public(said["text"]), by, key)
        else:
            take_list(TrustedRow.objects.get(pk=about), said["text"], by, key)
    except BadCertificate as error:
        form.add_error(None, not_taken_said(error, language()))
        return False
    except Refusal as error:
        form.add_error(None, sentence(error))
        return False
    return True
