"""The pre-mission form as a workbook: one sheet to read, one of questions, one for each list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hevesy.facts import Kind, State
from hevesy.facts.pack_columns import columns_of, dictionary
from hevesy.plan.questionnaire.form import Form, Line, kinds_and_meanings, states_and_meanings
from hevesy.tables import workbook_bytes

HELD = ("No.", "Question", "Figure", "Now", "Range", "Unit", "Year", "How it is known", "Source", "State")
ASKED = (
    "Corrected value",
    "Low",
    "High",
    "State now",
    "Kind now",
    "Document",
    "Confirmed by",
    "Confirmed on",
    "Remarks",
    "Year it holds for",
)
KEY = "Key"  # the last column, hidden: by it a filled form is read back in any language
WIDTHS = (5, 44, 24, 12, 15, 14, 7, 20, 26, 12, 13, 9, 9, 13, 13, 24, 20, 13, 26, 10)
INK, PALE, OWNER, WRITE = "1F3A4D", "E8EEF2", "CBD9E1", "FFF9DB"
EMPTY_ROWS = 60  # lines of a list that are prepared for filling in


def write_workbook(form: Form, file: Path) -> None:
    """Write the form as an xlsx workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = _title(form)
    book.properties.creator = "Hevesy"
    _read_me(book.active, form)
    _questions(book.create_sheet("questions"), form)
    for table, rows in form.lists.items():
        _list(book.create_sheet(table), table, rows)
    file.write_bytes(workbook_bytes(book))


def _title(form: Form) -> str:
    return form.tell("Key inputs for {country}: questions before the mission").format(country=form.country.name)


def _read_me(sheet: Any, form: Form) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = "read me"
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 84
    sheet.append([_title(form)])
    sheet["A1"].font = Font(bold=True, size=16, color=INK)
    for paragraph in form.instructions():
        sheet.append([paragraph])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.row_dimensions[row].height = 15 * (1 + len(paragraph) // 105)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    for title, pairs in (("State: what stands behind a value", states_and_meanings()),
                         ("Kind: how a figure is known", kinds_and_meanings())):  # fmt: skip
        sheet.append([])
        sheet.append([form.tell(title)])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True, color=INK)
        for word, meaning in pairs:
            sheet.append([word, form.tell(meaning)])
    _printing(sheet, landscape=False)


def _questions(sheet: Any, form: Form) -> None:
    sheet.append([*(form.tell(heading) for heading in (*HELD, *ASKED)), KEY])
    _head(sheet, 1)
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
    sheet.column_dimensions[sheet.cell(1, len(WIDTHS) + 1).column_letter].hidden = True
    for owner in form.owners():
        _owner(sheet, form.tell(owner))
        for asked in form.asked_of(owner):
            for place, line in enumerate(form.of(asked)):
                _question(sheet, line, form.tell, first=place == 0)
    _choices(sheet, "N", tuple(State))
    _choices(sheet, "O", tuple(Kind))
    _dates(sheet, "R")
    sheet.freeze_panes = "D2"
    sheet.print_title_rows = "1:1"
    _printing(sheet, landscape=True)


def _owner(sheet: Any, owner: str) -> None:
    from openpyxl.styles import Font, PatternFill

    sheet.append([owner.capitalize()])
    for cell in sheet[sheet.max_row][:1]:
        cell.font = Font(bold=True, size=12, color=INK)
    for number in range(1, len(HELD) + len(ASKED) + 1):
        sheet.cell(sheet.max_row, number).fill = PatternFill("solid", start_color=OWNER)


def _question(sheet: Any, line: Line, tell: Callable[[str], str], first: bool) -> None:
    from openpyxl.styles import Alignment, PatternFill

    mark = "*" if line.asked.minimum else ""
    question = f"{tell(line.asked.question)}\n{tell(line.asked.why)}" if first else ""
    now: object = line.value if line.fact is None or line.fact.value is None else line.fact.value
    number = f"{line.asked.number}{mark}" if first else ""
    sheet.append(
        [
            number,
            question,
            tell(line.item),
            now,
            line.span,
            line.unit,
            line.year,
            line.kind,
            line.source,
            line.state,
        ]
    )
    row = sheet.max_row
    for cell in sheet[row]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place in range(len(HELD) + 1, len(HELD) + len(ASKED) + 1):
        answer = sheet.cell(row, place)
        answer.border, answer.alignment = _frame(), Alignment(wrap_text=True, vertical="top")
        answer.fill = PatternFill("solid", start_color=PALE if line.table else WRITE)
    sheet.cell(row, len(HELD) + len(ASKED) + 1).value = line.key or None
    if line.table:
        sheet.cell(row, len(HELD) + 1).value = tell("see sheet '{sheet}'").format(sheet=line.table)
        sheet.cell(row, len(HELD) + 1).hyperlink = f"#'{line.table}'!A1"
    lines_needed = max(1 + len(question) // 44, 1 + len(line.source) // 26, 1 + len(line.item) // 24)
    sheet.row_dimensions[row].height = 15 * min(lines_needed + question.count("\n"), 14)


def _list(sheet: Any, table: str, rows: Sequence[Mapping[str, str]]) -> None:
    """A sheet with the columns of a pack's table; its second line says what each means."""
    from openpyxl.styles import Alignment, Font

    entries = [entry for entry in dictionary() if entry.table == table]
    sheet.append([column.name for column in columns_of(table)])
    _head(sheet, 1)
    sheet.append([f"# {entry.meaning}" for entry in entries])
    for number, entry in enumerate(entries, start=1):
        letter = sheet.cell(1, number).column_letter
        sheet.column_dimensions[letter].width = max(12, min(26, len(entry.meaning) // 3))
        sheet.cell(2, number).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(2, number).font = Font(italic=True, size=9, color="555555")
        if entry.column.choices:
            _choices(sheet, letter, entry.column.choices, first=3)
        if entry.column.kind == "flag":
            _choices(sheet, letter, ("yes", "no"), first=3)
    sheet.row_dimensions[2].height = 75
    for row in rows:
        sheet.append([row.get(entry.column.name, "") or None for entry in entries])
    for line in range(3, len(rows) + EMPTY_ROWS + 3):
        for number in range(1, len(entries) + 1):
            sheet.cell(line, number).border = _frame()
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    _printing(sheet, landscape=True)


def _head(sheet: Any, row: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for cell in sheet[row]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=INK)
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _frame() -> Any:
    from openpyxl.styles import Border, Side

    thin = Side(style="thin", color="9AA9B3")
    return Border(left=thin, right=thin, top=thin, bottom=thin)


def _choices(sheet: Any, letter: str, choices: tuple[str, ...] | Any, first: int = 2) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(str(choice) for choice in choices)
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "Not one of the choices", f"Choose one of: {words}"[:250]
    sheet.add_data_validation(rule)
    rule.add(f"{letter}{first}:{letter}400")


def _dates(sheet: Any, letter: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        type="date", operator="greaterThan", formula1="36526", allow_blank=True, errorStyle="warning"
    )
    rule.promptTitle, rule.prompt = "Date", "year-month-day, as in 2026-03-31"
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}400")


def _printing(sheet: Any, landscape: bool) -> None:
    """A4, as wide as the page, with page numbers."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A, page &P of &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
