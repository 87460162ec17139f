"""What the book says of timetables: the one that a site keeps to, for each curriculum."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from hevesy.learn.curriculum import Curriculum
from hevesy.learn.timetable import Session, Timetable
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.teaching.models import TimetableRow

KEPT = "timetable_kept"
PLAIN = ("group", "module", "part", "parts", "hours", "room", "trainer")


def keep_timetable(site: Site, curriculum: Curriculum, found: Timetable, by: str, key: str) -> Event:
    """A site keeps to this timetable from now on."""
    sessions = [
        {name: getattr(each, name) for name in PLAIN} | {"on": each.on.isoformat(), "start": f"{each.start:%H:%M}"}
        for each in found.sessions
    ]
    body = {"curriculum": curriculum.id, "version": curriculum.version, "weeks": found.weeks, "sessions": sessions}
    return append(Entry(site, f"timetables/{site.code}", KEPT, by, key, body))


def sessions_of(row: TimetableRow) -> list[Session]:
    """The sessions as the domain has them."""
    return [
        Session(on=date.fromisoformat(each["on"]), start=time.fromisoformat(each["start"]),
                **{name: each[name] for name in PLAIN}) for each in row.sessions
    ]  # fmt: skip


def times_kept(row: TimetableRow) -> int:
    """How often the site had kept a timetable of this curriculum before this one."""
    return TimetableRow.objects.filter(
        site=row.site_id, curriculum=row.curriculum, written__lt=row.written
    ).count()  # fmt: skip


@projection(KEPT)
def _kept(event: Event, body: dict[str, Any]) -> None:
    TimetableRow.objects.create(pk=event.pk, site_id=event.site_id, by=event.by, written=event.at_server, **body)


@told_by_the_book
def _no_timetables() -> None:
    TimetableRow.objects.all().delete()
