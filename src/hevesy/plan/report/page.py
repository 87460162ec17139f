"""What the report says, in words, ready for any kind of paper; the templates only set it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import hours_said, persons, share_said
from hevesy.plan.report.page_access import access_said
from hevesy.plan.report.page_evidence import evidence_said
from hevesy.plan.report.said import UNKNOWN, a_said, count, figure, interval, kind_said, plain, year

Plan = Mapping[str, Any]


def page_of(plan: Plan, charts: Mapping[str, str], disclaimer: str) -> dict[str, Any]:
    """The whole report as texts and the keys of its pictures; nothing in it is computed anew."""
    country = plan["country"]
    first = {cascade["therapy"] for cascade in plan["cascades"] if cascade["first_choice"]}
    return {
        "title": f"Radiotheranostics in {country['name']}",
        "country": _country(country),
        "made_on": plan["made_on"],
        "made": f"Made on {plan['made_on']} with Hevesy {plan['hevesy_version']}",
        "confirmation": _confirmation(plan["confirmation"]),
        "cards": _cards(plan),
        "picture": _picture(plan),
        "notes": list(plan["notes"]),
        "burden": _burden(plan),
        "needs": [_need(need, plan, charts) for need in plan["needs"]],
        "overview": _overview(plan["cascades"]),
        "cascades": [_cascade(cascade, charts) for cascade in _first_choice_first(plan["cascades"])],
        "five_a": [_of_a(row) for row in plan["five_a"]],
        "journey_table": _journey_table(plan["journeys"]),
        "journeys": [_journey(journey, charts, first) for journey in plan["journeys"]],
        "charts": sorted(charts),
        **access_said(plan, disclaimer),
        **evidence_said(plan),
    }


def _country(country: Mapping[str, Any]) -> str:
    people = f"{figure(country['population'])} people ({year(country['population_year'])})"
    said = [country["iso3"], people, f"income group {plain(country['income_group'])}"]
    return " · ".join([*said, f"WHO region {plain(country['region'])}"])


def _confirmation(given: Mapping[str, Any]) -> dict[str, Any]:
    headline = f"{given['confirmed']} of {given['of']} key inputs confirmed"
    if given["draft"]:
        text = (
            f"Draft, not for decision. The {given['minimum']} inputs of the stated minimum must each be confirmed "
            "by a named person in the country before this may support a decision."
        )
    else:
        text = f"The stated minimum of {given['minimum']} inputs has been confirmed by named people."
    share = given["confirmed"] / given["of"] if given["of"] else 0.0
    return {"draft": given["draft"], "headline": headline, "text": text, "percent": round(100 * share)}


def _first_choice_first(cascades: Any) -> list[Mapping[str, Any]]:
    return sorted(cascades, key=lambda cascade: (not cascade["first_choice"], -(cascade["start"] or 0.0)))


def _cards(plan: Plan) -> list[dict[str, str]]:
    cards = []
    for cascade in [c for c in _first_choice_first(plan["cascades"]) if c["first_choice"]][:3]:
        started = _spread(cascade, "started")
        cards.append(
            {
                "value": persons(cascade["start"]),
                "label": f"people a year need {cascade['name']}",
                "note": f"{started} would start it, by what is known and assumed",
            }
        )
    therapy = plan["access"]["therapy"]
    within = therapy["within_2h"]
    share = within["value"] if isinstance(within, Mapping) else within
    cards.append(
        {
            "value": share_said(share),
            "label": "of people live within 2 hours of therapy",
            "note": plan["access"]["basis"],
        }
    )
    return cards


def _spread(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return UNKNOWN
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    said = persons(row[name])
    if low is None or high is None or persons(low) == said == persons(high):
        return said
    return f"{said} ({persons(low)} to {persons(high)})"


def _picture(plan: Plan) -> list[str]:
    """The sentences a minister reads first."""
    said = []
    losses = [row for row in plan["five_a"] if row["share"] is not None]
    if losses:
        worst = max(losses, key=lambda row: float(row["share"]))
        gap = f" {worst['gap_text']}" if worst["gap_text"] else ""
        said.append(
            f"Most people are lost to {a_said(worst['a']).lower()}: {share_said(worst['share'])}.{gap}"
        )
    unknown = [a_said(row["a"]).lower() for row in plan["five_a"] if row["share"] is None]
    if unknown:
        said.append(f"How many are lost to {' and '.join(unknown)} is unknown, which does not mean none.")
    late = [j["name"] for j in plan["journeys"] if j["spare_hours"] is not None and j["spare_hours"] < 0]
    if late:
        said.append(f"Would arrive too late as planned: {', '.join(late)}.")
    kinds = [row for row in plan["variance_by_kind"] if row["share"] is not None]
    if kinds:
        top = max(kinds, key=lambda row: float(row["share"]))
        said.append(
            f"{share_said(top['share'])} of the answer's uncertainty rests on figures of one kind: "
            f"{kind_said(top['kind'])}."
        )
    missing = next((row for row in plan["importance"] if not row["confirmed"]), None)
    if missing:
        said.append(f"The unconfirmed input that matters most: {missing['label']}.")
    return said


def _burden(plan: Plan) -> dict[str, Any]:
    burden = plan["burden"]
    rows = [
        [
            plain(r["site"]),
            plain(r["measure"]).replace("_", " "),
            _source_name(r["choice"]),
            count(r["value"]),
            year(r["year"]),
            "used" if r.get("used", r["choice"] == burden["choice"]) else "for comparison",
        ]
        for r in burden["sources"]
    ]
    return {
        "choice": _source_name(burden["choice"]),
        "head": ["Site", "Measure", "Counted by", "Per year", "Year", "In this plan"],
        "rows": rows,
        "conflicts": [conflict["text"] for conflict in burden["conflicts"]],
    }


def _source_name(choice: str) -> str:
    return {"globocan": "GLOBOCAN", "gbd": "GBD", "estimate": "world rate by age"}.get(choice, choice)


def _need(need: Mapping[str, Any], plan: Plan, charts: Mapping[str, str]) -> dict[str, Any]:
    key = f"need-{need['need_group']}"
    names = {cascade["therapy"]: cascade["name"] for cascade in plan["cascades"]}
    backlog = interval(need["backlog"])
    note = f" ({need['backlog_note']})" if need["backlog_note"] else ""
    return {
        "name": need["name"][:1].upper() + need["name"][1:],
        "therapies": ", ".join(names.get(therapy, therapy) for therapy in need["therapies"]),
        "rows": [
            ["Need it, per year", interval(need["true"])],
            ["Of these detected today", interval(need["detected"])],
            ["Already waiting", backlog + note],
            ["Courses, per year", interval(need["courses"])],
            ["Cycles, per year", interval(need["cycles"])],
        ],
        "chart": key if key in charts else "",
    }


def _overview(cascades: Any) -> dict[str, Any]:
    """All therapies in one table: who needs it, who starts and completes it, and the largest leak."""
    rows = []
    for cascade in _first_choice_first(cascades):
        leaks = [stage for stage in cascade["stages"] if stage["lost"]]
        worst = max(leaks, key=lambda stage: float(stage["lost"]), default=None)
        leak = f"{worst['label']}: {persons(worst['lost'])}" if worst else UNKNOWN
        rows.append(
            [
                cascade["name"],
                _spread(cascade, "start"),
                _spread(cascade, "started"),
                _spread(cascade, "completed"),
                leak,
            ]
        )
    return {
        "head": ["Therapy", "Need it, per year", "Start it", "Complete all cycles", "Most are lost before"],
        "rows": rows,
    }


def _cascade(cascade: Mapping[str, Any], charts: Mapping[str, str]) -> dict[str, Any]:
    reasons = [
        (float(reason["lost"]), reason["reason"], a_said(reason["a"]), stage["label"])
        for stage in cascade["stages"]
        for reason in stage["reasons"]
        if reason["lost"]
    ]
    reasons.sort(reverse=True)
    given = ", ".join(f"{row['cycle']}: {persons(row['given'])}" for row in cascade["cycles"])
    return {
        "name": cascade["name"],
        "first_choice": cascade["first_choice"],
        "chart": f"cascade-{cascade['therapy']}",
        "sentence": (
            f"Of {_spread(cascade, 'start')} people who need it each year, "
            f"{_spread(cascade, 'started')} start it and {_spread(cascade, 'completed')} complete all cycles."
        ),
        "cycles": f"People given each cycle – {given}." if given else "",
        "leaks": [f"{persons(lost)}: {why} ({a or 'no A'})" for lost, why, a, _ in reasons[:4]],
    }


def _of_a(row: Mapping[str, Any]) -> dict[str, Any]:
    indicators = [
        item if isinstance(item, str) else " – ".join(plain(value) for value in item.values())
        for item in row["indicators"]
    ]
    return {
        "name": a_said(row["a"]),
        "lost": _spread(row, "lost"),
        "share": share_said(row["share"]),
        "gap": row["gap_text"] or UNKNOWN,
        "indicators": indicators,
    }


def _journey_table(journeys: Any) -> dict[str, Any]:
    rows = [
        [
            journey["name"],
            f"{plain(journey['from'])} → {plain(journey['to'])}",
            _spread_of_hours(journey["hours"]),
            share_said(journey["fraction_left"]),
            _margin(journey["spare_hours"]),
            plain(journey["verdict"]) + (", hypothetical route" if journey["hypothetical"] else ""),
        ]
        for journey in journeys
    ]
    head = ["Medicine", "Route", "From release to use", "Left by decay", "Shelf life to spare", "Verdict"]
    return {"head": head, "rows": rows}


def _spread_of_hours(total: Mapping[str, Any]) -> str:
    if total["low"] is None or total["high"] is None:
        return hours_said(total["value"])
    return f"{hours_said(total['value'])} ({hours_said(total['low'])} to {hours_said(total['high'])})"


def _margin(spare: float | None) -> str:
    if spare is None:
        return UNKNOWN
    return hours_said(spare) if spare >= 0 else f"too late by {hours_said(-spare)}"


def _journey(journey: Mapping[str, Any], charts: Mapping[str, str], first: set[str]) -> dict[str, Any]:
    key = f"journey-{journey['therapy']}"
    return {
        "name": journey["name"],
        "first_choice": journey["therapy"] in first,
        "hypothetical": journey["hypothetical"],
        "route": f"{plain(journey['from'])} → {plain(journey['to'])}, {plain(journey['form'])}",
        "verdict": plain(journey["verdict"]),
        "facts": [
            f"From release to use: {_spread_of_hours(journey['hours'])}",
            f"Left by decay: {share_said(journey['fraction_left'])}",
            f"Shelf life to spare: {_margin(journey['spare_hours'])}",
        ],
        "note": (journey["note"] or "").replace(".; ", ". "),
        "chart": key if key in charts else "",
    }
