"""`hevesy plan placement` as a planner meets it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from hevesy.cli import main
from hevesy.pictures import studio
from hevesy.plan.scenario.reading import read_scenario
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.writing import scenario_text

FIJI = Scenario("Fiji", "FJI", date(2027, 1, 1), 2, 4, 1, therapies=("lu177_psma617",))


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = 0
    try:
        main(["plan", "placement", *map(str, arguments)])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def fiji(tmp_path: Path) -> Path:
    file = tmp_path / "fiji.toml"
    file.write_text(scenario_text(FIJI), "utf-8")
    return file


@pytest.mark.slow(reason="simulates a small country twice, and draws a map")
def test_from_a_scenario_to_a_page_and_the_next_scenario(
    capsys: pytest.CaptureFixture[str], fiji: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "_runs_here", lambda: True)
    out, next_ = tmp_path / "placed", tmp_path / "next.toml"
    options = ("--open", "1", "--try", "1", "--draws", "2")
    status, said, remarks = run(capsys, fiji, *options, "--out", out, "--write", next_)
    assert status == 0 and said.startswith("Fiji: where to open a centre\n")
    assert f"wrote {out / 'placement.json'}" in remarks
    written = json.loads((out / "placement.json").read_text("utf-8"))
    planned = read_scenario(next_)
    assert planned.name == "Fiji, placed"
    assert [each.town for each in planned.interventions if each.kind == "open_centre"] == [written["steps"][0]["town"]]
    status, _, refused = run(capsys, fiji, *options, "--write", next_)
    assert status == 5 and "is there already" in refused


def test_a_country_by_its_name_without_simulation_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "Fiji", "--open", "2", "--try", "0", "--csv")
    assert status == 0 and said.startswith("town,year,opens,chairs,") and len(said.splitlines()) == 3


def test_cover_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "FJI", "--open", "2", "--cover", "1", "--try", "0", "--json")
    found = json.loads(said)
    assert status == 0 and found["proof"]["proven"] and found["tried"] == []


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (("FJI",), 2, "say either how many centres to open or what may be spent; write --open 2"),
        (("Atlantis", "--open", "1"), 5, "Atlantis"),
        (("no.toml", "--open", "1"), 3, "no.toml, the whole file: there is no such file"),
        (("FJI", "--open", "1", "--pin", "Nowhere"), 5, "Nowhere"),
        (("FJI", "--open", "0"), 2, "0 is not in the range"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], status: int, said: str
) -> None:
    found, out, remarks = run(capsys, *asked)
    assert (found, out) == (status, "") and said in remarks


def test_ctrl_c_while_it_proves_leaves_no_file_and_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hevesy.plan.placement.choosing.choose", stopped)
    out, next_ = tmp_path / "placed", tmp_path / "next.toml"
    status, said, remarks = run(capsys, "FJI", "--open", "1", "--out", out, "--write", next_)
    assert (status, said) == (130, "") and "run the same command again to go on" in remarks
    assert list(out.iterdir()) == [] and not next_.exists()


def test_the_criterion_is_named_in_what_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    for criterion, model in (("regret", "futures_regret"), ("none", "p_median")):
        asked = ("FJI", "--open", "1", "--robust", criterion, "--try", "0", "--json")
        found = json.loads(run(capsys, *asked)[1])
        assert found["model"]["id"] == model
        assert found["asked"]["robust"] == (None if criterion == "none" else criterion)


@pytest.mark.parametrize("option", ["--budget", "--cover", "--within", "--seconds"])
@pytest.mark.parametrize("value", ["nan", "inf"])
def test_no_number_that_one_cannot_calculate_with(capsys: pytest.CaptureFixture[str], option: str, value: str) -> None:
    status, _, said = run(capsys, "Fiji", "--open", "1", option, value)
    assert status == 2 and f"Invalid value for '{option}': {value} is not" in said
