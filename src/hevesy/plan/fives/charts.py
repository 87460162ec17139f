"""The pictures of the five A's: one bar chart for each of the three figures that belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_bars, share_said
from hevesy.pictures.ink import of_a
from hevesy.plan.fives.page import MEASURED
from hevesy.plan.report.said import a_said

Said = Mapping[str, Any]


def charts_of(said: Said) -> dict[str, str]:
    """Every SVG of the page under the key by which the page asks for it."""
    return {measure: _chart(said, measure, title) for measure, title in MEASURED.items()}


def _chart(said: Said, measure: str, title: str) -> str:
    ranks_only = said["ranks_only"]
    rows = [_first(row, measure) if ranks_only else _share(row, measure) for row in said["splits"][0]["a"]]
    told = "; ".join(f"{row['label']}: {share_said(row['share'])}" for row in rows)
    named = (
        f"{title}: in which share of the draws each A comes first"
        if ranks_only
        else f"{title}, of the unmet need"
    )
    return share_bars(rows, key=f"fives-{measure}", title=named, description=f"{told}.")


def _first(row: Said, measure: str) -> dict[str, Any]:
    return {"label": a_said(row["a"]), "share": row["ranks"][measure][0], "fill": of_a(row["a"])}


def _share(row: Said, measure: str) -> dict[str, Any]:
    """A bar can't be less than nothing: what is lost by lifting is said by its number."""
    share = row[measure]["share"]
    value = share["value"]
    return {
        "label": a_said(row["a"]),
        "share": None if value is None else max(0.0, value),
        "low": None if share["low"] is None else max(0.0, share["low"]),
        "high": None if share["high"] is None else max(0.0, share["high"]),
        "note": share_said(value),
        "fill": of_a(row["a"]),
    }
