"""On whose clock a site reads and writes its hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache

from django.utils import timezone

from hevesy.facts import Shelf
from hevesy.places import towns
from hevesy.run.saying import moment_said
from hevesy.supply.zones import zone_at
from hevesy_service.book.models import Site
from hevesy_service.refusals import Ahead

CLOCKS_DIFFER = timedelta(minutes=5)  # by which a clock beside the patient may be ahead of the service's


@cache
def zone_in(iso3: str) -> tzinfo:
    """The zone of the largest town of a country; UTC where there is none, or no country."""
    shipped = Shelf.load()
    known = towns(iso3, shipped) if iso3 else ()
    if not known:
        return UTC
    largest = max(known, key=lambda town: town.population)
    return zone_at(largest.latitude, largest.longitude, iso3, shipped)


def zone_of(site: Site) -> tzinfo:
    """The zone of the largest town of the site's country; UTC where it has none."""
    return zone_in(site.country)


def today_at(site: Site) -> date:
    """The day on the wall of a site."""
    return day_at(site, timezone.now())


def today_in(iso3: str) -> date:
    """The day on the walls of a country's sites."""
    return timezone.now().astimezone(zone_in(iso3)).date()


def day_at(site: Site, moment: datetime) -> date:
    """The day that it was on the wall of a site at a moment."""
    return moment.astimezone(zone_of(site)).date()


def midnight_at(site: Site, day: date) -> datetime:
    """The moment at which a day begins at a site."""
    return datetime.combine(day, time(), zone_of(site))


def check_has_happened(at: datetime, site: Site) -> None:
    """Raises Ahead for what is still to come: a record says what has happened."""
    if at > timezone.now() + CLOCKS_DIFFER:
        raise Ahead(at=moment_said(at, zone_of(site)))
