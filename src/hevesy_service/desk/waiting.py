"""What waits for a person at their sites: each desk tells its own, home and the day of a site show it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from hevesy_service.accounts.models import User
from hevesy_service.book.models import Site


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for somebody at a site, in words, and the address of the page where it is done."""

    site: Site
    words: str
    page: str


Tells = Callable[[User, Collection[Site]], Iterable[Waiting]]
_TOLD: list[Tells] = []


def tells_what_waits(tells: Tells) -> Tells:
    """Mark a function that knows of something that waits; its queries may not grow with the sites."""
    _TOLD.append(tells)
    return tells


def waiting_for(user: User, sites: Collection[Site]) -> list[Waiting]:
    """What waits for a person at some sites, in the order of the sites."""
    order = {site.pk: place for place, site in enumerate(sites)}
    found = [each for tells in _TOLD for each in tells(user, sites)] if sites else []
    return sorted(found, key=lambda each: order[each.site.pk])
