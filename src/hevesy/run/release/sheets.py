"""What others need to know if the patient comes to harm: emergency surgery, readmission, death, by days since.

Activity is a ceiling: what was left at release, or where nobody measured that all that was given, with physical decay
alone. After death nothing is excreted any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, log2

from hevesy.physics.library import nuclide
from hevesy.quantities import Activity
from hevesy.run.release.instructions import hygiene_days
from hevesy.run.release.plan import Release
from hevesy.safety.nearness import nearness

DAYS = (0, 1, 2, 3, 5, 7, 10, 14, 21, 28)
BEDSIDE_M = 0.5  # where who helps stands
AFTER_DEATH = ("autopsy", "burial", "cremation")
SURGERY = ("surgery_first", "surgery_near", "surgery_fluids", "surgery_specimens", "surgery_after", "pregnant_staff")
BACK = ("back_first", "back_room", "back_urine", "back_visitors", "pregnant_staff")
PUBLIC = "radiation_safety.limits.dose_limit.public_effective"


@dataclass(frozen=True, slots=True)
class Day:
    """The most that is left so many days after release, and the dose rates to reckon with."""

    days: int
    on: date
    most: Activity
    rate_1m_usv_h: float
    rate_bedside_usv_h: float
    hours_to_limit: float


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sentence of a sheet by its code."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: for `surgery`, `readmission` or `death`."""

    name: str
    lines: tuple[SheetLine, ...]
    days: tuple[Day, ...]


def sheets(release: Release) -> tuple[Sheet, ...]:
    """The three sheets."""
    days = tuple(_day(number, release) for number in DAYS)
    until = {"until": release.until(hygiene_days(release)).isoformat()}
    name = {"nuclide": release.therapy.nuclide}
    return (
        Sheet("surgery", tuple(SheetLine(code, name) for code in SURGERY), days),
        Sheet("readmission", tuple(SheetLine(code, name | until) for code in BACK), days),
        Sheet("death", (SheetLine("death_first", name), *_limits(release), SheetLine("death_touch", name)), days),
    )


def most_after(release: Release, days: float) -> Activity:
    """The most that can be left so many days after release."""
    half_life = nuclide(release.therapy.nuclide).half_life
    if release.form.retained is not None:
        return release.form.retained.after(timedelta(days=days), half_life)
    return release.form.given.after(timedelta(hours=release.form.hours_since) + timedelta(days=days), half_life)


def _day(number: int, release: Release) -> Day:
    source = release.source
    rate = source.rate_after(24.0 * number)
    bedside = rate * nearness(BEDSIDE_M, source.length)
    limit = release.reader.number(PUBLIC) * 1000.0
    hours = limit / bedside if bedside > 0.0 else float("inf")
    return Day(number, release.until(number), most_after(release, number), rate, bedside, hours)


def _limits(release: Release) -> Iterator[SheetLine]:
    """For autopsy, burial and cremation: from which day without special precautions, where the shelf has a limit."""
    name = release.therapy.nuclide.replace("-", "").lower()
    now = most_after(release, 0.0)
    for what in AFTER_DEATH:
        found = release.reader.find(f"radiation_safety.after_death.{name}.{what}")
        if found is None or found.value is None:
            yield SheetLine(f"{what}_unknown", {"nuclide": release.therapy.nuclide})
            continue
        limit = Activity.mbq(found.value)
        days = 0.0 if now <= limit else log2(now.bq / limit.bq) * _half_life_days(release)
        yield SheetLine(what, {"on": release.until(ceil(days)).isoformat(), "limit": str(limit)})


def _half_life_days(release: Release) -> float:
    return nuclide(release.therapy.nuclide).half_life / timedelta(days=1)
