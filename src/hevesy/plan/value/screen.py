"""A valuation on a terminal: each therapy beside its comparators at the main threshold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.said import figure
from hevesy.plan.value.page import icer_said, main_said, price_said
from hevesy.plan.value.page_leagues import standing_said

Said = Mapping[str, Any]


def lines(said: Said) -> str:
    """What is read first, before the table."""
    found = [said["title"], *said["says_first"], ""]
    found.append(main_said(said))
    for each in said["thresholds"][1:]:
        found.append(f"Threshold: {figure(each['value'])} USD a {each['per']} ({each['name']})")
    found += [f"Not valued, {row['name']}: {row['why']}." for row in said["not_valued"]]
    for each in said["leagues"]:
        found += ["", *_league(each)]
    return "\n".join(found)


def _league(each: Said) -> list[str]:
    """The strategies of a disease in order of cost, one a line."""
    found = [f"Side by side, {each['name']} (indirect; USD and QALYs a person, USD a QALY):"]
    for one in each["strategies"]:
        amounts = f"{figure(one['cost']['value'])} USD, {figure(one['qalys']['value'])} QALYs"
        found.append(f"  {one['name']}: {amounts}; {standing_said(one, each)}")
    return found


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
