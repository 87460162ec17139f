"""Changing a scenario: each step gives a new scenario that was checked, or says in a sentence why it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from hevesy.errors import BadScenario
from hevesy.facts import Shelf
from hevesy.places import find_country
from hevesy.plan.scenario.catalogue import Entry, catalogue
from hevesy.plan.scenario.check import check
from hevesy.plan.scenario.places import known_centres
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.scenario.scenario import Intervention, Scenario
from hevesy.plan.scenario.starting import starting
from hevesy.plan.scenario.timeline import Timeline
from hevesy.plan.scenario.writing import scenario_text
from hevesy_service.said import country_called

Step = Callable[[Scenario], tuple[Scenario, str]]
FILE = "the plan"


@dataclass(frozen=True, slots=True)
class Changed:
    """A scenario after a step: its name, its text, and what was done, in words."""

    name: str
    text: str
    what: str


def begin(country: str, empty: bool, shelf: Shelf, today: date) -> Changed:
    """A first scenario for a country: the stated package, or nothing done."""
    first = starting(find_country(country, shelf), shelf, today)
    named = {"country": country_called(country, shelf)}
    if empty:
        first = replace(first.with_nothing_done(), name=_("%(country)s: nothing done yet") % named)
    else:
        first = replace(first, name=_("%(country)s: a stated package") % named)
    return Changed(first.name, scenario_text(first), "begun empty" if empty else "begun with the stated package")


def step(text: str, done: Step, shelf: Shelf) -> Changed:
    """The text after a step. Raises BadScenario with what is wrong and what to do; then nothing is changed."""
    scenario, what = done(scenario_from(text, FILE))
    check(scenario, shelf)
    return Changed(scenario.name, scenario_text(scenario), what)


def rewritten(text: str, shelf: Shelf) -> Changed:
    """A text that somebody wrote, checked and put in order."""
    scenario = scenario_from(text, FILE)
    check(scenario, shelf)
    return Changed(scenario.name, scenario_text(scenario), "edited as text")


def added(kind: str, begins: date, centre: str, town: str, entries: Mapping[str, Entry]) -> Step:
    """An act of the catalogue on a day; at a centre, or in a town where it opens one."""

    def done(scenario: Scenario) -> tuple[Scenario, str]:
        act = Intervention(_free_id(kind, scenario), kind, begins, centre=centre, town=town)
        acts = (*scenario.interventions, act)
        return replace(scenario, interventions=acts), f"added: {entries[kind].name}, {begins:%B %Y}"

    return done


def moved(act: str, begins: date) -> Step:
    """An act that begins on another day."""

    def done(scenario: Scenario) -> tuple[Scenario, str]:
        _known(act, scenario)
        acts = tuple(replace(each, begins=begins) if each.id == act else each for each in scenario.interventions)
        return replace(scenario, interventions=acts), f"moved {act} to {begins:%B %Y}"

    return done


def removed(act: str) -> Step:
    """Without an act."""

    def done(scenario: Scenario) -> tuple[Scenario, str]:
        _known(act, scenario)
        acts = tuple(each for each in scenario.interventions if each.id != act)
        return replace(scenario, interventions=acts), f"removed {act}"

    return done


def detailed(act: str, said: Mapping[str, object]) -> Step:
    """An act with what it adds, for which therapies, who answers and who pays: fields of `Intervention` by name."""

    def done(scenario: Scenario) -> tuple[Scenario, str]:
        _known(act, scenario)
        acts = tuple(
            replace(each, **said) if each.id == act else each  # type: ignore[arg-type]
            for each in scenario.interventions
        )
        return replace(scenario, interventions=acts), f"details of {act}"

    return done


def framed(name: str, start: date, years: int, draws: int) -> Step:
    """Another name, span of years, or number of draws."""

    def done(scenario: Scenario) -> tuple[Scenario, str]:
        changed = replace(scenario, name=name, start=start, years=years, draws=draws)
        return changed, f"{name}: {years} years from {start:%B %Y}, {draws} draws"

    return done


def read(text: str, shelf: Shelf) -> tuple[Scenario, Timeline]:
    """A scenario and its timeline."""
    scenario = scenario_from(text, FILE)
    return scenario, check(scenario, shelf)


def places(scenario: Scenario, shelf: Shelf) -> list[tuple[str, str]]:
    """Where an act may be: centres that are there, and those that the plan opens; id and name."""
    country = find_country(scenario.country, shelf)
    there = [(each.id, each.name) for each in known_centres(country, shelf.reader(country.iso3))]
    entries = catalogue(shelf)
    opened = [(each.centre, each.centre) for each in scenario.interventions if entries[each.kind].opens]
    return [*there, *opened]


def _free_id(kind: str, scenario: Scenario) -> str:
    used = {each.id for each in scenario.interventions}
    number, found = 1, kind
    while found in used:
        number += 1
        found = f"{kind}_{number}"
    return found


def _known(act: str, scenario: Scenario) -> None:
    if act not in {each.id for each in scenario.interventions}:
        problem = f"there is no act {act}"
        raise BadScenario(file=FILE, where="[[intervention]]", problem=problem, advice="look at the plan again")
