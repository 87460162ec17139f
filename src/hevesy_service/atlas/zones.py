"""On whose clock a country's sites live."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import cache

from hevesy.places import towns
from hevesy.supply.zones import zone_at
from hevesy_service.atlas.shelf import shelf


@cache
def zone_in(iso3: str) -> tzinfo:
    """The zone of the largest town of a country; UTC where there is none, or no country."""
    known = towns(iso3, shelf()) if iso3 else ()
    if not known:
        return UTC
    largest = max(known, key=lambda town: town.population)
    return zone_at(largest.latitude, largest.longitude, iso3, shelf())
