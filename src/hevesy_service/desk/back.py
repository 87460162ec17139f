"""Where one goes on from a page that says what was not done: the page one came from, and the desk of its site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from hevesy_service.accounts.models import User
from hevesy_service.book.models import Site

Desk = Callable[[User, Site], Any]
_desks: list[Desk] = []


def desk_of(pages: Desk) -> Desk:
    """Names what says which pages of a site's desk are open to a person."""
    _desks.append(pages)
    return pages


def desk_beside(request: HttpRequest) -> list[Any]:
    """The pages of the desk at which something was refused, as far as they are open to the person."""
    site = getattr(request, "at", None)
    if site is None or not request.user.is_authenticated:
        return []
    return [each for pages in _desks for each in pages(request.user, site)]


def came_from(request: HttpRequest) -> str:
    """The path of the page of this installation that somebody came from, such as a form; empty where there is none.

    A browser says it in a header that anybody may write: another host's page is none, and neither is this page itself.
    """
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(said)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if not parts.netloc or (request.method in ("GET", "HEAD") and path == request.get_full_path()):
        return ""
    return path if url_has_allowed_host_and_scheme(path, None) else ""
