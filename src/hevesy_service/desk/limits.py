"""How long a role is lent and an emergency lasts: facts of the shelf, which a pack of the country may state anew."""

from __future__ import annotations

from datetime import timedelta

from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.models import Site

LONGEST_LENDING, EMERGENCY_LASTS = "service.lending.longest", "service.emergency.lasts"
REVIEWED_WITHIN = "service.emergency.reviewed_within"


def longest_lending_days(site: Site) -> float:
    """Days for which a role may be lent at most."""
    return _number(LONGEST_LENDING, site)


def emergency_lasts(site: Site) -> timedelta:
    """How long an emergency opens an action."""
    return timedelta(minutes=_number(EMERGENCY_LASTS, site))


def reviewed_within(site: Site) -> timedelta:
    """After how long somebody else must have looked at an emergency."""
    return timedelta(days=_number(REVIEWED_WITHIN, site))


def _number(fact: str, site: Site) -> float:
    return float(shelf_now().reader(site.country or "world").number(fact))
