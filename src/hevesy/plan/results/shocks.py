"""What befalls a scenario, as plain values, and what a comparison says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.plan.scenario.shocks import Expected, Span, expected, size_of, span_of
from hevesy.plan.scenario.stated import own_name
from hevesy.plan.simulation.simulate import Result

Said = Mapping[str, Any]


def shocks_said(result: Result) -> list[dict[str, Any]]:
    """Every shock of a run's scenario: when or how likely it is, for how long, what it takes and whom it strikes."""
    called = {id: house.name for house in result.built.centres for id in house.ids}
    return [_said(each, result, called) for each in expected(result.scenario, result.built.reader)]


def _said(each: Expected, result: Result, called: Mapping[str, str]) -> dict[str, Any]:
    shock, reader, ends = each.shock, result.built.reader, each.ends()
    persons = None if shock.persons is None else span_of(own_name(shock, "persons"), reader)
    return {
        "id": shock.id,
        "kind": shock.kind,
        "name": each.entry.name,
        "begins": None if shock.begins is None else shock.begins.isoformat(),
        "ends": None if ends is None else ends[0].isoformat(),
        "recovered": None if ends is None else ends[1].isoformat(),
        "per_year": _range(each.per_year),
        "lasts_weeks": _range(each.lasts),
        "recovery_weeks": _range(each.recovery),
        "takes": [
            {"part": part.id, **_of(span_of(size_of(shock, part), reader))} for part in each.entry.parts
        ],
        "persons": _range(persons),
        "centre": called.get(shock.centre, shock.centre) or None,
        "destroys": [called.get(id, id) for id in shock.destroys],
        "regions": list(shock.regions),
        "therapies": list(shock.therapies),
    }


def _range(span: Span | None) -> dict[str, float] | None:
    return None if span is None else _of(span)


def _of(span: Span) -> dict[str, float]:
    return {"value": span.expected, "low": span.low, "high": span.high}


def differing_shocks(a: Sequence[Said], b: Sequence[Said]) -> list[dict[str, Any]]:
    """Shocks of one scenario that the other has not, or has otherwise."""
    return [{"in": "a", **each} for each in a if each not in b] + [
        {"in": "b", **each} for each in b if each not in a
    ]


def other_people_said(shocks: Sequence[str]) -> list[str]:
    """What must be said first where these shocks bring people into one of two scenarios."""
    if not shocks:
        return []
    return [
        f"No rank is given: {', '.join(shocks)} brings people who are counted in one scenario only, so that their "
        "deaths, life-years, QALYs and costs are no effect of it. Compare the share of those considered who start."
    ]
