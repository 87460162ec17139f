"""Who asks: an operation says what it needs, and a token is held against it before anything else is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.rights import SIGNED_IN, must_by_own_role
from hevesy_service.accounts.roles import rights
from hevesy_service.api.models import Scope, Token
from hevesy_service.api.tokens import known
from hevesy_service.book.models import Site
from hevesy_service.refusals import NothingThere, NoToken, NotValid, TokenTooNarrow


@dataclass(frozen=True, slots=True)
class Caller:
    """A person by their token, and the action of the operation that was called."""

    token: Token
    action: str

    @property
    def user(self) -> User:
        """Whose roles hold."""
        return self.token.user

    def at(self, site: Site) -> Site:
        """The site, where the operation is allowed there; to who works elsewhere it does not exist."""
        if not Membership.objects.filter(user=self.user, site=site).exists():
            raise NothingThere()
        if not self.token.sites.filter(pk=site.pk).exists():
            raise TokenTooNarrow(what=site.name)
        must_by_own_role(self.user, self.action, site)
        return site

    def anywhere(self) -> None:
        """For an action of the installation: allowed by a role at one of the token's sites."""
        must_by_own_role(self.user, self.action)
        right = rights()[self.action]
        held = Membership.objects.filter(user=self.user, role__in=right.roles, site__tokens=self.token)
        if not held.exists():
            raise TokenTooNarrow(what=right.what)


class Asked(HttpRequest):
    """A request whose token was good; only for types."""

    auth: Caller


class Bearer(HttpBearer):
    """What an operation needs: an action of the table of rights, or `signed_in`, and a scope of the token."""

    def __init__(self, action: str, scope: Scope) -> None:
        if action != SIGNED_IN:
            rights()[action]  # an action that nobody wrote down is no action
        self._action, self._scope = action, scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller. Cookies are not looked at, so there is nothing that another page could misuse."""
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret.strip():
            raise NoToken()
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Raises a refusal unless the token is known, has the scope, and its person may."""
        found = known(token, request.META.get("REMOTE_ADDR", ""))
        if self._scope not in found.scopes.split():
            raise TokenTooNarrow(what=str(self._scope))
        caller = Caller(found, self._action)
        if self._action != SIGNED_IN and rights()[self._action].scope == "installation":
            caller.anywhere()
        _refuse_unknown(request)
        return caller


def _refuse_unknown(request: HttpRequest) -> None:
    """A word of the query that is not known was meant to do something: a misspelt filter must not show everything."""
    takes: frozenset[str] = getattr(request, "takes", frozenset())
    wrong = [{"field": f"query.{name}", "problem": "is not known"} for name in request.GET if name not in takes]
    if wrong:
        raise NotValid(errors=wrong)


def needs(action: str, scope: Scope) -> dict[str, Any]:
    """For the decorator of an operation: what it needs, asked by `Bearer` and told by the OpenAPI."""
    return {"auth": Bearer(action, scope), "openapi_extra": {"x-action": action, "x-scope": str(scope)}}
