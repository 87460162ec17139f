"""A valuation on a terminal: each therapy beside its comparators at the main threshold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.said import figure
from hevesy.plan.value.page import icer_said, price_said

Said = Mapping[str, Any]


def lines(said: Said) -> str:
    """What is read first, before the table."""
    found = [said["title"], *said["says_first"], ""]
    for number, each in enumerate(said["thresholds"]):
        which = "Threshold" if number else "Main threshold"
        found.append(f"{which}: {figure(each['value'])} USD a {each['per']} ({each['name']})")
    if not said["thresholds"]:
        found.append("No threshold is known here: say one with --threshold.")
    found += [f"Not valued, {row['therapy']}: {row['why']}." for row in said["not_valued"]]
    return "\n".join(found)


def rows(said: Said) -> list[dict[str, Any]]:
    """One row for each comparison."""
    return [
        {
            "therapy": row["therapy"],
            "against": row["comparator"],
            "trial": row["trial"] or "none",
            "QALYs more": figure(row["qalys"]["value"]),
            "USD more": figure(row["cost"]["value"]),
            "ICER": icer_said(row),
            "cost-effective": share_said(row["at_thresholds"][0]["probability"]) if row["at_thresholds"] else "unknown",
            "price at threshold": price_said(row["at_thresholds"][0], row["price"]["now"]["value"])
            if row["at_thresholds"]
            else "unknown",
        }
        for row in said["therapies"]
    ]
