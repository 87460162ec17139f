"""Whether the machine's clock was set back: rows keep the time it said, and their order is that of the chain."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from hevesy_service.book.models import Event


def behind() -> datetime | None:
    """The latest time that stands in the book, where the clock has not come to it; None where all is well."""
    last: datetime | None = Event.objects.aggregate(last=Max("at_server"))["last"]
    return last if last is not None and timezone.now() < last else None
