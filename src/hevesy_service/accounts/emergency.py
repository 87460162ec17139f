"""Breaking the glass: an action beyond one's roles, for a short time, with a reason, reviewed by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hevesy_service.accounts.models import Emergency, Membership, User
from hevesy_service.accounts.rights import basis
from hevesy_service.accounts.roles import rights
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.refusals import NoEmergency, OwnEmergency

BROKEN, USED, REVIEWED = "glass_broken", "emergency_used", "emergency_reviewed"


def break_glass(
    site: Site, user: User, action: str, reason: str, how: str, key: UUID, lasts: timedelta, review_within: timedelta
) -> Event:
    """Take an action of the site in an emergency; `how` the person proved who they are. Raises NoEmergency."""
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        known = Event.objects.filter(site=site, key=str(key), type=BROKEN, by=str(user.pk)).first()
        if known is not None:  # sent again: what it was
            return known
        why = why_not(site, user, action)
        if why:
            raise NoEmergency(why=why)
        begun = timezone.now()
        until, due = begun + lasts, begun + review_within
        body = {"user": str(user.pk), "action": action, "how": how, "begun": begun.isoformat(),
                "until": until.isoformat(), "due": due.isoformat()}  # fmt: skip
        stream = f"emergency/{uuid5(site.pk, str(key))}"
        return append(Entry(site, stream, BROKEN, str(user.pk), str(key), body, reason))


def why_not(site: Site, user: User, action: str) -> str:
    """Why an action is not taken so; empty where it can be."""
    if action not in rights() or not rights()[action].emergency:
        return _("this action is not one of those that an emergency opens")
    if not Membership.objects.filter(site=site, user=user).exists():
        return _("only who holds a role at the site may")
    if basis(user, action, site) is not None:
        return _("you may do this already")
    return ""


def note_use(emergency: UUID, by: str, page: str, path: str) -> None:
    """Write down that something was looked at or done on the strength of an emergency."""
    found = Emergency.objects.select_related("site").get(pk=emergency)
    body = {"page": page, "path": path}
    append(Entry(found.site, f"emergency/{found.pk}", USED, by, str(new_id()), body))


def review(emergency: Emergency, by: User, justified: bool, finding: str, key: str) -> None:
    """Write down what somebody else found of an emergency, which ends it; raises OwnEmergency."""
    if emergency.user_id == by.pk:
        raise OwnEmergency()
    if Event.objects.filter(site=emergency.site, key=key).exists() or emergency.reviewed is None:
        body = {"justified": justified}
        append(Entry(emergency.site, f"emergency/{emergency.pk}", REVIEWED, str(by.pk), key, body, finding))


def overdue() -> QuerySet[Emergency]:
    """Those that should have been reviewed by now."""
    return Emergency.objects.filter(reviewed=None, due__lt=timezone.now())


def to_review(site: Site, by: User) -> int:
    """How many of a site wait for somebody who is not the person themselves."""
    return Emergency.objects.filter(site=site, reviewed=None).exclude(user=by).count()


def uses_of(emergency: Emergency) -> list[Event]:
    """What was looked at or done on its strength, in order."""
    return list(Event.objects.filter(stream=f"emergency/{emergency.pk}", type=USED).order_by("stream_seq"))


@projection(BROKEN)
def _broken(event: Event, body: Mapping[str, Any]) -> None:
    begun, until, due = (datetime.fromisoformat(body[name]) for name in ("begun", "until", "due"))
    Emergency.objects.create(
        pk=_pk(event), site_id=event.site_id, user_id=UUID(body["user"]), action=body["action"], reason=event.reason,
        begun=begun, until=until, due=due,
    )  # fmt: skip


@projection(USED)
def _used(event: Event, body: Mapping[str, Any]) -> None:
    """Nothing follows: the rows themselves are the list that is reviewed."""


@projection(REVIEWED)
def _reviewed(event: Event, body: Mapping[str, Any]) -> None:
    found = Emergency.objects.filter(pk=_pk(event), reviewed=None)
    found.update(
        justified=body["justified"], finding=event.reason, reviewed=event.at_device, reviewed_by=event.by
    )


def _pk(event: Event) -> UUID:
    return UUID(event.stream.partition("/")[2])


@told_by_the_book
def _no_emergencies() -> None:
    Emergency.objects.all().delete()
