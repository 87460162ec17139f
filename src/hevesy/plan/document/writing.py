"""Write a plan's document: everything is rendered first, then every file is put in place at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hevesy.paper.blocks import Document
from hevesy.paper.pages import pdf_of, signs_missing
from hevesy.paper.word import docx_of
from hevesy.plan.document.baseline import Baseline, frozen
from hevesy.plan.document.book import xlsx_of
from hevesy.plan.document.chapters import document_of
from hevesy.plan.document.indicators import indicators
from hevesy.plan.document.material import Material
from hevesy.plan.document.tongue import tongue
from hevesy.plan.document.web import html_of
from hevesy.plan.report.write import put


@dataclass(frozen=True)
class Written:
    """The files written, the baseline that stands behind them, and the signs that the PDF's fonts lack."""

    files: list[Path]
    baseline: Baseline
    signs_missing: str


def write_document(
    found: Material, out: Path, languages: tuple[str, ...], before: Baseline | None = None
) -> Written:
    """plan-<language>.docx, .pdf, .html and .xlsx for each language, and the numbered baseline, into `out`.

    A baseline that is there already and says the same is kept as it is; one that says otherwise stays, and the new one
    has the next number. `before` stands beside this year's figures in the monitoring frame.
    """
    every = indicators(found)
    base = frozen(found.scenario, every, found.made_on, out, before)
    files: dict[str, bytes] = {}
    missing: set[str] = set()
    for code in languages:
        document = document_of(found, every, base, before, tongue(code))
        missing |= set(signs_missing(document))
        files |= _rendered(document)
        files[f"plan-{code}.xlsx"] = xlsx_of(found, tongue(code))
    if not (out / base.file_name).exists():
        files[base.file_name] = base.text().encode()
    out.mkdir(parents=True, exist_ok=True)
    return Written(
        [put(out / name, content) for name, content in files.items()], base, "".join(sorted(missing))
    )


def _rendered(document: Document) -> dict[str, bytes]:
    name = f"plan-{document.language}"
    return {
        f"{name}.docx": docx_of(document),
        f"{name}.pdf": pdf_of(document),
        f"{name}.html": html_of(document).encode(),
    }
