"""`hevesy validate`: the table, the exit status, and the report to sign."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hevesy.cli.validate import validate
from hevesy.validation import digest_of
from hevesy.validation.report import NO_CLEARANCE


def test_a_table_and_a_report_to_sign(tmp_path: Path) -> None:
    asked = ["--module", "decay", "--site", "King's Hospital Irbid", "--out", str(tmp_path / "report")]
    done = CliRunner().invoke(validate, asked)
    assert done.exit_code == 0, done.output
    assert "DEC-1 " in done.output and "11 checks, 0 failed. No clearance is claimed." in done.output
    said = json.loads((tmp_path / "report" / "validation.json").read_text("utf-8"))
    digest, passed = said.pop("sha256"), said.pop("passed")
    assert digest == digest_of(said) and passed and said["site"] == "King's Hospital Irbid"
    page = (tmp_path / "report" / "validation.html").read_text("utf-8")
    assert "King&#39;s Hospital Irbid" in page and NO_CLEARANCE in page and digest in page
    for words in ("Medical physicist", "Responsible physician", "Name", "Function", "Date", "Signature"):
        assert f">{words}<" in page
    assert (tmp_path / "report" / "validation.pdf").read_bytes().startswith(b"%PDF-")


def test_a_failed_check_is_the_exit_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["hevesy.physics.nuclide"], "LN2", 0.6925)
    done = CliRunner().invoke(validate, ["--module", "decay", "--out", str(tmp_path)])
    assert done.exit_code == 1 and "FAILED" in done.output
    assert "At least one check FAILED" in (tmp_path / "validation.html").read_text("utf-8")


def test_for_machines() -> None:
    done = CliRunner().invoke(validate, ["--module", "release", "--json"])
    said = json.loads(done.stdout)
    assert done.exit_code == 0 and said["passed"] and len(said["results"]) == 12


def test_a_module_that_there_is_not() -> None:
    done = CliRunner().invoke(validate, ["--module", "dosimetry"])
    assert done.exit_code == 2 and "'dosimetry' is not one of 'installation', 'decay'" in done.output
