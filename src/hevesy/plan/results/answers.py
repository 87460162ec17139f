"""A run as plain values, ready for JSON: medians with 90 % intervals, what they rest on, what must be said first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from hevesy import __version__
from hevesy.facts import Shelf
from hevesy.facts.spread import by_year, spread
from hevesy.plan.answers.evidence import fact_said, sources_cited
from hevesy.plan.results.abroad import from_abroad_said
from hevesy.plan.results.centres import centres_said
from hevesy.plan.results.doses import doses_said
from hevesy.plan.results.households import households_said
from hevesy.plan.results.importance import importance_said, rests_mostly_on_assumptions
from hevesy.plan.results.measures import HEADLINES, YEARLY, headlines, totals, yearly
from hevesy.plan.results.policy import policy_said
from hevesy.plan.results.shocks import shocks_said
from hevesy.plan.results.shortages import shortages_said
from hevesy.plan.results.tracers import tracers_said
from hevesy.plan.scenario.scenario import Intervention
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result

SCHEMA = "hevesy.plan.simulation/1"
WHOLE = (
    "entered",
    "started",
    "cycles",
    "completed",
    "died_waiting",
)  # of a therapy, over the whole span of years
EXPLORATORY = (
    "Exploratory: no counts of what this country already does were used to check these figures. "
    "They show what follows from the facts and assumptions listed below, not what will happen."
)


def answers(result: Result, shelf: Shelf) -> dict[str, Any]:
    """Everything a run says; the shape is published as `simulation.schema.json`. Null means unknown, never zero."""
    importance = importance_said(result)  # before households, on whose figures no count of persons rests
    households = households_said(result, shelf)
    used = sorted(result.built.reader.used.items())
    return {
        "schema": SCHEMA,
        "title": title(result, shelf),
        "exploratory": result.exploratory,
        "says_first": says_first(result, importance),
        "scenario": scenario_said(result, shelf),
        "made_with": {
            "hevesy_version": __version__,
            "kernel": result.kernel,
            "precision": result.precision,
            "queued_centres": [result.model.centres[c] for c in result.small],
        },
        "headlines": _headlines(result),
        "total": _total(result),
        "therapies": therapies_said(result, shelf),
        "policy": policy_said(result, shelf),
        "centres": centres_said(result, shelf),
        "doses": doses_said(result, shelf),
        "tracers": tracers_said(result),
        "households": households,
        "importance": importance,
        "notes": [*result.built.notes, *result.notes],
        "facts": [fact_said(fact) for _, fact in used],
        "sources": sources_cited({fact.source for _, fact in used}, shelf),
    }


SHARED = "share some patients: do not add them up."  # as the model's notes end


def title(result: Result, shelf: Shelf) -> str:
    """What the result is called; it is exploratory until a country's own counts have been met."""
    from hevesy.places import find_country

    scenario, model = result.scenario, result.model
    name = find_country(scenario.country, shelf).name
    first, last = result.first_year, result.first_year + model.years - 1
    years = f"{first} to {last}" if last > first else str(first)
    said = f"{scenario.name}, {years}" if name in scenario.name else f"{name}, {years}: {scenario.name}"
    return f"Exploratory: {said}" if result.exploratory else said


def says_first(result: Result, importance: list[dict[str, Any]]) -> list[str]:
    """What a reader must know before any figure."""
    fit = result.calibration
    said = [EXPLORATORY] if fit is None else [str(fit), *fit.said_apart]
    titles = {measure.name: measure.title.lower() for measure in HEADLINES}
    mostly = rests_mostly_on_assumptions(importance)
    if mostly:
        parts = [f"{row['assumed_share']:.0%} of “{titles[row['answer']]}”" for row in mostly]
        said.append(
            f"Assumptions and unread figures carry more of the variance than all other facts together: "
            f"{', '.join(parts)}. The first to go and measure: {mostly[0]['facts'][0]['label']}."
        )
    if any(note.endswith(SHARED) for note in result.built.notes):
        said.append(
            "Persons who are considered for two therapies stand under both in all sums over therapies: deaths, "
            "life-years and QALYs compare scenarios, and are no count of people."
        )
    return said


