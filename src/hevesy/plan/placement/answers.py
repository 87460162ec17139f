"""A placement as plain values, ready for JSON; the shape is published as `placement.schema.json`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from hevesy import __version__
from hevesy.facts.spread import share_of_draws, spread
from hevesy.places.town import MERGE_KM
from hevesy.plan.answers.evidence import fact_said, sources_cited
from hevesy.plan.placement.acts import costs_of
from hevesy.plan.placement.choosing import TOWNS, Asked, Choice
from hevesy.plan.placement.districts import MOST as DISTRICTS
from hevesy.plan.placement.futures import FUTURES
from hevesy.plan.placement.ground import CHAIRS, Floats, Ground
from hevesy.plan.placement.step import Step
from hevesy.plan.placement.tradeoffs import tradeoffs
from hevesy.plan.placement.trying import COMPARED, Trial, Tried, telling

SCHEMA = "hevesy.plan.placement/1"
LIMITS = (1.0, 2.0, 4.0)
MODELS = {
    "p_median": (
        "p-median problem",
        "least hours of travel, one way, summed over those in need",
        "person-hours a year",
    ),
    "maximal_covering": (
        "maximal covering location problem",
        "most of those in need within the limit",
        "persons a year",
    ),
    "budget_over_years": (
        "capacitated location over periods",
        "fewest persons lost to distance or for want of a chair, discounted, over all years",
        "persons",
    ),
}
OVER_FUTURES = {
    "mean": ("p-median problem over sampled futures", "on average over {futures} sampled futures"),
    "cvar": ("conditional value at risk over sampled futures", "in the worst tenth of {futures} sampled futures"),
    "regret": ("minimax regret over sampled futures",
               "above what the best towns of each of {futures} sampled futures would lose, in the worst of them"),
}  # fmt: skip


def answers(choice: Choice, asked: Asked, land: Ground, found: Tried | None = None) -> dict[str, Any]:
    """Everything a placement says. Null means unknown, never zero; hours are one way."""
    tried = found.plans if found is not None else []
    steps = tried[0].rival.steps if tried else choice.steps
    compared = None if found is None else tradeoffs(found, land)  # before the facts are listed
    name, meaning, unit = _model(choice, asked)
    used = sorted(land.reader.used.items())
    return {
        "schema": SCHEMA,
        "title": _title(choice, land),
        "says_first": list(_says_first(choice, land, tried)),
        "country": {"iso3": land.country.iso3, "name": land.country.name},
        "scenario": {
            "name": land.scenario.name, "start": land.scenario.start.isoformat(), "years": land.scenario.years,
        },
        "asked": _asked(asked, land),
        "model": {"id": choice.model, "name": name, "minimises": meaning, "unit": unit},
        "proof": _proof(choice),
        "steps": [_step(step, steps, asked, land) for step in sorted(steps, key=lambda s: (s.year, s.site))],
        "of_the_model": [_town(step, land) for step in choice.steps],
        "access": {"now": _access(land, ()), "then": _access(land, _opened(steps))},
        "costs": _costs(steps, asked, land),
        "tried": [] if found is None else _tried(found, land),
        "tradeoffs": compared,
        "centres": [
            {"name": s.name, "latitude": s.latitude, "longitude": s.longitude, "hypothetical": s.imagined,
             "confirmed": s.confirmed, "planned": s.planned, "chairs": s.chairs}
            for s in land.sites if s.id
        ],
        "candidates": [site.name for site in land.sites if not site.id],
        "nodes": list(_nodes(land, _opened(steps))),
        "notes": list(_notes(choice, asked, land, compared)),
        "made_with": {"hevesy_version": __version__, "draws": land.scenario.draws if tried else None,
                      "seed": land.scenario.seed if tried else None},
        "facts": [fact_said(fact) for _, fact in used],
        "sources": sources_cited({fact.source for _, fact in used}, land.reader.shelf),
    }  # fmt: skip


def _model(choice: Choice, asked: Asked) -> tuple[str, str, str]:
    """The model's name, what it makes least or most, and the unit of its objective."""
    if not choice.model.startswith("futures_"):
        name, meaning, unit = MODELS[choice.model]
        futures = f"; losses are means over {FUTURES} sampled futures" if asked.robust else ""
        return name, meaning + futures, unit
    name, when = OVER_FUTURES[asked.robust]
    lost = "lost to distance" if asked.cover is None else "beyond the limit"
    return name, f"fewest persons {lost}, {when.format(futures=FUTURES)}", "persons a year"


