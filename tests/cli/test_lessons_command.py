"""`hevesy learn lessons`: lessons of public notices, and those of a signed file whose signer is named."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from hevesy.cli import hevesy, main
from hevesy.quality import Lesson, packed
from hevesy.quality.lesson_pack import fingerprint
from hevesy.signing import new_keys

OWN = Lesson("1", "Look twice", "A syringe was swapped.", "Two lay together.", "One at a time.", "wrong_product",
             "preparation", "", "2026-05")  # fmt: skip


def test_lessons_of_public_notices_are_looked_through() -> None:
    said = CliRunner().invoke(hevesy, ["learn", "lessons", "--words", "stopcock"])
    assert said.exit_code == 0 and said.output.startswith("A fifth to a third of the microspheres")
    assert "source: US NRC event notification 49450" in said.output
    rows = json.loads(CliRunner().invoke(hevesy, ["learn", "lessons", "--therapy", "i131_dtc", "--json"]).output)
    assert [row["therapy"] for row in rows] == ["i131_dtc", "any"]
    assert CliRunner().invoke(hevesy, ["learn", "lessons", "--words", "none of it"]).output.startswith("No lesson fits")


@pytest.mark.parametrize("asked", [("--step", "administratio", "did you mean 'administration'?"),
                                   ("--kind", "sabotage", "choose one of")])  # fmt: skip
def test_what_no_incident_is_sorted_by_is_refused(asked: tuple[str, str, str]) -> None:
    said = CliRunner().invoke(hevesy, ["learn", "lessons", *asked[:2]])
    assert said.exit_code == 2 and f"{asked[0]}: there is no {asked[1]!r}; {asked[2]}" in " ".join(said.output.split())


def test_a_file_is_read_with_the_key_of_its_signer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    private, public = new_keys()
    file, key = tmp_path / "lessons.hevesy", tmp_path / "irbid.pub"
    file.write_bytes(packed([OWN], "Synthetic centre", date(2026, 5, 4), private))
    key.write_bytes(public)
    said = CliRunner().invoke(hevesy, ["learn", "lessons", str(file), "--signer", str(key)])
    assert said.exit_code == 0 and "Look twice" in said.output and "From Synthetic centre, of 2026-05-04" in said.output
    with pytest.raises(SystemExit) as unknown:
        main(["learn", "lessons", str(file)])
    assert unknown.value.code == 4 and f"The key {fingerprint(public)} has signed this" in capsys.readouterr().err
    file.write_bytes(file.read_bytes().replace(b"swapped", b"swopped"))
    with pytest.raises(SystemExit) as altered:
        main(["learn", "lessons", str(file), "--signer", str(key)])
    assert altered.value.code == 4 and "it was altered or cut short" in capsys.readouterr().err
    wrong = CliRunner().invoke(hevesy, ["learn", "lessons", str(file), "--signer", str(file)])
    assert wrong.exit_code == 2 and "is no public key" in wrong.output
