"""Links that work once: the first administrator's, and those of people who are let in and choose a password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from hevesy_service.accounts.models import Link, User
from hevesy_service.refusals import NoSuchLink

LASTS = timedelta(days=14)


def new_link(user: User | None = None) -> str:
    """A token; those made before for the same person no longer work."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        Link.objects.filter(user=user).delete()
        Link.objects.create(digest=_digest(token), user=user, made=timezone.now())
    return token


def link_of(token: str) -> Link:
    """The link of a token that still works; raises NoSuchLink."""
    link = Link.objects.filter(digest=_digest(token), used=None, made__gt=timezone.now() - LASTS).first()
    if link is None:
        raise NoSuchLink()
    return link


def use(token: str) -> Link:
    """The link of a token, used up; within a transaction, so that it stays good when what follows fails."""
    link = link_of(token)
    link.used = timezone.now()
    link.save(update_fields=["used"])
    return link


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
