"""The second factor: everybody has one, unless each of their sites has said in its book why it only advises it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from hevesy_service.accounts.models import Advised, Later, Membership, User
from hevesy_service.accounts.people import works_only_under
from hevesy_service.accounts.proof import has_second_factor
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.refusals import NoSuchName, PutOffBefore

ADVISED, REQUIRED = "second_factor_advised", "second_factor_required"
PUT_OFF, TAKEN = "second_factor_put_off", "second_factor_taken_away"
OPERATOR = "operator"  # in the book: who can write to the machine's disk, and signs in nowhere
PUT_OFF_FOR = timedelta(hours=24)


def is_pending(user: User) -> bool:
    """Whether a person must add a second factor before anything else."""
    if has_second_factor(user) or Later.objects.filter(user=user, until__gt=timezone.now()).exists():
        return False
    return is_required(user)


def is_required(user: User) -> bool:
    """Whether one of a person's sites requires it; for who works nowhere, whether any does."""
    works = Site.objects.filter(memberships__user=user)
    return (works if works.exists() else Site.objects.all()).filter(advised=None).exists()


def may_put_off(user: User) -> bool:
    """Once, for a day: for who has no phone at hand when they first come in."""
    return Membership.objects.filter(user=user).exists() and not Later.objects.filter(user=user).exists()


def put_off(user: User, key: UUID) -> None:
    """Put it off until the same time tomorrow; each of the person's sites has it in its book. Raises PutOffBefore."""
    with transaction.atomic():
        if Event.objects.filter(key=str(key), type=PUT_OFF, by=str(user.pk)).exists():
            return
        if not may_put_off(user):
            raise PutOffBefore()
        until = (timezone.now() + PUT_OFF_FOR).isoformat()
        for site in Site.objects.filter(memberships__user=user).distinct().order_by("code"):
            append(Entry(site, _stream(site, user), PUT_OFF, str(user.pk), str(key), {"until": until}))


def advise(site: Site, by: User, reason: str, key: str) -> None:
    """From now on the site advises it and does not require it."""
    append(Entry(site, f"site/{site.pk}", ADVISED, str(by.pk), key, reason=reason))


def require(site: Site, by: User, reason: str, key: str) -> None:
    """From now on the site requires it again."""
    append(Entry(site, f"site/{site.pk}", REQUIRED, str(by.pk), key, reason=reason))


def take_away(site: Site, user: User, by: User, reason: str, key: str) -> None:
    """Take away what was lost, so that the person adds another; by who may also give them a new link."""
    with transaction.atomic():
        works_only_under(site, user, by)
        append(Entry(site, _stream(site, user), TAKEN, str(by.pk), key, reason=reason))
        forget(user)


def take_away_by_operator(name: str, reason: str) -> None:
    """For who has the machine, where no administrator is left who could: each site of the person has it in its book.

    Raises NoSuchName.
    """
    with transaction.atomic():
        user = User.objects.filter(username=name).first()
        if user is None:
            raise NoSuchName(username=name)
        key = str(new_id())
        for site in Site.objects.filter(memberships__user=user).distinct().order_by("code"):
            append(Entry(site, _stream(site, user), TAKEN, OPERATOR, key, reason=reason))
        forget(user)


def forget(user: User) -> None:
    """A person's codes and passkeys end; who has only a password adds another factor before anything else."""
    Authenticator.objects.filter(user=user).delete()


def _stream(site: Site, user: User) -> str:
    return f"factor/{site.pk}/{user.pk}"


@projection(ADVISED)
def _advised(event: Event, body: Mapping[str, Any]) -> None:
    said = {"since": event.at_device, "reason": event.reason}
    Advised.objects.update_or_create(site_id=event.site_id, defaults=said)


@projection(REQUIRED)
def _required(event: Event, body: Mapping[str, Any]) -> None:
    Advised.objects.filter(site_id=event.site_id).delete()


@projection(PUT_OFF)
def _put_off(event: Event, body: Mapping[str, Any]) -> None:
    user, until = UUID(event.stream.rpartition("/")[2]), datetime.fromisoformat(body["until"])
    Later.objects.get_or_create(user_id=user, defaults={"until": until})


@projection(TAKEN)
def _taken(event: Event, body: Mapping[str, Any]) -> None:
    """What was put off is over; the factor itself is no part of what the book tells."""
    Later.objects.filter(user_id=UUID(event.stream.rpartition("/")[2]), until__gt=event.at_device).update(
        until=event.at_device
    )


@told_by_the_book
def _nothing_put_off() -> None:
    Advised.objects.all().delete()
    Later.objects.all().delete()
