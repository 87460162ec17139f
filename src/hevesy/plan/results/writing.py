"""Write a simulation's files: everything is rendered first, then every file is put in place at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hevesy.plan.report.write import html_of, put
from hevesy.plan.results.charts import charts_of
from hevesy.plan.results.page import page_of
from hevesy.plan.results.sheets import sheets_of

TEMPLATES = Path(__file__).parent / "templates"


def write_simulation(
    said: dict[str, Any], out: Path, gantt: str | None = None, shocks: str | None = None
) -> list[Path]:
    """Write simulation.html, simulation.json and the tables into `out`; the files written, in that order.

    `gantt` is the picture of the scenario's timeline, where anything is done in it, `shocks` that of what befalls it.
    """
    charts = charts_of(said) | {key: svg for key, svg in (("gantt", gantt), ("shocks", shocks)) if svg}
    page = html_of(page_of(said, charts, bool(gantt)), charts, "simulation.html", TEMPLATES)
    return write_files(out, {"simulation.html": page, "simulation.json": json_of(said)}, sheets_of(said))


def json_of(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_files(out: Path, texts: Mapping[str, str], sheets: Mapping[str, str]) -> list[Path]:
    """Put texts and, marked for spreadsheets as UTF-8, tables into the folder."""
    files = {name: text.encode() for name, text in texts.items()}
    files |= {name: ("\ufeff" + text).encode() for name, text in sheets.items()}
    out.mkdir(parents=True, exist_ok=True)
    return [put(out / name, content) for name, content in files.items()]


def write_comparison(said: Mapping[str, Any], out: Path) -> list[Path]:
    """Write comparison.html, comparison.json and comparison.csv into `out`; the files written, in that order."""
    from hevesy.plan.report.sheets import csv_text
    from hevesy.plan.results.page_compare import comparison_charts, comparison_page
    from hevesy.plan.results.screen import comparison_rows

    charts = comparison_charts(said)
    rows = comparison_rows(said)
    page = html_of(comparison_page(said), charts, "comparison.html", TEMPLATES)
    table = csv_text(tuple(rows[0]), (list(row.values()) for row in rows))
    return write_files(
        out, {"comparison.html": page, "comparison.json": json_of(said)}, {"comparison.csv": table}
    )
