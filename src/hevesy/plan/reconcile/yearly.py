"""The quick model of a year: the first plan's cascade, its patients shared out to the nearest centres."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from hevesy.facts import Reader, Shelf
from hevesy.money import Means, means_of
from hevesy.places import Country
from hevesy.plan.burden import burden
from hevesy.plan.cascade import Cascade
from hevesy.plan.country import best_journeys, course_of
from hevesy.plan.household import TIME
from hevesy.plan.need import BASE_YEAR, Need
from hevesy.plan.path import FIRST
from hevesy.plan.reconcile.forward import Expected, Floats, Yearly
from hevesy.plan.sites import Sites, sites
from hevesy.products import Therapy

WEEKS_PER_YEAR = 365.25 / 7
_WEEKS = {"week": 1.0, "day": 1 / 7, "month": 365.25 / 84}


@dataclass(frozen=True)
class YearlyForward:
    """A year at last year's rates without queues: each person goes to the nearest centre that gives the therapy."""

    name = "yearly"
    choice: str
    year: int
    where: Sites
    means: Means
    therapies: tuple[Therapy, ...]
    journeys: Mapping[str, Mapping[str, Any]]
    registry: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(
        cls,
        country: Country,
        shelf: Shelf,
        therapies: Sequence[Therapy],
        choice: str,
        year: int,
        made_on: date,
        registry: Sequence[tuple[str, str]] = (),
    ) -> YearlyForward | None:
        """The model of a country; None where nobody knows how many people live there."""
        reader = shelf.reader(country.iso3)
        where = sites(country, reader)
        if where is None:
            return None
        journeys = best_journeys(therapies, where, shelf, made_on)
        return cls(choice, year, where, means_of(reader), tuple(therapies), journeys, tuple(registry))

    def expected(self, reader: Reader) -> Expected:
        at: dict[tuple[str, str], Yearly] = {}
        referred: dict[str, Floats] = {}
        could_need: dict[str, Floats] = {}
        for therapy in self.therapies:
            course = course_of(
                therapy, self.choice, self.where, self.means, self.journeys[therapy.id], reader
            )
            grown = grown_to(self.year, course.need)
            for centre, share in self._shares(therapy, reader).items():
                at[centre, therapy.id] = _year(course.cascade, therapy, share * grown, reader)
            reached = course.cascade.remaining.get("referred", course.cascade.start)
            referred[therapy.id] = _drawn(reached * grown, reader)
            backlog = 0.0 if course.need.backlog is None else course.need.backlog
            could_need[therapy.id] = _drawn((course.need.true + backlog) * grown, reader)
        cases = {key: _drawn(burden(*key, self.choice, reader).value, reader) for key in self.registry}
        return Expected(at, referred, could_need, cases)

    def _shares(self, therapy: Therapy, reader: Reader) -> dict[str, Floats]:
        """Each centre's share of those treated: who lives nearest to it, less those for whom that is too far."""
        giving = self.where.giving(therapy.id)
        hours = self.where.hours_to_each[:, giving]
        nearest, way = hours.argmin(axis=1), hours.min(axis=1)
        decline = np.atleast_1d(reader.value(FIRST) * reader.value(TIME))
        coming = self.where.people[:, None] * np.exp(-way[:, None] * decline[None, :])
        names = [_id(self.where.therapy[number], number) for number in giving]
        whole = coming.sum(axis=0)
        return {name: coming[nearest == place].sum(axis=0) / whole for place, name in enumerate(names)}


def grown_to(year: int, need: Need) -> float:
    """How much larger the need was in `year` than in the base year; before it, the first five years run backwards."""
    years = sorted(need.growth)
    if year < BASE_YEAR:
        return float(need.growth[years[1]] ** ((year - BASE_YEAR) / (years[1] - BASE_YEAR)))
    return float(np.interp(year, years, [need.growth[each] for each in years]))


def interval_weeks(therapy: Therapy, reader: Reader) -> float | None:
    """Weeks from one cycle to the next; None where the therapy names none."""
    if not therapy.posology.interval:
        return None
    fact = reader.fact(therapy.posology.interval)
    return None if fact.value is None else fact.value * _WEEKS[fact.unit]


def _year(cascade: Cascade, therapy: Therapy, share: Floats, reader: Reader) -> Yearly:
    """Persons treated in a year are those who began in it and those who were between two cycles on its first day."""
    begun, later = cascade.given[0], sum(cascade.given[1:], start=0.0)
    between = min((interval_weeks(therapy, reader) or 0.0) / WEEKS_PER_YEAR, 1.0)
    return Yearly(
        _drawn(begun * share, reader),
        _drawn((begun + later * between) * share, reader),
        _drawn((begun + later) * share, reader),
    )


def _drawn(amount: Any, reader: Reader) -> Floats:
    return np.array(np.broadcast_to(np.asarray(amount, dtype=float), max(reader.draws, 1)))


def _id(place: Any, number: int) -> str:
    return str(getattr(place, "id", "")) or f"imagined {number + 1}"


def most_courses(interval: float | None, cycles: float) -> float:
    """Courses that one person can begin within a year.

    >>> most_courses(6, 6), most_courses(26, 1)
    (2.0, 3.0)
    """
    if not interval:
        return math.inf
    return float(WEEKS_PER_YEAR // (interval * max(1.0, cycles)) + 1)
