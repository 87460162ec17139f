"""`hevesy plan fives` as a planner meets it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from hevesy.cli import main
from hevesy.pictures import studio
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.writing import scenario_text

FIJI = Scenario("Fiji: a year", "FJI", date(2027, 1, 1), 1, 4, 1, therapies=("lu177_psma617",))


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = 0
    try:
        main(["plan", "fives", *map(str, arguments)])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def fiji(tmp_path: Path) -> Path:
    file = tmp_path / "fiji.toml"
    file.write_text(scenario_text(FIJI), "utf-8")
    return file


@pytest.mark.slow(reason="96 runs of a country, from file to page")
def test_a_country_from_file_to_page(
    capsys: pytest.CaptureFixture[str], fiji: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "_runs_here", lambda: True)
    out = tmp_path / "fives"
    status, said, remarks = run(capsys, fiji, "--out", out)
    assert status == 0 and said.startswith("Exploratory: Fiji: a year, 2027: the five A's\n")
    assert (
        said.rstrip().endswith(f"The page is {out / 'fives.html'}")
        and f"wrote {out / 'fives.json'}" in remarks
    )
    assert {path.name for path in out.iterdir()} == {"fives.html", "fives.json", "fives.csv", "gates.csv"}
    written = json.loads((out / "fives.json").read_text("utf-8"))
    status, said, _ = run(capsys, fiji, "--json", "--threads", "1")
    assert status == 0 and json.loads(said) == written


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (("no.toml",), 3, "no.toml, the whole file: there is no such file"),
        (("fiji.toml", "--draws", "1"), 2, "1 is not in the range"),
        (("fiji.toml", "--calibration", "no.json"), 3, "no.json"),
        (("fiji.toml", "--pack", "own"), 3,
         "five_a_gates.csv, line 2, field 'a': 'power' is not one of the choices; choose one of availability"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("fiji")
def test_bad_input_is_one_sentence_and_changes_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...],
    status: int, said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own"
    own.mkdir()
    (own / "pack.toml").write_text('name = "own"\ntitle = "Own"\nlicence = "CC0-1.0"\n', "utf-8")
    (own / "five_a_gates.csv").write_text(
        "therapy,stage,reason,a,also_a,domain,source,kind,note\n"
        ",accepts,treatment_not_accepted,power,,resource,asm,assumption,\n", "utf-8",
    )  # fmt: skip
    found, out, remarks = run(capsys, *asked, "--out", "made")
    assert found == status and out == "" and said in remarks and "Traceback" not in remarks
    assert not (tmp_path / "made").exists()
