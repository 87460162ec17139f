"""Who may do what at a site on a day, and what is known of each person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.competence import Recent, Standing, What, privileges
from hevesy.competence.evidence import in_force
from hevesy.competence.privilege import privilege_called
from hevesy.competence.saying import reason_said
from hevesy.record.template import templates
from hevesy.run.house_rules import recent_asked
from hevesy.run.saying import therapy_called
from hevesy_service.accounts.models import Membership
from hevesy_service.accounts.rights import at_site, may
from hevesy_service.accounts.roles import role_called
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.made_known import made_by_board
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.centre import centre_of
from hevesy_service.care.forms import therapy_choices
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.care.standings import standings
from hevesy_service.competence.events import evidence_in, give
from hevesy_service.competence.models import EvidenceRow
from hevesy_service.desk.dates import day_in
from hevesy_service.learn.forms import KINDS, EvidenceForm, about_called
from hevesy_service.learn.trained import member
from hevesy_service.said import language

FIRST = "lu177_psma617"


@require_safe
@at_site("see_privileges")
def everybody(request: Asked, here: Site) -> HttpResponse:
    """Each person with the acts that their roles do: whether they may on the day, and what is missing first."""
    therapy, on = _therapy(request), _day(request, here)
    asked, recent = recent_here(here, therapy, on)
    people = _people(here)
    found = standings(here, people, therapy, on, recent, shelf())
    keeps, own = may(request.user, "keep_evidence", here), str(request.user.pk)
    rows = [
        (each, _cells(found[id], each["roles"], therapy, not keeps and id != own)) for id, each in people.items()
    ]
    page = {
        "site": here, "nav": desk_pages(request.user, here), "therapy": therapy, "therapies": therapy_choices(),
        "on": on, "asked": asked, "least": recent.least, "rows": [row for row in rows if any(row[1])],
        "columns": [privilege_called(name, shelf(), language()) for name in privileges(shelf())],
    }  # fmt: skip
    return render(request, "learn/privileges.html", page)


@require_safe
@at_site("see_privileges")
def person(request: Asked, here: Site, person: UUID) -> HttpResponse:
    """What one person may do and every reason why not; what is known of them, for themselves and who keeps it."""
    user, therapy, on = member(here, person), _therapy(request), _day(request, here)
    asked, recent = recent_here(here, therapy, on)
    id = str(user.pk)
    found = standings(here, [id], therapy, on, recent, shelf())[id]
    theirs = privileges_of(Membership.objects.filter(site=here, user=user).values_list("role", flat=True), therapy)
    keeps = may(request.user, "keep_evidence", here) and user != request.user
    to_all = not keeps and user != request.user
    page = {
        "site": here, "nav": desk_pages(request.user, here), "person": user, "therapy": therapy, "on": on,
        "called": therapy_called(therapy, shelf(), language()), "asked": asked, "least": recent.least,
        "standings": [
            (privilege_called(name, shelf(), language()), found[name], _why(found[name], to_all)) for name in theirs
        ],
        "keeps": keeps, "kinds": list(KINDS.items()) if keeps else [],
        "known": _known(here, id, on) if keeps or user == request.user else None,
    }  # fmt: skip
    return render(request, "learn/person.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("keep_evidence")
def evidence(request: Asked, here: Site, person: UUID, what: str) -> HttpResponse:
    """Write down one thing that became known of a person."""
    user = member(here, person)
    if what not in KINDS:
        raise Http404
    rows, boards = EvidenceRow.objects.filter(site=here, person=str(user.pk)), made_by_board(str(user.pk))
    known = [evidence_in(row) for row in rows if str(row.pk) not in boards]  # what may be spoken against
    today = today_at(here)
    form = EvidenceForm(What(what), known, request.POST or None, initial={"key": new_id(), "on": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        give(here, str(user.pk), form.found(str(request.user.pk)), str(said["key"]), said["note"])
        messages.success(request, _("Kept."))
        return redirect("person", here.code, user.pk)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "person": user, "form": form, "kind": KINDS[What(what)],
    }  # fmt: skip
    return render(request, "learn/evidence.html", page, status=422 if form.errors else 200)


def _therapy(request: Asked) -> str:
    known = [therapy for therapy, _words in therapy_choices()]
    asked = request.GET.get("therapy", "")
    return asked if asked in known else FIRST if FIRST in known else known[0]


def _day(request: Asked, here: Site) -> date:
    return day_in(request.GET.get("on", ""), today_at(here))


def recent_here(here: Site, therapy: str, on: date) -> tuple[bool, Recent]:
    """Whether acts of the therapy ask for a privilege here, and what practice keeps one; else the shelf's figure."""
    signed = recent_asked(centre_of(here).table(therapy), on)
    if signed is not None:
        return True, signed
    return False, Recent(shelf().reader(here.country or "world").number("competence.recent.therapies"))


def _people(here: Site) -> dict[str, dict[str, Any]]:
    """Who works here, by id, with their roles."""
    found: dict[str, dict[str, Any]] = {}
    held = Membership.objects.filter(site=here, user__is_active=True).select_related("user")
    for each in held.order_by("user__full_name", "role"):
        row = found.setdefault(str(each.user_id), {"user": each.user, "roles": [], "called": []})
        row["roles"].append(each.role)
        row["called"].append(role_called(each.role))
    return found


def _cells(
    found: dict[str, Standing], roles: list[str], therapy: str, to_all: bool
) -> list[tuple[Standing, str] | None]:
    """A cell for each privilege; None for one whose acts no role of theirs does."""
    theirs = privileges_of(roles, therapy)
    return [(each, (_why(each, to_all) or [""])[0]) if name in theirs else None for name, each in found.items()]


def privileges_of(roles: Iterable[str], therapy: str) -> list[str]:
    """The privileges of a therapy whose acts some roles do."""
    held = set(roles)
    template = next(each for each in templates(shelf()).values() if therapy in each.therapies)
    doing = {name for name, move in template.moves.items() if held & set(move.act.roles)}
    return [name for name, each in privileges(shelf()).items() if doing & set(each.acts)]


def _why(found: Standing, to_all: bool) -> list[str]:
    """Every reason; to colleagues without what is known of a person's health."""
    return [reason_said(each, shelf(), language(), to_all) for each in found.reasons]


def _known(here: Site, person: str, on: date) -> list[dict[str, Any]]:
    """What is known of a person, the newest first, with what does not count on the day."""
    rows = list(EvidenceRow.objects.filter(site=here, person=person))
    counts = {each.id for each in in_force([evidence_in(row) for row in rows], on)}
    by = names({row.by for row in rows})
    places = {str(row.pk): row for row in rows}
    return [
        {"row": row, "kind": KINDS[What(row.what)], "about": _about(row.about, places), "by": by.get(row.by, ""),
         "counts": str(row.pk) in counts}
        for row in rows
    ]  # fmt: skip


def _about(about: str, places: dict[str, EvidenceRow]) -> str:
    other = places.get(about)
    return f"{KINDS[What(other.what)]} {other.on}" if other is not None else about_called(about)
