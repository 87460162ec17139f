"""What the book says of sites and roles, and what follows from it in ordinary tables."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.roles import roles
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection

OPENED, GIVEN, WITHDRAWN, LINKED = "site_opened", "role_given", "role_withdrawn", "link_given"


def open_site(site: Site, by: str, key: str) -> Event:
    """The first row of a site's book; the site itself is in its table already, for the row to point to."""
    body = {"code": site.code, "name": site.name, "country": site.country}
    return append(Entry(site, f"site/{site.pk}", OPENED, by, key, body))


def give_role(site: Site, user: User, role: str, by: str, key: str, reason: str = "") -> Event:
    """A person holds a role of a site from now on."""
    return append(_of_role(GIVEN, site, user, role, by, key, reason))


def withdraw_role(site: Site, user: User, role: str, by: str, key: str, reason: str) -> Event:
    """A person no longer holds a role."""
    return append(_of_role(WITHDRAWN, site, user, role, by, key, reason))


def give_link(site: Site, user: User, by: str, key: str) -> Event:
    """A person gets a link by which they choose another password."""
    return append(Entry(site, f"roles/{site.pk}/{user.pk}", LINKED, by, key, {"user": str(user.pk)}))


def _of_role(kind: str, site: Site, user: User, role: str, by: str, key: str, reason: str) -> Entry:
    if role not in roles():
        raise ValueError(f"{role} is no role")
    return Entry(site, f"roles/{site.pk}/{user.pk}", kind, by, key, {"role": role, "user": str(user.pk)}, reason)


@projection(OPENED)
def _opened(event: Event, body: dict[str, Any]) -> None:
    Site.objects.filter(pk=event.site_id).update(name=body["name"], country=body["country"])


@projection(GIVEN)
def _given(event: Event, body: dict[str, Any]) -> None:
    held = {"user_id": UUID(body["user"]), "site_id": event.site_id, "role": body["role"]}
    Membership.objects.get_or_create(**held, defaults={"since": event.at_device})


@projection(LINKED)
def _linked(event: Event, body: dict[str, Any]) -> None:
    """Nothing follows: links are no part of what the book tells, for they must not be built anew."""


@projection(WITHDRAWN)
def _withdrawn(event: Event, body: dict[str, Any]) -> None:
    Membership.objects.filter(user_id=UUID(body["user"]), site_id=event.site_id, role=body["role"]).delete()


@told_by_the_book
def _no_memberships() -> None:
    Membership.objects.all().delete()
