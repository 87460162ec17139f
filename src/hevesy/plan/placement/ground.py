"""What a placement is planned on: where people live, where centres are and might be, and how long the way is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.counts import counted
from hevesy.capacity.minutes import use
from hevesy.capacity.week import MODEL_WEEKS, centre_week
from hevesy.errors import BadPlacement
from hevesy.facts import Reader
from hevesy.globe import distance_km
from hevesy.places import Country, Settlement, Town, find_town, settlement, towns, travel_hours
from hevesy.places.town import MERGE_KM, merged_within
from hevesy.plan.burden import chosen
from hevesy.plan.need import YEARS, need
from hevesy.plan.path import travel
from hevesy.plan.scenario.catalogue import find_entry
from hevesy.plan.scenario.places import KnownCentre, followed, known_centres
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.stated import units
from hevesy.products import Therapy, find_therapy

Floats = NDArray[np.float64]
CHAIRS = 2  # a unit is a pair of chairs with its team: what `open_centre` brings at first


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a centre is or might be opened; `called` finds its town in table towns.csv.

    `id` is that of the centre: one of the country's, or one that the scenario itself opens (`planned`); empty for a
    candidate.
    """

    name: str
    called: str
    latitude: float
    longitude: float
    landmass: str
    id: str = ""
    chairs: float = 0.0
    imagined: bool = False
    confirmed: bool = False
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """People, sites, and the way between them; hours one way have the shape (nodes, sites).

    `asking` is how many persons a year are known to need one of the therapies and are eligible, by node, in the first
    year, shape (nodes,), and `growth` how much more in each year, (years,). `coming` is the share who make every
    journey of their course from so far, (nodes, sites). `unit_serves` is how many courses a year a pair of chairs can
    give of the mix of therapies that use one.
    """

    scenario: Scenario
    country: Country
    reader: Reader
    lived: Settlement
    sites: tuple[Site, ...]
    therapies: tuple[Therapy, ...]
    hours: Floats
    hours_low: Floats
    hours_high: Floats
    asking: Floats
    growth: Floats
    coming: Floats
    unit_serves: float

    @property
    def there(self) -> tuple[int, ...]:
        """The sites that give therapy already, or will by the scenario's own interventions."""
        return tuple(number for number, site in enumerate(self.sites) if site.id)

    def site_of(self, town: str) -> int:
        """The site in this town; raises UnknownTown with the nearest name, BadPlacement where a centre is there."""
        found = find_town(town, self.reader.shelf, self.country.iso3)
        for number, site in enumerate(self.sites):
            if not site.id and (site.latitude, site.longitude) == (found.latitude, found.longitude):
                return number
        raise BadPlacement(
            problem=f"{found.name} is no candidate: a centre that gives therapy is in it or within {MERGE_KM:.0f} km",
            advice="name another town",
        )


def ground(
    scenario: Scenario, country: Country, reader: Reader, most: int, named: Sequence[str] = ()
) -> Ground:
    """The ground for a scenario's country and therapies, with the `most` largest towns and those `named` as candidates.

    Raises BadPlacement where nobody knows how many people live there, or no town is left for a centre.
    """
    lived = settlement(country, reader.shelf)
    if not lived.nodes:
        problem = f"nobody knows where people live in {country.name}"
        raise BadPlacement(problem=problem, advice="add a pack that says it")
    for fact in lived.facts:
        reader.used.setdefault(fact.id, fact)
    sites = _sites(scenario, country, reader, most, named)
    if all(site.id for site in sites):
        problem = f"every town of {country.name} lies within {MERGE_KM:.0f} km of a centre that gives therapy"
        raise BadPlacement(problem=problem, advice="enlarge that centre instead")
    ways = travel_hours(lived.nodes, sites, country, reader)
    given = tuple(find_therapy(name, reader.shelf) for name in followed(scenario, reader.shelf))
    persons, growth = _asking(given, scenario, reader)
    people = lived.persons()
    return Ground(
        scenario, country, reader, lived, sites, given, ways.expected, ways.low, ways.high,
        people / people.sum() * sum(persons), growth, _coming(given, persons, ways.expected, reader),
        _unit_serves(given, persons, scenario.start, reader),
    )  # fmt: skip


