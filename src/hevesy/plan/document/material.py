"""What a document is written from: two runs of the scenario, its people, its five A's and the country's picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.places import Country, country_name, find_country
from hevesy.plan.budget.plan import check_rate
from hevesy.plan.centre.figure import spread
from hevesy.plan.document.money import Option, on_one_budget, option
from hevesy.plan.results.answers import answers
from hevesy.plan.results.compare import compare
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.stated import capital, running_per_year, stated_facts
from hevesy.plan.scenario.timeline import Scheduled, Timeline
from hevesy.plan.simulation.simulate import How, Result, simulate_all

if TYPE_CHECKING:
    from hevesy.plan.country import Picture
    from hevesy.plan.value.central import Central

Said = Mapping[str, Any]
WORTH = 256  # draws of the valuation, which needs no weeks
FEW = 12  # of the five A's (32 runs) and of the workforce (three runs)


@dataclass(frozen=True)
class Price:
    """What an intervention costs to set up and in each year, USD at the prices of the first year: expected, low, high.

    Expected values add up to the lines of the budget; medians would not.
    """

    capital: Said
    running: Said


@dataclass(frozen=True)
class Material:
    """What was computed, in plain values; the chapters only choose and say it.

    `nothing` and `package` are runs as `results.answers` says them, `versus` the comparison of the two, `plan` the
    country's picture as plan.json has it, `people` the workforce, `split` the five A's on `few` draws. `ways` says how
    many ways of each first choice arrive in time, where a source is known. `worth` is the valuation of those of its
    therapies that have a trial (None: none has), `models` the same at the central value of every figure.
    """

    scenario: Scenario
    shelf: Shelf
    country: Country
    made_on: date
    timeline: Timeline
    prices: Mapping[str, Price]
    nothing: Said
    package: Said
    versus: Said
    money: Mapping[str, Option]
    plan: Said
    people: Said
    split: Said
    few: int
    emigrates: float | None
    ways: tuple[int, ...]
    worth: Said | None
    models: tuple[Central, ...]

    @property
    def owners(self) -> Mapping[tuple[str, str], str]:
        """The proposed role by what is owned: ('indicator', 'late') and so on."""
        return {(row["of"], row["id"]): row["role"] for row in self.shelf.table("owners")}

    @property
    def facts(self) -> list[Said]:
        """Every fact that the runs, the budget and the valuation used, each once, by its name."""
        said = (self.package, self.money["package"].said, self.worth or {"facts": []})
        found = {str(fact["id"]): fact for each in said for fact in each["facts"]}
        return [found[id] for id in sorted(found)]

    @property
    def years(self) -> tuple[int, int]:
        years = self.money["package"].years
        return years[0], years[-1]

    def country_named(self, language: str) -> str:
        return country_name(self.country.iso3, self.shelf, language)

    def row(self, id: str) -> Scheduled:
        return self.timeline.of(id)


def material(scenario: Scenario, shelf: Shelf, how: How, made_on: date) -> Material:
    """Run the scenario with and without its interventions, and all else that the document needs.

    Raises what reading, checking and running a scenario may raise.
    """
    from hevesy.plan.answers.whole import plan_of
    from hevesy.plan.country import picture

    check_rate(scenario, shelf)
    country = find_country(scenario.country, shelf)
    nothing, package = simulate_all([scenario.with_nothing_done(), scenario], shelf, how)
    found = picture(
        country.iso3, shelf, made_on, scenario.burden or None, draws=scenario.draws, first_choices_only=True
    )
    few = min(FEW, scenario.draws)
    people = _people(replace(scenario, draws=few), shelf, how)
    money = {"nothing": option(nothing, shelf), "package": option(package, shelf)}
    worth = _worth(scenario, package, shelf)
    return Material(
        scenario=scenario,
        shelf=shelf,
        country=country,
        made_on=made_on,
        # the engine's weeks begin on a Monday, perhaps of the year before; a document has the scenario's years
        timeline=replace(package.built.timeline, start=scenario.start),
        prices=_prices(package, found),
        nothing=answers(nothing, shelf),
        package=answers(package, shelf),
        versus=on_one_budget(compare(nothing, package, shelf), money["nothing"], money["package"]),
        money=money,
        plan=plan_of(found),
        people=people,
        split=_split(nothing, shelf, how, few),
        few=few,
        emigrates=_emigrates(people),
        ways=tuple(way["ways_in_time"] for way in _journeys(found) if way["verdict"] != "no_source"),
        worth=worth,
        models=_models(scenario, worth, shelf),
    )


def _worth(scenario: Scenario, package: Result, shelf: Shelf) -> Said | None:
    from hevesy.plan.value.answers import answers as value_said
    from hevesy.plan.value.comparison import comparisons
    from hevesy.plan.value.valuing import value

    tried = {each.therapy for each in comparisons(shelf)}
    therapies = [name for name in package.model.therapies if name in tried]
    if not therapies:
        return None
    made = value(
        scenario.country, shelf, scenario.start.year, therapies=therapies, draws=WORTH, seed=scenario.seed,
        stated=stated_facts(scenario, shelf),
    )  # fmt: skip
    return value_said(made)


def _models(scenario: Scenario, worth: Said | None, shelf: Shelf) -> tuple[Central, ...]:
    from hevesy.plan.value.central import central
    from hevesy.plan.value.comparison import comparisons

    if worth is None:
        return ()
    shown = {(each["therapy"], each["comparison"]) for each in worth["therapies"]}
    reader = shelf.reader(scenario.country)
    reader.stated = stated_facts(scenario, shelf)
    return tuple(central(row, reader) for row in comparisons(shelf) if (row.therapy, row.id) in shown)


def _journeys(found: Picture) -> list[Said]:
    return [found.journeys[course.therapy.id] for course in found.first_choices()]


def _prices(result: Result, found: Picture) -> dict[str, Price]:
    """What each intervention of the run costs, wherever it is done."""
    assert found.sites is not None
    acts, people = result.built.acts, float(found.sites.people.sum())
    priced = {}
    for row, reached in zip(acts.timeline.rows, acts.people, strict=True):
        each, entry = row.intervention, row.entry
        everywhere = not each.centre and entry.at == "either" and entry.per == "once"
        times = max(1, len(found.sites.therapy)) if everywhere else 1
        served = people * float(reached @ acts.region_shares)
        outlay, yearly = (cost(each, entry, served, acts.reader) for cost in (capital, running_per_year))
        drawn = [np.atleast_1d(times * np.asarray(cost, dtype=float)) for cost in (outlay, yearly)]
        priced[each.id] = Price(*(spread(float(cost.mean()), cost) for cost in drawn))
    return priced


def _people(scenario: Scenario, shelf: Shelf, how: How) -> Said:
    from hevesy.plan.reconcile.country import country_of
    from hevesy.plan.workforce.answers import workforce_said
    from hevesy.plan.workforce.staffing import staffed

    made = country_of(scenario, shelf, how.calibration)
    return workforce_said(staffed(scenario, made, shelf, how.threads, 1, how.calibration), shelf)


def _split(result: Result, shelf: Shelf, how: How, few: int) -> Said:
    """The five A's of today: all 32 combinations with barriers gone altogether, on the first draws of the run."""
    from hevesy.plan.fives.lifting import PERFECT, perfect
    from hevesy.plan.fives.runs import Family, Runs
    from hevesy.plan.fives.sorting import PRIMARY, sorting
    from hevesy.plan.fives.splitting import split_said
    from hevesy.plan.results.groups import grouped

    made = result.built
    family = Family(PERFECT, PRIMARY)
    groups = grouped(made.strata, made.residents, [region.name for region in made.regions])
    runs = Runs({PERFECT: perfect(made.model.only(0, few))}, sorting(shelf), groups, how.threads)
    reached = runs.of([family])[family]
    return split_said(np.stack([run.started.sum(axis=0) for run in reached]), reached[0].entered.sum(axis=0))


def _emigrates(people: Said) -> float | None:
    """Of all who leave over the whole span, the share who leave the country; None where nobody leaves."""
    left = {
        reason: sum(
            float(year["value"] or 0.0) for cadre in people["cadres"] for year in cadre["left"][reason]
        )
        for reason in people["cadres"][0]["left"]
    }
    whole = sum(left.values())
    return left["emigrates"] / whole if whole else None
