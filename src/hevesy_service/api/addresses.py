"""The addresses of the API. An operation that does not say what it needs has no address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, wraps
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from hevesy_service.accounts.rights import ANYONE, BY_TOKEN, SIGNED_IN
from hevesy_service.accounts.roles import rights
from hevesy_service.api import countries, jobs, pages, plans, sites
from hevesy_service.api.opened import document_of
from hevesy_service.api.problems import handle_all, refused
from hevesy_service.refusals import NoSuchMethod, NothingThere

View = Callable[..., HttpResponseBase]
ROOT = "api/v1/"
VERBS = ("get", "post", "put", "patch", "delete")


@cache
def api() -> NinjaAPI:
    """Every operation, without the pages that django-ninja would bring from elsewhere."""
    made = NinjaAPI(openapi_url=None, docs_url=None, urls_namespace="api")
    for each in (sites, countries, plans, jobs):
        made.add_router("", each.router)
    handle_all(made)
    return made


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    return document_of(api())


def addresses() -> list[URLPattern]:
    """For the table of all addresses."""
    return [
        *_operations(),
        path(f"{ROOT}openapi.json", pages.openapi(document), name="openapi"),
        path(ROOT, pages.operations(document), name="operations"),
        path(f"{ROOT}<path:rest>", _nothing, name="nothing_of_the_api"),
    ]


def actions_of(route: str) -> dict[str, str]:
    """What an address needs, by method. Raises where an operation does not say it: unknown is never allowed."""
    told = _told(route)
    found = {verb.upper(): each.get("x-action") for verb, each in told.items() if verb in VERBS}
    known = {SIGNED_IN, *rights()}
    if not found or any(action not in known for action in found.values()):
        raise ImproperlyConfigured(f"{route} of the API does not say what it needs: {found}")
    return {method: str(action) for method, action in found.items()}


def _told(route: str) -> dict[str, Any]:
    """What the document says of an address."""
    found: dict[str, Any] = document()["paths"].get(f"/{ROOT}" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route), {})
    return found


def _takes(route: str) -> dict[str, frozenset[str]]:
    """Which words the query of an address may have, by method."""
    return {
        verb.upper(): frozenset(each["name"] for each in told["parameters"] if each["in"] == "query")
        for verb, told in _told(route).items()
    }


def _operations() -> Iterator[URLPattern]:
    seen = set()
    for each in api().urls[0]:
        route = str(each.pattern)
        if not isinstance(each, URLPattern) or each.name == "api-root" or route in seen:
            continue  # one address for all methods
        seen.add(route)
        yield path(ROOT + route, _by_token(each.callback, actions_of(route), _takes(route)), name=f"api_{each.name}")


def _by_token(view: View, actions: Mapping[str, str], takes: Mapping[str, frozenset[str]]) -> View:
    """The operations of an address, marked with what they need; another method is refused as everything else is."""
    taken = ", ".join(sorted(actions))

    @wraps(view)
    def asked(request: HttpRequest, **named: Any) -> HttpResponseBase:
        if request.method not in actions:
            no = refused(request, NoSuchMethod(method=request.method, allowed=taken))
            no["Allow"] = taken
            return no
        if "\0" in request.path:  # which no database of ours could look for
            return refused(request, NothingThere())
        setattr(request, "takes", takes[str(request.method)])  # noqa: B010  for Bearer, which refuses other words
        answer = view(request, **named)
        answer["Cache-Control"] = "no-store"
        return answer

    asked.__module__ = __name__
    setattr(asked, "action", BY_TOKEN)  # noqa: B010  a view is a function, which has no such field
    setattr(asked, "actions", dict(actions))  # noqa: B010
    return csrf_exempt(asked)  # no cookie is looked at


@csrf_exempt
def _nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address of which nobody knows."""
    return refused(request, NothingThere())


setattr(_nothing, "action", ANYONE)  # noqa: B010
