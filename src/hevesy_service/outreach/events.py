"""What the book says of texts for patients and of outreach. Nobody reviews words of their own, whoever saved them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.outreach.models import LeafletRow, OutreachRow
from hevesy_service.refusals import OwnLeaflet

WRITTEN, REVIEWED, HELD = "leaflet_written", "leaflet_reviewed", "outreach_held"
TEXT = ("code", "kind", "therapy", "language", "title", "text")
HELD_SAYS = ("kind", "place", "audience", "reached", "topic", "referrers")


def write_leaflet(site: Site, said: Mapping[str, Any], on: date, by: str, key: str) -> Event:
    """A new version of a text, which no clinician has reviewed yet."""
    body = {**{name: said[name] for name in TEXT}, "on": on.isoformat()}
    return append(Entry(site, f"leaflets/{site.code}", WRITTEN, by, key, body))


def review_leaflet(row: LeafletRow, on: date, until: date, by: str, key: str) -> Event:
    """A clinician has read a version and stands for it until a day. Raises OwnLeaflet for who wrote its words."""
    if wrote(row, by):
        raise OwnLeaflet()
    body = {"leaflet": str(row.pk), "on": on.isoformat(), "next": until.isoformat()}
    return append(Entry(row.site, f"leaflets/{row.site.code}", REVIEWED, by, key, body))


def wrote(row: LeafletRow, person: str) -> bool:
    """Whether somebody wrote a version, or any other text of the site with the same words, spaces aside."""
    own = LeafletRow.objects.filter(site=row.site, by=person).values_list("text", flat=True)
    return row.by == person or row.text.split() in (text.split() for text in own)


def hold(site: Site, said: Mapping[str, Any], by: str, key: str) -> Event:
    """An event was held; `referrers` are who of the site's referrers was taught there."""
    body = {**{name: said[name] for name in HELD_SAYS}, "on": said["on"].isoformat()}
    return append(Entry(site, f"outreach/{site.code}", HELD, by, key, body))


@projection(WRITTEN)
def _written(event: Event, body: dict[str, Any]) -> None:
    same = LeafletRow.objects.filter(site_id=event.site_id, code=body["code"], language=body["language"])
    LeafletRow.objects.create(
        pk=event.pk, site_id=event.site_id, version=same.count() + 1, on=date.fromisoformat(body["on"]), by=event.by,
        **{name: body[name] for name in TEXT},
    )  # fmt: skip


@projection(REVIEWED)
def _reviewed(event: Event, body: dict[str, Any]) -> None:
    LeafletRow.objects.filter(pk=body["leaflet"]).update(
        reviewed_by=event.by, reviewed_on=date.fromisoformat(body["on"]), next_review=date.fromisoformat(body["next"])
    )


@projection(HELD)
def _held(event: Event, body: dict[str, Any]) -> None:
    OutreachRow.objects.create(
        pk=event.pk, site_id=event.site_id, on=date.fromisoformat(body["on"]), by=event.by,
        **{name: body[name] for name in HELD_SAYS},
    )  # fmt: skip


@told_by_the_book
def _nothing_held() -> None:
    for table in (LeafletRow, OutreachRow):
        table.objects.all().delete()
