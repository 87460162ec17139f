"""A spreadsheet that is brought, looked at, and applied or discarded; what is applied is only proposed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hevesy_service.accounts.models import User
from hevesy_service.atlas.centres import propose_centre
from hevesy_service.atlas.events import Said, propose
from hevesy_service.atlas.models import SheetArrival
from hevesy_service.atlas.sheets.looking import Preview, looked
from hevesy_service.atlas.sheets.reading import Brought, brought
from hevesy_service.book.models import Site
from hevesy_service.refusals import OtherCountry, StreamMoved

NAME = 100


def arrived(data: bytes, name: str, site: Site, by: User) -> SheetArrival:
    """Keep what a file says until it is decided on; raises a BadTable or NoTable where it says nothing."""
    if not site.country:
        raise OtherCountry(site=site.name)
    found = brought(data, name)
    return SheetArrival.objects.create(
        site=site, by=by, at=timezone.now(), name=name[-NAME:], brought=found.stored()
    )


def preview(arrival: SheetArrival) -> Preview:
    """What it would change, beside what holds now."""
    return looked(Brought.of(arrival.brought), arrival.site.country)


def apply(arrival: SheetArrival, by: User, seen: str) -> int:
    """Propose each good row, all of them or none, and put the file away; how many.

    Raises StreamMoved where what the rows would change is no longer what `seen` stands for.
    """
    with transaction.atomic():
        found = preview(arrival)
        if found.seen != seen:
            raise StreamMoved(stream=str(arrival.pk))
        for number, line in enumerate(found.good):
            key = f"{arrival.pk}/s/{number}"
            if isinstance(line.said, Said):
                propose(arrival.site, line.said, by, key, line.reason)
            elif line.said is not None:
                propose_centre(arrival.site, line.said, by, key, line.reason)
        arrival.delete()
    return len(found.good)
