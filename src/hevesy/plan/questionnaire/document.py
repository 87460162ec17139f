"""The pre-mission form as a Word document: to print, to fill in by hand, to sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hevesy.facts.pack_columns import columns_of
from hevesy.plan.questionnaire.form import Form, Line, kinds_and_meanings, states_and_meanings

HEADINGS = (
    "Figure",
    "Now (range), unit",
    "Year, state, source",
    "Corrected value and range",
    "Document",
    "Name and date",
)
WIDTHS_CM = (4.0, 4.2, 5.6, 4.4, 4.0, 4.2)
SHORT = {  # the columns of each list that fit on paper; the workbook has them all
    "centres": ("name", "town", "sector", "services", "radiopharmacy_level", "therapies"),
    "equipment": ("centre", "modality", "count", "working", "installed", "state"),
    "staff": ("centre", "cadre", "count", "trained_for_therapy", "state"),
    "treatments": ("centre", "therapy", "year", "patients", "administrations", "state"),
    "routes": ("product", "producer", "to_airport", "carrier", "class7", "days", "customs_hours"),
    "policy": ("therapy", "item", "value", "agency", "days", "on"),
}
SIGNED = ("name of the person", "date")
BLANK_ROWS = 8


def write_document(form: Form, file: Path) -> None:
    """Write the form as a Word document."""
    from docx import Document

    document: Any = Document()
    document.core_properties.title = f"Key inputs for {form.country.name}"
    document.core_properties.author = "Hevesy"
    _page(document)
    document.add_heading(f"Key inputs for {form.country.name}", level=0)
    for paragraph in form.instructions():
        document.add_paragraph(paragraph)
    document.add_heading("What stands behind a value", level=2)
    _table(document, ("State", "Meaning"), states_and_meanings(), (5.0, 20.0))
    document.add_heading("How a figure is known", level=2)
    _table(document, ("Kind", "Meaning"), kinds_and_meanings(), (5.0, 20.0))
    for owner in form.owners():
        _owner(document, form, owner)
    document.add_page_break()
    document.add_heading("Lists", level=1)
    for table, rows in form.lists.items():
        _list(document, table, rows)
    document.save(str(file))


def _page(document: Any) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.6)
    section.top_margin = section.bottom_margin = Cm(1.6)
    document.styles["Normal"].font.size = Pt(9.5)


def _owner(document: Any, form: Form, owner: str) -> None:
    document.add_heading(owner.capitalize(), level=1)
    for asked in form.asked_of(owner):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(f"{asked.number}{'*' if asked.minimum else ''}. {asked.question}").bold = True
        paragraph.add_run(f"  {asked.why}").italic = True
        _table(document, HEADINGS, [_cells(line) for line in form.of(asked)], WIDTHS_CM)
        document.add_paragraph()


def _cells(line: Line) -> Sequence[str]:
    spread = f" ({line.span})" if line.span else ""
    held = f"{line.value}{spread} {line.unit}".strip() if line.value else "not known"
    known = ", ".join(part for part in (line.year, line.state, line.source) if part)
    answer = f"see list '{line.table}' at the end" if line.table else ""
    return (line.item, held, known, answer, "", "")


def _list(document: Any, table: str, held: Sequence[Mapping[str, str]]) -> None:
    document.add_heading(table.capitalize(), level=2)
    names = {column.name for column in columns_of(table)}
    shown = [name for name in SHORT[table] if name in names]
    headings = [name.replace("_", " ") for name in shown] + list(SIGNED)
    rows = [[row.get(name, "") for name in (*shown, "confirmed_by", "confirmed_on")] for row in held]
    rows += [[""] * len(headings) for _ in range(BLANK_ROWS)]
    _table(document, headings, rows, [26.0 / len(headings)] * len(headings))


def _table(
    document: Any, headings: Sequence[str], rows: Iterable[Sequence[str]], widths_cm: Sequence[float]
) -> None:
    """A ruled table whose first row is repeated on every page."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    held = [list(row) for row in rows]
    table = document.add_table(rows=1 + len(held), cols=len(headings))
    table.style = "Table Grid"
    table.autofit = False
    for row, cells in zip(table.rows, [list(headings), *held], strict=True):
        for cell, text, width in zip(row.cells, cells, widths_cm, strict=True):
            cell.text = text
            cell.width = Cm(width)
    top = table.rows[0]
    top._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in top.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
