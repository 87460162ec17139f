"""A plan on a terminal: the first page of the report in plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hevesy.plan.answers.interval import few
from hevesy.plan.report.page_journeys import left_at_injection, to_injection


def on_screen(plan: Mapping[str, Any]) -> str:
    """The plan's first page as lines of text."""
    return "\n".join(_lines(plan))


def _lines(plan: Mapping[str, Any]) -> Iterator[str]:
    country, confirmation = plan["country"], plan["confirmation"]
    people = (
        f"{country['population']:,.0f} people ({country['population_year']})"
        if country["population"]
        else "population unknown"
    )
    yield f"{country['name']} ({country['iso3']}), {country['income_group']}, {people}"
    mark = "  -  DRAFT, NOT FOR DECISION" if confirmation["draft"] else ""
    yield f"{confirmation['confirmed']} of {confirmation['of']} key inputs confirmed{mark}"
    if plan["needs"]:
        yield from _people(plan)
        yield from _reach(plan)
        yield from _ahead(plan)
    for conflict in plan["burden"]["conflicts"]:
        yield f"\nConflict: {conflict['text']}"
    yield ""
    yield from plan["notes"]


def _people(plan: Mapping[str, Any]) -> Iterator[str]:
    by_therapy = {cascade["therapy"]: cascade for cascade in plan["cascades"]}
    yield "\nPersons a year, expected and 90 % interval:"
    yield f"  {'first-choice therapy':<28}{'for whom it is right':>26}{'start it':>11}{'complete their course':>24}"
    for need in plan["needs"]:
        cascade = by_therapy[need["first_choice"]]
        courses = need["courses"]
        right = f"{few(courses['value'])} ({few(courses['low'])}-{few(courses['high'])})"
        done = (
            f"{few(cascade['completed'])} ({few(cascade['completed_low'])}-{few(cascade['completed_high'])})"
        )
        yield f"  {cascade['name']:<28}{right:>26}{few(cascade['cycles'][0]['given']):>11}{done:>24}"
    yield "\nLost to the five A's:"
    for row in plan["five_a"]:
        share = "unknown" if row["share"] is None else f"{row['share']:.0%}"
        yield f"  {row['a'].capitalize():<16}{share:>5}   {row['gap_text'] or ''}"


def _ahead(plan: Mapping[str, Any]) -> Iterator[str]:
    from hevesy.plan.report.page_ahead import ahead_said

    said = ahead_said(plan)["ahead"]
    if said:
        yield f"\n{said['title']}:"
        yield from (f"  {line}" for line in (*filter(None, [said["exploratory"]]), *said["sentences"]))


def _reach(plan: Mapping[str, Any]) -> Iterator[str]:
    reach = plan["access"]["therapy"]
    shares = ", ".join(f"{reach[f'within_{limit}h']['value']:.0%} within {limit} h" for limit in (1, 2, 4))
    yield f"\nTravel to therapy ({plan['access']['basis']}): {shares}"
    yield "\nThe medicines' journeys, from release by the producer to injection:"
    for journey in plan["journeys"]:
        first = journey["therapy"] in {need["first_choice"] for need in plan["needs"]}
        if first and journey["legs"]:
            mark = " (hypothetical)" if journey["hypothetical"] else ""
            hours, left = to_injection(journey["legs"])["value"], left_at_injection(journey["legs"])
            came = f"{'?' if hours is None else f'{hours:.0f}':>6} h  {'?' if left is None else f'{left:.0%}'} left"
            yield f"  {journey['name']:<28}{journey['from']:<30}{came}  {journey['verdict']}{mark}"
        elif first:
            yield f"  {journey['name']:<28}{journey['note'] or journey['verdict']}"
