"""All that a gate may look at: the course, the act that is proposed, who does it, and what the centre has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from hevesy.competence import Standing
from hevesy.facts import Reader
from hevesy.quantities import Activity
from hevesy.record import Course, Template
from hevesy.run.dose import Offered
from hevesy.run.instruments import Instruments
from hevesy.run.release.plan import Release
from hevesy.run.signed import GateTable

NOTHING = Activity(0.0)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works at the centre, and the roles that hold for them: their own and those in `lent`.

    `lent` names for each role that is not their own who lent it.
    """

    id: str
    roles: frozenset[str]
    lent: Mapping[str, str] = field(default_factory=dict)

    def acts_for(self, roles: Iterable[str]) -> str:
        """In whose role they do what these roles may; empty where one of their own is enough, or they hold none."""
        held = self.roles.intersection(roles)
        return "" if held - self.lent.keys() else next((self.lent[role] for role in sorted(held)), "")

    def sides(self, roles: Iterable[str]) -> set[str]:
        """Who answers for what they do by these roles: they, and whoever lent them the role."""
        return {self.id, self.acts_for(roles)} - {""}


@dataclass(frozen=True, slots=True)
class Licence:
    """What the centre may hold of one nuclide, until when, and what it holds now."""

    nuclide: str
    most: Activity
    until: date
    held: Activity = NOTHING


@dataclass(frozen=True, slots=True)
class Situation:
    """The moment before an act: `said` is what its form says, `instruments` until when each is calibrated.

    `failed_lots` are lots and vials that failed late or were called back, whichever course found it, each with why.
    `reader` reads the shelf as it holds at the centre; `earlier` are the releases of this patient's earlier cycles
    (`run.release.course.releases`), whose doses to others count in the year. `awaited` is a second person who was named
    and has not proven yet that they were there: nobody's second until they have. `checked` is when each check of the
    day was good last, of which instrument (`run.checks.last_good`).
    `standing` is whether who does it holds the privilege that it needs, None where nobody has looked.
    `offered` is the dose that a course is to take over from another; `corrected` is what came with one that it took
    over and was corrected since in the course it came from. `zone` is that of the wall on which its days are read.
    """

    course: Course
    template: Template
    act: str
    said: Mapping[str, Any]
    now: datetime
    by: Person
    table: GateTable
    reader: Reader
    second: Person | None = None
    instruments: Instruments = field(default_factory=dict)
    licences: Mapping[str, Licence] = field(default_factory=dict)
    failed_lots: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[Release, ...] = ()
    awaited: Person | None = None
    checked: Mapping[str, Mapping[str, datetime]] = field(default_factory=dict)
    standing: Standing | None = None
    offered: Offered | None = None
    corrected: tuple[str, ...] = ()
    zone: tzinfo = UTC

    @property
    def day(self) -> date:
        """The day on the wall of the centre."""
        return self.now.astimezone(self.zone).date()

    def value(self, place: str) -> Any:
        """`act.field` as the proposed form says it, else as it stands in the course; None where nobody said it."""
        act, _, name = place.partition(".")
        return self.said.get(name) if act == self.act else self.course.said(place)
