"""A country's first plan: need, access, cascade and journeys put together as plain values, every one with its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from hevesy.facts import Reader, Shelf
from hevesy.money import Means, means_of
from hevesy.places import Country, find_country
from hevesy.plan.burden import chosen
from hevesy.plan.cascade import Cascade, follow
from hevesy.plan.need import Need, need
from hevesy.plan.path import Setting, strata
from hevesy.plan.sites import Sites, sites
from hevesy.plan.variance import Share, shares
from hevesy.policy import PolicyState, Ruling, policy_state
from hevesy.products import Therapy, Tracer, therapies
from hevesy.supply import Destination, Map, Ranked, ranked

DRAWS = 512
_READ = ("verified", "secondary", "review", "computed", "derived")


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

    def apart(self) -> list[Course]:
        """First choices of groups that share no patients with a group already here: these may be added up."""
        kept: list[Course] = []
        for course in sorted(self.first_choices(), key=lambda each: -float(np.mean(each.courses))):
            groups = {other.therapy.need_group for other in kept}
            if groups.isdisjoint(course.therapy.shares_patients_with):
                kept.append(course)
        return kept

    def importance(self) -> list[Share]:
        """Which facts the number of people who start a first-choice therapy rests on, the largest share first."""
        completed = sum(
            (np.asarray(course.cascade.given[0]) for course in self.apart()),
            start=np.zeros(self.reader.draws),
        )
        return shares(completed, self.reader.scores, self.reader.used)


def picture(
    name: str,
    shelf: Shelf,
    made_on: date,
    choice: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    first_choices_only: bool = False,
) -> Picture:
    """The picture of a country by its name or code; `choice` names the source of burden.

    `first_choices_only` leaves out the alternatives for the same patients. Raises UnknownCountry with the nearest
    name.
    """
    country = find_country(name, shelf)
    reader = shelf.reader(country.iso3, draws=draws, seed=seed)
    burden_choice = choice or chosen(reader)
    where = sites(country, reader)
    if where is None:
        return Picture(country, shelf, burden_choice, reader, None, (), {}, made_on)
    found = [each for each in therapies(shelf) if each.first_choice or not first_choices_only]
    journeys = best_journeys(found, where, shelf, made_on)
    means = means_of(reader)
    courses = tuple(
        course_of(therapy, burden_choice, where, means, journeys[therapy.id], reader) for therapy in found
    )
    return Picture(country, shelf, burden_choice, reader, where, courses, journeys, made_on)


def course_of(
    therapy: Therapy, choice: str, where: Sites, means: Means, journey: Mapping[str, Any], reader: Reader
) -> Course:
    """One therapy's need and cascade where `reader` reads; at a year's rates, without limits of capacity."""
    wanted = need(therapy, choice, reader)
    here = Setting(
        bands=where.bands(therapy.id),
        same_town=where.same_town(therapy.id),
        means=means,
        pet=where.has("pet") is not False,
        known=known(policy_state(reader.place, therapy.id, reader.shelf)) | seen(therapy, where),
        reachable=reachable(journey),
    )
    cascade = follow(wanted.true, strata(therapy, wanted, here, reader))
    eligible = np.ones(reader.draws)
    for name in therapy.clinical_facts:
        eligible = eligible * reader.value(name)
    return Course(therapy, wanted, cascade, eligible)


def known(state: PolicyState) -> dict[str, bool]:
    """What policy says that a path can use; a question nobody has answered is absent, which is not no."""
    paid = [sure(state.ruling(f"paid_{part}")) for part in ("drug", "administration")]
    cycle = sure(state.benefit_package) if None in paid else all(paid)
    said = {
        "permitted": sure(state.approval),
        "taxane_required": state.requires("taxane"),
        "two_systemic_lines_required": state.requires("two_systemic_lines"),
        "cycle_paid": cycle,
        "imaging_paid": sure(state.ruling("paid_imaging")),
    }
    return {topic: answer for topic, answer in said.items() if answer is not None}


def sure(ruling: Ruling) -> bool | None:
    """The answer of a ruling that was read or confirmed; what is only recalled decides nothing."""
    return ruling.yes if ruling.confirmed or ruling.kind in _READ else None


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
    """For each therapy its best journey, as plain values, to a place that gives it; see `journeys_to`."""
    return {name: each.values() for name, each in journeys_to(found, where, shelf, made_on).items()}


def journeys_to(
    found: Sequence[Therapy | Tracer], where: Sites, shelf: Shelf, made_on: date
) -> dict[str, Ranked]:
    """For each therapy or tracer its journeys to a place that gives it, for a Tuesday morning some two months ahead."""
    ways, iso3 = _ways(shelf), where.iso3
    day = made_on + timedelta(days=56 + (1 - made_on.weekday()) % 7)
    journeys: dict[str, Ranked] = {}
    for therapy in found:
        site = where.receiving(therapy.id)
        to = Destination(str(getattr(site, "name", "")), iso3, site.latitude, site.longitude, site.landmass)
        hour = datetime(
            day.year, day.month, day.day, 10, tzinfo=ways.zone(site.latitude, site.longitude, iso3)
        )
        journeys[therapy.id] = ranked(therapy.id, to, hour, shelf, ways)
    return journeys


@lru_cache(maxsize=4)
def _ways(shelf: Shelf) -> Map:
    """The shelf's airports and clocks, looked up once for all countries."""
    return Map(shelf)
