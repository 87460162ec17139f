"""How many persons of each cadre: the minutes of the year's work, and who must be there whenever anybody is treated.

Presence is counted in persons: the days on which a centre is open over the days that one person works in a year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hevesy.capacity.minutes import CADRES
from hevesy.facts import Reader
from hevesy.plan.centre.figure import Figure, Value, figure, known, whole
from hevesy.plan.centre.work import Work

COORDINATOR, ENGINEER = "coordinator", "engineer"
WEEKDAYS = 5.0
DEPUTY = {"radiation_protection_officer": "physicist"}  # who stands in as named deputy, so that one post is enough
# whose salary stands in for a cadre of which the shelf has none
PAID_AS = {"radiation_protection_officer": "physicist", ENGINEER: "technologist", COORDINATOR: "nurse"}


@dataclass(frozen=True, slots=True)
class Post:
    """A cadre: full-time persons by minutes, by presence (0 where it need not be there), and whole posts.

    `decided_by` is minutes, presence or usual (no minutes are known of it).
    """

    cadre: str
    by_minutes: Figure
    by_presence: Figure
    posts: Figure
    salary: Figure
    paid_as: str
    decided_by: str


def staff(done: Work, reader: Reader) -> tuple[Post, ...]:
    """All cadres that treat, the engineer and the coordinator."""
    present = done.present()
    treating = [_treating(cadre, cadre in present, done, reader) for cadre in CADRES]
    usual = {ENGINEER: "capacity.team.engineer", COORDINATOR: "centre.staff.coordinator"}
    return (*treating, *(_usual(cadre, fact, reader) for cadre, fact in usual.items()))


def _treating(cadre: str, must: bool, done: Work, reader: Reader) -> Post:
    minutes = done.minutes(cadre)

    def by_minutes(asking: Reader) -> Value:
        year = asking.value("capacity.staff.hours_per_week") * asking.value("capacity.staff.weeks_per_year")
        return minutes.value / (60.0 * year * asking.value("capacity.staff.share_with_patients"))

    def by_presence(asking: Reader) -> Value:
        worked = WEEKDAYS * asking.value("capacity.staff.weeks_per_year")
        return asking.value("capacity.opening.days_per_year") / worked

    needed = figure(reader, by_minutes, minutes)
    there = figure(reader, by_presence) if must else Figure(0.0)
    if cadre in DEPUTY:
        there = Figure(np.minimum(1.0, there.value), there.facts)
    full = Figure(np.maximum(needed.value, there.value), needed.facts | there.facts)
    decided = "presence" if np.mean(np.asarray(there.value)) > np.mean(np.asarray(needed.value)) else "minutes"
    paid = PAID_AS.get(cadre, cadre)
    return Post(cadre, needed, there, whole(full), _salary(paid, reader), paid, decided)


def _usual(cadre: str, fact: str, reader: Reader) -> Post:
    number = known(reader, fact)
    paid = PAID_AS[cadre]
    return Post(cadre, number, Figure(0.0), whole(number), _salary(paid, reader), paid, "usual")


def _salary(paid: str, reader: Reader) -> Figure:
    return known(reader, f"economics.salary.{paid}")
