"""Checks of the installation: each is made to fail."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from tools import tested_versions

from hevesy.validation import FAILED, NOT_HERE, PASSED, machine
from hevesy.validation.software import mark_of, software


def test_this_machine_passes(tmp_path: Path) -> None:
    found = {each.id: each.state for each in machine.looked(tmp_path)}
    assert set(found) == {f"INS-{number}" for number in range(1, 8)}
    assert {id for id, state in found.items() if state == FAILED} <= {"INS-1", "INS-6"}  # of the machine of the tests
    assert list(tmp_path.iterdir()) == []  # nothing is left behind


def test_another_version_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    true = machine._version
    monkeypatch.setattr(machine, "_version", lambda name: "0.1" if name == "numpy" else true(name))
    found = machine.versions()
    assert found.state == FAILED and "numpy 0.1 (tested with " in found.got


def test_what_is_not_installed_is_said_and_fails_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_version", lambda name: "")
    found = machine.versions()
    assert found.state == PASSED and found.remark.startswith("not installed: annotated-types, ")


def test_a_changed_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "decay.py"
    file.write_bytes(b"LN2 = 0.6931\n")
    listed = urlsafe_b64encode(hashlib.sha256(b"LN2 = 0.6931\n").digest()).decode().rstrip("=")
    monkeypatch.setattr(machine, "_listed", lambda name: [(file, listed)])
    assert machine.files_unchanged().state == PASSED
    file.write_bytes(b"LN2 = 0.7\n")
    found = machine.files_unchanged()
    assert found.state == FAILED and found.got == f"0 files as listed; changed: {file}"
    file.unlink()
    assert machine.files_unchanged().state == FAILED


def test_a_clone_has_no_list_of_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_listed", lambda name: [])
    assert machine.files_unchanged().state == NOT_HERE


def test_a_clock_before_the_software_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hevesy.validation.machine.time.time", lambda: 1e9)
    found = machine.clock()
    assert found.state == FAILED and "2001-09-09 01:46 UTC" in found.got


def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    assert machine.disk(tmp_path).state == PASSED
    found = machine.disk(tmp_path / "not there")
    assert (found.state, found.got) == (FAILED, "refused: No such file or directory")


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 1024**3

    def usage(folder: Path) -> Any:
        return Usage()

    monkeypatch.setattr("hevesy.validation.machine.shutil.disk_usage", usage)
    assert (machine.room(tmp_path).state, machine.room(tmp_path).got) == (FAILED, "1.0 GiB")


def test_a_letter_that_no_font_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "SAMPLE", "Lu \u4e02")
    assert machine.printed().state == FAILED


def test_one_changed_letter_is_another_software(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "a.py").write_text("x = 1\n")
    first = mark_of([tmp_path])
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"made here")
    assert mark_of([tmp_path]) == first
    (tmp_path / "a.py").write_text("x = 2\n")
    assert mark_of([tmp_path]) != first
    assert software() == software() and len(software().partition("+")[2]) == 12


def test_the_list_of_versions_is_that_of_the_lock() -> None:
    assert tested_versions.LIST.read_text("utf-8") == tested_versions.listed()
