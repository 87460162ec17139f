"""What the book says of tokens. Each site that a token opens has the row in its own book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from hevesy_service.api.models import Token
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import not_told, told_by_the_book
from hevesy_service.book.writing import Entry, append, projection

MADE, REVOKED = "token_made", "token_revoked"


def token_made(site: Site, token: Token, scopes: Iterable[str], by: str, key: str) -> Event:
    """A token opens this site from now on."""
    body = {"digest": token.digest, "expires": token.expires.isoformat(), "made": token.made.isoformat(),
            "name": token.name, "scopes": list(scopes), "user": str(token.user_id)}  # fmt: skip
    return append(Entry(site, _stream(site, token), MADE, by, key, body))


def token_revoked(site: Site, token: Token, by: str, key: str) -> Event:
    """A token opens nothing any more."""
    return append(Entry(site, _stream(site, token), REVOKED, by, key))


def _stream(site: Site, token: Token) -> str:
    return f"token/{token.pk}/{site.pk}"


def _pk(event: Event) -> UUID:
    return UUID(event.stream.split("/")[1])


@projection(MADE)
def _made(event: Event, body: dict[str, Any]) -> None:
    said = {"user_id": UUID(body["user"]), "name": body["name"], "digest": body["digest"],
            "scopes": " ".join(body["scopes"]), "made": datetime.fromisoformat(body["made"]),
            "expires": datetime.fromisoformat(body["expires"])}  # fmt: skip
    token, _new = Token.objects.get_or_create(pk=_pk(event), defaults=said)
    token.sites.add(event.site)


@projection(REVOKED)
def _revoked(event: Event, body: dict[str, Any]) -> None:
    Token.objects.filter(pk=_pk(event), revoked=None).update(revoked=event.at_device)


@told_by_the_book
def _no_tokens() -> None:
    Token.objects.all().delete()


not_told("api.Token", "used")
