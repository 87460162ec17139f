"""Whether a certificate stands: for anybody, without signing in and without a network; and what a board hands out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.competence.certificate import Checked
from hevesy.competence.certification import STATES
from hevesy.competence.saying import not_taken_said, problem_said
from hevesy.errors import BadCertificate
from hevesy_service.accounts.rights import ANYONE, needs
from hevesy_service.boards.board import the_board
from hevesy_service.boards.trusted import boards_known, check, list_text
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.learn.certification_forms import CheckForm
from hevesy_service.learn.certifying import framework_named, state_called
from hevesy_service.said import kept, language


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ANYONE)
def checking(request: HttpRequest) -> HttpResponse:
    """Paste the text of a certificate: whether it stands today, or one sentence why it is not believed."""
    today = _today_here()
    form = CheckForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {"form": form, "boards": [(each.name, each.revoked) for each in boards_known(today)]}
    if request.method == "POST" and form.is_valid():
        try:
            page |= _shown(check("".join(form.cleaned_data["text"].split()), today))
        except BadCertificate as error:
            page["refused"] = not_taken_said(error, language())
    page["today"] = today
    return render(request, "learn/check.html", page, status=422 if form.errors else 200)


def _today_here() -> date:
    """The day on the wall where it is checked: of the first site of this installation."""
    site = Site.objects.order_by("opened").first()
    return today_at(site) if site else timezone.now().date()


def _shown(found: Checked) -> dict[str, Any]:
    said = [
        kept(problem_said(code, {**values, **_why(values)}, language())) for code, values in found.problems
    ]
    return {"found": found.certificate, "framework": framework_named(found.certificate.framework),
            "stands": found.stands, "problems": said}  # fmt: skip


def _why(values: Mapping[str, Any]) -> dict[str, str]:
    """Boards of this software write why by a code; what another board wrote stands as it is."""
    why = values.get("why")
    return {"why": state_called(why)} if why in STATES else {}


@require_safe
@needs(ANYONE)
def key(request: HttpRequest) -> HttpResponse:
    """The public key of this installation's board, to be carried to where its certificates are checked."""
    return _file(the_board().public, "board.pub")


@require_safe
@needs(ANYONE)
def taken_back(request: HttpRequest) -> HttpResponse:
    """What the board has taken back as of today, signed: numbers, days and nothing of persons."""
    board = the_board()
    return _file(list_text(board, today_at(board.site)) + "\n", "revoked.txt")


def _file(text: str, name: str) -> HttpResponse:
    found = HttpResponse(text, content_type="text/plain; charset=utf-8")
    found["Content-Disposition"] = f'attachment; filename="{name}"'
    return found
