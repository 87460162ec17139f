"""`hevesy plan simulate` and `hevesy plan compare` as a planner meets them."""

from __future__ import annotations

import json
import os
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.plan.results.toy_results import built, counted, of_draws

from hevesy.cli import main
from hevesy.pictures import studio
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.writing import scenario_text
from hevesy.plan.simulation import simulate
from hevesy.plan.simulation.model import Model
from hevesy.plan.simulation.shards import Piece

FIJI = Scenario("Fiji: a year", "FJI", date(2027, 1, 1), 1, 16, 1, therapies=("lu177_psma617",))
JORDAN = Scenario("Jordan: as it is", "JOR", date(2026, 1, 1), 1, 8, 1)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = 0
    try:
        main([str(each) for each in arguments])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


def written(folder: Path, name: str, scenario: Scenario) -> Path:
    file = folder / name
    file.write_text(scenario_text(scenario), "utf-8")
    return file


@pytest.fixture
def toy_country(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every scenario of Jordan builds the same small country, which has been run already; pictures are drawn here."""
    monkeypatch.setattr(studio, "_runs_here", lambda: True)
    model, outcome = counted(6.0)
    made = built(model)

    def looked_up(block: Model, *_: Any) -> Piece:
        return Piece(of_draws(outcome, block.first_draw, block.first_draw + block.draws))

    monkeypatch.setattr(simulate, "_built", lambda scenario, shelf, calibration: made)
    monkeypatch.setattr(simulate, "run_block", looked_up)


def test_a_country_from_file_to_page(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file, out = written(tmp_path, "fiji.toml", FIJI), tmp_path / "results"
    status, said, remarks = run(capsys, "plan", "simulate", file, "--out", out)
    assert status == 0 and said.startswith("Exploratory: Fiji: a year, 2027\nExploratory: no counts")
    names = {path.name for path in out.iterdir()}
    assert names == {
        "simulation.html", "simulation.json", "yearly.csv", "centres.csv", "losses.csv", "facts.csv",
        "households.csv", "who_starts.csv",
    }  # fmt: skip
    assert f"wrote {out / 'simulation.html'}" in remarks
    found = json.loads((out / "simulation.json").read_text("utf-8"))
    assert found["scenario"]["country"] == "FJI" and found["made_with"]["kernel"] == "flow"
    assert found["made_with"]["queued_centres"] == [row["centre"] for row in found["centres"]]


@pytest.mark.usefixtures("toy_country")
def test_json_on_stdout_is_nothing_but_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = written(tmp_path, "jordan.toml", JORDAN)
    status, said, remarks = run(capsys, "plan", "simulate", file, "--kernel", "reference", "--json")
    assert (status, remarks) == (0, "") and json.loads(said)["schema"] == "hevesy.plan.simulation/1"


@pytest.mark.usefixtures("toy_country")
def test_ctrl_c_says_how_to_resume_and_resuming_gives_the_same_files(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out = written(tmp_path, "jordan.toml", JORDAN), tmp_path / "results"
    asked = ("plan", "simulate", file, "--kernel", "reference", "--out", out)
    genuine = simulate.run_block

    def pressed(*task: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return genuine(*task)

    monkeypatch.setattr(simulate, "run_block", pressed)
    status, _, remarks = run(capsys, *asked)
    assert status == 130 and "Stopping after this block of draws" in remarks
    assert (
        f"Stopped after 4 of 8 draws; they are kept in {out}: the same command goes on from there" in remarks
    )
    monkeypatch.setattr(simulate, "run_block", genuine)
    assert run(capsys, *asked)[0] == 0
    resumed = (out / "simulation.json").read_bytes()
    assert run(capsys, *asked, "--fresh")[0] == 0
    assert (out / "simulation.json").read_bytes() == resumed
    assert not list(out.glob(".unfinished*"))


@pytest.mark.usefixtures("toy_country")
def test_comparing_prints_a_table_csv_or_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    a = written(tmp_path, "a.toml", JORDAN)
    b = written(tmp_path, "b.toml", Scenario("Jordan: the same again", "JOR", date(2026, 1, 1), 1, 8, 1))
    asked = ("plan", "compare", a, b, "--kernel", "reference")
    status, said, _ = run(capsys, *asked)
    assert status == 0 and said.startswith("A: Jordan: as it is\nB: Jordan: the same again\n")
    assert "come to their right end" in said and "No intervention differs." in said
    status, said, remarks = run(capsys, *asked, "--csv")
    assert (
        said.splitlines()[0].startswith("outcome,unit,a,b,difference,low,high,share_b_better") and not remarks
    )
    status, said, _ = run(capsys, *asked, "--json", "--out", tmp_path / "compared")
    assert json.loads(said)["worth"]["verdict"] == "the same"
    assert (tmp_path / "compared" / "comparison.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (
            ("simulate", "no.toml"),
            3,
            "no.toml, the whole file: there is no such file; `hevesy plan scenario new`",
        ),
        (("simulate", "."), 3, "this is a folder; name the .toml file in it"),
        (("simulate", "ok.toml", "--draws", "1"), 2, "1 is not in the range"),
        (
            ("simulate", "ok.toml", "--kernel", "fluid"),
            2,
            "'fluid' is not one of 'flow', 'queue', 'reference'",
        ),
        (("simulate", "ok.toml", "--threads", "0"), 2, "0 is not in the range"),
        (("simulate", "ok.toml", "--out", "ok.toml"), 2, "'ok.toml' is a file"),
        (("simulate", "ok.toml", "--out", "/proc/nowhere"), 8, "The file system refused /proc/nowhere"),
        (("simulate", "ok.toml", "--pack", "nopack"), 3, "nopack: there is no such folder"),
        (("simulate", "ok.toml", "--dask", "here"), 6, "it is no address such as tcp://"),
        (
            ("simulate", "ok.toml", "--calibration", "no.json"),
            3,
            "no.json is not a calibration: there is no such file",
        ),
        (("simulate", "ok.toml", "--calibration", "ok.toml"), 3, "it can't be read as JSON"),
        (("simulate", "typo.toml"), 3, "key 'yeers': there is no such key; did you mean 'years'?"),
        (("simulate", "atlantis.toml"), 3, "there is no country 'ATL'"),
        (("compare", "ok.toml"), 2, "Missing argument 'B'"),
        (("compare", "ok.toml", "no.toml"), 3, "there is no such file"),
        (("compare", "ok.toml", "other.toml"), 6, "Give both the same seed"),
        (("compare", "ok.toml", "ok.toml", "--outcome", "qaly"), 6, "did you mean 'qalys'?"),
        (("compare", "ok.toml", "ok.toml", "--outcome", "net_benefit"), 6, "it needs --worth USD"),
        (("compare", "ok.toml", "ok.toml", "--worth", "-1"), 2, "-1.0 is not in the range"),
    ],
)
def test_wrong_input_gets_one_sentence_and_writes_nothing(
    arguments: tuple[str, ...], status: int, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    ok = written(tmp_path, "ok.toml", FIJI).read_text("utf-8")
    for name, old, new in (
        ("typo.toml", "years =", "yeers ="),
        ("atlantis.toml", '"FJI"', '"ATL"'),
        ("other.toml", "seed = 1", "seed = 2"),
    ):
        assert old in ok
        (tmp_path / name).write_text(ok.replace(old, new), "utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    found, printed, remarks = run(capsys, "plan", *arguments)
    assert (found, printed) == (status, "") and said in remarks and "Traceback" not in remarks
    assert sorted(path.name for path in tmp_path.iterdir()) == before