def _title(choice: Choice, land: Ground) -> str:
    count = len(choice.opened)
    none = "where to enlarge centres" if choice.steps else "nothing new can be had for this budget"
    many = {0: none, 1: "where to open a centre"}.get(count, f"where to open {count} centres")
    return f"{land.country.name}: {many}"


def _says_first(choice: Choice, land: Ground, tried: Sequence[Trial]) -> Iterator[str]:
    yield (
        "A first look, not for decision: travel is reckoned from great circles, and whether a town has a hospital, "
        "power and people for a centre is for those who know it to say."
    )
    if choice.proven:
        yield "The model's choice is proven: by the model no other set of towns is better."
    else:
        yield f"Not proven to the last: by the model another plan could be better by {choice.gap:.1%} at most."
    if tried and tried[0].rival.steps != choice.steps:
        own = ", ".join(land.sites[site].name for site in _opened(choice.steps))
        yield f"The model's own choice is {own}; in the simulation another set did better, and is the one shown."
    if any(site.imagined for site in land.sites):
        yield "The centres that are there are hypothetical: no pack names one in this country that gives therapy."


def _asked(asked: Asked, land: Ground) -> dict[str, Any]:
    return {
        "open": asked.open_, "cover_hours": asked.cover, "budget_USD": asked.budget, "within_hours": asked.within,
        "staff_per_year": asked.staff, "pinned": list(asked.pinned), "forbidden": list(asked.forbidden),
        "kind": asked.kind, "link": asked.link, "robust": asked.robust or None,
        "therapies": [therapy.id for therapy in land.therapies],
    }  # fmt: skip


def _proof(choice: Choice) -> dict[str, Any]:
    return {
        "objective": choice.objective,
        "bound": choice.bound if math.isfinite(choice.bound) else None,
        "gap": choice.gap if math.isfinite(choice.gap) else None,
        "proven": choice.proven,
        "method": choice.method,
    }


def _opened(steps: Sequence[Step]) -> tuple[int, ...]:
    return tuple(step.site for step in steps if step.opens)


def _town(step: Step, land: Ground) -> dict[str, Any]:
    return {"town": land.sites[step.site].name, "year": land.scenario.start.year + step.year}


def _step(step: Step, steps: Sequence[Step], asked: Asked, land: Ground) -> dict[str, Any]:
    """What is done in a town, and for whom it is the nearest centre once all is open."""
    site, open_ = land.sites[step.site], [*land.there, *_opened(steps)]
    nearest = land.hours[:, open_]
    own = np.array(open_)[np.argmin(nearest, axis=1)] == step.site
    people = land.lived.persons()
    away = land.hours[own, step.site]
    costs = costs_of(asked.kind, land)
    served = float(people[own].sum())
    return {
        **_town(step, land),
        "opens": step.opens,
        "chairs": CHAIRS * step.units,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "nearest_for": served,
        "asking_per_year": float(land.asking[own].sum()),
        "mean_hours": float((people[own] @ away) / served) if served else None,
        "capital_USD": step.units * costs.unit + (costs.opening if step.opens else 0.0),
        "USD_per_year": step.units * costs.unit_running + (costs.opening_running if step.opens else 0.0),
    }


def _access(land: Ground, opened: Sequence[int]) -> dict[str, Any]:
    """Mean hours to the nearest centre and the share of people within the limits; intervals are of the travel time."""
    open_ = [*land.there, *opened]
    people = land.lived.persons()
    if not open_:
        return {"mean_hours": None, **{f"within_{limit:g}h": None for limit in LIMITS}}
    mean, low, high = (
        float(people @ table[:, open_].min(axis=1) / people.sum())
        for table in (land.hours, land.hours_low, land.hours_high)
    )
    said: dict[str, Any] = {"mean_hours": {"value": mean, "low": low, "high": high}}
    for limit in LIMITS:
        said[f"within_{limit:g}h"] = {
            key: _within(table[:, open_], people, limit)
            for key, table in (("value", land.hours), ("low", land.hours_high), ("high", land.hours_low))
        }
    return said


def _within(hours: Floats, people: Floats, limit: float) -> float:
    return float(people[hours.min(axis=1) <= limit].sum() / people.sum())


def _costs(steps: Sequence[Step], asked: Asked, land: Ground) -> list[dict[str, Any]]:
    """What the steps cost in each year, USD, expected values: work is paid for in the year in which it is ready."""
    costs, first = costs_of(asked.kind, land), land.scenario.start.year
    rows, running = [], 0.0
    for year in range(land.scenario.years):
        now = [step for step in steps if step.year == year]
        capital = sum(step.units * costs.unit + (costs.opening if step.opens else 0.0) for step in now)
        running += sum(
            step.units * costs.unit_running + (costs.opening_running if step.opens else 0.0) for step in now
        )
        rows.append({"year": first + year, "capital_USD": capital, "running_USD": running})
    return rows


