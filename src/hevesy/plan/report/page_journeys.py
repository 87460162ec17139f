"""What the report says of each medicine's journey: one clock, from release by the producer to injection."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import hours_said, share_said
from hevesy.plan.report.said import UNKNOWN, plain
from hevesy.supply.legs import AT_THE_PRODUCER

Row = Mapping[str, Any]
IN_DOUBT = "hypothetical"
WHAT_IS_IN_DOUBT = (
    "Hypothetical: the route is known to nobody, or nobody has confirmed that the producer sells this."
)


def journeys_said(plan: Mapping[str, Any], charts: Mapping[str, str]) -> dict[str, Any]:
    first = {cascade["therapy"] for cascade in plan["cascades"] if cascade["first_choice"]}
    return {
        "journeys_in_doubt": WHAT_IS_IN_DOUBT if any(j["hypothetical"] for j in plan["journeys"]) else "",
        "journey_table": _table(plan["journeys"]),
        "journeys": [_journey(journey, charts, first) for journey in plan["journeys"]],
    }


def before_release(legs: Sequence[Row]) -> list[Row]:
    """What the producer does before the clock starts."""
    return [leg for leg in legs if leg["name"] in AT_THE_PRODUCER]


def since_release(legs: Sequence[Row]) -> list[dict[str, Any]]:
    """The legs after release, the activity left at the end of each as a fraction of what was released."""
    prepared = before_release(legs)
    released = prepared[-1]["activity_left"] if prepared else 1.0
    return [
        {**leg, "activity_left": _fraction(leg["activity_left"], released)}
        for leg in legs
        if leg not in prepared
    ]


def _fraction(left: float | None, released: float | None) -> float | None:
    return None if left is None or not released else left / released


def to_injection(legs: Sequence[Row]) -> dict[str, float | None]:
    """Planned hours from release to injection; low and high where every leg is at its shortest or its longest."""
    after = since_release(legs)
    return {"value": _sum(after, "hours"), "low": _sum(after, "low"), "high": _sum(after, "high")}


def _sum(legs: Sequence[Row], name: str) -> float | None:
    hours = [leg[name] for leg in legs]
    return None if not hours or None in hours else math.fsum(hours)


def left_at_injection(legs: Sequence[Row]) -> float | None:
    """The share of what was released that is there at injection, after decay and what labelling loses."""
    after = since_release(legs)
    return after[-1]["activity_left"] if after else None


def _table(journeys: Sequence[Row]) -> dict[str, Any]:
    rows = [
        [
            journey["name"],
            _route(journey),
            _hours_spread(to_injection(journey["legs"])),
            share_said(left_at_injection(journey["legs"])),
            _margin(journey["spare_hours"]),
            plain(journey["verdict"]).replace("_", " ")
            + (f", {IN_DOUBT}" if journey["hypothetical"] else ""),
        ]
        for journey in journeys
    ]
    head = [
        "Medicine",
        "Route",
        "Release to injection",
        "Left at injection",
        "Shelf life to spare",
        "Verdict",
    ]
    return {"head": head, "rows": rows}


def _route(journey: Row) -> str:
    return f"{plain(journey['from'])} → {plain(journey['to'])}"


def _hours_spread(total: Row) -> str:
    if total["low"] is None or total["high"] is None:
        return hours_said(total["value"])
    return f"{hours_said(total['value'])} ({hours_said(total['low'])} to {hours_said(total['high'])})"


def _margin(spare: float | None) -> str:
    if spare is None:
        return UNKNOWN
    return hours_said(spare) if spare >= 0 else f"too late by {hours_said(-spare)}"


def _journey(journey: Row, charts: Mapping[str, str], first: set[str]) -> dict[str, Any]:
    key, legs = f"journey-{journey['therapy']}", journey["legs"]
    prepared = ", ".join(
        f"{leg['name']} {_hours_spread({**leg, 'value': leg['hours']})}" for leg in before_release(legs)
    )
    return {
        "name": journey["name"],
        "first_choice": journey["therapy"] in first,
        "hypothetical": journey["hypothetical"],
        "doubt": IN_DOUBT,
        "route": f"{_route(journey)}, {plain(journey['form'])}",
        "verdict": plain(journey["verdict"]).replace("_", " "),
        "facts": [
            f"From release to injection, as planned: {_hours_spread(to_injection(legs))}",
            f"Left at injection, of what was released: {share_said(left_at_injection(legs))}",
            f"Shelf life to spare: {_margin(journey['spare_hours'])}",
            *([f"Before release: {prepared}"] if prepared else []),
        ],
        "note": (journey["note"] or "").replace(".; ", ". "),
        "chart": key if key in charts else "",
    }
