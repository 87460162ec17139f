"""People by five-year age group and sex, from the United Nations projection of 2019 (medium variant)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hevesy.errors import NoPopulation, UnknownYear
from hevesy.facts import Shelf, State

AGES = tuple(range(0, 101, 5))  # the first year of each group; the last is open
SEXES = ("male", "female")
FIRST_YEAR, LAST_YEAR, STEP = 2025, 2050, 5
_WORLD = "WLD"
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Structure:
    """Where a country's age structure comes from.

    `rows` is the place whose structure is used (the country, its M49 sub-region or the world), `scale` what
    its numbers are multiplied by, `note` what a reader must know.
    """

    iso3: str
    state: State
    rows: str
    scale: float
    note: str


def population(
    iso3: str,
    year: float,
    shelf: Shelf,
    sex: str | None = None,
    age_from: float = 0,
    age_to: float | None = None,
    counted: bool = False,
) -> float:
    """Persons of an age (from `age_from`, below `age_to`) and sex in the middle of a year.

    Between the five-year points the number runs straight; within a five-year group all ages are alike. With
    `counted` the projection is moved to the newest count (country.population) and keeps its growth and ages.
    Raises UnknownYear outside 2025-2050 and NoPopulation where nobody is counted.
    """
    groups = age_groups(iso3, year, shelf, sex, counted)
    return float(groups @ _within(age_from, age_to))


def age_groups(iso3: str, year: float, shelf: Shelf, sex: str | None = None, counted: bool = False) -> Array:
    """Persons in each group of `AGES`, shape (21,)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnknownYear(year=f"{year:g}", first=FIRST_YEAR, last=LAST_YEAR)
    if sex is not None and sex not in SEXES:
        raise ValueError(f"sex is male, female or None, not {sex!r}")
    structure = structure_of(iso3, shelf)
    gap = shelf.find("people.projection_gap", iso3) if counted and structure.rows == iso3 else None
    level = 1.0 if gap is None or gap.value is None else 1 / gap.value
    by_point = _by_point(structure.rows, shelf)
    before = min(FIRST_YEAR + STEP * int((year - FIRST_YEAR) // STEP), LAST_YEAR - STEP)
    part = (year - before) / STEP
    total = np.zeros(len(AGES))
    for one in SEXES if sex is None else (sex,):
        total += (1 - part) * by_point[one, before] + part * by_point[one, before + STEP]
    return total * structure.scale * level


def structure_of(iso3: str, shelf: Shelf) -> Structure:
    """The country's own structure, or that of its sub-region or the world scaled to its population."""
    if shelf.table("population", iso3):
        gap = shelf.find("people.projection_gap", iso3)
        return Structure(iso3, State.REPORTED, iso3, 1.0, gap.note if gap else "")
    counted = shelf.find("country.population", iso3)
    if counted is None or counted.value is None:
        raise NoPopulation(country=iso3)
    own = shelf.table("countries", iso3)
    rows = own[0]["subregion"] if own else _WORLD
    by_point = _by_point(rows if shelf.table("population", rows) else _WORLD, shelf)
    now = sum(float(by_point[sex, FIRST_YEAR].sum()) for sex in SEXES)
    note = f"no ages of its own: {counted.value:,.0f} people with the ages and growth of {rows} (imputed)"
    return Structure(iso3, State.IMPUTED, rows, counted.value / now, note)


@lru_cache(maxsize=8)
def _by_point(place: str, shelf: Shelf) -> Mapping[tuple[str, int], Array]:
    rows = shelf.table("population", place)
    return {(row["sex"], int(row["year"])): np.array([float(row[f"a{age}"]) for age in AGES]) for row in rows}


def _within(age_from: float, age_to: float | None) -> Array:
    """The share of each five-year group in [age_from, age_to); the open group counts whole or not at all."""
    upper = np.inf if age_to is None else age_to
    lows = np.array(AGES, dtype=np.float64)
    share = np.clip((np.minimum(lows + STEP, upper) - np.maximum(lows, age_from)) / STEP, 0, 1)
    share[-1] = float(age_from <= lows[-1] and upper == np.inf)
    return np.asarray(share, dtype=np.float64)
