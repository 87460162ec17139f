"""`hevesy plan budget` as a planner meets it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from hevesy.cli import main
from hevesy.pictures import studio
from hevesy.plan.scenario.scenario import Funder, Intervention, Range, Scenario
from hevesy.plan.scenario.writing import scenario_text

FIJI = Scenario(
    "Fiji: a year", "FJI", date(2027, 1, 4), 1, 4, 1, therapies=("lu177_psma617",),
    interventions=(Intervention("teach", "referral_training", date(2027, 1, 4)),),
    funders=(Funder("donor", "donor", ceiling=Range(9000, 9000, 9000)),),
)  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = 0
    try:
        main(["plan", "budget", *map(str, arguments)])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def fiji(tmp_path: Path) -> Path:
    file = tmp_path / "fiji.toml"
    file.write_text(scenario_text(FIJI), "utf-8")
    return file


@pytest.mark.slow(reason="runs a country twice and draws a picture")
def test_a_country_from_file_to_page(
    capsys: pytest.CaptureFixture[str], fiji: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "_runs_here", lambda: True)
    out = tmp_path / "budget"
    status, said, remarks = run(capsys, fiji, "--out", out)
    assert status == 0 and said.startswith("Budget 2027 to 2027: Fiji: a year\nExploratory")
    assert "donor (donor): 100 % of all lines, at most 9,000 USD a year" in said
    assert said.rstrip().endswith(f"The page is {out / 'budget.html'}")
    assert {path.name for path in out.iterdir()} == {
        "budget.html", "budget.json", "flows.csv", "lines.csv", "budget.xlsx",
    }  # fmt: skip
    assert f"wrote {out / 'budget.xlsx'}" in remarks
    page = (out / "budget.html").read_text("utf-8")
    assert "<script" not in page and page.count("<svg") == 1
    written = json.loads((out / "budget.json").read_text("utf-8"))
    status, said, _ = run(capsys, fiji, "--json", "--threads", "1")
    assert status == 0 and json.loads(said) == written


def test_what_is_wrong_is_one_sentence_and_nothing_is_run(
    capsys: pytest.CaptureFixture[str], fiji: Path, tmp_path: Path
) -> None:
    status, out, err = run(capsys, "no.toml")
    assert (status, out) == (3, "") and "no.toml, the whole file: there is no such file" in err
    fiji.write_text(fiji.read_text("utf-8").replace('kind = "donor"', 'kind = "donor"\ncurrency = "FJD"'), "utf-8")
    status, out, err = run(capsys, fiji, "--out", tmp_path / "made")
    assert (status, out) == (3, "") and not (tmp_path / "made").exists()
    assert "table [[funder]] 1 ('donor'), key 'currency': nobody has stated what one USD costs in FJD" in err
