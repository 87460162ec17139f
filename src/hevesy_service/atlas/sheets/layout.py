"""How the workbook looks: frozen heads, lists to choose from, and a sheet that says how to fill it in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from hevesy_service.atlas.sheets.parts import CENTRES, FIGURES, NONE, PARTS, choices

INK, PALE, GREY = "1F3A4D", "FFF9DB", "EEF1F3"
WIDE = 85  # letters of a line that explains
NEW_ROWS = 12  # of the table of centres that are coloured, so that one sees where to write
SPARE = 60  # rows below the table that offer the same choices
LISTED = {FIGURES: ("state",), CENTRES: ("sector", "practises")}
MANY = ("services", "therapies")


def explained(sheet: Any, country: str) -> dict[str, str]:
    """Fill the sheet that says how; where the words of each list stand in it, as a formula of a list."""
    from openpyxl.styles import Alignment, Font

    sheet.title = _("How to fill it in")
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.column_dimensions["A"].width = WIDE
    sheet.append([_("National figures and centres of %(country)s") % {"country": country}])
    for line in _lines():
        sheet.append([line])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[sheet.max_row].height = 15 * (1 + len(line) // (WIDE - 10))
    sheet["A1"].font = Font(bold=True, size=14, color=INK)
    _printed(sheet, "portrait")
    return {part: _list(sheet, part) for part in ("state", "sector", "practises", *MANY)}


def _lines() -> list[str]:
    return [
        _("An empty cell leaves what holds as it is. A cell with %(none)s alone says that there is none: no link, no "
          "therapy, or a machine that nobody counted.") % {"none": NONE},
        _("Do not change the grey columns. A new centre is a new row whose id is left empty."),
        _("Write numbers as digits alone. Formulas are not computed and merged cells are not read: both are refused."),
        _("Choose what stands behind a figure from the list. Reported zero says that somebody counted and there is "
          "none; missing says that nobody knows, and has no number."),
        _("Several services or therapies stand in one cell with a semicolon between them."),
        _("Bring the file to the page of national figures: it shows each change and each error before anything is "
          "proposed, and an approver who is not you decides."),
    ]  # fmt: skip


def _list(sheet: Any, part: str) -> str:
    """The words of a part, one below the other."""
    from openpyxl.styles import Font
    from openpyxl.utils import quote_sheetname

    titles = {each.key: str(each.title) for kind in PARTS.values() for each in kind}
    sheet.append([])
    sheet.append([titles[part]])
    sheet.cell(sheet.max_row, 1).font = Font(bold=True, color=INK)
    first = sheet.max_row + 1
    for word in choices(part).values():
        sheet.append([word])
    return f"{quote_sheetname(sheet.title)}!$A${first}:$A${sheet.max_row}"


def laid_out(sheet: Any, kind: str, lists: dict[str, str]) -> None:
    """Heads that stay, widths, grey for what nobody fills in, and lists."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.freeze_panes = "C2"
    sheet.row_dimensions[1].height = 48  # titles have up to three lines
    last = max(sheet.max_row, NEW_ROWS) if kind == CENTRES else sheet.max_row
    for place, part in enumerate(PARTS[kind], start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = part.width
        head = sheet.cell(1, place)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", start_color=INK)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        for row in range(2, last + 1):
            cell = sheet.cell(row, place)
            cell.fill = PatternFill("solid", start_color=GREY if part.ours else PALE)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if part.key in LISTED[kind]:
            _offered(sheet, f"{letter}2:{letter}{last + SPARE}", lists[part.key])
    _printed(sheet, "landscape")
    sheet.print_title_rows = "1:1"


def _printed(sheet: Any, way: str) -> None:
    """A4, as wide as the page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = way, sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _offered(sheet: Any, cells: str, words: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=words, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = _("Not in the list")[:30], _("Choose one of the list, or leave the cell empty.")[:250]
    sheet.add_data_validation(rule)
    rule.add(cells)
