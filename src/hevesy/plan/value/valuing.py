"""Every therapy asked for, valued in one country on the same draws, with what it would cost the whole country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.errors import NoPopulation
from hevesy.facts import Fact, Reader, Shelf
from hevesy.money.value import Return, budget_impact, returns
from hevesy.places import Country, find_country
from hevesy.plan.burden import chosen
from hevesy.plan.need import need
from hevesy.plan.value.arms import FAMILIES, How, Worth, imaged_per_treated, worth
from hevesy.plan.value.cohort import worth_without_trial
from hevesy.plan.value.comparison import Comparison, WithoutTrial, asked_for
from hevesy.plan.value.strategies import League, leagues
from hevesy.plan.value.thresholds import GDP, Threshold, thresholds
from hevesy.products import find_therapy

Array = NDArray[np.float64]
YEARS = 5
LATEST_START = 2045  # people are projected to 2050


@dataclass(frozen=True, slots=True)
class Case:
    """The answer at the middle of every figure under another structure of the model."""

    family: str
    crossover: bool
    cost: float
    qalys: float


@dataclass(frozen=True, slots=True)
class People:
    """Eligible and known persons a year and net spending, shape (years, draws), with the uptake, shape (years,)."""

    eligible: Array
    uptake: Array
    budget: Array


@dataclass(frozen=True, slots=True)
class Valued:
    """One therapy against one comparator; `comparison` is None where no trial has one. `people` is None where nobody
    knows how many live here, `back` where the country's output per head is not known."""

    worth: Worth
    comparison: Comparison | None
    group: str
    drawn: dict[str, Array]
    cases: tuple[Case, ...]
    people: People | None
    back: Return | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that was valued in a country."""

    country: Country
    shelf: Shelf
    reader: Reader
    first_year: int
    thresholds: tuple[Threshold, ...]
    valued: tuple[Valued, ...]
    leagues: tuple[League, ...]
    not_valued: tuple[WithoutTrial, ...]


def value(
    name: str,
    shelf: Shelf,
    first_year: int,
    *,
    therapies: Sequence[str] = (),
    given: Sequence[float] = (),
    draws: int = 1024,
    seed: int = 1,
    stated: Mapping[str, Fact] | None = None,
) -> Answer:
    """Value therapies (all that the tables speak of where none is named) in a country; `given` are thresholds in USD.

    Facts that are `stated`, as by a scenario, win over the shelf.

    Raises UnknownCountry and UnknownTherapy with the nearest name.
    """
    country = find_country(name, shelf)
    by_trial, by_course = asked_for(tuple(therapies), shelf)
    reader = shelf.reader(country.iso3, draws, seed)
    reader.stated = stated or {}
    found = [_by_trial(row, reader, first_year) for row in by_trial]
    found += [_by_course(each, reader, first_year) for each in by_course if not each.not_valued]
    return Answer(
        country, shelf, reader, first_year, thresholds(reader, given), tuple(found),
        leagues([find_therapy(each, shelf).id for each in therapies], reader),
        tuple(each for each in by_course if each.not_valued),
    )  # fmt: skip


def _by_trial(row: Comparison, reader: Reader, first_year: int) -> Valued:
    own = reader.changed({})
    found = worth(row, own)
    middle = reader.shelf.reader(reader.place)
    middle.stated = reader.stated
    cases = tuple(
        _case(worth(row, middle, How(family, crossover)), family, crossover)
        for crossover in ((False, True) if row.ratio_alive_no_crossover else (False,))
        for family in FAMILIES
    )
    return _valued(found, row, row.group, cases, own, reader, first_year)


def _case(found: Worth, family: str, crossover: bool) -> Case:
    return Case(family, crossover, float(found.dearer.mean()), float(found.qalys.mean()))


def _by_course(asked: WithoutTrial, reader: Reader, first_year: int) -> Valued:
    own = reader.changed({})
    return _valued(worth_without_trial(asked, own), None, asked.group, (), own, reader, first_year)


def _valued(
    found: Worth, row: Comparison | None, group: str, cases: tuple[Case, ...], own: Reader, reader: Reader, first: int
) -> Valued:
    drawn = {name: own.drawn[name] for name in sorted(own.asked) if name in own.drawn}
    return Valued(found, row, group, drawn, cases, _people(found, reader, first), _back(found, group, reader))


def _people(found: Worth, reader: Reader, first_year: int) -> People | None:
    """Known and eligible persons in each of the next years; the whole cost of a course falls in the year it starts."""
    eligible = eligible_people(found.therapy, reader, first_year)
    if eligible is None:
        return None
    uptake = np.array([reader.number(f"value.uptake.year_{number}") for number in range(1, YEARS + 1)])
    spent = budget_impact(eligible.T, uptake, found.cost_undiscounted[:, np.newaxis],
                          found.other_undiscounted[:, np.newaxis])  # fmt: skip
    return People(eligible, uptake, spent.T)


def eligible_people(name: str, reader: Reader, first_year: int) -> Array | None:
    """Known and eligible persons in each of the next years, shape (years, draws); None where nobody knows."""
    therapy = find_therapy(name, reader.shelf)
    try:
        wanted = need(therapy, chosen(reader), reader)
    except NoPopulation:
        return None
    years = min(first_year, LATEST_START) + np.arange(YEARS)
    growth = np.interp(years, list(wanted.growth), list(wanted.growth.values()))
    return np.asarray(growth[:, np.newaxis] * np.asarray(wanted.detected) / imaged_per_treated(therapy, reader))


def _back(found: Worth, group: str, reader: Reader) -> Return | None:
    output = reader.shelf.find(GDP, reader.place)
    if output is None or output.value is None:
        return None
    return returns(
        found.life_years.mean(),
        found.dearer.mean(),
        output_per_head=reader.number(GDP),
        life_year_in_output=reader.value("value.life_year"),
        working_share=reader.value(f"value.working_share.{group}"),
    )
