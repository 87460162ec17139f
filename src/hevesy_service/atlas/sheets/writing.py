"""Figures and centres as tables: each row says all that holds, and where nothing is stated its cells are empty."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hevesy.tables import as_meant, disarmed
from hevesy_service.atlas.centres import MACHINES
from hevesy_service.atlas.columns import SETS, columns
from hevesy_service.atlas.models import Figure, HeldCentre
from hevesy_service.atlas.packs import figure as plain
from hevesy_service.atlas.sheets.parts import (
    CENTRES,
    FIGURES,
    NEVER,
    PARTS,
    choices,
    figure_called,
    known,
    therapy_called,
    written_state,
)
from hevesy_service.atlas.shelf import shelf
from hevesy_service.said import digits

Row = Sequence[str | float | None]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def rows_of(kind: str, iso3: str) -> list[Row]:
    """The rows of a table, cells in the order of its parts."""
    found = _figures(iso3) if kind == FIGURES else _centres(iso3)
    return [[row.get(part.key) for part in PARTS[kind]] for row in found]


def stands_at(held: Figure | HeldCentre | None) -> str:
    """The row of the book that says what holds; 0 where nothing does."""
    return NEVER if held is None else f"{held.site.code} {held.row}"


def _figures(iso3: str) -> Iterator[dict[str, str | float | None]]:
    """In the order of the page: first what a centre has, then therapies and cadres."""
    held = {each.fact: each for each in Figure.objects.filter(iso3=iso3).select_related("site")}
    every = [column.fact for name in SETS for column in columns(shelf())[name] if column.fact in known()]
    for fact in every:
        own = held.get(fact)
        unit = _(known()[fact].unit) if known()[fact].unit else ""
        head = {"figure": fact, "name": figure_called(fact), "unit": unit, "row": stands_at(own)}
        if own is None:
            yield {**head}
        else:
            stated = {"value": own.value, "state": written_state(own.state), "year": own.year}
            yield {**head, **stated, "source": own.source, "link": own.link}


def _centres(iso3: str) -> Iterator[dict[str, str | float | None]]:
    for own in HeldCentre.objects.filter(iso3=iso3).select_related("site"):
        said = own.said
        words = {
            "sector": choices("sector").get(said["sector"], said["sector"]),
            "services": "; ".join(choices("services").get(each, each) for each in said["services"]),
            "therapies": "; ".join(map(therapy_called, said["therapies"])),
            "practises": choices("practises")["yes" if said["practises"] else "no"],
        }
        same = {name: said[name] for name in ("name", "town", "year", "source", "link")}
        machines = {name: said["equipment"].get(name) for name in MACHINES}
        yield {"centre": own.centre, **same, **words, **machines, "row": stands_at(own)}


def as_csv(kind: str, iso3: str) -> bytes:
    """A table of a country as CSV."""
    return table_as_csv([str(part.title) for part in PARTS[kind]], *rows_of(kind, iso3))


def table_as_csv(*rows: Row) -> bytes:
    """A table as CSV in UTF-8 with its mark, which Excel asks for; semicolons where numbers have a decimal comma."""
    separator = ";" if digits("1.5") == "1,5" else ","
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _written(cell: str | float | None) -> str:
    if cell is None or isinstance(cell, str):
        return str(disarmed(cell or ""))
    return digits(plain(cell))


def as_workbook(iso3: str, country: str) -> bytes:
    """A workbook: how to fill it in, the figures, and the centres."""
    from openpyxl import Workbook

    from hevesy.tables import workbook_bytes
    from hevesy_service.atlas.sheets.layout import explained, laid_out

    book = Workbook()
    lists = explained(book.active, country)
    for kind, title in ((FIGURES, _("Figures")), (CENTRES, _("Centres"))):
        sheet = book.create_sheet(title)
        sheet.append([str(part.title) for part in PARTS[kind]])
        for row in rows_of(kind, iso3):
            sheet.append([_stored(cell) for cell in row])
        laid_out(sheet, kind, lists)
    book.active = 1
    return workbook_bytes(book)


def _stored(cell: Any) -> Any:
    """A cell of a workbook, where text is no formula: an apostrophe stands only before one that would be lost."""
    return disarmed(cell) if isinstance(cell, str) and as_meant(cell) != cell else cell


