"""Days as the calendar on the wall of a site shows them."""

from __future__ import annotations

from datetime import datetime

from django import template

from hevesy_service.book.models import Site
from hevesy_service.book.zone import day_at

register = template.Library()


@register.filter
def day_of(moment: datetime | None, site: Site) -> str:
    """The day of a moment at a site, as one writes it; nothing where nothing has happened yet."""
    return "" if moment is None else day_at(site, moment).isoformat()
