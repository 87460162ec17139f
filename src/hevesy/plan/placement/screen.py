"""A placement on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

from hevesy.plan.placement.page import proof_said, steps_table, tried_table
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
    """The simulated sets, a line for each."""
    if not said["tried"]:
        return []
    table = tried_table(said)
    found = ["", "Simulated on the same draws, the best first (more courses completed than without; mean, 90 %):"]
    found += [f"{place}. {row[0]}: {row[1]}; against the best {row[-1]}" for place, row in enumerate(table["rows"], 1)]
    return found


def rows(said: Said) -> list[dict[str, str]]:
    """The steps as a table; one line that says so where nothing is done."""
    table = steps_table(said)
    empty = [["none", *("–" for _ in table["head"][1:])]]
    return [dict(zip(table["head"], cells, strict=True)) for cells in table["rows"] or empty]
