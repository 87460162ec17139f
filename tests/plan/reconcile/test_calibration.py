"""A calibration on disk: what it gives back, and when it is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.plan.reconcile.made_up import pack

from hevesy.errors import BadCalibration, OtherData
from hevesy.facts import Shelf
from hevesy.plan.reconcile.calibration import (
    Calibration,
    calibrated_reader,
    read_calibration,
    reader_for,
    schema_problems,
    write_calibration,
)
from hevesy.plan.scenario.scenario import Range, Scenario

MOVED = "epidemiology.cascade.access.referral_of_eligible"


def scenario(**changes: object) -> Scenario:
    base = Scenario(name="base", country="Jordan", start=date(2026, 1, 5), years=1, draws=200, seed=3)
    return replace(base, **changes)  # type: ignore[arg-type]


def test_written_and_read_it_is_the_same(calibration: Calibration, tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    write_calibration(calibration, file)
    back = read_calibration(file)
    assert (back.country, back.year, back.burden, back.forward) == ("JOR", 2025, "globocan", "yearly")
    assert (back.fit, back.moved, back.notes, back.mark) == (
        calibration.fit,
        calibration.moved,
        calibration.notes,
        calibration.mark,
    )
    for name, score in calibration.scores.items():
        assert back.scores[name] == pytest.approx(score, abs=5.1e-5)
    assert schema_problems(json.loads(file.read_text("utf-8"))) == []


def test_its_reader_draws_the_moved_figures_and_leaves_the_others(
    calibration: Calibration, shelf: Shelf
) -> None:
    plain, moved = shelf.reader("JOR", 128, 3), calibrated_reader(calibration, shelf, 128, 3)
    assert np.array_equal(moved.scores[MOVED], calibration.scores[MOVED])
    assert not np.array_equal(moved.draw(MOVED), plain.draw(MOVED))
    silent = "therapies.lu177_psma617.trial.VISION_mean_cycles"
    assert silent not in calibration.scores
    assert np.array_equal(moved.draw(silent), plain.draw(silent))


def test_more_draws_than_were_kept_use_each_again_equally_often(
    calibration: Calibration, shelf: Shelf
) -> None:
    score = calibrated_reader(calibration, shelf, 256, 3).scores[MOVED]
    assert np.array_equal(score[:128], calibration.scores[MOVED])
    assert np.array_equal(np.sort(score[128:]), np.sort(score[:128]))
    assert not np.array_equal(score[128:], score[:128])
    causes = calibrated_reader(calibration, shelf, 256, 3).scores["plan.system_strength"]
    pairs = set(zip(score[:128].tolist(), causes[:128].tolist(), strict=True))
    assert set(zip(score[128:].tolist(), causes[128:].tolist(), strict=True)) == pairs  # draws stay whole


def test_a_scenarios_own_figure_is_drawn_anew(calibration: Calibration, shelf: Shelf) -> None:
    stated = scenario(facts={MOVED: Range(0.9, 0.85, 0.95)})
    reader = reader_for(calibration, stated, shelf)
    assert reader.draws == 200 and reader.seed == 3
    assert MOVED not in reader.scores and 0.8 < np.median(reader.draw(MOVED)) < 0.99


def test_another_country_or_source_of_burden_is_refused(calibration: Calibration, shelf: Shelf) -> None:
    with pytest.raises(
        OtherData, match="made for JOR with burden from globocan, and this is a scenario for KEN"
    ):
        reader_for(calibration, scenario(country="Kenya"), shelf)
    with pytest.raises(OtherData, match="a scenario for JOR with burden from gbd"):
        reader_for(calibration, scenario(burden="gbd"), shelf)


def test_other_counts_or_facts_are_refused(calibration: Calibration, shipped: Shelf, tmp_path: Path) -> None:
    with pytest.raises(
        OtherData, match="with the pack made_up, and this is a shelf with no pack of a country"
    ):
        reader_for(calibration, scenario(), shipped)
    other = Shelf.load(
        [pack(tmp_path / "other", treatments="iso3,therapy,year,patients,state\nJOR,ra223,2024,3,reported\n")]
    )
    with pytest.raises(
        OtherData, match="another state of them or of the shelf: its scores would mean other figures"
    ):
        reader_for(calibration, scenario(), other)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "can't be read as JSON"),
        ("[]", "does not begin with the format"),
        ('{"format": "hevesy calibration 1"}', "'country' is missing"),
    ],
)
def test_a_file_that_is_no_calibration_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "calibration.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadCalibration, match=problem):
        read_calibration(file)
    with pytest.raises(BadCalibration, match="there is no such file"):
        read_calibration(tmp_path / "none.json")


def test_scores_of_different_lengths_are_refused(calibration: Calibration, tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    write_calibration(calibration, file)
    held = json.loads(file.read_text("utf-8"))
    held["scores"][MOVED] = held["scores"][MOVED][:-1]
    file.write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(BadCalibration, match="scores of different lengths"):
        read_calibration(file)
