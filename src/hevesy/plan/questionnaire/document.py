"""The pre-mission form as a Word document: to print, to fill in by hand, to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    title = form.tell("Key inputs for {country}: questions before the mission").format(country=form.country.name)
    document.core_properties.title = title
    document.core_properties.author = "Hevesy"
    _page(document)
    document.add_heading(title, level=0)
    for paragraph in form.instructions():
        document.add_paragraph(paragraph)
    document.add_heading(form.tell("State: what stands behind a value"), level=2)
    _meanings(document, form, states_and_meanings())
    document.add_heading(form.tell("Kind: how a figure is known"), level=2)
    _meanings(document, form, kinds_and_meanings())
    for owner in form.owners():
        _owner(document, form, owner)
    document.add_page_break()
    document.add_heading(form.tell("Lists"), level=1)
    for table, rows in form.lists.items():
        _list(document, table, rows)
    document.save(str(file))


def _meanings(document: Any, form: Form, pairs: Sequence[tuple[str, str]]) -> None:
    headings = (form.tell("State"), form.tell("Meaning"))
    _table(document, headings, [(word, form.tell(meaning)) for word, meaning in pairs], (5.0, 20.0))


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
    document.add_heading(form.tell(owner).capitalize(), level=1)
    for asked in form.asked_of(owner):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(f"{asked.number}{'*' if asked.minimum else ''}. {form.tell(asked.question)}").bold = True
        paragraph.add_run(f"  {form.tell(asked.why)}").italic = True
        headings = [form.tell(heading) for heading in HEADINGS]
        _table(document, headings, [_cells(line, form.tell) for line in form.of(asked)], WIDTHS_CM)
        document.add_paragraph()


def _cells(line: Line, tell: Callable[[str], str]) -> Sequence[str]:
    spread = f" ({line.span})" if line.span else ""
    held = f"{line.value}{spread} {line.unit}".strip() if line.value else tell("not known")
    known = ", ".join(part for part in (line.year, line.state, line.source) if part)
    answer = tell("see list '{list}' at the end").format(list=line.table) if line.table else ""
    return (tell(line.item), held, known, answer, "", "")


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
