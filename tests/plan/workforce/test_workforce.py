"""The workforce of Jordan as a planner would run it, and what each intervention moves and does not move."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.plan.published import check_published

from hevesy.capacity.leaving import KEPT
from hevesy.capacity.minutes import CADRES
from hevesy.cli import main
from hevesy.competence.pipeline import STAFF
from hevesy.facts import Shelf
from hevesy.plan.scenario.catalogue import find_entry
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.workforce import answers as answers_of
from hevesy.plan.workforce.figures import figures_of
from hevesy.plan.workforce.staffing import LEVERS, Staffed, staffed

TEXT = 'name = "Jordan"\ncountry = "JOR"\nstart = 2027-01-01\nyears = 3\ndraws = 8\ntherapies = ["lu177_psma617"]\n'
ACT = '\n[[intervention]]\nid = "it"\nkind = "{kind}"\nbegins = 2027-01-01\n'

SCHEMA = Path(answers_of.__file__).with_name("workforce.schema.json")
TRAINING = ("train_trainers", "anchor_centre")  # they move seats, and nobody's leaving


@pytest.fixture(scope="module")
def shipped() -> Shelf:
    return Shelf.load(packs=[], restricted=True)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A country of one centre with two physicists, and so few other persons that their training takes long."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "pack.toml").write_text('name = "own"\n')
    (folder / "centres.csv").write_text(
        "iso3,centre,name,town,services,therapies\nJOR,one,One,Amman,pet;spect;therapy,lu177_psma617\n"
    )
    people = {**dict.fromkeys(CADRES, 2), "engineer": 1}
    (folder / "staff.csv").write_text(
        "iso3,centre,cadre,count\n" + "".join(f"JOR,one,{cadre},{number}\n" for cadre, number in people.items())
    )
    return folder


@pytest.fixture(scope="module")
def shelf(shipped: Shelf, own: Path) -> Shelf:
    return shipped.with_pack(own)


def made_of(shelf: Shelf, more: str = "") -> Built:
    return built(scenario_from(TEXT + more), shelf)


@pytest.fixture(scope="module")
def made(shelf: Shelf) -> Built:
    return made_of(shelf)


def followed(made: Built, shelf: Shelf, rounds: int = 2, threads: int = 1) -> Staffed:
    return staffed(scenario_from(TEXT), made, shelf, threads, rounds)


def test_a_third_round_changes_less_than_one_percent(made: Built, shelf: Shelf) -> None:
    one, two, three = (followed(made, shelf, rounds=rounds) for rounds in (1, 2, 3))
    nurses = STAFF.index("nurse")
    assert not np.array_equal(one.flows[nurses].weeks, two.flows[nurses].weeks)  # the run does decide
    for before, after in zip(two.flows, three.flows, strict=True):
        assert after.weeks == pytest.approx(before.weeks, rel=0.01)
        assert after.competent == pytest.approx(before.competent, rel=0.01)
    given = [each.outcome.at_centres["given"].sum() for each in (two, three)]
    assert given[1] == pytest.approx(given[0], rel=0.01)


def test_counted_persons_are_followed_and_said(made: Built, shelf: Shelf) -> None:
    found = followed(made, shelf)
    assert all(each.counted for each in found.closed)
    assert {each.cadre for each in found.closed} == {"", *CADRES}
    assert found.flows[STAFF.index("physicist")].posts[0] == pytest.approx(2.0)
    assert found.flows[STAFF.index("engineer")].posts[0] == pytest.approx(1.0)
    assert (found.needed >= 0.0).all()
    for lever in found.levers:
        before = {each.cadre: each.in_the_run for each in found.closed}
        after = {each.cadre: each.in_the_run for each in lever.closed}
        if lever.entry.id not in TRAINING:
            assert after["physicist"] <= before["physicist"]


@pytest.mark.parametrize("kind", LEVERS)
def test_an_intervention_moves_what_it_should_and_nothing_else(kind: str, made: Built, shelf: Shelf) -> None:
    entry = find_entry(kind, shelf)
    keeps = {name for move in entry.moves for name in move.facts} & KEPT
    for cadre in ("physicist", "nurse"):
        before, after = figures_of(made, cadre, 1.0), figures_of(made, cadre, 1.0, entry)
        assert np.array_equal(after.leaving["retires"], before.leaving["retires"])
        for reason in ("emigrates", "leaves"):
            fewer = bool((after.leaving[reason] < before.leaving[reason]).all())
            assert fewer == (f"capacity.staff.kept.{reason}" in keeps)
        same = [name for name in before.__dataclass_fields__ if name not in ("leaving", "procedures", "trains")]
        assert all(np.array_equal(getattr(after, name), getattr(before, name)) for name in same)
        assert bool((after.procedures < before.procedures).all()) == (kind == "anchor_centre")
        assert bool((after.trains > before.trains).all()) == (kind == "train_trainers")


@pytest.mark.parametrize("kind", LEVERS)
def test_in_a_scenario_it_moves_the_same_chances_from_its_day_on(kind: str, made: Built, shelf: Shelf) -> None:
    acted = made_of(shelf, ACT.format(kind=kind))
    place = made.model.resources.index("physicist")
    usual = made.model.rows[made.model.fails_row[0, place, 0]]
    fails = acted.model.rows[acted.model.fails_row[0, place]]
    assert np.array_equal(fails[0], usual)  # it takes half a year or more until it works
    if kind in TRAINING:
        assert all(np.array_equal(each, usual) for each in fails)
    else:
        assert (fails[-1] < usual).all()
    chairs = acted.model.resources.index("chair")
    assert len(np.unique(acted.model.have_row[0, chairs])) == 1


BITS = """
import sys, hashlib
from pathlib import Path
from hevesy.facts import Shelf
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.workforce.answers import workforce_said
from hevesy.plan.workforce.staffing import workforce
from hevesy.plan.results.writing import json_of
shelf = Shelf.load(packs=[], restricted=True).with_pack(Path(sys.argv[1]))
found = workforce(scenario_from(sys.argv[2]), shelf, int(sys.argv[3]))
print(hashlib.sha256(json_of(workforce_said(found, shelf)).encode()).hexdigest())
"""


@pytest.mark.deep
def test_the_same_bits_over_threads_and_hash_seeds(own: Path) -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", BITS, str(own), TEXT, threads],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads, hash_seed in (("1", "1"), ("2", "2"))
    }
    assert len(found) == 1


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    status = 0
    try:
        main([str(each) for each in words])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture(scope="module")
def jordan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("jordan") / "jordan.toml"
    file.write_text(TEXT, "utf-8")
    return file


def test_the_command_writes_page_json_and_table(
    capsys: pytest.CaptureFixture[str], jordan: Path, own: Path, tmp_path: Path
) -> None:
    code, out, err = run(capsys, "plan", "workforce", jordan, "--pack", own, "--threads", "1", "--out", tmp_path)
    assert code == 0, err
    assert "One: a closed month in" in out
    said = json.loads((tmp_path / "workforce.json").read_text("utf-8"))
    check_published(said, SCHEMA)
    cadres = {each["cadre"]: each for each in said["cadres"]}
    assert list(cadres) == list(STAFF)
    assert cadres["physicist"]["posts"][0]["value"] == 2
    assert cadres["engineer"]["needed"] is None
    assert set(cadres["nurse"]["left"]) == {"leaves", "retires", "emigrates"}
    (centre,) = said["centres"]
    assert centre["engineers"]["counted"] == 1
    assert [each["therapy"] for each in said["presence"]] == ["lu177_psma617"]
    assert "physicist" in said["presence"][0]["must_be_present"]
    page = (tmp_path / "workforce.html").read_text("utf-8")
    assert "A closed month" in page
    assert "<script" not in page
    assert (tmp_path / "workforce.csv").read_text("utf-8-sig").startswith("what,centre,cadre,year,value,low,high")


def test_where_nobody_counted_the_page_says_so(capsys: pytest.CaptureFixture[str], jordan: Path) -> None:
    code, out, err = run(capsys, "plan", "workforce", jordan, "--draws", "2", "--threads", "1")
    assert code == 0, err
    assert "Nobody has counted the persons of" in out


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        (TEXT.replace("JOR", "JOX"), (), "JOX"),
        (TEXT + ACT.format(kind="retention_pakage"), (), "did you mean 'retention_package'"),
        (TEXT, ("--pack", "nowhere"), "nowhere"),
        (TEXT, ("--calibration", "no.json"), "no.json is not a calibration: there is no such file"),
    ],
)
def test_wrong_input_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, words: Sequence[str], sentence: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(text, "utf-8")
    code, _out, err = run(capsys, "plan", "workforce", file, *words)
    assert code > 0
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
