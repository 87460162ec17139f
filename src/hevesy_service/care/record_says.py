"""What the record of a site says of an item of an audit: how many of how many, in a year. No person is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median

from hevesy.run.checks import GOOD
from hevesy_service.book.models import Site
from hevesy_service.book.zone import zone_of
from hevesy_service.care.models import CheckRow, EntryRow
from hevesy_service.desk.dates import EARLIEST, LATEST

YEAR = timedelta(days=365)
CONSTANCY = "calibrator_constancy"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; of waits the median `days` of so many courses."""

    of: int
    count: int = 0
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The entries of a site in a period that stand: what was corrected is not among them."""

    site: Site
    begins: datetime
    ends: datetime
    longer: Period | None = None  # one that holds this one, and whose entries are read once for all that it holds
    read: dict[str, list[EntryRow]] = field(default_factory=dict)

    def entries(self, act: str) -> list[EntryRow]:
        """The entries of an act."""
        if self.longer is not None:
            return [row for row in self.longer.entries(act) if self.begins <= row.at < self.ends]
        if act not in self.read:
            self.read[act] = self._entries(act)
        return self.read[act]

    def _entries(self, act: str) -> list[EntryRow]:
        rows = EntryRow.objects.filter(
            course__site=self.site, course__practice=False, act=act, at__gte=self.begins, at__lt=self.ends
        )
        corrected = set(EntryRow.objects.filter(course__site=self.site).exclude(corrects="").values_list(
            "corrects", flat=True))  # fmt: skip
        return [row for row in rows if str(row.pk) not in corrected]


def record_says(site: Site, on: date, names: Iterable[str]) -> Mapping[str, Share]:
    """What the record says of the year up to a day, by the names that items have for it.

    A day that no record has, long before or after, is brought to the nearest that can be counted with.
    """
    zone = zone_of(site)
    last = min(max(on, EARLIEST), LATEST)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    period = Period(site, ends - YEAR, ends)
    return {name: asked_of(period, name) for name in names}


def asked_of(period: Period, name: str) -> Share:
    """What the record of a period says of one of the names."""
    return _ASKS[name](period)


def _met(act: str, gate: str) -> Callable[[Period], Share]:
    """Of the acts, how many met a gate."""

    def asked(period: Period) -> Share:
        rows = period.entries(act)
        return Share(len(rows), sum(gate not in row.unmet for row in rows))

    return asked


def _measured(period: Period) -> Share:
    rows = period.entries("release")
    return Share(len(rows), sum("dose_rate_1m_usv_h" in row.said for row in rows))


def _on_time(period: Period) -> Share:
    """Of the days on which a dose was drawn up, those on which a dose calibrator was found good."""
    zone = zone_of(period.site)
    days = {row.at.astimezone(zone).date() for row in period.entries("dispensing")}
    checked = CheckRow.objects.filter(
        site=period.site, what=CONSTANCY, state=GOOD, at__gte=period.begins, at__lt=period.ends
    )
    good = {at.astimezone(zone).date() for at in checked.values_list("at", flat=True)}
    return Share(len(days), len(days & good))


def _waits(period: Period) -> Share:
    """Days from the referral to the first administration, of the courses whose first lies in the period."""
    given = {row.course_id: row.at for row in period.entries("administration") if row.cycle == 1}
    referred = EntryRow.objects.filter(course__in=given, act="referral").values_list("course", "at")
    waits = [(given[course] - at) / timedelta(days=1) for course, at in dict(referred).items()]
    return Share(len(waits), days=median(waits) if waits else None)


_ASKS: Mapping[str, Callable[[Period], Share]] = {
    "consent_rate": _met("administration", "consent_given"),
    "activity_within_tolerance": _met("administration", "administered_as_prescribed"),
    "release_measured": _measured, "qc_on_time": _on_time, "waits": _waits,
}  # fmt: skip
