"""hevesy plan value on the command line: what a user sees, files, and one sentence for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hevesy.cli import main


def test_screen_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["plan", "value", "JOR", "--therapy", "ra223", "--draws", "64", "--out", str(tmp_path)])
    said = capsys.readouterr()
    assert "Main threshold: 1,780 USD a QALY" in said.out
    assert "best care" in said.out
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "acceptability.csv", "budget_impact.csv", "league.csv", "league_curves.csv", "value.csv", "value.html",
        "value.json",
    ]  # fmt: skip
    page = (tmp_path / "value.html").read_text("utf-8")
    assert "<script" not in page
    assert "Beside published studies" in page


def test_the_screen_sets_all_strategies_of_a_disease_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    main(["plan", "value", "JOR", "--therapy", "lu177_psma617", "--draws", "64"])
    said = capsys.readouterr().out
    assert "speaks for its income group" in said
    at = [said.index(f"\n  {name}: ") for name in ("standard care", "cabazitaxel", "Lu-177 PSMA-617")]
    assert at == sorted(at)
    assert "QALYs; the cheapest" in said
    assert "Y-90" not in said


def test_json_with_a_threshold_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    main(["plan", "value", "Kenya", "--therapy", "ra223", "--draws", "64", "--threshold", "5000", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert said["country"] == "KEN"
    assert said["thresholds"][0]["value"] == 5000


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["plan", "value", "Jordn"], "Jordan"),
        (["plan", "value", "JOR", "--therapy", "ra222"], "There is no therapy 'ra222' (did you mean 'ra223'?)"),
        (["plan", "value", "JOR", "--threshold", "-5"], "--threshold"),
    ],
)
def test_wrong_input_is_one_sentence_that_names_it(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("value", ["nan", "inf"])
def test_a_threshold_that_is_no_number_is_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["plan", "value", "JOR", "--threshold", value])
    assert f"Invalid value for '--threshold': {value} is not a number" in capsys.readouterr().err
