"""Write the files of a valuation: everything is rendered first, then every file is put in place at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hevesy.plan.report.write import html_of
from hevesy.plan.results.writing import TEMPLATES as OF_RESULTS
from hevesy.plan.results.writing import json_of, write_files
from hevesy.plan.value.charts import charts_of
from hevesy.plan.value.page import page_of
from hevesy.plan.value.sheets import sheets_of

TEMPLATES = Path(__file__).parent / "templates"


def write_value(said: dict[str, Any], out: Path) -> list[Path]:
    """Write value.html, value.json and the tables into `out`; the files written, in that order."""
    page = html_of(page_of(said), charts_of(said), "value.html", (TEMPLATES, OF_RESULTS))
    return write_files(out, {"value.html": page, "value.json": json_of(said)}, sheets_of(said))
