"""What the book says of offers of training: made, seats asked for by a site, and given, never more than there are.

All of an offer stands in the book of the site that makes it. A contact is an office, for no person stands in the book.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, one_writer, projection, written
from hevesy_service.refusals import NoSeatsLeft
from hevesy_service.teaching.models import OfferRow, SeatRow

OFFERED, ASKED, GIVEN = "training_offered", "seats_asked", "seats_given"
KINDS = ("anchor_centre", "hub", "hospital", "school")
SAID = ("title", "kind", "cadre", "seats", "tongue", "cost", "contact")


def offer(site: Site, said: Mapping[str, Any], by: str, key: str) -> Event:
    """A site offers a training: `said` has SAID and the days `first` and `last`."""
    body = {name: said[name] for name in SAID} | {name: said[name].isoformat() for name in ("first", "last")}
    return append(Entry(site, f"offers/{site.code}", OFFERED, by, key, body))


def ask(found: OfferRow, of: Site, seats: int, note: str, by: str, key: str) -> Event:
    """A site asks for seats of an offer."""
    body = {"offer": str(found.pk), "of": of.code, "seats": seats, "note": note}
    return append(Entry(found.site, f"offers/{found.site.code}", ASKED, by, key, body))


def left(found: OfferRow, but: SeatRow | None = None) -> int:
    """How many seats nobody has; those given to `but` are counted as free."""
    rows = found.asked.all()  # that a list has fetched for all its offers at once
    return found.seats - sum(each.given or 0 for each in rows if but is None or each.pk != but.pk)


def give(row: SeatRow, seats: int, by: str, key: str) -> Event:
    """Give seats, none to refuse. Raises NoSeatsLeft where there are fewer, or fewer were asked for."""
    found = row.offer
    with transaction.atomic():
        one_writer(found.site)  # so that nobody gives the same seat at the same moment
        free = min(left(found, row), row.seats)
        if seats > free and written(found.site, key) is None:  # what was sent before is not asked again
            raise NoSeatsLeft(seats=seats, left=free, all=found.seats)
        body = {"asked": str(row.pk), "seats": seats}
        return append(Entry(found.site, f"offers/{found.site.code}", GIVEN, by, key, body))


@projection(OFFERED)
def _offered(event: Event, body: dict[str, Any]) -> None:
    days = {name: date.fromisoformat(body[name]) for name in ("first", "last")}
    OfferRow.objects.create(pk=event.pk, site_id=event.site_id, **{name: body[name] for name in SAID}, **days)


@projection(ASKED)
def _asked(event: Event, body: dict[str, Any]) -> None:
    SeatRow.objects.create(
        pk=event.pk, offer_id=UUID(body["offer"]), of=Site.objects.get(code=body["of"]), seats=body["seats"],
        note=body["note"], by=event.by, on=event.at_server, given_by="",
    )  # fmt: skip


@projection(GIVEN)
def _given(event: Event, body: dict[str, Any]) -> None:
    SeatRow.objects.filter(pk=UUID(body["asked"])).update(given=body["seats"], given_by=event.by)


@told_by_the_book
def _no_offers() -> None:
    for table in (SeatRow, OfferRow):
        table.objects.all().delete()
