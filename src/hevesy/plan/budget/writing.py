"""Write the files of a budget."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hevesy.plan.budget.page import page_of
from hevesy.plan.budget.plan import Budget
from hevesy.plan.budget.sheets import FLOWS, LINES, by_line, flows
from hevesy.plan.budget.workbook import workbook
from hevesy.plan.report.sheets import csv_text
from hevesy.plan.report.write import html_of, put
from hevesy.plan.results.writing import TEMPLATES as OF_RESULTS
from hevesy.plan.results.writing import json_of, write_files
from hevesy.plan.scenario.picture import gantt_of

TEMPLATES = Path(__file__).parent / "templates"


def write_budget(found: Budget, said: dict[str, Any], out: Path) -> list[Path]:
    """Write budget.html, budget.json, flows.csv, lines.csv, budget.xlsx into `out`; the files, in that order."""
    scenario, charts = found.scenario, {}
    if scenario.interventions:
        charts["gantt"] = gantt_of(scenario, replace(found.result.built.timeline, start=scenario.start))
    page = html_of(page_of(said), charts, "budget.html", (TEMPLATES, OF_RESULTS))
    sheets = {"flows.csv": csv_text(FLOWS, flows(said)), "lines.csv": csv_text(LINES, by_line(said))}
    files = write_files(out, {"budget.html": page, "budget.json": json_of(said)}, sheets)
    return [*files, put(out / "budget.xlsx", workbook(found, said))]
