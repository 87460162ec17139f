"""A budget on a terminal: what it costs, who pays, what is missing, and a row for each year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.centre.screen import interval, usd
from hevesy.plan.report.said import figure
from hevesy.plan.scenario.check_funders import DOLLAR, LINES

Said = Mapping[str, Any]


def lines(said: Said) -> str:
    """What is read first, before the table of years."""
    whole = said["together"]
    found = [said["title"], *said["says_first"], ""]
    found.append(f"It costs {usd(whole['cost'])}; {usd(whole['paid'])} is paid, {usd(whole['unfunded'])} is not.")
    found += [funder_said(funder) for funder in said["funders"]]
    dearest = max(said["lines"], key=lambda line: _sum(line))
    found.append(f"The largest line: {dearest['name'].lower()}, {figure(_sum(dearest))} USD over the years.")
    return "\n".join([*found, "", *said["notes"][:4]])


def funder_said(funder: Said) -> str:
    """One funder in a sentence."""
    kind = funder["kind"].replace("_", " ")
    limit = "" if funder["ceiling"] is None else f", at most {figure(funder['ceiling'])} {funder['currency']} a year"
    lines = "all lines" if len(funder["lines"]) == len(LINES) else ", ".join(funder["lines"]).replace("_", " ")
    years = f"{funder['first_year']} to {funder['last_year']}"
    asked = f"{share_said(funder['share'])} of {lines}{limit}, {years}"
    return f"{funder['name']} ({kind}): {asked}: pays {usd(funder['paid'])}."


def _sum(line: Said) -> float:
    return sum(float(row["total"]["value"] or 0.0) for row in line["by_year"])


def rows(said: Said) -> list[dict[str, Any]]:
    """One row for each year: cost, each funder, what is unfunded."""
    found = []
    for y, year in enumerate(said["years"]):
        row = {"year": year["year"], "USD": figure(year["cost"]["value"])}
        row |= {funder["id"]: figure(funder["by_year"][y]["paid"]["value"]) for funder in said["funders"]}
        row["unfunded"] = interval(year["unfunded"])
        row["imported"] = share_said(year["imported_share"]["value"])
        rate = said["prices"][y]["exchange_rate"]
        if rate is not None and said["currency"] != DOLLAR:
            row[f"{said['currency']} per USD"] = figure(rate["value"])
        found.append(row)
    return found