def _sites(
    scenario: Scenario, country: Country, reader: Reader, most: int, named: Sequence[str]
) -> tuple[Site, ...]:
    shelf, on = reader.shelf, scenario.start
    known = [centre for centre in known_centres(country, reader) if centre.treats]
    held = [_standing(centre, float(counted(centre.centre, reader, on).amount["chair"])) for centre in known]
    held += _planned(scenario, country, reader, {site.id for site in held})
    listed = merged_within(towns(country.iso3, shelf))
    free = [town for town in listed if _free(town, held)]
    asked = [find_town(name, shelf, country.iso3) for name in named]
    extra = [town for town in asked if _free(town, held) and town not in free[:most]]
    candidates = dict.fromkeys([*free[:most], *extra])
    return (*held, *(_candidate(town, reader) for town in candidates))


def _standing(centre: KnownCentre, chairs: float) -> Site:
    where = (centre.latitude, centre.longitude, centre.landmass)
    return Site(
        centre.town or centre.name, centre.town, *where, id=centre.id, chairs=chairs, imagined=centre.imagined,
        confirmed=bool(centre.centre and centre.centre.confirmed),
    )  # fmt: skip


def _planned(scenario: Scenario, country: Country, reader: Reader, there: set[str]) -> list[Site]:
    """The centres that the scenario's own interventions open."""
    known = {centre.id: centre for centre in known_centres(country, reader)}
    found = []
    for each in scenario.interventions:
        entry = find_entry(each.kind, reader.shelf)
        if not entry.opens or each.centre in there:
            continue
        place = find_town(each.town, reader.shelf, country.iso3) if each.town else known[each.centre]
        chairs = units(each, entry).get("chair", 0.0)
        where = (place.latitude, place.longitude, place.landmass)
        found.append(Site(place.name, each.town, *where, id=each.centre, chairs=chairs, planned=True))
    return found


def _candidate(town: Town, reader: Reader) -> Site:
    same = find_town(town.name, reader.shelf, town.iso3).id == town.id
    where = (town.latitude, town.longitude, town.landmass)
    return Site(town.name, town.name if same else town.id, *where)


def _free(town: Town, held: Sequence[Site]) -> bool:
    """Whether no centre that gives therapy is in or at this town."""
    if not held:
        return True
    away = distance_km(
        town.latitude, town.longitude, [site.latitude for site in held], [site.longitude for site in held]
    )
    return float(np.min(away)) >= MERGE_KM


def _asking(given: Sequence[Therapy], scenario: Scenario, reader: Reader) -> tuple[list[float], Floats]:
    """Eligible persons a year whose need is known, by therapy, at the start; and growth over the years, (years,)."""
    choice = scenario.burden or chosen(reader)
    years = scenario.start.year + np.arange(scenario.years)
    persons, grown = [], np.zeros(scenario.years)
    for therapy in given:
        wanted = need(therapy, choice, reader)
        each = float(wanted.detected)
        for name in therapy.clinical_facts:
            each *= float(reader.value(name))
        curve = np.interp(years, YEARS, [wanted.growth[year] for year in YEARS])
        persons.append(each * float(curve[0]))
        grown += each * curve
    return persons, grown / max(float(grown[0]), 1e-12)


def _coming(given: Sequence[Therapy], persons: Sequence[float], hours: Floats, reader: Reader) -> Floats:
    """The share of those in need who make every journey of their course, imaging and therapy being in one place."""
    whole, found = sum(persons), np.zeros_like(hours)
    for therapy, count in zip(given, persons, strict=True):
        way = travel(therapy, hours, hours, True, reader)
        again = max(0.0, float(reader.value(therapy.posology.cycles_planned)) - 1.0)
        share = np.ones_like(hours) * way.imaging * way.therapy * way.again**again
        found += share * (count / whole if whole else 1 / len(given))
    return found


def _unit_serves(given: Sequence[Therapy], persons: Sequence[float], on: date, reader: Reader) -> float:
    """Courses a year of a pair of chairs, over the mix of those therapies that use a chair."""
    takes, of = 0.0, 0.0
    for therapy, count in zip(given, persons, strict=True):
        chair = float(use(therapy, reader).again["chair"])
        if chair > 0:
            takes += count * chair * float(reader.value(therapy.posology.cycles_planned))
            of += count
    week = centre_week(None, reader, on).have["chair"]
    chairs = float(counted(None, reader, on).amount["chair"])
    if not takes or week is None:
        return float("inf")
    return CHAIRS * float(week) / chairs * MODEL_WEEKS / (takes / of)
