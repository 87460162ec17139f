"""What the book says of training seats: for how many trainees at a time a site has a post, by cadre.

A site states all of them at once; a cadre that it does not name is not stated, which is not none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid5

from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.staffing.models import TrainingSeatsRow

STATED = "training_seats_stated"


def state_seats(site: Site, seats: Mapping[str, int], by: str, key: str) -> Event:
    """The seats of a site from now on, by cadre; they take the place of all that it stated before."""
    return append(Entry(site, f"training-seats/{site.code}", STATED, by, key, {"seats": dict(seats)}))


def seats_at(sites: Collection[UUID]) -> dict[UUID, dict[str, float]]:
    """By site, the seats of each cadre of which it states them."""
    found: dict[UUID, dict[str, float]] = defaultdict(dict)
    rows = TrainingSeatsRow.objects.filter(site__in=sites).order_by()
    for site, cadre, seats in rows.values_list("site_id", "cadre", "seats"):
        found[site][cadre] = float(seats)
    return dict(found)


@projection(STATED)
def _stated(event: Event, body: dict[str, Any]) -> None:
    TrainingSeatsRow.objects.filter(site_id=event.site_id).delete()
    TrainingSeatsRow.objects.bulk_create(
        TrainingSeatsRow(pk=uuid5(event.pk, cadre), site_id=event.site_id, cadre=cadre, seats=seats, by=event.by,
                         written=event.at_server) for cadre, seats in body["seats"].items()
    )  # fmt: skip


@told_by_the_book
def _no_seats() -> None:
    TrainingSeatsRow.objects.all().delete()
