"""Steps of a placement as interventions of a scenario, with what they cost and how long they take."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from hevesy.globe import distance_km
from hevesy.plan.placement.ground import CHAIRS, Ground, Site
from hevesy.plan.placement.step import Step
from hevesy.plan.scenario.catalogue import find_entry
from hevesy.plan.scenario.known_steps import with_known_steps
from hevesy.plan.scenario.places import slug
from hevesy.plan.scenario.scenario import Intervention, Onward, Scenario
from hevesy.plan.scenario.starting import SENT_ON_PER_WEEK
from hevesy.plan.scenario.stated import capital, running_per_year
from hevesy.plan.scenario.timeline import timeline

WEEKS_PER_YEAR, QUARTER = 52, 13  # what is ready in a year's first quarter counts for that year
TEAM = {"physician": 1.0, "physicist": 1.0, "radiopharmacist": 1.0, "technologist": 2.0, "nurse": 2.0}
BEFORE_OPENING = ("site_licence", "source_import_permit")


@dataclass(frozen=True, slots=True)
class Costs:
    """USD: what opening costs beside its pairs of chairs, and each pair with its team; once and yearly."""

    opening: float
    opening_running: float
    unit: float
    unit_running: float


def costs_of(kind: str, land: Ground) -> Costs:
    """The expected costs of the catalogue; an opening brings one pair of chairs, which its own price holds already."""
    day = land.scenario.start
    act = Intervention("opening", kind, day, adds={"chair": float(CHAIRS)})
    chairs = Intervention("chairs", "add_chairs", day, adds={"chair": float(CHAIRS)})
    team = Intervention("team", "train_staff", day, adds=TEAM)
    before = [Intervention(name, name, day) for name in BEFORE_OPENING]
    once, yearly = zip(*(_cost(each, land) for each in (act, chairs, team, *before)), strict=True)
    return Costs(
        opening=max(0.0, once[0] - once[1]) + sum(once[3:]),
        opening_running=max(0.0, yearly[0] - yearly[1]) + sum(yearly[3:]),
        unit=once[1] + once[2],
        unit_running=yearly[1] + yearly[2],
    )


def _cost(act: Intervention, land: Ground) -> tuple[float, float]:
    people, entry = float(land.lived.population or 0.0), find_entry(act.kind, land.reader.shelf)
    return float(capital(act, entry, people, land.reader)), float(running_per_year(act, entry, people, land.reader))


def earliest_year(kind: str, land: Ground) -> int:
    """The first year of the scenario in which a new centre can work: after licence, permit, team and building.

    Found from the scenario's own timeline, so that a country's licensing steps and stated lead times count.
    """
    site = next(each for each in land.sites if not each.id)
    acts = tuple(_opening(1, site, "a_first", kind, land.scenario.start))
    probe = replace(land.scenario, interventions=acts, onward=())
    ready = timeline(with_known_steps(probe, land.reader.shelf), land.reader).of("open_a_first").ready
    return math.ceil((ready - QUARTER) / WEEKS_PER_YEAR)


def with_steps(steps: Sequence[Step], kind: str, land: Ground, link: bool = False) -> Scenario:
    """The scenario with these steps as interventions after its own; ids that are taken get another name.

    With `link` each new centre sends patients who wait too long to the nearest centre that is there.
    """
    scenario = land.scenario
    taken = {each.id for each in scenario.interventions} | {each.centre for each in scenario.interventions}
    acts: list[Intervention] = []
    names: dict[int, str] = {}
    sent: list[Onward] = []
    lead = earliest_year(kind, land) if any(step.opens for step in steps) else 0
    for step in sorted(steps, key=lambda each: (each.year, each.site)):
        site = land.sites[step.site]
        name = names.setdefault(step.site, _name(site, taken))
        begins = _begins(step.year - (lead if step.opens else 1), land)
        acts += _opening(step.units, site, name, kind, begins) if step.opens else _more(step, site, name, begins)
        if link and step.opens and land.there:
            sent.append(Onward(f"{name}_centre", _nearest_centre(site, land), SENT_ON_PER_WEEK))
    return replace(
        scenario, interventions=(*scenario.interventions, *acts), onward=(*scenario.onward, *sent), file=""
    )


def _nearest_centre(site: Site, land: Ground) -> str:
    there = [land.sites[number] for number in land.there]
    away = distance_km(site.latitude, site.longitude, [s.latitude for s in there], [s.longitude for s in there])
    return there[int(np.argmin(away))].id


def _name(site: Site, taken: set[str]) -> str:
    short = slug(site.name)
    while any(f"{part}{short}" in taken for part in ("open_", "chairs_", "team_")) or f"{short}_centre" in taken:
        short += "_new"
    return short


def _opening(units: int, site: Site, name: str, kind: str, begins: date) -> Iterator[Intervention]:
    """All that an opening takes, begun on one day."""
    place, many = f"{name}_centre", float(units)
    for each in BEFORE_OPENING:
        yield Intervention(f"{each}_{name}", each, begins, centre=place)
    team = {cadre: count * many for cadre, count in TEAM.items()}
    yield Intervention(f"team_{name}", "train_staff", begins, centre=place, adds=team)
    adds = {"chair": CHAIRS * many, "spect": 1.0}
    yield Intervention(
        f"open_{name}", kind, begins, centre=place, town=site.called, sector="public", adds=adds
    )


def _more(step: Step, site: Site, name: str, begins: date) -> Iterator[Intervention]:
    """More pairs of chairs with their teams, ordered a year before they are to work."""
    place, label = site.id or f"{name}_centre", f"{name}_{begins.year + 1}"
    team = {cadre: count * step.units for cadre, count in TEAM.items()}
    yield Intervention(f"team_{label}", "train_staff", begins, centre=place, adds=team)
    yield Intervention(
        f"chairs_{label}", "add_chairs", begins, centre=place, adds={"chair": float(CHAIRS * step.units)}
    )


def _begins(year: int, land: Ground) -> date:
    start = land.scenario.start
    return date(start.year + max(0, year), start.month, start.day)
