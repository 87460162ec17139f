"""The policy of a country and its path: what is known of its rulings, and what a scenario changes of them and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.facts import Shelf
from hevesy.plan.country import sure
from hevesy.plan.scenario.timeline import Scheduled
from hevesy.plan.simulation.simulate import Result
from hevesy.policy import PolicyState, policy_state, release_rule

Said = Mapping[str, Any]
ITEMS = ("approval", "guideline", "benefit_package", "paid_drug", "paid_administration", "paid_imaging")


def policy_said(result: Result, shelf: Shelf) -> dict[str, Any]:
    """For each therapy its rulings as they are known and the acts that change them; and the rule of release."""
    from hevesy.products import find_therapy

    country = result.scenario.country
    rule = release_rule(country, shelf)
    acts = [row for row in result.built.timeline.rows if row.entry.topic]
    return {
        "release": [
            {"limit": each.name, "value": each.fact.value, "unit": each.fact.unit, "checked": each.checked}
            for each in rule.limits
        ],
        "therapies": [
            {
                "therapy": name,
                "name": find_therapy(name, shelf).name,
                **_state(policy_state(country, name, shelf)),
                "changes": [
                    _change(row, result)
                    for row in acts
                    if not row.intervention.therapies or name in row.intervention.therapies
                ],
            }
            for name in result.model.therapies
        ],
    }


def _state(state: PolicyState) -> dict[str, Any]:
    lines = [item for item in state.rulings if item.startswith("requires_")]
    return {
        "rulings": [
            {
                "item": item,
                "answer": ruling.value,
                "on": ruling.on or None,
                "kind": ruling.kind or None,
                "source": ruling.source or None,
                "decides": sure(ruling) is not None,
            }
            for item in (*ITEMS, *lines)
            for ruling in [state.ruling(item)]
        ],
        "licensing_days": state.licensing_days(),
    }


def _change(row: Scheduled, result: Result) -> dict[str, Any]:
    found, each = result.built.timeline, row.intervention
    return {
        "topic": row.entry.topic,
        "id": each.id,
        "name": row.entry.name,
        "centre": each.centre or None,
        "ready": found.day(row.ready).isoformat(),
        "ready_early": found.day(row.ready_low).isoformat(),
        "ready_late": found.day(row.ready_high).isoformat(),
        "in_time": row.ready < found.weeks,
    }


def policy_tables(said: Said) -> dict[str, Any]:
    """The state as a table of therapies, and the path as a table of what changes."""
    return {"state": _state_table(said), "path": _path_table(said), "release": _release(said["release"])}


def _state_table(said: Said) -> dict[str, Any]:
    return {
        "head": ["Therapy", "Approval", "Guideline", "Benefit package", "Paid", "Earlier lines asked for", "Licensing"],
        "rows": [
            [
                row["name"],
                *(_answer(_of(row, item)) for item in ITEMS[:3]),
                _paid(row),
                _lines(row),
                "not known" if row["licensing_days"] is None else f"{row['licensing_days']:.0f} days",
            ]
            for row in said["therapies"]
        ],
    }


def _of(row: Said, item: str) -> Said:
    found: Said = next(each for each in row["rulings"] if each["item"] == item)
    return found


def _answer(ruling: Said) -> str:
    if ruling["answer"] is None:
        return "not known"
    since = f" since {ruling['on']}" if ruling["on"] else ""
    return f"{ruling['answer'].replace('_', ' ')}{since}{'' if ruling['decides'] else ' (recalled, decides nothing)'}"


def _paid(row: Said) -> str:
    parts = [(item.removeprefix("paid_"), _of(row, item)) for item in ITEMS[3:]]
    said = [f"{part}: {_answer(ruling)}" for part, ruling in parts if ruling["answer"] is not None]
    return "; ".join(said) or "not known"


def _lines(row: Said) -> str:
    asked = [each for each in row["rulings"] if each["item"].startswith("requires_")]
    said = [f"{each['item'].removeprefix('requires_').replace('_', ' ')}: {_answer(each)}" for each in asked]
    return "; ".join(said) or "not known"


def _path_table(said: Said) -> dict[str, Any]:
    rows: dict[str, list[str]] = {}
    all_of_them = ", ".join(therapy["name"] for therapy in said["therapies"])
    for therapy in said["therapies"]:
        for each in therapy["changes"]:
            late = "" if each["in_time"] else "; after the last year, so it changes nothing"
            when = f"{each['ready']} ({each['ready_early']} to {each['ready_late']}){late}"
            where = each["centre"] or "the country"
            found = rows.setdefault(each["id"], [each["topic"].replace("_", " "), each["name"], when, where, ""])
            found[4] = ", ".join(name for name in (found[4], therapy["name"]) if name)
    return {
        "head": ["Ruling", "What the scenario changes", "Ready (early to late)", "Where", "For"],
        "rows": [[*row[:4], "all therapies" if row[4] == all_of_them else row[4]] for row in rows.values()],
    }


def _release(limits: list[Said]) -> str:
    if not limits:
        return "No rule is known for when a treated patient may leave: an assumed share needs a shielded bed."
    said = "; ".join(
        f"{each['limit'].replace('_', ' ')} {each['value']:g} {each['unit']}"
        f"{'' if each['checked'] else ' (not checked)'}"
        for each in limits
    )
    return f"A treated patient may leave at: {said}."
