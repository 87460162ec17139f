"""What stands behind the report: policy, challenges, the inputs to confirm, the facts and their sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.said import UNKNOWN, a_said, interval, kind_said, plain, state_said, year

_DOMAINS = ("resource", "logistics", "financial", "political", "regulatory")


def evidence_said(plan: Mapping[str, Any]) -> dict[str, Any]:
    names = {cascade["therapy"]: cascade["name"] for cascade in plan["cascades"]}
    return {
        "policy": _policy(plan["policy"], names),
        "challenges": _challenges(plan["challenges"]),
        "inputs": _inputs(plan["confirmation"]["inputs"]),
        "facts": _facts(plan["facts"]),
        "sources": [
            {"key": source["key"], "citation": source["citation"], "locator": source["locator"] or ""}
            for source in sorted(plan["sources"], key=lambda source: str(source["citation"]).lower())
        ],
    }


def _policy(rows: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """What is known of the rules and what is not; therapies of which the same is known share a line."""
    known: dict[str, list[str]] = {}
    unknown: dict[str, list[str]] = {}
    for row in rows:
        therapy, topic = names.get(row["therapy"], row["therapy"]), plain(row["topic"]).replace("_", " ")
        known.setdefault(therapy, [])
        if row["value"] is None:
            unknown.setdefault(therapy, []).append(topic)
        else:
            since = f", {year(row['on'])}" if row["on"] else ""
            doubt = "; recalled, to be checked" if row.get("kind") in ("unverified", "weak") else ""
            known[therapy].append(
                f"{topic}: {plain(row['value']).replace('_', ' ')} [{plain(row['source'])}{since}{doubt}]"
            )
    alike: dict[tuple[str, str], list[str]] = {}
    for therapy, said in known.items():
        answers = "; ".join(said) or "nothing", ", ".join(unknown.get(therapy, ())) or "nothing"
        alike.setdefault(answers, []).append(therapy)
    return {
        "head": ["Therapy", "Known", "Not known"],
        "rows": [[", ".join(therapies), *answers] for answers, therapies in alike.items()],
        "unknown": sum(row["value"] is None for row in rows),
        "entries": len(rows),
    }


def _challenges(rows: Any) -> dict[str, Any]:
    """The challenges of the review by domain, in its order; what is not in its table comes last."""
    domains = [*_DOMAINS, *sorted({row["domain"] for row in rows} - set(_DOMAINS))]
    groups = []
    for domain in domains:
        cells = [_challenge(row) for row in rows if row["domain"] == domain]
        listed = any(row.get("in_table1", True) for row in rows if row["domain"] == domain)
        if cells:
            name = domain.capitalize() if listed else f"{domain.capitalize()} (not in the table)"
            groups.append({"domain": name, "rows": cells})
    return {"head": ["Challenge", "A", "This country", "State", "The review suggests"], "groups": groups}


def _challenge(row: Mapping[str, Any]) -> list[str]:
    indicator = plain(row["indicator"]).replace("_", " ")
    here = f"{indicator}: {plain(row['value_text'])}"
    return [row["challenge"], a_said(row["a"]), here, state_said(row["state"]), row.get("mitigation") or "–"]


def _inputs(rows: Any) -> dict[str, Any]:
    ordered = sorted(rows, key=lambda row: -(row["importance"] or 0.0))
    return {
        "head": ["Input", "Who can confirm it", "Now", "State", "Matters", "Confirmed by"],
        "rows": [
            [
                row["label"],
                plain(row["owner"]),
                _with_unit(row),
                state_said(row["state"]),
                share_said(row["importance"]),
                f"{row['confirmed_by']}, {year(row['confirmed_on'])}" if row["confirmed_by"] else "not yet",
            ]
            for row in ordered
        ],
    }


def _with_unit(row: Mapping[str, Any]) -> str:
    if row["value_text"] is None:
        return UNKNOWN
    unit = row["unit"] or ""
    return row["value_text"] if unit and unit in row["value_text"] else f"{row['value_text']} {unit}".strip()


def _facts(rows: Any) -> dict[str, Any]:
    return {
        "head": ["Fact", "Place", "Value", "State", "Kind", "From", "Source", "Pack"],
        "rows": [
            [
                row["id"],
                row["place"],
                _fact_value(row),
                state_said(row["state"]),
                kind_said(row["kind"]),
                year(row["on"]),
                plain(row["source"]),
                plain(row["pack"]),
            ]
            for row in rows
        ],
    }


def _fact_value(row: Mapping[str, Any]) -> str:
    if row["value"] is None:
        return row["text"] or UNKNOWN
    return f"{interval(row)} {row['unit'] or ''}".strip()