def scenario_said(result: Result, shelf: Shelf) -> dict[str, Any]:
    scenario, model = result.scenario, result.model
    return {
        "name": scenario.name,
        "country": scenario.country,
        "start": model.start.isoformat(),
        "years": model.years,
        "draws": model.draws,
        "seed": scenario.seed,
        "burden": scenario.burden or None,
        "file": scenario.file or None,
        "interventions": [
            {
                "id": each.id,
                "kind": each.kind,
                "begins": each.begins.isoformat(),
                "centre": each.centre or None,
                **names_said(each, result, shelf),
            }
            for each in scenario.interventions
        ],
        "shocks": shocks_said(result),
        "shortages": shortages_said(scenario, model, result.built.reader, shelf, result.calibration is not None),
    }


def names_said(act: Intervention, result: Result, shelf: Shelf) -> dict[str, str | None]:
    """What an intervention and its centre are called by people."""
    from hevesy.plan.scenario.catalogue import find_entry

    called = {id: house.name for house in result.built.centres for id in house.ids}
    centre = called.get(act.centre, act.centre.replace("_", " ")) or None
    return {"name": find_entry(act.kind, shelf).name, "centre_name": centre}


def _headlines(result: Result) -> list[dict[str, Any]]:
    whole = headlines(result.model, result.built.values, result.outcome)
    return [{"name": m.name, "title": m.title, "unit": m.unit, **spread(whole[m.name])} for m in HEADLINES]


def _total(result: Result) -> dict[str, Any]:
    model = result.model
    whole = totals(result.built.values, yearly(model, result.built.values, result.outcome))
    return _years(whole, result) | {
        "overhead": by_year(result.built.values.running + result.built.values.capital, result.first_year),
        "lost_by_a": lost_by_a(result),
        "at_end": {name: spread(array.sum(axis=0)) for name, array in result.outcome.end.items()},
    }


def _years(arrays: Mapping[str, Floats], result: Result) -> dict[str, Any]:
    first = result.first_year
    return {m.name: by_year(arrays[m.name], first) for m in YEARLY}


def therapies_said(result: Result, shelf: Shelf) -> list[dict[str, Any]]:
    """For each therapy its yearly figures and whom it loses, for what reason."""
    from hevesy.products import find_therapy

    all_of_them = yearly(result.model, result.built.values, result.outcome)
    foreign = from_abroad_said(result)
    return [
        {
            "therapy": name,
            "name": find_therapy(name, shelf).name,
            **_years({measure: array[:, h] for measure, array in all_of_them.items()}, result),
            "whole": {m: spread(all_of_them[m][:, h].sum(axis=0)) for m in WHOLE},
            "from_abroad": foreign[h],
            "losses": losses(result, h),
        }
        for h, name in enumerate(result.model.therapies)
    ]


def losses(result: Result, h: int) -> list[dict[str, Any]]:
    """People of one therapy lost over the whole span, by stage and reason, in the order of the path."""
    lost = result.outcome.lost[:, h]
    first = result.first_year
    return [
        {
            "stage": why.stage,
            "reason": why.reason,
            "a": why.a,
            "domain": why.domain,
            "lost": spread(lost[:, place].sum(axis=0)),
            "by_year": by_year(lost[:, place], first),
        }
        for place, why in result.model.reasons(h)
        if lost[:, place].any()
    ]


def lost_by_a(result: Result) -> list[dict[str, Any]]:
    """All people lost over the whole span, by the A to which the loss belongs; the most first."""
    sums: dict[str, Floats] = {}
    for h in range(len(result.model.therapies)):
        for place, why in result.model.reasons(h):
            lost = result.outcome.lost[:, h, place].sum(axis=0)
            sums[why.a] = sums.get(why.a, np.zeros_like(lost)) + lost
    whole = np.sum(list(sums.values()), axis=0)
    rows = [
        {
            "a": a,
            "lost": spread(lost),
            "share": spread(np.divide(lost, whole, out=np.zeros_like(lost), where=whole > 0)),
        }
        for a, lost in sums.items()
        if lost.any()
    ]
    return sorted(rows, key=lambda row: -float(row["lost"]["value"] or 0.0))
