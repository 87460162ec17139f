"""Which safety reports are due: what lists show, with the days that are left."""

from __future__ import annotations

from datetime import date
from typing import Any

from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.centre import centre_of
from hevesy_service.care.safety_events import to_send, unjudged


def clock(here: Site) -> dict[str, Any]:
    """The reactions to judge and the reports to send, each with the days that are left."""
    today = today_at(here)
    return {
        "to_judge": [(each, left(each.until, today)) for each in unjudged(here, centre_of(here).reader)],
        "to_send": [(each, left(each.due, today)) for each in to_send(here)],
    }  # fmt: skip


def left(until: date | None, today: date) -> int | None:
    """How many days are left until a last day; less than none where it is past, None where there is none."""
    return None if until is None else (until - today).days
