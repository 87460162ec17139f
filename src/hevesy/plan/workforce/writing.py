"""Write the files of a workforce run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hevesy.plan.report.sheets import csv_text
from hevesy.plan.report.write import html_of
from hevesy.plan.results.writing import TEMPLATES as OF_RESULTS
from hevesy.plan.results.writing import json_of, write_files
from hevesy.plan.workforce.page import page_of
from hevesy.plan.workforce.sheets import COLUMNS, sheet

TEMPLATES = Path(__file__).parent / "templates"


def write_workforce(said: dict[str, Any], out: Path) -> list[Path]:
    """Write workforce.html, workforce.json and workforce.csv into `out`; the files written, in that order."""
    page = html_of(page_of(said), {}, "workforce.html", (TEMPLATES, OF_RESULTS))
    table = csv_text(COLUMNS, sheet(said))
    return write_files(out, {"workforce.html": page, "workforce.json": json_of(said)}, {"workforce.csv": table})
