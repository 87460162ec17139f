"""Write the files of a placement: everything is rendered first, then every file is put in place at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hevesy.facts import Shelf
from hevesy.plan.placement.page import charts_of, page_of
from hevesy.plan.report.sheets import csv_text
from hevesy.plan.report.write import html_of
from hevesy.plan.results.writing import TEMPLATES as OF_RESULTS
from hevesy.plan.results.writing import json_of, write_files

TEMPLATES = Path(__file__).parent / "templates"
STEPS = (
    "town", "year", "opens", "chairs", "latitude", "longitude", "nearest_for", "asking_per_year", "mean_hours",
    "capital_USD", "USD_per_year",
)  # fmt: skip
PARTS = ("value", "low", "high", "mean")
PLANS = ("plan", "name", "why", "on_front", "dominated_by", "on_front_in", "aim", "figure", *PARTS)
REGRET = ("best_in", "mean", "high", "most")
TRIED = ("completed", "qalys", "died_waiting", "costs")


def write_placement(said: dict[str, Any], out: Path, shelf: Shelf) -> list[Path]:
    """Write placement.html, placement.json and the tables into `out`; the files written, in that order."""
    charts, disclaimer = charts_of(said, shelf)
    page = html_of(page_of(said, disclaimer), charts, "placement.html", (TEMPLATES, OF_RESULTS))
    return write_files(out, {"placement.html": page, "placement.json": json_of(said)}, sheets_of(said))


def sheets_of(said: Mapping[str, Any]) -> dict[str, str]:
    """File name to CSV text."""
    sheets = {"placement.csv": csv_text(STEPS, ([step[name] for name in STEPS] for step in said["steps"]))}
    if said["tried"]:
        sheets["tried.csv"] = csv_text(("rank", "towns", "measure", "against", *PARTS), _tried(said))
        plans = said["tradeoffs"]["plans"]
        sheets["plans.csv"] = csv_text(PLANS, _plans(plans))
        sheets["regret.csv"] = csv_text(("plan", "name", "measure", *REGRET), _regret(plans))
    return sheets


def _tried(said: Mapping[str, Any]) -> Iterator[Sequence[Any]]:
    for row in said["tried"]:
        towns = "; ".join(f"{each['town']} {each['year']}" for each in row["towns"])
        for name in TRIED:
            for against, spread in row[name].items():
                yield [row["rank"], towns, name, against, *(spread[part] for part in PARTS)]


def _plans(plans: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Any]]:
    for plan in plans:
        first = [plan["plan"], plan["name"], "; ".join(plan["why"]), plan["on_front"]]
        first += ["; ".join(str(other) for other in plan["dominated_by"]), plan["on_front_in"]]
        for name, row in plan["aims"].items():
            yield [*first, name, *((row or {}).get(part) for part in ("figure", *PARTS))]


def _regret(plans: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Any]]:
    for plan in plans:
        for name, row in plan["regret"].items():
            yield [plan["plan"], plan["name"], name, *(row[part] for part in REGRET)]
