"""What the report says, in words, ready for any kind of paper; the templates only set it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.page_access import access_said
from hevesy.plan.report.page_ahead import ahead_said
from hevesy.plan.report.page_centres import centres_listed_said
from hevesy.plan.report.page_evidence import evidence_said
from hevesy.plan.report.page_fives import fives_said
from hevesy.plan.report.page_journeys import journeys_said
from hevesy.plan.report.page_paths import cards, in_order, misfits, of, paths_said, people, right_for
from hevesy.plan.report.page_people import people_said
from hevesy.plan.report.said import UNKNOWN, a_said, count, figure, interval, kind_said, plain, year

Plan = Mapping[str, Any]


def page_of(plan: Plan, charts: Mapping[str, str], disclaimer: str) -> dict[str, Any]:
    """The whole report as texts and the keys of its pictures; nothing in it is computed anew."""
    country = plan["country"]
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
        "five_a": [_of_a(row) for row in plan["five_a"]],
        "charts": sorted(charts),
        "centres": centres_listed_said(plan),
        **paths_said(plan, charts),
        **journeys_said(plan, charts),
        **access_said(plan, disclaimer),
        **ahead_said(plan),
        **fives_said(plan),
        **people_said(plan),
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


def _cards(plan: Plan) -> list[dict[str, str]]:
    therapy = plan["access"]["therapy"]
    within = therapy["within_2h"]
    share = within["value"] if isinstance(within, Mapping) else within
    reach = {
        "value": share_said(share),
        "label": "of people live within 2 hours of therapy",
        "note": plan["access"]["basis"],
    }
    return [*cards(plan), reach]


def _picture(plan: Plan) -> list[str]:
    """The sentences a minister reads first."""
    said = [*_right_for(plan), *misfits(plan)]
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


def _right_for(plan: Plan) -> list[str]:
    """For how many each of the largest first choices would be right, and how many would start it."""
    firsts = [cascade for cascade in in_order(plan) if cascade["first_choice"]][:3]
    return [
        f"{cascade['name']} would be right for {people(right_for(cascade, plan))} people a year; "
        f"by what is known and assumed, {people(of(cascade, 'started'))} would start it."
        for cascade in firsts
    ]


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
            ["Considered, a year", interval(need["true"])],
            ["Right for, courses a year", interval(need["courses"])],
            ["Considered and detected", interval(need["detected"])],
            ["Already waiting", backlog + note],
            ["Cycles a year", interval(need["cycles"])],
        ],
        "chart": key if key in charts else "",
    }


def _of_a(row: Mapping[str, Any]) -> dict[str, Any]:
    indicators = [
        item if isinstance(item, str) else " – ".join(plain(value) for value in item.values())
        for item in row["indicators"]
    ]
    return {
        "name": a_said(row["a"]),
        "lost": people(of(row, "lost")),
        "share": share_said(row["share"]),
        "gap": row["gap_text"] or UNKNOWN,
        "indicators": indicators,
    }
