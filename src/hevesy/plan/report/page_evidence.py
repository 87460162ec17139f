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
    return {
        "head": ["Therapy", "Rule", "State", "On", "Source"],
        "rows": [
            [
                names.get(row["therapy"], row["therapy"]),
                plain(row["topic"]).replace("_", " "),
                plain(row["value"]),
                year(row["on"]) if row["value"] is not None else "",
                plain(row["source"]) if row["value"] is not None else "",
            ]
            for row in rows
        ],
        "unknown": sum(row["value"] is None for row in rows),
    }


def _challenges(rows: Any) -> list[dict[str, Any]]:
    """The challenges of the review by domain, in its order."""
    domains = [*_DOMAINS, *sorted({row["domain"] for row in rows} - set(_DOMAINS))]
    groups = []
    for domain in domains:
        cells = [
            [
                f"{row['challenge']}",
                a_said(row["a"]),
                plain(row["indicator"]).replace("_", " "),
                plain(row["value_text"]),
                state_said(row["state"]),
            ]
            for row in rows
            if row["domain"] == domain
        ]
        if cells:
            groups.append({"domain": domain.capitalize(), "rows": cells})
    return groups


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
