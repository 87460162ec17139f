"""A workbook as LibreOffice recalculates it; the tests that ask for it are skipped where there is none."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest


def recalculated(book: bytes, folder: Path) -> Any:
    """The workbook with every formula computed anew by LibreOffice, values only."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed, so nothing recalculates the workbook")
    from openpyxl import load_workbook

    (folder / "in").mkdir()
    (folder / "in" / "book.xlsx").write_bytes(book)
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(folder / "in" / "book.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return load_workbook(io.BytesIO((folder / "out" / "book.xlsx").read_bytes()), data_only=True)
