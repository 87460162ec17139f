"""Clocks at both ends of a journey."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from hevesy.errors import BadHour, UnknownZone
from hevesy.facts import Shelf
from hevesy.places import nearest_airports

_AS_TYPED = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M")


def zone_named(name: str) -> tzinfo:
    """The zone that is meant: Asia/Amman, or UTC+3; raises UnknownZone.

    >>> zone_named("UTC+5:30").utcoffset(None)
    datetime.timedelta(seconds=19800)
    """
    from zoneinfo import ZoneInfo

    if match := re.fullmatch(r"(?:UTC|GMT)(?:([+-])(\d{1,2})(?::(\d{2}))?)?", name.strip(), re.IGNORECASE):
        sign = -1 if match[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(match[2] or 0), minutes=int(match[3] or 0)))
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError):
        raise UnknownZone(zone=name) from None


def zone_at(latitude: float, longitude: float, iso3: str, shelf: Shelf) -> tzinfo:
    """The zone of the country's airport nearest to a point; UTC where the shelf or this computer has none."""
    zones = {row["iata"]: row["zone"] for row in shelf.table("airport_zones")}
    for airport in nearest_airports(latitude, longitude, shelf, count=3, iso3=iso3):
        if airport.iata in zones:
            try:
                return zone_named(zones[airport.iata])
            except UnknownZone:
                break
    return UTC


def hour_typed(text: str, zone: tzinfo) -> datetime:
    """A date and an hour as people type it, on the clock of `zone`, unless it says its own offset."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    for pattern in _AS_TYPED:
        if moment is not None:
            break
        try:
            moment = datetime.strptime(text.strip(), pattern).replace(tzinfo=zone)
        except ValueError:
            continue
    if moment is None or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        raise BadHour(text=text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
