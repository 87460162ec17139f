"""What each role may do: one table that the code, the manual and the tests read."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hevesy_service.refusals import NotYours

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from hevesy_service.accounts.models import User
    from hevesy_service.book.models import Site

ANYONE, SIGNED_IN = "anyone", "signed_in"
BY_TOKEN = "by_token"  # of an address of the API, whose operations each say what they need (`actions`, by method)
View = Callable[..., "HttpResponseBase"]


@dataclass(frozen=True, slots=True)
class Right:
    """An action, what it is in words, whether it is of one `site` or the `installation`, and the roles that may."""

    action: str
    what: str
    scope: str
    roles: tuple[str, ...]


@cache
def rights() -> dict[str, Right]:
    """Every action of the table."""
    text = files("hevesy_service.accounts").joinpath("rights.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {row["action"]: _right(row) for row in rows}


@cache
def roles() -> tuple[str, ...]:
    """Every role, in the order of the table."""
    first = next(iter(csv.DictReader(files("hevesy_service.accounts").joinpath("rights.csv").read_text().splitlines())))
    return tuple(name for name in first if name not in ("action", "what", "scope"))


def role_called(role: str) -> str:
    """A role as one reads it."""
    return _(role.replace("_", " "))


def _right(row: dict[str, str]) -> Right:
    known = [name for name in row if name not in ("action", "what", "scope")]
    return Right(row["action"], row["what"], row["scope"], tuple(name for name in known if row[name] == "yes"))


def may(user: User | AnonymousUser, action: str, site: Site | None = None) -> bool:
    """Whether a person may do something: at this site, or anywhere where it is of the installation.

    Unknown never means allowed: an action that is not in the table raises KeyError.
    """
    right = rights()[action]
    if not user.is_authenticated or not user.is_active:
        return False
    held = user.memberships.filter(role__in=right.roles)
    if right.scope == "site":
        if site is None:
            raise ValueError(f"{action} is asked of a site")
        held = held.filter(site=site)
    return bool(held.exists())


def must(user: User | AnonymousUser, action: str, site: Site | None = None) -> None:
    """Raises NotYours, which names who can help, unless a person may."""
    if not may(user, action, site):
        right = rights()[action]
        named = _(", ").join(role_called(role) for role in right.roles)
        where = _("the installation") if site is None else site.name
        raise NotYours(action=_(right.what), site=where, roles=named)


def needs(action: str) -> Callable[[View], View]:
    """Marks a view with what it needs; of an action of a site the view itself asks, as it knows the site.

    Every view bears such a mark: `anyone`, `signed_in`, or an action of the table. A test walks all addresses.
    """
    if action not in (ANYONE, SIGNED_IN):
        rights()[action]

    def marked(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            if action not in (ANYONE, SIGNED_IN) and rights()[action].scope == "installation":
                must(request.user, action)
            return view(request, *args, **named)

        setattr(guarded, "action", action)  # noqa: B010  a view is a function, which has no such field
        return guarded

    return marked
