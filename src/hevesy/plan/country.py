"""A country's first plan: need, access, cascade and journeys put together as plain values, every one with its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from hevesy.facts import Reader, Shelf
from hevesy.money import means_of
from hevesy.places import Country, find_country
from hevesy.plan.burden import chosen
from hevesy.plan.cascade import Cascade, follow
from hevesy.plan.need import Need, need
from hevesy.plan.path import Setting, strata
from hevesy.plan.sites import Sites, sites
from hevesy.plan.variance import Share, shares
from hevesy.policy import PolicyState, policy_state
from hevesy.products import Therapy, therapies
from hevesy.supply import Destination, Map, journey_summary

DRAWS = 512


@dataclass(frozen=True, slots=True)
class Course:
    """One therapy in one country: who needs it and what becomes of them, in draws of shape (draws,)."""

    therapy: Therapy
    need: Need
    cascade: Cascade
    eligible: Any  # share whom the disease leaves eligible

    @property
    def courses(self) -> Any:
        """Persons for whom the therapy would be right, per year."""
        return self.need.true * self.eligible


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything a country's plan was worked out from, before it is put into words and tables.

    `sites` is None, and there are no courses, where nobody knows how many people live in the country.
    """

    country: Country
    shelf: Shelf
    choice: str
    reader: Reader
    sites: Sites | None
    courses: tuple[Course, ...]
    journeys: Mapping[str, Mapping[str, Any]]
    made_on: date

    def first_choices(self) -> list[Course]:
        return [course for course in self.courses if course.therapy.first_choice]

    def importance(self) -> list[Share]:
        """Which facts the number of people who complete a first-choice therapy rests on, the largest share first."""
        completed = sum(
            (np.asarray(course.cascade.completed) for course in self.first_choices()),
            start=np.zeros(self.reader.draws),
        )
        return shares(completed, self.reader.scores, self.reader.used)


def picture(
    name: str, shelf: Shelf, made_on: date, choice: str | None = None, draws: int = DRAWS, seed: int = 1
) -> Picture:
    """The picture of a country by its name or code; `choice` names the source of burden.

    Raises UnknownCountry with the nearest name.
    """
    country = find_country(name, shelf)
    reader = shelf.reader(country.iso3, draws=draws, seed=seed)
    burden_choice = choice or chosen(reader)
    where = sites(country, reader)
    if where is None:
        return Picture(country, shelf, burden_choice, reader, None, (), {}, made_on)
    found = therapies(shelf)
    journeys = best_journeys(found, where, shelf, made_on)
    setting = Setting(where.bands(), where.same_town, means_of(reader), where.has("pet") is not False)
    courses = tuple(
        _course(therapy, burden_choice, where, setting, journeys[therapy.id], reader) for therapy in found
    )
    return Picture(country, shelf, burden_choice, reader, where, courses, journeys, made_on)


def _course(
    therapy: Therapy, choice: str, where: Sites, setting: Setting, journey: Mapping[str, Any], reader: Reader
) -> Course:
    wanted = need(therapy, choice, reader)
    said = known(policy_state(reader.place, therapy.id, reader.shelf)) | seen(therapy, where)
    here = setting.for_therapy(said, reachable(journey))
    cascade = follow(wanted.true, strata(therapy, wanted, here, reader))
    eligible = np.ones(reader.draws)
    for name in therapy.clinical_facts:
        eligible = eligible * reader.value(name)
    return Course(therapy, wanted, cascade, eligible)


def known(state: PolicyState) -> dict[str, bool]:
    """What policy says that a path can use; a question nobody has answered is absent, which is not no."""
    paid = [state.ruling(f"paid_{part}").yes for part in ("drug", "administration")]
    cycle = state.benefit_package.yes if None in paid else all(paid)
    said = {
        "permitted": state.permitted,
        "taxane_required": state.requires("taxane"),
        "two_systemic_lines_required": state.requires("two_systemic_lines"),
        "cycle_paid": cycle,
        "imaging_paid": state.ruling("paid_imaging").yes,
    }
    return {topic: answer for topic, answer in said.items() if answer is not None}


def seen(therapy: Therapy, where: Sites) -> dict[str, bool]:
    """What the country's own centres show: a therapy given now may be given, a scanner that works is a route."""
    said: dict[str, bool] = {}
    if any(therapy.id in centre.therapies for centre in where.centres):
        said["permitted"] = True
    routes = [
        where.has(modality)
        for modality, partners in (("pet", therapy.pet), ("spect", therapy.spect))
        if partners
    ]
    if True in routes:
        said["imaging_route"] = True
    elif routes and None not in routes:
        said["imaging_route"] = False
    return said


def reachable(journey: Mapping[str, Any]) -> bool | None:
    """False where every journey that can be thought of ends after the shelf life; None where none is known."""
    if journey["verdict"] == "no_source":
        return None
    return bool(journey["ways_in_time"])


def best_journeys(
    found: Sequence[Therapy], where: Sites, shelf: Shelf, made_on: date
) -> dict[str, dict[str, Any]]:
    """For each therapy its best journey to the place of treatment, for a Tuesday morning some two months ahead."""
    ways = _ways(shelf)
    site = where.therapy[0]
    iso3 = where.iso3
    to = Destination(where.therapy_name, iso3, site.latitude, site.longitude, site.landmass)
    day = made_on + timedelta(days=56 + (1 - made_on.weekday()) % 7)
    hour = datetime(day.year, day.month, day.day, 10, tzinfo=ways.zone(site.latitude, site.longitude, iso3))
    summaries = journey_summary([therapy.id for therapy in found], to, hour, shelf, ways)
    return {summary["product"]: summary for summary in summaries}


@lru_cache(maxsize=4)
def _ways(shelf: Shelf) -> Map:
    """The shelf's airports and clocks, looked up once for all countries."""
    return Map(shelf)
