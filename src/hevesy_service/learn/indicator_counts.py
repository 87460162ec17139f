"""What the record of a site counts for each indicator, month by month; practice courses are not among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from hevesy.facts import Reader
from hevesy.quality.chart import XMR
from hevesy.quality.indicator import Indicator, Month, indicators
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import zone_of
from hevesy_service.care.models import Incident
from hevesy_service.care.record_says import Period, Share, asked_of

MONTHS, TOXICITY_DAYS = "quality.indicator_months", "quality.toxicity_days"
Asked = Callable[[Period, Period, Reader, datetime], Share]


def counted(site: Site, today: date, reader: Reader) -> dict[str, list[Month]]:
    """The months of each indicator up to the one that is over; this month is not, and says nothing yet."""
    firsts = list(_firsts(today, int(reader.number(MONTHS))))
    zone = zone_of(site)
    begins = [datetime.combine(each, time(), zone) for each in firsts]
    now = datetime.combine(today, time(), zone)
    late = Period(site, begins[0], now + timedelta(days=1))  # what follows on an act of the last month too
    months = [
        (f"{first:%Y-%m}", Period(site, begin, end, late))
        for first, begin, end in zip(firsts, begins, begins[1:], strict=False)
    ]
    return {
        each.id: [_month(label, each, asks(period, late, reader, now)) for label, period in months]
        for each in indicators(shelf()).values() if (asks := _ASKS.get(each.id))
    }  # fmt: skip


def _firsts(today: date, many: int) -> Iterator[date]:
    """The first days of so many months, and that of the month which today is in."""
    for back in range(many, -1, -1):
        place = today.year * 12 + today.month - 1 - back
        yield date(place // 12, place % 12 + 1, 1)


def _month(label: str, each: Indicator, share: Share) -> Month:
    if each.chart == XMR:
        return Month(label, of=share.of, value=share.days)
    return Month(label, share.count, share.of)


def _as_the_record_says(name: str) -> Asked:
    return lambda period, _late, _reader, _now: asked_of(period, name)


def _toxicity(period: Period, late: Period, reader: Reader, now: datetime) -> Share:
    """Of the administrations whose time for it has passed, how many were followed by a toxicity form in that time."""
    wait = timedelta(days=reader.number(TOXICITY_DAYS))
    forms: dict[object, list[datetime]] = {}
    for row in late.entries("toxicity"):
        forms.setdefault(row.course_id, []).append(row.at)
    given = [row for row in period.entries("administration") if row.at + wait <= now]
    seen = [any(row.at <= at <= row.at + wait for at in forms.get(row.course_id, ())) for row in given]
    return Share(len(given), sum(seen))


def _extravasations(period: Period, _late: Period, _reader: Reader, _now: datetime) -> Share:
    rows = period.entries("administration")
    return Share(len(rows), sum(row.said.get("extravasation") is True for row in rows))


def _incidents(period: Period, _late: Period, _reader: Reader, _now: datetime) -> Share:
    opened = Incident.objects.filter(site=period.site, opened__gte=period.begins, opened__lt=period.ends).exclude(
        course__practice=True)  # fmt: skip
    return Share(len(period.entries("administration")), opened.count())


_ASKS: Mapping[str, Asked] = {
    **{name: _as_the_record_says(name) for name in ("consent_rate", "qc_on_time", "activity_within_tolerance",
                                                    "release_measured", "waits")},
    "toxicity_forms": _toxicity, "extravasations": _extravasations, "incidents": _incidents,
}  # fmt: skip
