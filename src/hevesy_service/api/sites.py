"""Operations on sites: whose token this is, what it opens, who works there; and the installation's health."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router

from hevesy_service.accounts.models import Membership
from hevesy_service.accounts.rights import SIGNED_IN
from hevesy_service.api.asking import Asked, needs
from hevesy_service.api.models import Scope
from hevesy_service.api.shapes import HealthOut, Me, SiteOut, SiteWithPeople
from hevesy_service.api.tokens import opened
from hevesy_service.book.models import Site
from hevesy_service.desk.health import health_of

router = Router(tags=["sites"])


@router.get("/me", response=Me, summary="Whose token this is", **needs(SIGNED_IN, Scope.READ))
def me(request: Asked) -> dict[str, Any]:
    """The person, what the token is for, when it ends, and which roles the person holds at its sites now."""
    token = request.auth.token
    return {"name": str(token.user), "token": token.name, "scopes": token.scopes.split(), "expires": token.expires,
            "sites": _sites(request)}  # fmt: skip


@router.get("/sites", response=list[SiteOut], summary="Sites that the token opens", **needs(SIGNED_IN, Scope.READ))
def sites(request: Asked) -> list[dict[str, Any]]:
    """With the roles that the token's person holds there now; a site where they hold none any more is not there."""
    return _sites(request)


@router.get("/sites/{code}", response=SiteWithPeople, summary="A site", **needs("see_site", Scope.READ))
def site(request: Asked, code: str) -> dict[str, Any]:
    """A site, and who holds which role there."""
    here = request.auth.at(get_object_or_404(Site, code=code))
    held = Membership.objects.filter(site=here).select_related("user").order_by("user__full_name", "role")
    people = [{"person": str(each.user), "role": each.role, "since": each.since} for each in held]
    (shown,) = (_shown(*each) for each in opened([here], request.auth.user))
    return {**shown, "held": people}


@router.get("/health", response=list[HealthOut], summary="Health", **needs("see_health", Scope.READ))
def health(request: Asked) -> list[dict[str, str]]:
    """Versions, disk, back-ups, books and clock. `/alive` answers without a token whether the service does."""
    return [{"name": each.name, "stands": each.stands, "state": each.state, "do": each.do} for each in health_of()]


def _sites(request: Asked) -> list[dict[str, Any]]:
    token = request.auth.token
    return [_shown(*each) for each in opened(token.sites.order_by("code"), token.user)]


def _shown(site: Site, roles: list[str]) -> dict[str, Any]:
    return {"code": site.code, "name": site.name, "country": site.country, "roles": roles}
