"""Today, ten years of doing nothing, and a stated package: what the weekly engine counts, as plain values."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.facts.spread import by_year, share_of_draws, spread
from hevesy.plan.ahead import Ahead
from hevesy.plan.beside import beside
from hevesy.plan.fives.chapter import chapter as of_the_five_as
from hevesy.plan.reconcile.counts import counted_year
from hevesy.plan.results.doses import doses_said
from hevesy.plan.results.measures import totals, yearly
from hevesy.plan.scenario.catalogue import catalogue
from hevesy.plan.scenario.stated import rests_on_assumption
from hevesy.plan.simulation.simulate import Result
from hevesy.plan.workforce.chapter import chapter as of_the_people
from hevesy.products import find_therapy

MEASURES = ("started", "waiting", "died_waiting", "costs")


def by_the_engine(found: Ahead, shelf: Shelf, chapters: bool = True) -> dict[str, Any]:
    """What the weekly engine says in a country's plan: the years ahead, and two chapters of the years of doing nothing.

    These are the five A's measured and the people; without `chapters` they are left out.
    """
    if not chapters:
        return {"ahead": years_ahead(found, shelf)}
    with beside(lambda: of_the_people(found.nothing, shelf)) as people:
        said = {"ahead": years_ahead(found, shelf), "fives": of_the_five_as(found.nothing, shelf)}
        return {**said, "workforce": people()}


def years_ahead(found: Ahead, shelf: Shelf) -> dict[str, Any]:
    """Both runs year by year with medians and 90 % intervals, and in how many draws the package does better."""
    nothing, package = _totals(found.nothing), _totals(found.package)
    more = package["started"][-1] - nothing["started"][-1]
    assumed = _assumed(found.package)
    return {
        "exploratory": found.package.exploratory,
        "calibrated": None if found.package.calibration is None else str(found.package.calibration),
        "counted_year": counted_year(found.package.built.reader.place, shelf),
        "draws": found.package.scenario.draws,
        "first_year": found.package.first_year,
        "package": _acts(found.package, shelf),
        "by_year": {
            name: {
                "nothing": by_year(nothing[name], found.nothing.first_year),
                "package": by_year(package[name], found.package.first_year),
            }
            for name in MEASURES
        },
        "therapies": _therapies(found, shelf),
        "more_started_last_year": spread(more),
        "resting_on_assumption": assumed,
        "share_of_draws_better": None if assumed else share_of_draws(more > 0),
        "cost_of_package": spread(package["costs"].sum(axis=0) - nothing["costs"].sum(axis=0)),
        "doses": doses_said(found.nothing, shelf),
        "notes": list(dict.fromkeys([*found.nothing.notes, *found.package.notes])),
    }


def _totals(result: Result) -> dict[str, Any]:
    values = result.built.values
    return totals(values, yearly(result.model, values, result.outcome))


def _acts(result: Result, shelf: Shelf) -> list[dict[str, Any]]:
    entries = catalogue(shelf)
    return [
        {
            "id": row.intervention.id,
            "kind": row.intervention.kind,
            "name": entries[row.intervention.kind].name,
            "centre": row.intervention.centre or None,
            "ready": result.built.timeline.day(row.ready).isoformat(),
        }
        for row in result.built.timeline.rows
    ]


def _assumed(result: Result) -> list[str]:
    """The acts of which it is only assumed how much they do: no rank is given where there are any."""
    reader = result.built.reader
    return [each.id for each in result.scenario.interventions if rests_on_assumption(each, reader)]


def _therapies(found: Ahead, shelf: Shelf) -> list[dict[str, Any]]:
    """How many start each therapy in the first year and, under both, in the last."""
    first, last = (_started(result) for result in (found.nothing, found.package))
    return [
        {
            "therapy": therapy,
            "name": find_therapy(therapy, shelf).name,
            "first_year": spread(first[0, number]),
            "nothing": spread(first[-1, number]),
            "package": spread(last[-1, number]),
        }
        for number, therapy in enumerate(found.nothing.model.therapies)
    ]


def _started(result: Result) -> Any:
    return np.asarray(result.outcome.at_centres["started"].sum(axis=1))
