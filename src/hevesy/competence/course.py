"""What a course of a therapy takes of each cadre, and what a person has: of the one table of minutes."""

from __future__ import annotations

from typing import Any

from hevesy.capacity.counts import Counts
from hevesy.capacity.minutes import CADRES, Value, use
from hevesy.capacity.presence import must_be_present, with_presence
from hevesy.capacity.week import MODEL_WEEKS, minutes_of_a_person
from hevesy.facts import Reader
from hevesy.products import Therapy

ROLES = {"physicist": "medical_physicist"}  # where those who work by a role have another name than the minutes


def role_of(cadre: str) -> str:
    """The role by which a cadre of the table of minutes works, and the cadre of its frameworks."""
    return ROLES.get(cadre, cadre)


def cycles_planned(therapy: Therapy, reader: Reader) -> int:
    """The cycles of a whole course, one at least."""
    return max(1, round(reader.number(therapy.posology.cycles_planned)))


def minutes_taken(therapy: Therapy, reader: Reader) -> dict[str, tuple[Value, Value]]:
    """By cadre, minutes for the first cycle (with what comes once in a course) and for each later one.

    As the day of treatment asks for them: a cadre that must be there has a minute at least.
    """
    taken = use(therapy, reader)
    there = must_be_present(therapy.id, taken, reader.shelf)
    first, again = with_presence(taken.first, there), with_presence(taken.again, there)
    return {cadre: (first[cadre], again[cadre]) for cadre in CADRES}


def minutes_of_one(cadre: str, counts: Counts, reader: Reader) -> Value:
    """Minutes that one person in post has for therapy in a year, as a plan reckons: its years have 52 weeks."""
    return minutes_of_a_person(cadre, counts, reader) * MODEL_WEEKS


def course_minutes(first: Any, again: Any, cycles: Any) -> Any:
    """Minutes for a whole course of so many cycles, of which the first takes more than the others.

    >>> course_minutes(200.0, 80.0, 4)
    440.0
    """
    return first + (cycles - 1) * again
