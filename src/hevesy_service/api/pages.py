"""Pages of the API for people: their tokens, and what operations there are."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hevesy_service.accounts.rights import BY_TOKEN, SIGNED_IN, needs
from hevesy_service.api.asking import Bearer
from hevesy_service.api.forms import TokenForm
from hevesy_service.api.listing import operations_of, paragraphs
from hevesy_service.api.models import Scope, Token
from hevesy_service.api.problems import refused
from hevesy_service.api.tokens import make
from hevesy_service.api.tokens import revoke as end
from hevesy_service.asked import Asked
from hevesy_service.refusals import Refusal

Document = Callable[[], dict[str, Any]]


@require_safe
@needs(SIGNED_IN)
def tokens(request: Asked) -> HttpResponse:
    """A person's own tokens, and a form for another."""
    return _shown(request, TokenForm(request.user))


@require_POST
@needs(SIGNED_IN)
def new(request: Asked) -> HttpResponse:
    """Make a token; its secret is shown on this one page and nowhere again."""
    form = TokenForm(request.user, request.POST)
    if not form.is_valid() or not form.possible:
        return _shown(request, form, 422)
    secret = make(request.user, form.wish(), form.cleaned_data["key"])
    answer = render(request, "api/made.html", {"secret": secret, "name": form.cleaned_data["name"]})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(SIGNED_IN)
def revoke(request: Asked, pk: UUID) -> HttpResponse:
    """End one of one's own tokens."""
    end(get_object_or_404(Token, pk=pk, user=request.user), request.user)
    messages.success(request, _("The token was revoked; it opens nothing any more."))
    return redirect("tokens")


def openapi(document: Document) -> Callable[..., HttpResponseBase]:
    """The view of the OpenAPI document: for who is signed in, or brings a token."""
    token = Bearer(SIGNED_IN, Scope.READ)

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            try:
                token(request)
            except Refusal as error:
                return refused(request, error)
        return HttpResponse(json.dumps(document(), ensure_ascii=False), content_type="application/json")

    setattr(view, "action", BY_TOKEN)  # noqa: B010  a view is a function, which has no such field
    setattr(view, "actions", {"GET": SIGNED_IN})  # noqa: B010
    return view


def operations(document: Document) -> Callable[..., HttpResponseBase]:
    """The page of all operations, drawn here: nothing is fetched from elsewhere to show it."""

    @require_safe
    @needs(SIGNED_IN)
    def view(request: Asked) -> HttpResponse:
        told = document()
        page = {"groups": operations_of(told), "about": paragraphs(told["info"]["description"])}
        return render(request, "api/operations.html", page)

    return view


def _shown(request: Asked, form: TokenForm, status: int = 200) -> HttpResponse:
    held = Token.objects.filter(user=request.user).prefetch_related("sites")
    return render(request, "api/tokens.html", {"form": form, "tokens": held}, status=status)
