"""The questionnaire as a file that goes out and comes back, and counts that come as a table."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hevesy.errors import BadCell, BadTable, DamagedWorkbook, HevesyError, NotATable, UnpacksTooLarge
from hevesy.facts import Shelf
from hevesy.places import find_country
from hevesy.plan.questionnaire import form
from hevesy.plan.questionnaire.document import write_document
from hevesy.plan.questionnaire.reading import Line, read_workbook
from hevesy.plan.questionnaire.workbook import write_workbook
from hevesy.tables import OF_AN_UPLOAD, Column, check_workbook, read_table_collecting
from hevesy_service.mission.answers import read
from hevesy_service.mission.counts import TREATED, WAITED, Row
from hevesy_service.mission.questions import Field
from hevesy_service.refusals import SheetUnreadable
from hevesy_service.said import language, named, sentence

MOST_BYTES = 2_000_000
LIMITS = replace(OF_AN_UPLOAD, file_mb=2, unpacked_mb=40)
KINDS = {
    "xlsx": (write_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (write_document, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
COUNTS = (
    Column("therapy", required=True), Column("centre"), Column("year", "number", low=1950, high=2100),
    *(Column(name, "number", low=0, high=10_000_000) for name in (*TREATED, *WAITED)),
    Column("state", "choice", choices=("reported", "reported_zero", "public_only", "missing")),
    Column("source"), Column("note"),
    *(Column(name) for name in ("iso3", "kind", "confirmed_by", "confirmed_on")),
)  # fmt: skip


def written(iso3: str, kind: str, shelf: Shelf) -> bytes:
    """The form of a country as a workbook or a document, in the language of the page, with what is known."""
    country = named(find_country(iso3, shelf), shelf)
    found = form(country, shelf, national=True, tell=_)
    if language() != "en":
        found = replace(found, opening="")
    with tempfile.TemporaryDirectory(prefix="hevesy-form-") as folder:
        file = Path(folder) / f"form.{kind}"
        KINDS[kind][0](found, file)
        return file.read_bytes()


def brought(content: bytes, name: str) -> tuple[str, bytes]:
    """The ending and content of a file that may be read; raises SheetUnreadable for one that is too large."""
    ending = Path(name).suffix.lower()
    if len(content) > MOST_BYTES:
        raise SheetUnreadable(why=_("it is larger than 2 MB"))
    if ending == ".xlsx":
        _passed(content, name)
    return ending, content


def answers_of(content: bytes, name: str, known: Mapping[str, Field]) -> tuple[list[dict[str, Any]], list[str]]:
    """What a filled workbook says, line by line, and what of it cannot be read; raises SheetUnreadable."""
    ending, _content = brought(content, name)
    if ending != ".xlsx":
        raise SheetUnreadable(why=_("only the workbook (.xlsx) is read back; what stands on paper is typed in"))
    with tempfile.TemporaryDirectory(prefix="hevesy-filled-") as folder:
        file = Path(folder) / "form.xlsx"
        file.write_bytes(content)
        try:
            lines = read_workbook(file)
        except BadTable as error:
            raise SheetUnreadable(why=str(error.values.get("problem") or sentence(error).rstrip("."))) from error
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    for line in lines:
        _row_read(line, known, rows, problems)
    return rows, problems


def _row_read(line: Line, known: Mapping[str, Field], rows: list[dict[str, Any]], problems: list[str]) -> None:
    where = _("Sheet %(sheet)s, line %(line)s: ") % {"sheet": line.sheet, "line": line.number}
    field = known.get(line.key)
    typed = {name: text for name, text in line.cells.items() if text} if field is None else _typed(field, line)
    if field is None:
        if line.sheet == "questions":
            problems.append(where + _("nothing called “%(name)s” is asked here") % {"name": line.key[:60]})
    elif any(typed.get(part) for part in field.parts) or typed.get("state"):
        answer, wrong = read(field, typed)
        rows.append({"field": field.key, "typed": typed, "line": line.number, "sheet": line.sheet, "answer": answer})
        problems += [f"{where}{field.label}: {each}" for each in wrong]


def _typed(field: Field, line: Line) -> dict[str, str]:
    """The cells of a line as somebody would have typed them on the page."""
    cells = line.cells
    parts = {part: cells.get("value" if part == "text" else part, "") for part in field.parts}
    if not any(parts.values()) and not cells.get("state"):
        return {}
    year = cells.get("year") or cells.get("on") or cells.get("confirmed_on", "")
    about = {"state": cells.get("state", ""), "year": year[:4], "source": cells.get("source", ""),
             "note": cells.get("note", "")}  # fmt: skip
    return {name: text for name, text in {**parts, **about}.items() if text}


def counts_of(content: bytes, name: str, year: int) -> tuple[list[Row], list[str]]:
    """The rows of a table of counts (CSV or xlsx) and what of it cannot be read, line by line."""
    ending, _content = brought(content, name)
    if ending not in (".csv", ".xlsx"):
        raise SheetUnreadable(why=_("it is neither .csv nor .xlsx"))
    problems: list[BadTable | BadCell] = []
    with tempfile.TemporaryDirectory(prefix="hevesy-counts-") as folder:
        file = Path(folder) / f"counts{ending}"
        file.write_bytes(content)
        try:
            found = read_table_collecting(file, COUNTS, problems)
        except (HevesyError, UnicodeDecodeError, ValueError) as error:
            raise SheetUnreadable(why=str(error).partition("\n")[0].replace(f"{folder}/", "")) from error
        said = [sentence(each).replace(f"{folder}/", "") for each in problems]
    rows = list(_counted(found, year, said))
    return rows, said


def _counted(found: Any, year: int, said: list[str]) -> Iterator[Row]:
    for row in found:
        if row["year"] not in (None, float(year)):
            said.append(_("Line %(line)s is of %(other)s, not of %(year)s: load it on the page of that year.")
                % {"line": row.line, "other": f"{row['year']:g}", "year": year})
            continue
        numbers = {name: row[name] for name in (*TREATED, *WAITED)}
        yield {"centre": row["centre"] or "", "therapy": row["therapy"], **numbers, "state": row["state"] or "reported",
               "source": row["source"] or "", "note": row["note"] or ""}  # fmt: skip


def _passed(content: bytes, name: str) -> None:
    """Refuse a workbook that would fill the memory, or that is made to do harm, before it is opened."""
    try:
        check_workbook(content, Path(name), LIMITS)
    except (DamagedWorkbook, NotATable) as error:
        raise SheetUnreadable(why=_("it is no workbook, or it was cut short")) from error
    except UnpacksTooLarge as error:
        raise SheetUnreadable(why=_("what is inside is larger than 40 MB")) from error
    except BadTable as error:
        raise SheetUnreadable(why=sentence(error).rstrip(".")) from error