def _tried(found: Tried, land: Ground) -> list[dict[str, Any]]:
    """Each simulated plan beside nothing new, and beside the best: of the draws that tell, differences by draw."""
    best, before = found.plans[0], found.before
    rows = []
    for rank, each in enumerate(found.plans, start=1):
        row: dict[str, Any] = {
            "rank": rank,
            "why": list(each.rival.why),
            "towns": [_town(step, land) for step in each.rival.steps if step.opens],
            "objective": each.rival.objective if math.isfinite(each.rival.objective) else None,
        }
        for name in COMPARED:
            row[name] = {
                "more_than_now": _spread(telling(each.counted[name] - before.counted[name])),
                "more_than_best": _spread(telling(each.counted[name] - best.counted[name])),
            }
        row["beats_best_in"] = share_of_draws(telling(each.counted["completed"] - best.counted["completed"]) > 0)
        rows.append(row)
    return rows


def _spread(drawn: Floats) -> dict[str, float | None]:
    """Median, 5th and 95th percentile, and the mean, by which sets are ranked."""
    return {**spread(drawn), "mean": float(drawn.mean())}


def _nodes(land: Ground, opened: Sequence[int]) -> Iterator[dict[str, Any]]:
    open_ = [*land.there, *opened]
    hours = land.hours[:, open_].min(axis=1) if open_ else np.full(len(land.asking), np.nan)
    for node, away in zip(land.lived.nodes, hours, strict=True):
        yield {
            "name": node.name, "latitude": node.latitude, "longitude": node.longitude, "population": node.population,
            "imputed": node.imputed, "hours": None if np.isnan(away) else float(away),
        }  # fmt: skip


def _notes(choice: Choice, asked: Asked, land: Ground, compared: dict[str, Any] | None) -> Iterator[str]:
    yield from land.lived.notes
    free = sum(not site.id for site in land.sites)
    yield (
        f"Candidates: {free} towns of table towns.csv, the largest first, none within {MERGE_KM:.0f} km of a centre "
        "that gives therapy."
    )
    yield (
        f"Weights: {land.asking.sum():,.0f} eligible persons whose need is known in {land.scenario.start.year}, "
        "spread as people are; no other barrier (referral, payment, scanners) is in this model. The simulation "
        "has them all."
    )
    if any(site.planned for site in land.sites):
        yield "Centres that the scenario opens itself count as there from the first year in the location model."
    if asked.kind == "open_centre":
        yield (
            "Opening means therapy in a department that does nuclear medicine already; --kind build_centre builds a "
            "new house."
        )
    if choice.model == "budget_over_years":
        yield (
            f"A pair of chairs with its team gives {land.unit_serves:,.0f} courses a year of the mix of therapies that "
            f"use one. People are put together into at most {DISTRICTS} districts, and at most {TOWNS} new towns are "
            "looked at; the bound holds for these. The budget comes in equal parts each year, and what is left over is "
            "kept."
        )
    if asked.robust:
        yield (
            f"The futures are {FUTURES} draws of need, travel time and how many still come from afar, the figures that "
            "the simulation draws too, but other draws of them. All travel times of a future are longer or shorter by "
            f"one factor. People are put together into at most {DISTRICTS} districts, and the bound holds for these."
        )
    if compared is not None:
        yield from _notes_of_plans(compared)


def _notes_of_plans(compared: dict[str, Any]) -> Iterator[str]:
    draws, outage = compared["draws"], compared["outage"]
    yield (
        f"{draws['choose']} draws choose the best plan, {draws['tell']} others tell its figures and those of every "
        "plan: whoever is chosen because it was lucky is not told by its luck."
    )
    if outage is not None:
        yield (
            f"The outage: {outage['name']} sends nothing for {outage['weeks']} weeks from {outage['begins']}; it is "
            "the plant whose loss costs the chosen plan most doses. Untreated are those who come to need a therapy in "
            f"{' and '.join(str(year) for year in outage['years'])}, found or not, less those who start one."
        )
    else:
        yield "No outage was tried: nobody knows from which plant the doses come."
    unknown = [aim["title"] for aim in compared["aims"] if not aim["known"]]
    if unknown:
        yield f"Not known for every plan, and left out of the comparison: {'; '.join(unknown)}."
    if compared["threshold"] is None:
        yield "Net benefit is not shown: no price of a QALY is known for this country."
