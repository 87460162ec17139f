"""Write the files of the five A's: everything is rendered first, then every file is put in place at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hevesy.plan.fives.charts import charts_of
from hevesy.plan.fives.page import page_of
from hevesy.plan.fives.sheets import sheets_of
from hevesy.plan.report.write import html_of
from hevesy.plan.results.writing import TEMPLATES as OF_RESULTS
from hevesy.plan.results.writing import json_of, write_files

TEMPLATES = Path(__file__).parent / "templates"


def write_fives(said: dict[str, Any], out: Path) -> list[Path]:
    """Write fives.html, fives.json and the tables into `out`; the files written, in that order."""
    page = html_of(page_of(said), charts_of(said), "fives.html", (TEMPLATES, OF_RESULTS))
    return write_files(out, {"fives.html": page, "fives.json": json_of(said)}, sheets_of(said))
