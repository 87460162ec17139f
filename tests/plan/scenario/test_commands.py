"""The commands as somebody types them: what they write, what they refuse and how they exit."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from functools import reduce
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from hevesy.cli import main
from hevesy.facts import Shelf
from hevesy.plan.scenario.reading import read_scenario

CLONE = Path(__file__).resolve().parents[3]


def run(*words: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = 0
    try:
        main(["plan", "scenario", *(str(word) for word in words)])
    except SystemExit as error:
        status = int(error.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture(autouse=True)
def _one_shelf(monkeypatch: pytest.MonkeyPatch, shelf: Shelf) -> None:
    """Every command lays its packs on the shelf that was loaded once."""

    def laid(packs: Sequence[Path], without_restricted: bool) -> Shelf:
        return reduce(lambda below, folder: below.with_pack(folder), packs, shelf)

    monkeypatch.setattr("hevesy.cli.scenario.load_shelf", laid)


@pytest.fixture
def jordan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    file = tmp_path / "jordan.toml"
    assert run("new", "Jordan", "--out", file, capsys=capsys)[0] == 0
    return file


def test_a_new_scenario_is_there_checked_and_drawn(jordan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run("check", jordan, capsys=capsys)
    assert status == 0
    assert "nothing is wrong with it" in said
    assert "licence_irbid, then permit_irbid, then open_irbid" in said
    picture = jordan.with_suffix(".svg")
    assert run("gantt", jordan, "--out", picture, capsys=capsys)[0] == 0
    svg = picture.read_text("utf-8")
    assert svg.startswith("<svg ") and "» Open a centre, irbid_centre" in svg
    assert "What decides when the last is ready: Site licence" in svg


def test_a_country_as_it_is_has_no_intervention(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "now.toml"
    assert run("new", "Jordan", "--nothing-done", "--out", file, capsys=capsys)[0] == 0
    found = read_scenario(file)
    assert not found.interventions and not found.onward and (found.country, found.years) == ("JOR", 10)
    assert run("check", file, capsys=capsys)[0] == 0


def test_a_table_for_machines_has_the_days_and_the_money(
    jordan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said, _ = run("check", jordan, "--csv", capsys=capsys)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(said))}
    opened = rows["open_irbid"]
    assert (opened["capital_USD"], opened["USD_per_year"], opened["effect"]) == ("600000", "60000", "counted")
    assert rows["travel_vouchers"]["effect"] == "measured"
    assert rows["patient_education"]["effect"] == "assumed"
    assert opened["ready_early"] <= opened["ready"] <= opened["ready_late"]


def test_nothing_is_overwritten(jordan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = jordan.read_bytes()
    status, _, said = run("new", "JOR", "--out", jordan, capsys=capsys)
    assert status == 5
    assert "is there already, so nothing was written" in said
    assert jordan.read_bytes() == before


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("years = 10", "yeers = 10", "key 'yeers': there is no such key; did you mean 'years'?"),
        ('centre = "hypothetical:amman"', 'centre = "amman"', "did you mean 'hypothetical:amman'?"),
        ("adds = { chair = 2 }", "adds = { chair = -2 }", "key 'chair': -2 is negative"),
        ('"site_licence"', '"hire_staff"', "needs site_licence at 'irbid_centre' first"),
        ("years = 10", 'years = 10\npacks = ["nowhere"]', "nowhere: there is no such folder"),
    ],
)
def test_what_is_wrong_is_said_on_one_line_and_exits_3(
    jordan: Path, old: str, new: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    jordan.write_text(jordan.read_text("utf-8").replace(old, new), "utf-8")
    status, out, error = run("check", jordan, capsys=capsys)
    assert (status, out) == (3, "")
    assert said in error
    assert error.count("\n") == 1


def test_a_pack_is_named_as_seen_from_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.toml").write_text('name = "own"\n', "utf-8")
    (pack / "centres.csv").write_text(
        "iso3,centre,name,town,services\nJOR,khcc,Centre,Amman,therapy\n", "utf-8"
    )
    file = tmp_path / "in" / "jordan.toml"
    file.parent.mkdir()
    assert run("new", "JOR", "--out", file, "--pack", pack, capsys=capsys)[0] == 0
    assert 'packs = ["../pack"]' in file.read_text("utf-8")
    status, said, _ = run("check", file, "--csv", capsys=capsys)
    assert status == 0
    assert "chairs_khcc,khcc," in said


def test_page_and_schema_say_what_dictionary_and_catalogue_say() -> None:
    found = spec_from_file_location("tools_scenario_page", CLONE / "tools" / "scenario_page.py")
    assert found is not None and found.loader is not None
    page = module_from_spec(found)
    sys.modules[found.name] = page
    found.loader.exec_module(page)
    assert page.stale() == [], "run `python tools/scenario_page.py` and commit what it wrote"
