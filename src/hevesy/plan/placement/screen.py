"""A placement on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

from hevesy.plan.placement.page import proof_said, steps_table, tried_table
from hevesy.plan.placement.page_tradeoffs import sentences
from hevesy.plan.report.said import figure

Said = Mapping[str, Any]


def lines(said: Said) -> str:
    """What a placement says first, for a terminal."""
    now, then = said["access"]["now"]["mean_hours"], said["access"]["then"]["mean_hours"]
    found = [said["title"], *(fill(line, 110) for line in said["says_first"]), "", fill(proof_said(said), 110)]
    if then is not None:
        before = "" if now is None else f", now {figure(now['value'])}"
        found.append(f"Mean hours to the nearest centre: {figure(then['value'])}{before}.")
    for row in tried_rows(said):
        found.append(fill(row, 110, subsequent_indent="  "))
    return "\n".join(found)


def tried_rows(said: Said) -> list[str]:
    """The simulated plans, a line for each, and what they say beside each other."""
    if not said["tried"]:
        return []
    table, plans = tried_table(said), said["tradeoffs"]["plans"]
    found = ["", "Simulated on the same draws, the best first (more courses completed than without; mean, 90 %):"]
    for row, plan in zip(table["rows"], plans[1:], strict=True):
        by = "" if plan["on_front"] else f"; dominated by {', '.join(map(str, plan['dominated_by']))}"
        found.append(f"{row[0]}. {row[1]}: {row[2]}; against the best {row[-1]}{by}")
    return [*found, "", *sentences(said["tradeoffs"])]


def rows(said: Said) -> list[dict[str, str]]:
    """The steps as a table; one line that says so where nothing is done."""
    table = steps_table(said)
    empty = [["none", *("–" for _ in table["head"][1:])]]
    return [dict(zip(table["head"], cells, strict=True)) for cells in table["rows"] or empty]
