"""A timetable as a calendar file (iCalendar, RFC 5545), which programs that keep a diary read.

A session has the same number (UID) in every file that is written of it, also after it was moved to another time or
room, so that a diary puts the new one in the place of the old.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from hevesy.learn.timetable import Session

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

MAKER = "-//Hevesy//Timetable//EN"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file says of all its sessions.

    `place` (a site, a ministry) and `curriculum` make the numbers of sessions differ from those of others; `called` are
    the modules by name; hours are those of the clocks of `zone`. The timetable is of the moment `changed` and the one
    number `version` (from 0) of its curriculum and place.
    """

    place: str
    curriculum: str
    title: str
    called: Mapping[str, str]
    zone: tzinfo
    changed: datetime
    version: int = 0


def calendar_file(sessions: Sequence[Session], heading: Heading) -> bytes:
    """The sessions as the events of one calendar, with what its zone's clocks do between the first and the last."""
    from icalendar import Calendar, vText

    found, title = Calendar(), vText(heading.title)  # by itself the library does not escape these two
    said = {"prodid": MAKER, "version": "2.0", "method": "PUBLISH", "name": title, "x-wr-calname": title}
    for name, value in said.items():
        found.add(name, value)
    _add_zone(found, sessions, heading.zone)
    for each in sessions:
        found.add_component(_event(each, heading))
    return bytes(found.to_ical())


def number_of(session: Session, heading: Heading) -> str:
    """The same for the same part of the same module for the same group, wherever and whenever it is taught."""
    who = [heading.place, heading.curriculum, session.group, session.module, session.part]
    return str(uuid5(NAMESPACE_URL, f"hevesy:session:{json.dumps(who, ensure_ascii=False)}"))


def _event(session: Session, heading: Heading) -> Event:
    from icalendar import Event

    begin, end = _times(session, heading.zone)
    called = str(heading.called.get(session.module, session.module))
    said = {
        "uid": number_of(session, heading), "dtstamp": heading.changed.astimezone(UTC), "sequence": heading.version,
        "dtstart": begin, "dtend": end, "location": session.room,
        "summary": f"{called} ({session.part}/{session.parts})" if session.parts > 1 else called,
        "description": f"{session.group}\n{session.trainer}",
    }  # fmt: skip
    found = Event()
    for name, value in said.items():
        found.add(name, value)
    return found


def _times(session: Session, zone: tzinfo) -> tuple[datetime, datetime]:
    """Its two ends by the clocks of the zone; by UTC where the zone has no name by which others know it."""
    begin = datetime.combine(session.on, session.start, zone).astimezone(UTC)
    end = begin + timedelta(minutes=round(session.hours * 60))
    return (begin.astimezone(zone), end.astimezone(zone)) if _name(zone) else (begin, end)


def _name(zone: tzinfo) -> str:
    return str(getattr(zone, "key", ""))


def _add_zone(calendar: Calendar, sessions: Sequence[Session], zone: tzinfo) -> None:
    if sessions and _name(zone):
        days = [each.on for each in sessions]
        calendar.add_component(_zone(zone, min(days), max(days) + DAY))


def _zone(zone: tzinfo, first: date, last: date) -> Timezone:
    """What the clocks of a zone show on the first day, and each change up to the last."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    found = Timezone()
    found.add("tzid", _name(zone))
    begin = datetime.combine(first, time(), zone).astimezone(UTC)
    for at in (begin, *_changes(zone, begin, datetime.combine(last, time(), zone).astimezone(UTC))):
        after = at.astimezone(zone)
        before = after if at == begin else (at - SECOND).astimezone(zone)
        part = TimezoneDaylight() if after.dst() else TimezoneStandard()
        part.add("dtstart", (at + (before.utcoffset() or timedelta())).replace(tzinfo=None))  # by the clock until then
        part.add("tzoffsetfrom", before.utcoffset())
        part.add("tzoffsetto", after.utcoffset())
        part.add("tzname", after.tzname())
        found.add_component(part)
    return found


def _changes(zone: tzinfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments at which the clocks of a zone are changed, to the second."""
    days = [begin + DAY * number for number in range((end - begin) // DAY + 2)]
    for low, high in pairwise(days):
        if low.astimezone(zone).utcoffset() == high.astimezone(zone).utcoffset():
            continue
        offset = low.astimezone(zone).utcoffset()
        while high - low > SECOND:
            middle = low + (high - low) // 2
            middle = middle.replace(microsecond=0)
            low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset else (low, middle)
        yield high
