"""Write the files of a drill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hevesy.plan.disruption.page import page_of
from hevesy.plan.disruption.screen import rows
from hevesy.plan.report.sheets import csv_text
from hevesy.plan.report.write import html_of
from hevesy.plan.results.writing import TEMPLATES as OF_RESULTS
from hevesy.plan.results.writing import json_of, write_files

TEMPLATES = Path(__file__).parent / "templates"


def write_drill(said: dict[str, Any], out: Path) -> list[Path]:
    """Write drill.html, drill.json and drill.csv into `out`; the files written, in that order."""
    page = html_of(page_of(said), {}, "drill.html", (TEMPLATES, OF_RESULTS))
    found = rows(said)
    sheet = {"drill.csv": csv_text(tuple(found[0]), (list(row.values()) for row in found))} if found else {}
    return write_files(out, {"drill.html": page, "drill.json": json_of(said)}, sheet)
