"""On whose clock a site reads and writes its hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache

from django.utils import timezone

from hevesy.places import towns
from hevesy.run.saying import moment_said
from hevesy.supply.zones import zone_at
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.refusals import Ahead

CLOCKS_DIFFER = timedelta(minutes=5)  # by which a clock beside the patient may be ahead of the service's


def zone_of(site: Site) -> tzinfo:
    """The zone of the largest town of the site's country; UTC where it has none."""
    return _of_country(site.country) if site.country else UTC


def today_at(site: Site) -> date:
    """The day on the wall of a site."""
    return timezone.now().astimezone(zone_of(site)).date()


@cache
def _of_country(iso3: str) -> tzinfo:
    known = towns(iso3, shelf())
    if not known:
        return UTC
    largest = max(known, key=lambda town: town.population)
    return zone_at(largest.latitude, largest.longitude, iso3, shelf())


def check_has_happened(at: datetime, site: Site) -> None:
    """Raises Ahead for what is still to come: a record says what has happened."""
    if at > timezone.now() + CLOCKS_DIFFER:
        raise Ahead(at=moment_said(at, zone_of(site)))
