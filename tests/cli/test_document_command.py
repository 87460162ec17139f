"""`hevesy plan document` as a planner meets it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from hevesy.cli import main
from hevesy.pictures import studio
from hevesy.plan.scenario.scenario import Intervention, Scenario
from hevesy.plan.scenario.writing import scenario_text

START = date(2027, 1, 1)
ACT = Intervention("fares", "travel_vouchers", START, owner="Ministry of Health")
FIJI = Scenario("Fiji: a year", "FJI", START, 1, 4, 1, therapies=("lu177_psma617",), interventions=(ACT,))


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = 0
    try:
        main(["plan", "document", *map(str, arguments)])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def fiji(tmp_path: Path) -> Path:
    file = tmp_path / "fiji.toml"
    file.write_text(scenario_text(FIJI), "utf-8")
    return file


@pytest.mark.deep
@pytest.mark.slow(reason="a country from file to document, twice")
def test_a_plan_this_year_and_the_next(
    capsys: pytest.CaptureFixture[str], fiji: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "_runs_here", lambda: True)
    out = tmp_path / "plan"
    status, said, _ = run(capsys, fiji, "--lang", "es", "--lang", "en", "--on", "2026-11-26", "--out", out)
    assert status == 0
    named = [
        "baseline-1.json",
        *(f"plan-{code}.{kind}" for code in ("en", "es") for kind in ("docx", "html", "pdf", "xlsx")),
    ]
    assert sorted(path.name for path in out.iterdir()) == sorted(named)
    assert sorted(Path(line).name for line in said.split()) == sorted(named)
    first = (out / "baseline-1.json").read_bytes()
    assert "Ministry of Health" in (out / "plan-en.html").read_text("utf-8")

    base, later = out / "baseline-1.json", tmp_path / "later"
    status, *_ = run(capsys, fiji, "--seed", "2", "--baseline", base, "--on", "2027-11-26", "--out", later)
    assert status == 0
    assert base.read_bytes() == first
    assert json.loads((later / "baseline-2.json").read_text("utf-8"))["number"] == 2
    page = (later / "plan-en.html").read_text("utf-8")
    assert "Baseline no. 1 (26 November 2026)" in page and ">Now<" in page


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (
            ["{fiji}", "--lang", "de", "--out", "{folder}/plan"],
            3,
            "There is no language 'de' of the document (--lang)",
        ),
        (
            ["{folder}/none.toml", "--out", "{folder}/plan"],
            3,
            "none.toml, the whole file: there is no such file",
        ),
        (["{fiji}"], 2, "Missing option '--out'"),
        (["{fiji}", "--out", "{fiji}/plan"], 8, "fiji.toml"),
        (["{fiji}", "--baseline", "{fiji}", "--out", "{folder}/plan"], 3, "this is not a baseline"),
        (["{fiji}", "--baseline", "{folder}/b.json", "--out", "{folder}/plan"], 3, "b.json, the whole file"),
    ],
)
def test_bad_input_is_one_sentence_that_names_the_place(
    arguments: list[str],
    status: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
    fiji: Path,
    tmp_path: Path,
) -> None:
    given = [each.format(fiji=fiji, folder=tmp_path) for each in arguments]
    found, _, wrong = run(capsys, *given)
    assert (found, said in wrong) == (status, True), wrong
    assert "Traceback" not in wrong
    assert not (tmp_path / "plan").exists()


def test_a_folder_with_a_changed_baseline_is_refused_before_anything_is_run(
    capsys: pytest.CaptureFixture[str], fiji: Path, tmp_path: Path
) -> None:
    (tmp_path / "baseline-1.json").write_text('{"schema": "hevesy.plan.baseline/1"}', "utf-8")
    status, _, wrong = run(capsys, fiji, "--out", tmp_path)
    assert status == 3 and "baseline-1.json, key 'number': it is missing" in wrong
