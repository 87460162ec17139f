"""A site's record as counts without persons: what leaves the house for those who plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby

from hevesy.record import Entry
from hevesy.record.counts import Count, Story, counted, written_down
from hevesy.record.counts_file import as_csv
from hevesy.record.spent import Spent
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import midnight_at, today_at
from hevesy_service.care.models import EntryRow
from hevesy_service.refusals import UnknownSite

READ = ("id", "act", "at", "entered_at", "by", "said", "second", "corrects", "course_id", "course__therapy")


def counts_of(site: Site, first: date, last: date) -> list[Count]:
    """The counts from the first day until the end of the last one; a practice course is nobody's, and not counted."""
    return counted(_stories(site), *_moments(site, first, last), shelf())


def minutes_of(site: Site, first: date, last: date) -> dict[tuple[str, str], Spent]:
    """The minutes that acts told of in the same time, by step and cadre, for the centre itself: few are shown too."""
    return written_down(_stories(site), *_moments(site, first, last), shelf())


def _moments(site: Site, first: date, last: date) -> tuple[datetime, datetime]:
    return midnight_at(site, first), midnight_at(site, last + timedelta(days=1))


def _stories(site: Site) -> list[Story]:
    rows = EntryRow.objects.filter(course__site=site, course__practice=False).order_by("course_id", "place")
    by_course = groupby(rows.values_list(*READ).iterator(2000), key=lambda row: (row[8], row[9]))
    return [
        (therapy, [Entry(str(id), act, at, entered, by, said, second, corrects=corrects)
                   for id, act, at, entered, by, said, second, corrects, *_ in course])
        for (_, therapy), course in by_course
    ]  # fmt: skip


def last_year(today: date) -> tuple[date, date]:
    """The four whole quarters before this one."""
    month = 3 * ((today.month - 1) // 3) + 1
    return date(today.year - 1, month, 1), date(today.year, month, 1) - timedelta(days=1)


def counts_for(code: str, first: date | None, last: date | None) -> tuple[str, str]:
    """The counts of a site by its code as CSV, and in a sentence what was counted; raises UnknownSite."""
    site = Site.objects.filter(code=code).first()
    if site is None:
        raise UnknownSite(code=code, known=", ".join(Site.objects.order_by("code").values_list("code", flat=True)))
    usual = last_year(today_at(site))
    days = (first or usual[0], last or usual[1])
    rows = counts_of(site, *days)
    return as_csv(rows), f"{len(rows)} rows of {site.name}, {days[0]} to {days[1]}, without persons."
