"""Write the files of who pays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hevesy.plan.payers.page import page_of
from hevesy.plan.payers.payers import Payers
from hevesy.plan.payers.sheets import COLUMNS, lines
from hevesy.plan.payers.workbook import workbook
from hevesy.plan.report.sheets import csv_text
from hevesy.plan.report.write import html_of, put
from hevesy.plan.results.writing import TEMPLATES as OF_RESULTS
from hevesy.plan.results.writing import json_of, write_files

TEMPLATES = Path(__file__).parent / "templates"


def write_payers(found: Payers, said: dict[str, Any], out: Path) -> list[Path]:
    """Write payers.html, payers.json, payers.csv and payers.xlsx into `out`; the files, in that order."""
    page = html_of(page_of(said), {}, "payers.html", (TEMPLATES, OF_RESULTS))
    sheets = {"payers.csv": csv_text(COLUMNS, lines(said))}
    files = write_files(out, {"payers.html": page, "payers.json": json_of(said)}, sheets)
    return [*files, put(out / "payers.xlsx", workbook(found, said))]
