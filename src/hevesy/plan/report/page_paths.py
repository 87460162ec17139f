"""What the report says of each therapy: for whom it would be right, who starts it, and who completes the course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hevesy.pictures import persons
from hevesy.plan.report.said import UNKNOWN, a_said, count

Plan = Mapping[str, Any]
Row = Mapping[str, Any]


def paths_said(plan: Plan, charts: Mapping[str, str]) -> dict[str, Any]:
    """The table of all therapies and the path of each, first choices first."""
    rows = in_order(plan)
    return {
        "overview": _overview(rows, plan),
        "cascades": [_path(cascade, plan, charts) for cascade in rows],
    }


def in_order(plan: Plan) -> list[Row]:
    """The therapies, first choices first, each by the people for whom it would be right."""

    def rank(cascade: Row) -> tuple[bool, float, float]:
        return (
            not cascade["first_choice"],
            -(_value(right_for(cascade, plan)) or 0.0),
            -(cascade["start"] or 0.0),
        )

    return sorted(plan["cascades"], key=rank)


def right_for(cascade: Row, plan: Plan) -> Row | None:
    """People a year for whom the therapy would be right; None for an alternative, whose patients are the same."""
    for need in plan["needs"]:
        if need["need_group"] == cascade["need_group"] and need["first_choice"] == cascade["therapy"]:
            courses: Row | None = need["courses"]
            return courses
    return None


def _value(spread: Row | None) -> float | None:
    return None if spread is None else spread["value"]


def people(spread: Row | None) -> str:
    """People with their interval; one interval that rounds to the figure is not repeated.

    >>> people({"value": 86.2, "low": 40, "high": 150.4}), people({"value": 0.01, "low": 0, "high": 0.02})
    ('86 (40 to 150)', '<0.1 (0 to <0.1)')
    """
    if spread is None or spread["value"] is None:
        return UNKNOWN
    said, low, high = (few(spread[name]) for name in ("value", "low", "high"))
    if UNKNOWN in (low, high) or low == said == high:
        return said
    return f"{said} ({low} to {high})"


def few(value: float | None) -> str:
    """A number of people, short enough for a table."""
    return persons(value).replace("under ", "<")


def of(row: Row, name: str) -> dict[str, Any]:
    """The figure `name` of a row that carries its interval beside it."""
    return {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}


def cards(plan: Plan) -> list[dict[str, str]]:
    """The largest first choices: for how many each would be right, and how many would start it."""
    firsts = [cascade for cascade in in_order(plan) if cascade["first_choice"]][:3]
    return [
        {
            "value": persons(_value(right_for(cascade, plan))),
            "label": f"people a year for whom {cascade['name']} would be right",
            "note": f"by what is known and assumed, {people(of(cascade, 'started'))} would start it",
        }
        for cascade in firsts
    ]


def misfits(plan: Plan) -> Iterator[str]:
    """A sentence for each therapy of which the country reports more or fewer patients than the plan allows."""
    for cascade in plan["cascades"]:
        if not fits(cascade):
            yield (
                f"{cascade['name']}: {reported_said(cascade)}, the plan gives {people(of(cascade, 'started'))}. "
                "The plan does not fit what is reported: calibrate before use."
            )


def fits(cascade: Row) -> bool:
    """Whether the patients that the country reports lie in the plan's interval; true where nothing is reported.

    >>> plan = {"started": 2, "started_low": 0, "started_high": 9}
    >>> fits({**plan, "reported": {"patients": 10}}), fits({**plan, "reported": None})
    (False, True)
    """
    patients = (cascade.get("reported") or {}).get("patients")
    low, high = cascade["started_low"], cascade["started_high"]
    return patients is None or low is None or high is None or low <= patients <= high


def reported_said(cascade: Row) -> str:
    """What the country itself reports; empty where it reports nothing."""
    reported = cascade.get("reported")
    if not reported:
        return ""
    said = []
    if reported.get("patients") is not None:
        said.append(f"{count(reported['patients'])} patients")
    if reported.get("administrations") is not None:
        said.append(f"{count(reported['administrations'])} administrations")
    doubt = "" if reported.get("confirmed") else ", not confirmed"
    return f"the country reports {' and '.join(said) or 'no number'} in {reported['year']}{doubt}"


def _overview(rows: list[Row], plan: Plan) -> dict[str, Any]:
    """All therapies in one table; what the country reports has a column where it reports anything."""
    anything = any(cascade.get("reported") for cascade in rows)
    head = ["Therapy", "Considered", "Right for", "Start it", "Complete their course", "Most are lost before"]
    if anything:
        head.insert(4, "Reported")
    cells = []
    for cascade in rows:
        line = [
            cascade["name"],
            people(of(cascade, "start")),
            people(right_for(cascade, plan)) if cascade["first_choice"] else "same patients",
            people(of(cascade, "started")),
            people(of(cascade, "completed")),
            _largest_leak(cascade),
        ]
        if anything:
            line.insert(4, _reported_cell(cascade))
        cells.append(line)
    return {"head": head, "rows": cells}


def _largest_leak(cascade: Row) -> str:
    leaks = [stage for stage in cascade["stages"] if stage["lost"]]
    worst = max(leaks, key=lambda stage: float(stage["lost"]), default=None)
    return f"{worst['label']}: {few(worst['lost'])}" if worst else UNKNOWN


def _reported_cell(cascade: Row) -> str:
    reported = cascade.get("reported")
    if not reported:
        return "nothing known"
    patients = reported.get("patients")
    said = UNKNOWN if patients is None else count(patients)
    return f"{said} in {reported['year']}" + ("" if fits(cascade) else "; the plan does not fit")


def _path(cascade: Row, plan: Plan, charts: Mapping[str, str]) -> dict[str, Any]:
    reasons = [
        (float(reason["lost"]), reason["reason"], a_said(reason["a"]))
        for stage in cascade["stages"]
        for reason in stage["reasons"]
        if reason["lost"]
    ]
    reasons.sort(reverse=True)
    given = ", ".join(f"{row['cycle']}: {persons(row['given'])}" for row in cascade["cycles"])
    key = f"cascade-{cascade['therapy']}"
    return {
        "name": cascade["name"],
        "first_choice": cascade["first_choice"],
        "chart": key if key in charts else "",
        "sentence": _sentence(cascade, plan),
        "misfit": not fits(cascade),
        "cycles": f"People given each cycle – {given}." if given else "",
        "leaks": [f"{persons(lost)}: {why} ({a or 'no A'})" for lost, why, a in reasons[:4]],
    }


def _sentence(cascade: Row, plan: Plan) -> str:
    considered = people(of(cascade, "start"))
    if cascade["first_choice"]:
        said = (
            f"Right for {people(right_for(cascade, plan))} people a year, of {considered} considered for it."
        )
    else:
        said = f"An alternative for patients of the first choice: {considered} a year are considered for it."
    said += (
        f" By what is known and assumed, {people(of(cascade, 'started'))} would start it "
        f"and {people(of(cascade, 'completed'))} would complete their course."
    )
    reported = reported_said(cascade)
    if reported:
        said += f" {reported[0].upper()}{reported[1:]}."
    if not fits(cascade):
        said += " The plan does not fit what is reported: calibrate before use."
    return said
