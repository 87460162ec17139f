"""What was done in courses of a site, as those who train there count it. Practice courses never count."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min, QuerySet

from hevesy.competence import Framework
from hevesy.competence.framework import DIRECT
from hevesy.competence.logbook import Procedure
from hevesy_service.book.models import Site
from hevesy_service.book.zone import day_at, midnight_at
from hevesy_service.care.models import CourseRow, EntryRow

DAY, YEAR = timedelta(days=1), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act that somebody recorded in a course."""

    entry: UUID
    act: str
    therapy: str
    case: str
    cycle: int
    on: date

    @property
    def place(self) -> tuple[str, str, int]:
        """What it has in common with the same act, recorded again in the same cycle."""
        return self.act, self.case, self.cycle


def recorded_by(site: Site, person: str, framework: Framework, since: date) -> list[Recorded]:
    """What a person did, from a day on, that a framework asks for: each act of a cycle once, the newest first."""
    found: dict[tuple[str, str, int], Recorded] = {}
    rows = _counted(site, [framework]).filter(by=person, at__gte=midnight_at(site, since)).order_by("at")
    for row in rows.values_list("pk", "act", "course__therapy", "course_id", "cycle", "at"):
        pk, act, therapy, course, cycle, at = row
        each = Recorded(pk, act, therapy, str(course), cycle, day_at(site, at))
        if _asked(framework, act, therapy):
            found.setdefault(each.place, each)
    return list(reversed(found.values()))


def done_in_a_year(site: Site, trained: Collection[Framework], on: date) -> list[Procedure]:
    """What was done in the year before a day that any of some frameworks asks for, whoever did it."""
    rows = _counted(site, trained).filter(
        at__gte=midnight_at(site, on - YEAR + DAY), at__lt=midnight_at(site, on + DAY)
    )  # fmt: skip
    done = rows.values_list("act", "course__therapy", "course_id", "cycle").distinct()
    return [Procedure(act, therapy, str(course), cycle, on, DIRECT) for act, therapy, course, cycle in done]


def recorded_since(site: Site) -> date | None:
    """The day from which courses are recorded at a site; None where none is."""
    first = EntryRow.objects.filter(course__site=site, course__practice=False).aggregate(first=Min("at"))["first"]
    return None if first is None else day_at(site, first)


def _counted(site: Site, trained: Collection[Framework]) -> QuerySet[EntryRow]:
    asked = [each for framework in trained for each in framework.procedures]
    named: Set[str] = {act for each in asked for act in each.acts}
    therapies = {therapy for each in asked for therapy in each.therapies}
    return EntryRow.objects.filter(
        course__site=site, course__practice=False, corrects="", act__in=named, course__therapy__in=therapies
    )


def _asked(framework: Framework, act: str, therapy: str) -> bool:
    return any(act in each.acts and therapy in each.therapies for each in framework.procedures)


def acts_asked(framework: Framework) -> Iterator[tuple[str, str]]:
    """Each act of each therapy that a framework counts."""
    for each in framework.procedures:
        yield from ((act, therapy) for act in each.acts for therapy in each.therapies)


def therapies_given(here: Site) -> list[str]:
    """The therapies of which a site has had a course that was no practice."""
    given = CourseRow.objects.filter(site=here, practice=False).values_list("therapy", flat=True)
    return sorted(set(given.distinct()))
