"""`hevesy plan payers` as a planner meets it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from hevesy.cli import main
from hevesy.plan.scenario.scenario import Range, Scenario, Tariff
from hevesy.plan.scenario.writing import scenario_text

FIJI = Scenario(
    "Fiji: a year", "FJI", date(2027, 1, 4), 1, 4, 1, therapies=("lu177_psma617",),
    tariffs=(Tariff("half", "national_insurance", share=Range(0.5, 0.4, 0.6)),),
)  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = 0
    try:
        main(["plan", "payers", *map(str, arguments)])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def fiji(tmp_path: Path) -> Path:
    file = tmp_path / "fiji.toml"
    file.write_text(scenario_text(FIJI), "utf-8")
    return file


def test_a_country_from_file_to_page(capsys: pytest.CaptureFixture[str], fiji: Path, tmp_path: Path) -> None:
    out = tmp_path / "payers"
    status, said, remarks = run(capsys, fiji, "--out", out, "--threads", "1")
    assert status == 0 and said.startswith("Who pays, 2027 to 2027: Fiji: a year\nExploratory")
    assert "the household" in said and said.rstrip().endswith(f"The page is {out / 'payers.html'}")
    assert {path.name for path in out.iterdir()} == {"payers.html", "payers.json", "payers.csv", "payers.xlsx"}
    assert f"wrote {out / 'payers.csv'}" in remarks
    assert "<script" not in (out / "payers.html").read_text("utf-8")
    assert json.loads((out / "payers.json").read_text("utf-8"))["schema"] == "hevesy.plan.payers/1"


def test_what_is_wrong_is_one_sentence_and_nothing_is_run(
    capsys: pytest.CaptureFixture[str], fiji: Path, tmp_path: Path
) -> None:
    fiji.write_text(fiji.read_text("utf-8") + "at_once = 0.5\ntherapies = ['i131_dtc']\n", "utf-8")
    status, out, err = run(capsys, fiji, "--out", tmp_path / "made")
    assert (status, out) == (3, "") and not (tmp_path / "made").exists()
    assert "table [[tariff]] 1 ('half'), key 'at_once': nobody has stated how many patients respond to i131_dtc" in err
