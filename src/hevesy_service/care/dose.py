"""The dose of a course on its way: what it will hold, what can be done with it, and what to write on the order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from hevesy.errors import HevesyError
from hevesy.places import towns
from hevesy.record import Course, find_template
from hevesy.record.course import told
from hevesy.run.dose import Dose, dose_of
from hevesy.run.house_rules import allowed
from hevesy.run.late import Lateness, lateness
from hevesy.run.offers import Offers, offers
from hevesy.run.ordering import Asked, OrderLine, asked_of, order_line
from hevesy.run.shortage import sharing_rule
from hevesy.supply import Journey, Map, Request, journeys
from hevesy.supply.verdict import Verdict
from hevesy_service.atlas.models import HeldCentre
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import day_at, midnight_at
from hevesy_service.care import material
from hevesy_service.care.centre import Centre
from hevesy_service.care.events import course_of, entries_of, unbegun
from hevesy_service.care.models import CourseRow, VialRow

WAYS = 3  # proposals that are shown; the rest differ little
WAITED_FOR = timedelta(days=1)  # after its hour a dose may still be late; afterwards what it will hold is no matter


def before_hold(row: CourseRow) -> Course:
    """The course with what the hold that stands took back; what was tested, released or corrected since holds too."""
    course = course_of(row)
    held = course.standing.get("hold")
    if held is None:
        return course
    before, lapses = course_before(row, held.entry), find_template(row.template, shelf()).moves["hold"].act.lapses
    back = {name: before.standing[name] for name in lapses if name in before.standing}
    since = {name: each for name, each in course.standing.items() if name != "hold"}
    return replace(course, standing={**back, **since})


def course_before(row: CourseRow, entry: str) -> Course:
    """The course as it stood before one of its entries."""
    entries = list(entries_of(row))
    until = next(place for place, each in enumerate(entries) if each.id == entry)
    return told(unbegun(row), entries[:until], find_template(row.template, shelf()))


def dose_in(row: CourseRow, now: datetime) -> tuple[Dose, Course] | None:
    """The dose that came or was ordered for a course and was not given, and the course before any hold."""
    before = before_hold(row)
    name = str(before.said("dispensing.vial") or before.said("receipt.vial") or "")
    kept = VialRow.objects.filter(pk=material.vial_pk(row.site_id, name)).first() if name else None
    vial = None if kept is None else material.vial_in(kept)
    seen = now if vial is None else max(now, *(each.at for each in vial.events))  # a clock may be ahead of ours
    found = dose_of(before, shelf(), vial, seen)
    return None if found is None else (found, before)


def standing_of(dose: Dose, before: Course, now: datetime) -> Lateness | None:
    """What the dose will hold at the planned hour; None where no hour is planned, or it is long past."""
    asked = asked_of(before)
    if asked is None or asked.planned_at < now - WAITED_FOR:
        return None
    name = dose.vial or dose.lot or dose.product
    return lateness(
        name, dose.nuclide, dose.held, dose.held_at, dose.wanted, asked.planned_at, now=now,
        tolerance_percent=dose.tolerance_percent, expires_at=dose.expires_at,
    )  # fmt: skip


def nobody_comes(row: CourseRow, before: Course, now: datetime) -> bool:
    """Whether a dose waits for somebody who does not come: a hold, the end of the course, or an hour that is past."""
    asked = asked_of(before)
    return bool(row.ended) or "hold" in course_of(row).standing or (asked is not None and asked.planned_at < now)


def offers_of(row: CourseRow, dose: Dose, centre: Centre, now: datetime) -> Offers:
    """What can be done with a dose nobody comes for; other courses of the same therapy that are planned are asked."""
    others = CourseRow.objects.filter(site=row.site, therapy=row.therapy, ended="", planned__isnull=False)
    table, day = centre.table(row.therapy), day_at(row.site, now)
    return offers(
        dose, course_of(row), [course_of(each) for each in others.exclude(pk=row.pk)], now,
        allowed(table, day), sharing_rule(shelf(), table, day), centre.reader,
    )  # fmt: skip


# --- what to write on the order -------------------------------------------------------------------------------


@cache
def ways() -> Map:
    """Roads, flights and producers: read once for each process."""
    return Map(shelf())


def town_of(site: Site) -> str:
    """Where doses of a site go: the town of its centre in the atlas, else the largest town of its country."""
    for each in HeldCentre.objects.filter(iso3=site.country):
        if each.said.get("name") == site.name:
            return str(each.said["town"])
    known = towns(site.country, shelf()) if site.country else ()
    return max(known, key=lambda town: town.population).name if known else ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Ways to order a dose, the best first; `problem` says why there are none."""

    town: str
    lines: tuple[tuple[Journey, OrderLine], ...]
    problem: HevesyError | None = None


def proposed(row: CourseRow, centre: Centre, carrier: str) -> Proposed | None:
    """What to order for a course by its standing prescription, or None where there is none to go by."""
    asked, town = asked_of(course_of(row)), town_of(row.site)
    if asked is None or not town:
        return None
    try:
        found = _open_ways(asked, row, town)
        held = centre.counted(find_template(row.template, shelf()), row.therapy, "order", asked.planned_at)
        lines = [(each, order_line((asked,), each, carrier, held, centre.reader)) for each in found]
    except HevesyError as error:
        return Proposed(town, (), error)
    return Proposed(town, tuple(lines))


def _open_ways(asked: Asked, row: CourseRow, town: str) -> list[Journey]:
    ask = Request(row.therapy, asked.planned_at, prescribed=asked.prescribed)
    found = journeys(ask, ways().destination(town, row.site.country), shelf(), ways())
    return [each for each in found if each.verdict is not Verdict.IMPOSSIBLE][:WAYS]


def planned_on(row: CourseRow, on: date) -> int:
    """How many other courses of the therapy are planned for the same day: their doses may come together."""
    begins, ends = midnight_at(row.site, on), midnight_at(row.site, on + timedelta(days=1))
    others = CourseRow.objects.filter(site=row.site, therapy=row.therapy, ended="").exclude(pk=row.pk)
    return others.filter(planned__gte=begins, planned__lt=ends).count()
