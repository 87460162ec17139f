"""A baseline is numbered, sealed and never written over."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hevesy.errors import BadBaseline
from hevesy.plan.document.baseline import check_same_country, frozen, read_baseline
from hevesy.plan.document.indicators import Indicator
from hevesy.plan.scenario.scenario import Scenario

DAY, LATER = date(2026, 11, 26), date(2027, 11, 26)
SCENARIO = Scenario("Pilot", "JOR", date(2027, 1, 1), 2, 4, 1)
EVERY = {
    "started": Indicator("started", 162.0, 7.2, 532.0, unit="persons"),
    "late": Indicator("late", None, form="share"),
}


def written(folder: Path, value: float = 162.0, on: date = DAY) -> Path:
    every = EVERY | {"started": replace(EVERY["started"], value=value)}
    base = frozen(SCENARIO, every, on, folder)
    path = folder / base.file_name
    path.write_text(base.text(), "utf-8")
    return path


def test_the_same_figures_keep_their_number_and_other_figures_get_the_next(tmp_path: Path) -> None:
    first = written(tmp_path)
    assert written(tmp_path, on=LATER) == first  # the day alone makes no new baseline
    assert written(tmp_path, value=180.0).name == "baseline-2.json"
    assert written(tmp_path, value=190.0).name == "baseline-3.json"
    assert written(tmp_path, value=180.0).name == "baseline-2.json"


def test_an_earlier_baseline_from_another_folder_is_counted_on(tmp_path: Path) -> None:
    before = read_baseline(written(tmp_path))
    elsewhere = tmp_path / "next"
    elsewhere.mkdir()
    every = EVERY | {"started": replace(EVERY["started"], value=200.0)}
    assert frozen(SCENARIO, every, LATER, elsewhere, before).number == 2


def test_it_reads_back_as_it_was(tmp_path: Path) -> None:
    base = read_baseline(written(tmp_path))
    assert base.indicator("started") == EVERY["started"]
    assert base.indicator("late") == EVERY["late"]
    assert base.indicator("not_followed_then") is None


def test_a_changed_figure_breaks_the_seal(tmp_path: Path) -> None:
    path = written(tmp_path)
    said = json.loads(path.read_text("utf-8"))
    said["indicators"]["started"]["value"] = 900.0
    path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(BadBaseline, match=r"baseline-1.json, key 'seal': the figures are not those"):
        read_baseline(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "this is not a baseline"), ("[]", "key 'schema'"), ('{"schema": "other"}', "key 'schema'"),
     ('{"schema": "hevesy.plan.baseline/1", "number": 1}', "key 'made_on': it is missing")],
)  # fmt: skip
def test_what_is_no_baseline_is_refused_in_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "baseline-1.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BadBaseline, match=said):
        read_baseline(path)


def test_a_missing_file_and_another_country_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadBaseline, match="there is no such file"):
        read_baseline(tmp_path / "baseline-9.json")
    path = written(tmp_path)
    with pytest.raises(BadBaseline, match="it is of JOR, the scenario of KEN"):
        check_same_country(read_baseline(path), path, "KEN")
