"""Write the files of the plan of a centre."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hevesy.plan.centre.page import gantt_of, page_of
from hevesy.plan.centre.sheets import COLUMNS, sheet, workbook
from hevesy.plan.report.sheets import csv_text
from hevesy.plan.report.write import html_of, put
from hevesy.plan.results.writing import TEMPLATES as OF_RESULTS
from hevesy.plan.results.writing import json_of, write_files

TEMPLATES = Path(__file__).parent / "templates"


def write_centre(said: dict[str, Any], out: Path) -> list[Path]:
    """Write centre.html, centre.json, centre.csv and centre.xlsx into `out`; the files written, in that order."""
    page = html_of(page_of(said), {"gantt": gantt_of(said)}, "centre.html", (TEMPLATES, OF_RESULTS))
    table, book = csv_text(COLUMNS, sheet(said)), workbook(said)
    files = write_files(out, {"centre.html": page, "centre.json": json_of(said)}, {"centre.csv": table})
    return [*files, put(out / "centre.xlsx", book)]
