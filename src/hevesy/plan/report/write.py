"""Write the report: everything is rendered first, then every file is put in place at once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hevesy.facts import Shelf
from hevesy.paper import templates_in
from hevesy.plan.report.charts import Drawn, charts_of
from hevesy.plan.report.page import page_of
from hevesy.plan.report.shape import check_shape
from hevesy.plan.report.sheets import csv_text, sheets_of

TEMPLATES = Path(__file__).parent / "templates"


def write_report(plan: dict[str, Any], out: Path, shelf: Shelf, drawn: Drawn | None = None) -> list[Path]:
    """Write report.html, report.pdf, plan.json and the tables into `out`; the files written, in that order.

    `drawn` are the plan's pictures that were drawn before. Raises PlanOutOfShape, before anything is written, when the
    plan breaks its schema.
    """
    check_shape(plan)
    pictures = charts_of(plan, shelf, drawn)
    charts = pictures.charts
    page = page_of(plan, charts, pictures.disclaimer)
    files: dict[str, bytes] = {
        "report.html": html_of(page, charts).encode(),
        "report.pdf": pdf_of(page, charts),
        "plan.json": (json.dumps(plan, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(),
        **{name: ("\ufeff" + text).encode() for name, text in (sheets_of(plan) | chapter_sheets(plan)).items()},
    }
    out.mkdir(parents=True, exist_ok=True)
    return [put(out / name, content) for name, content in files.items()]


def chapter_sheets(plan: Mapping[str, Any]) -> dict[str, str]:
    """The tables of the chapters, as their own commands write them."""
    from hevesy.plan.fives.sheets import sheets_of as of_fives
    from hevesy.plan.workforce.sheets import COLUMNS, sheet

    fives = of_fives(plan["fives"]) if plan.get("fives") else {}
    people = {"workforce.csv": csv_text(COLUMNS, sheet(plan["workforce"]))} if plan.get("workforce") else {}
    return fives | people


def put(path: Path, content: bytes) -> Path:
    """Write the file whole, or leave the old one."""
    half = path.with_name(f".{path.name}.part")
    half.write_bytes(content)
    half.replace(path)
    return path


def html_of(
    page: Mapping[str, Any],
    charts: Mapping[str, str],
    template: str = "report.html",
    folder: Path | Sequence[Path] = TEMPLATES,
) -> str:
    """The report as one HTML file: no script, nothing remote, pictures and style inside."""
    templates = templates_in(folder)
    return templates.get_template(template).render(page=page, charts=inline(charts), style=style())


def inline(charts: Mapping[str, str]) -> dict[str, Any]:
    """Pictures as they stand inside a page."""
    from markupsafe import Markup

    return {
        key: Markup(svg.replace(' xmlns="http://www.w3.org/2000/svg"', "")) for key, svg in charts.items()
    }


def style() -> Any:
    """The style sheet of every page, to stand inside it."""
    from markupsafe import Markup

    return Markup((TEMPLATES / "report.css").read_text("utf-8"))


def pdf_of(page: Mapping[str, Any], charts: Mapping[str, str]) -> bytes:
    """The report as PDF, set by Typst with the fonts it carries."""
    from datetime import UTC, datetime
    from tempfile import TemporaryDirectory

    import typst

    with TemporaryDirectory(prefix="hevesy-report-") as folder:
        root = Path(folder)
        (root / "page.json").write_text(json.dumps(page, ensure_ascii=False), "utf-8")
        for key, svg in charts.items():
            (root / f"{key}.svg").write_text(_for_paper(svg), "utf-8")
        source = root / "report.typ"
        source.write_bytes((TEMPLATES / "report.typ").read_bytes())
        compiler = typst.Compiler(
            input=source,
            root=root,
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
        )
        made = datetime.fromisoformat(page["made_on"]).replace(tzinfo=UTC)
        pdf = compiler.compile(format="pdf", timestamp=made)
    if not isinstance(pdf, bytes):
        raise TypeError("Typst returned no document")
    return pdf


_FONT_FAMILY = re.compile(r'font-family="[^"]*"')


def _for_paper(svg: str) -> str:
    """The picture with a font that Typst carries."""
    return _FONT_FAMILY.sub('font-family="Libertinus Serif"', svg)
