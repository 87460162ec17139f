"""What the report says of reach and of equipment, and what it must not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import drawn_centres, share_said
from hevesy.plan.report.said import UNKNOWN, figure, interval, parts, plain, share_interval, state_said, year

OLDEST_COUNT = 2015  # an equipment figure older than this is history, never a count of today


_MODALITIES = {"pet": "PET", "spect": "SPECT and gamma cameras"}


def access_said(plan: Mapping[str, Any], disclaimer: str) -> dict[str, Any]:
    access = plan["access"]
    confirmed = any(centre["confirmed"] for centre in access["centres"])
    return {
        "access": {
            "basis": access["basis"],
            "hypothetical": not confirmed,
            "head": ["", "Within 1 h", "Within 2 h", "Within 4 h", "Town"],
            "rows": [_reach("Imaging", access["imaging"]), _reach("Therapy", access["therapy"])],
            "imputed": f"People placed by assumption: {share_said(access['imputed_share'])}.",
            "undrawn": _undrawn(access["centres"]),
            "shared": _shared(access["e2sfca"]),
        },
        "scanners": {
            "head": ["Equipment", "Today", "People per scanner", "Income group", "World"],
            "rows": [_scanner(row, confirmed) for row in access["scanners"]],
        },
        "disclaimer": disclaimer,
    }


def _reach(name: str, reach: Mapping[str, Any]) -> list[str]:
    shares = [share_interval(reach[f"within_{hours}h"]) for hours in (1, 2, 4)]
    return [name, *shares, plain(reach["town"])]


def _shared(found: Mapping[str, Any] | None) -> str:
    """How the therapy places are shared among those who can reach them; empty where nobody has counted them."""
    if not found:
        return ""
    return (
        f"Therapy places per 100,000 people, shared by all who can reach them (E2SFCA, steps of 1, 2 and 4 h): "
        f"{figure(found['mean'])} on average, {figure(found['best'])} at best; "
        f"{share_said(found['share_without'])} of people reach none within 4 h."
    )


def _undrawn(centres: Any) -> str:
    names = [centre["name"] for centre in centres if centre not in drawn_centres(centres)]
    return f"Not drawn, because nobody has confirmed them: {', '.join(names)}." if names else ""


def _scanner(row: Mapping[str, Any], confirmed: bool) -> dict[str, Any]:
    may_count = countable(row, confirmed)
    return {
        "cells": [
            _MODALITIES.get(row["modality"], str(row["modality"])),
            _today(row, may_count),
            interval(row["people_per_scanner"])
            if may_count
            else _per_scanner_range(row["people_per_scanner"]),
            _reference(row["income_group_figure"]),
            _reference(row["world_figure"]),
        ],
        "state": row["state"],
        "hatched": not may_count,
        "history": [_history(evidence) for evidence in row["evidence"]],
    }


def countable(row: Mapping[str, Any], confirmed: bool) -> bool:
    """Whether an equipment figure may be printed as a count of today.

    Only one that somebody reported, and not before 2015 unless centres have been confirmed since.
    """
    if row["count"] is None or row["state"] in ("imputed", "missing"):
        return False
    recent = any(_year(evidence["year"]) >= OLDEST_COUNT for evidence in row["evidence"])
    return confirmed or recent


def _year(text: Any) -> int:
    digits = str(text or "")[:4]
    return int(digits) if digits.isdigit() else 0


def _today(row: Mapping[str, Any], may_count: bool) -> str:
    if may_count:
        return f"{figure(row['count'])} ({state_said(row['state'])})"
    if row["low"] is None or row["high"] is None:
        return f"{UNKNOWN} (nobody has confirmed a count)"
    state = "imputed" if row["state"] in ("imputed", "missing") else "older than 2015, so a range"
    return f"between {figure(row['low'])} and {figure(row['high'])} ({state}, not confirmed)"


def _per_scanner_range(spread: Any) -> str:
    _value, low, high = parts(spread)
    if low is not None and high is not None:
        return f"between {figure(low)} and {figure(high)}"
    return f"at least {figure(low)}" if low is not None else UNKNOWN


def _reference(spread: Any) -> str:
    return interval(spread)


def _history(evidence: Mapping[str, Any]) -> str:
    """A dated figure, said in the past tense with its year and its state."""
    if evidence["state"] == "missing":
        return "nothing was reported to WHO; that is not zero"
    dated, age = year(evidence["year"]), ""
    if _year(evidence["year"]) < OLDEST_COUNT:
        age = " – too old to say how it is today"
    if evidence["state"] == "reported_zero":
        said = "none was reported then"
    elif evidence["value"] is None:
        said = state_said(evidence["state"])
    else:
        said = f"{figure(evidence['value'])} {evidence['unit'] or ''} ({state_said(evidence['state'])})"
    return f"{dated}: {said}{age} [{plain(evidence['source'])}]"
