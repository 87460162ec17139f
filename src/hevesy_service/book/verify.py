"""Whether the book holds: each site's chain of hashes, from its first row to its last."""

from __future__ import annotations

from collections.abc import Iterator

from hevesy_service.book.chain import Break, breaks
from hevesy_service.book.models import Event, Site

AT_ONCE = 2000


def verify() -> Iterator[tuple[Site, int, list[Break]]]:
    """For each site: how many rows its chain has, and what is wrong with it."""
    for site in Site.objects.order_by("code"):
        rows = Event.objects.filter(site=site).order_by("site_seq")
        yield site, rows.count(), list(breaks(rows.iterator(AT_ONCE)))


def head(site: Site) -> str:
    """The last hash of a site's chain: to be printed, and kept outside."""
    last = Event.objects.filter(site=site).order_by("-site_seq").values_list("hash", flat=True).first()
    return last or ""
