"""The pre-mission form as files: a workbook and a Word document."""

from __future__ import annotations

from pathlib import Path

from hevesy.facts import Shelf
from hevesy.places import Country
from hevesy.plan.questionnaire.form import Form, form

__all__ = ["Form", "form", "write_questionnaire"]


def write_questionnaire(country: Country, shelf: Shelf, out: Path) -> list[Path]:
    """Write the form for `country` as a workbook and as a Word document into the folder `out`."""
    from hevesy.plan.questionnaire.document import write_document
    from hevesy.plan.questionnaire.workbook import write_workbook

    out.mkdir(parents=True, exist_ok=True)
    found = form(country, shelf)
    files = [out / f"questionnaire_{country.iso3}.xlsx", out / f"questionnaire_{country.iso3}.docx"]
    write_workbook(found, files[0])
    write_document(found, files[1])
    return files
