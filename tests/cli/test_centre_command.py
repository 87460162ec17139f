"""`hevesy plan centre` as a planner meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hevesy.cli import main
from hevesy.pictures import studio


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = 0
    try:
        main(["plan", "centre", *map(str, arguments)])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


ASKED = ("--services", "lu177_psma617=200,i131_dtc=40", "--country", "JOR", "--draws", "32")


@pytest.mark.slow(reason="reads the whole shelf twice and draws a picture")
def test_from_the_question_to_the_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "_runs_here", lambda: True)
    out = tmp_path / "centre"
    status, said, remarks = run(capsys, *ASKED, "--out", out)
    assert status == 0 and said.startswith("A centre of 240 cycles a year in Jordan\nPlanning defaults")
    assert said.rstrip().endswith(f"The page is {out / 'centre.html'}")
    assert {path.name for path in out.iterdir()} == {"centre.html", "centre.json", "centre.csv", "centre.xlsx"}
    assert f"wrote {out / 'centre.xlsx'}" in remarks
    page = (out / "centre.html").read_text("utf-8")
    assert "<script" not in page and page.count("<svg") == 1
    written = json.loads((out / "centre.json").read_text("utf-8"))
    status, said, _ = run(capsys, *ASKED, "--json")
    assert status == 0 and json.loads(said) == written


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (("--cycles", "0", "--services", "i131_dtc", "--country", "JOR"), 3, "--cycles: 0 cycles a year"),
        (("--cycles", "9", "--services", "lu177", "--country", "JOR"), 3, "say which is meant"),
        (("--cycles", "9", "--services", "i131_dtc", "--country", "JOR", "--have", "petct"), 3, "did you mean 'pet'?"),
        (("--cycles", "9", "--services", "i131_dtc", "--country", "KNE"), 5, "no country or territory called 'KNE'"),
        (("--cycles", "9", "--services", "i131_dtc"), 2, "--country"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(
    capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], status: int, said: str
) -> None:
    got, out, err = run(capsys, *asked)
    assert got == status and out == "" and said in err
    assert "Traceback" not in err
