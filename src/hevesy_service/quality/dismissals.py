"""What the book says of findings of the record that somebody dismissed, with the reason, instead of taking them up."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hevesy.quality import Action
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, one_writer, projection
from hevesy_service.quality.models import ActionRow, DismissalRow

DISMISSED = "proposal_dismissed"


def dismiss(site: Site, found: Action, origin: str, reason: str, by: str, key: str) -> Event:
    """Nothing is to be mended of a finding; `origin` names it, and it is proposed no more.

    What has an action or was dismissed already keeps that one, whoever asks twice or at once. Raises ValueError
    without a reason.
    """
    if not reason.strip():
        raise ValueError("a dismissal has a reason")
    said = {name: getattr(found, name) for name in ("source", "about", "priority", "finding")}
    with transaction.atomic():
        one_writer(site)
        tables = (ActionRow, DismissalRow)
        known = [each for table in tables for each in table._default_manager.filter(site=site, origin=origin)]
        if known:
            return Event.objects.get(pk=known[0].pk)
        body = {**said, "origin": origin}
        return append(Entry(site, f"actions/{site.code}", DISMISSED, by, key, body, reason.strip()))


def dismissed(site: Site) -> QuerySet[DismissalRow]:
    """What was dismissed and not taken up since, the last first."""
    taken = ActionRow.objects.filter(site=site).exclude(origin="").values("origin")
    return DismissalRow.objects.filter(site=site).exclude(origin__in=taken)


@projection(DISMISSED)
def _dismissed(event: Event, body: dict[str, Any]) -> None:
    said = {name: body[name] for name in ("origin", "source", "about", "priority", "finding")}
    DismissalRow.objects.create(
        pk=event.pk, site_id=event.site_id, reason=event.reason, by=event.by, at=event.at_server, **said
    )


@told_by_the_book
def _nothing_dismissed() -> None:
    DismissalRow.objects.all().delete()
