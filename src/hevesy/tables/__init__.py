"""Reading the world's spreadsheets: kind to the file, exact about where it is wrong, and safe from what it holds.

Accepts CSV with commas, semicolons or tabs, with or without a byte-order mark, in UTF-8 or UTF-16, decimal
commas where the separator is not a comma, and the sheets of an xlsx workbook.
"""

from hevesy.tables.archive import open_archive
from hevesy.tables.cells import (
    Spoilt,
    as_meant,
    disarmed,
    disarmed_row,
    put_formula,
    put_row,
    workbook_bytes,
)
from hevesy.tables.columns import Column, Row, nearest, typed, western
from hevesy.tables.files import open_table, raw_lines
from hevesy.tables.limits import OF_A_TABLE, OF_AN_UPLOAD, Limits
from hevesy.tables.opened import Opened, Sheet
from hevesy.tables.reading import read_table, read_table_collecting
from hevesy.tables.workbook import check_workbook

__all__ = [
    "OF_AN_UPLOAD",
    "OF_A_TABLE",
    "Column",
    "Limits",
    "Opened",
    "Row",
    "Sheet",
    "Spoilt",
    "as_meant",
    "check_workbook",
    "disarmed",
    "disarmed_row",
    "nearest",
    "open_archive",
    "open_table",
    "put_formula",
    "put_row",
    "raw_lines",
    "read_table",
    "read_table_collecting",
    "typed",
    "western",
    "workbook_bytes",
]
