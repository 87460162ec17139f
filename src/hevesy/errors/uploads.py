"""Why a spreadsheet or a packed file is not opened: each a danger, or a format that is not read here."""

from __future__ import annotations

from hevesy.errors.rooms import BadTable


class FileTooLarge(BadTable):
    code = "tables.file_too_large"
    template = (
        "{file} has more than {most} MB, so nothing of it was read; take away pictures and sheets that are not "
        "needed, or split it."
    )


class UnpacksTooLarge(BadTable):
    code = "tables.unpacks_too_large"
    template = (
        "{file} is packed so tightly that it would grow far beyond {most} MB, so nothing of it was read; open it in "
        "a spreadsheet program, keep only the table, and save it anew."
    )


class TooManyParts(BadTable):
    code = "tables.too_many_parts"
    template = "{file} is packed in a way no spreadsheet program packs, so nothing of it was read; save it anew."


class TooManyRows(BadTable):
    code = "tables.too_many_rows"
    template = (
        "{file} has more than {most} rows in one sheet, so nothing of it was read; delete what stands below the "
        "table, or split it."
    )


class TooManyCells(BadTable):
    code = "tables.too_many_cells"
    template = (
        "{file} has more than {most} cells in one sheet (empty ones with a format count too), so nothing of it was "
        "read; copy the table alone into a new file."
    )


class TooWide(BadTable):
    code = "tables.too_wide"
    template = "{file} has more than {most} columns in one sheet, so nothing of it was read; delete those on the far side."


class CellTooLong(BadTable):
    code = "tables.cell_too_long"
    template = (
        "{file} has a cell with more than {most} letters, which no spreadsheet program saves, so nothing of it was "
        "read; shorten it, or mend a quotation mark that was left open."
    )


class HoldsMacros(BadTable):
    code = "tables.macros"
    template = "{file} holds macros, which are programs, so nothing of it was read; save it as .xlsx, without macros."


class OldWorkbook(BadTable):
    code = "tables.old_workbook"
    template = "{file} is a workbook of the old kind (.xls), which is not read here; open it and save it as .xlsx."


class PasswordProtected(BadTable):
    code = "tables.password"
    template = "{file} is protected by a password, so nothing of it was read; take the password away and save it again."


class NotATable(BadTable):
    code = "tables.not_a_table"
    template = (
        "{file} is neither an .xlsx workbook nor CSV text, whatever its name says, so nothing of it was read; open "
        "it in a spreadsheet program and save it as .xlsx."
    )


class OwnDefinitions(BadTable):
    code = "tables.own_definitions"
    template = (
        "{file} holds definitions (DTD) that no spreadsheet program writes and that can be used for an attack, so "
        "nothing of it was read; ask who sent it for the original."
    )


class DamagedWorkbook(BadTable):
    code = "tables.damaged"
    template = (
        "{file} is not a workbook that can be read to its end, so nothing of it was read; save it as .xlsx or CSV again."
    )


class UnknownEncoding(BadTable):
    code = "tables.encoding"
    template = "{file} is text in an encoding that cannot be told, so nothing of it was read; save it as 'CSV UTF-8'."
