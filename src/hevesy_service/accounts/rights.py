"""Whether somebody may do something at a site: by a role of their own, one that is lent to them, or in an emergency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db.models import F, Model, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from hevesy_service.accounts.roles import rights, role_called
from hevesy_service.book.acting import EMERGENCY, FOR, LENDING, act_by
from hevesy_service.book.models import Site
from hevesy_service.book.zone import day_at
from hevesy_service.refusals import NotYours

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from hevesy_service.accounts.models import Lending, User

ANYONE, SIGNED_IN = "anyone", "signed_in"
BY_TOKEN = "by_token"  # of an address of the API, whose operations each say what they need (`actions`, by method)
View = Callable[..., "HttpResponseBase"]
Besides = Callable[[str, Site, "HttpRequest | None"], None]
_besides: list[Besides] = []
DAY = timedelta(days=1)


def basis(user: User | AnonymousUser, action: str, site: Site | None = None) -> Mapping[str, str] | None:
    """What lets a person do something, for the book: nothing to add where a role of their own does, None where none.

    A role of their own comes first, then one that is lent to them, then an emergency. Unknown never means allowed:
    an action that is not in the table raises KeyError.
    """
    right = rights()[action]
    if right.scope == "site" and site is None:
        raise ValueError(f"{action} is asked of a site")
    if not user.is_authenticated or not user.is_active:
        return None
    here = site if right.scope == "site" else None
    if any(role in right.roles for role in own_roles(user, here)):
        return {}
    for lent in borrowed_roles(user, here):
        if lent.role in right.roles:
            return {FOR: str(lent.lender_id), LENDING: str(lent.pk)}
    if right.emergency and here is not None:
        taken = user.emergencies.filter(action=action, until__gt=timezone.now(), justified=None, site=here).first()
        if taken is not None:
            return {EMERGENCY: str(taken.pk)}
    return None


def own_roles(user: User, site: Site | None = None) -> list[str]:
    """The roles that a person holds at a site, or anywhere."""
    held = _once(user, "own", lambda: list(user.memberships.values_list("role", "site")))
    return [role for role, where in held if site is None or where == site.pk]


def borrowed_roles(user: User, site: Site | None = None) -> list[Lending]:
    """What is lent to a person now, at a site or anywhere."""
    lent = _once(user, "lent", lambda: lent_to(user))
    return [each for each in lent if site is None or each.site_id == site.pk]


def read_once(user: User) -> None:
    """While a page is only looked at, read once what the person holds; who changes something must not call this."""
    user.read_once = {}


def _once(user: User, what: str, read: Callable[[], list[Any]]) -> list[Any]:
    kept = user.read_once
    if kept is None:
        return read()
    if what not in kept:
        kept[what] = read()
    return kept[what]


def lent_to(user: User, at: datetime | None = None) -> list[Lending]:
    """The roles that are lent to a person now, or were `at` a moment: while the lender holds them, and both work there.

    What was ended before its last day was lent until then.
    """
    return lent_among(user.borrowed.all(), at or timezone.now())


def lent_among(lendings: QuerySet[Lending], at: datetime) -> list[Lending]:
    """Those of some lendings by which a role was lent at a moment, on the day that it was at their site."""
    day = at.astimezone(UTC).date()  # no wall on Earth is further from it than a day
    near = lendings.filter(
        Q(ended=None) | Q(ended__gt=at), first__lte=day + DAY, last__gte=day - DAY, lender__is_active=True,
        lender__memberships__role=F("role"), lender__memberships__site=F("site"),
        site__memberships__user=F("borrower"),
    ).select_related("site", "lender").order_by("pk").distinct()  # fmt: skip
    return [each for each in near if each.first <= day_at(each.site, at) <= each.last]


def may(user: User | AnonymousUser, action: str, site: Site | None = None) -> bool:
    """Whether a person may do something: at this site, or anywhere where it is of the installation."""
    return basis(user, action, site) is not None


def must(user: User | AnonymousUser, action: str, site: Site | None = None) -> None:
    """Raises NotYours, which names who can help, unless a person may; what they do then says on what basis."""
    found = basis(user, action, site)
    if found is None:
        raise _not_yours(action, site)
    act_by(found)


def must_by_own_role(user: User, action: str, site: Site | None = None) -> None:
    """The same for programs: a token carries no role that was lent, and no emergency."""
    if basis(user, action, site) != {}:
        raise _not_yours(action, site)
    if site is not None:
        _ask_besides(action, site, None)


def asked_besides(ask: Besides) -> Besides:
    """Names what is asked of a site besides the roles of a person, before a page or an operation of it.

    It gets the action, the site and the request (None from programs), and raises where it refuses.
    """
    _besides.append(ask)
    return ask


def _ask_besides(action: str, site: Site, request: HttpRequest | None) -> None:
    for ask in _besides:
        ask(action, site, request)


def _not_yours(action: str, site: Site | None) -> NotYours:
    right = rights()[action]
    named = _(", ").join(role_called(role) for role in right.roles)
    where = _("the installation") if site is None else site.name
    refusal = NotYours(action=_(right.what), site=where, roles=named)
    if right.emergency and site is not None:
        refusal.emergency = (site.code, action)
    return refusal


def needs(action: str, found: type[Model] | None = None, by: str = "pk") -> Callable[[View], View]:
    """Marks a view with what it needs: `anyone`, `signed_in`, or an action of the table. A test walks all addresses.

    A view of an action of a site says what its address finds: a model, and the part of the address that names it.
    The person is asked for before the view, at the site of what was found, which the view gets in that part's place.
    Raises TypeError where an action of a site finds nothing, so that none can be forgotten.
    """
    of_site = action not in (ANYONE, SIGNED_IN) and rights()[action].scope == "site"
    if of_site != (found is not None):
        raise TypeError(f"{action}: a view of a site's action, and only that, says what its address finds")

    def marked(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            if found is not None:
                there = _found(found, by, named.pop(by))
                site = there if found is Site else there.site
                setattr(request, "at", site)  # noqa: B010  for the page that says a refusal
                must(request.user, action, site)
                _ask_besides(action, site, request)
                return view(request, there, *args, **named)
            if action not in (ANYONE, SIGNED_IN):
                must(request.user, action)
            return view(request, *args, **named)

        setattr(guarded, "action", action)  # noqa: B010  a view is a function, which has no such field
        return guarded

    return marked


def at_site(action: str) -> Callable[[View], View]:
    """Marks a view of a site, whose address names it by its code."""
    return needs(action, Site, "code")


def _found(model: type[Model], by: str, value: Any) -> Any:
    rows = model._default_manager.all() if model is Site else model._default_manager.select_related("site")
    return get_object_or_404(rows, **{by: value})
