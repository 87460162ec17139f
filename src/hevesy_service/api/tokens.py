"""Making, knowing and revoking tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hevesy_service.accounts.models import User
from hevesy_service.api.events import token_made, token_revoked
from hevesy_service.api.models import Scope, Token, WrongTry
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.refusals import TokenMade, TooManyWrong, WrongToken

BEGINS = "hevesy_"  # so that a secret which was written down somewhere is found by who looks for such
LONGEST = timedelta(days=366)
USE_WRITTEN_EVERY = timedelta(hours=1)
WRONG_AT_MOST, WRONG_WITHIN = 20, timedelta(minutes=1)  # wrong tokens of an address, whichever process heard them


@dataclass(frozen=True, slots=True)
class Wish:
    """A token as it is asked for."""

    name: str
    scopes: Sequence[Scope]
    sites: Sequence[Site]
    expires: datetime


def make(user: User, wish: Wish, key: UUID) -> str:
    """The secret of a new token, which is nowhere kept; raises TokenMade where the form was sent before."""
    pk, secret = uuid5(user.pk, str(key)), BEGINS + secrets.token_urlsafe(32)
    now = timezone.now()
    if not wish.sites or not wish.scopes or not now < wish.expires <= now + LONGEST:
        raise ValueError("a token is of at least one site and one scope, and ends within a year")
    with transaction.atomic():
        if Token.objects.filter(pk=pk).exists():
            raise TokenMade()
        token = Token(pk=pk, user=user, name=wish.name, digest=digest_of(secret), made=now, expires=wish.expires)
        for site in wish.sites:
            token_made(site, token, wish.scopes, str(user.pk), str(key))
    return secret


def revoke(token: Token, by: User) -> None:
    """End a token, in the book of each site that it opens; does nothing where it was ended before."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked=None).exists():
            key = str(new_id())
            for site in token.sites.order_by("code"):
                token_revoked(site, token, str(by.pk), key)


def end_all(user: User, by: User, **_named: object) -> None:
    """A person's password ended, and with it whatever was opened for programs in their name."""
    for token in Token.objects.filter(user=user, revoked=None, expires__gt=timezone.now()):
        revoke(token, by)


def known(secret: str, address: str) -> Token:
    """The token that this is the secret of. Raises WrongToken, and TooManyWrong for who has sent too many such."""
    since = timezone.now() - WRONG_WITHIN
    if WrongTry.objects.filter(address=address, at__gt=since).count() >= WRONG_AT_MOST:
        raise TooManyWrong()
    token = Token.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if token is None or not token.works or not token.user.is_active:
        WrongTry.objects.filter(at__lte=since).delete()
        WrongTry.objects.create(address=address, at=timezone.now())
        raise WrongToken()
    _note_use(token)
    return token


def digest_of(secret: str) -> str:
    """What is kept of a secret: 256 bits by chance need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def sites_of(user: User) -> list[Site]:
    """Where a person holds a role."""
    return list(Site.objects.filter(memberships__user=user).distinct().order_by("name"))


def opened(sites: Iterable[Site], user: User) -> list[tuple[Site, list[str]]]:
    """Sites with the roles that a person holds there now, without those where there is none."""
    roles: dict[UUID, list[str]] = {}
    for each in user.memberships.order_by("role"):
        roles.setdefault(each.site_id, []).append(each.role)
    return [(site, roles[site.pk]) for site in sites if site.pk in roles]


def _note_use(token: Token) -> None:
    now = timezone.now()
    if token.used is None or now - token.used > USE_WRITTEN_EVERY:
        long_ago = Q(used=None) | Q(used__lt=now - USE_WRITTEN_EVERY)
        Token.objects.filter(long_ago, pk=token.pk).update(used=now)
