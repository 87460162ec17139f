"""Calibration end to end, on made-up Jordans whose counts are invented."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.plan.reconcile.made_up import pack
from tests.plan.simulation.toys import Toy

from hevesy.cli import hevesy
from hevesy.errors import NoCounts
from hevesy.facts import Reader, Shelf
from hevesy.facts.fact import Dist
from hevesy.places import find_country
from hevesy.plan.reconcile.calibration import Calibration
from hevesy.plan.reconcile.engine import EngineForward, without_chance
from hevesy.plan.reconcile.reconcile import asked, reconcile
from hevesy.plan.reconcile.yearly import YearlyForward
from hevesy.plan.simulation import flow
from hevesy.products import therapies

DAY = date(2026, 3, 1)


def test_afterwards_every_count_is_reproduced(calibration: Calibration) -> None:
    shown = {(each.what, each.centre, each.therapy): each for each in calibration.fit}
    psma = shown["patients", "capital", "lu177_psma617"]
    assert psma.observed == 6  # eight less two foreigners
    assert psma.prior.median < 1.0 and psma.posterior.low <= 6 <= psma.posterior.high
    assert all(each.inside for each in calibration.fit)
    assert all(
        each.posterior.high - each.posterior.low < each.prior.high - each.prior.low
        for each in calibration.fit
        if each.therapy == "i131_hyperthyroid"
    )
    assert calibration.effective > 128


def test_what_moved_is_named_with_its_kind_and_the_furthest_first(calibration: Calibration) -> None:
    shifts = [abs(each.own_shift) for each in calibration.moved]
    assert shifts == sorted(shifts, reverse=True) and shifts[0] > 0.5
    strength = next(each for each in calibration.moved if each.fact == "plan.system_strength")
    assert strength.shift > 0.5 and strength.left < 1.0 and strength.kind == "assumption"


def test_the_same_seed_gives_the_same_calibration(calibration: Calibration, shelf: Shelf) -> None:
    again = reconcile(find_country("JOR", shelf), shelf, DAY, draws=128, quick=True)
    assert all(np.array_equal(again.scores[name], score) for name, score in calibration.scores.items())


def test_engine_and_yearly_cascade_expect_the_same_where_nobody_waits(shelf: Shelf) -> None:
    """With no loss by waiting and no repeated courses the weeks add up to the year, but for grouping by distance."""
    jordan, name = find_country("JOR", shelf), "i131_hyperthyroid"
    therapy = [each for each in therapies(shelf) if each.id == name]
    alike = {"products.waits.thyroid": 1.0, "course.hyperthyroid.repeat": 0.0}
    stated = {
        fact: replace(shelf.fact(fact, "JOR"), value=value, low=None, high=None, dist=Dist.FIXED)
        for fact, value in alike.items()
    }
    weekly = EngineForward.of(jordan, shelf, [name], "globocan", 2026)
    yearly = YearlyForward.of(jordan, shelf, therapy, "globocan", 2026, DAY)
    assert yearly is not None
    ours = weekly.expected(Reader(shelf, "JOR", 16, 1, stated=stated)).whole(name)
    theirs = yearly.expected(Reader(shelf, "JOR", 16, 1, stated=stated)).whole(name)
    ratio = ours.courses / theirs.courses
    assert np.median(ratio) == pytest.approx(1.0, abs=0.03)
    assert (abs(ratio - 1.0) < 0.05).sum() >= 14  # in the others somebody waits
    assert ours.administrations / ours.courses == pytest.approx(
        theirs.administrations / theirs.courses, rel=1e-6
    )


def test_without_chance_machines_are_there_their_mean_share_of_the_time() -> None:
    """Ten chairs that fail in 10 % of weeks and come back in 30 %: seven and a half of them."""
    toy = Toy(weeks=104, draws=2, need=20.0, cycles=1, have=10.0, units=10, fails=0.1, back=0.3)
    outcome = flow.run(without_chance(toy.model()))
    assert outcome.at_centres["given"][1, 0, 0] == pytest.approx([7.5 * 52] * 2)


@pytest.mark.slow(reason="a whole calibration, from counts to page")
def test_the_command_writes_the_calibration_its_fit_and_what_moved(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "calibration"
    told = CliRunner().invoke(
        hevesy,
        [
            *["plan", "reconcile", "JOR", "--quick", "--draws", "64", "--on", "2026-03-01"],
            "--pack",
            str(folder),
            "--out",
            str(out),
        ],
    )
    assert told.exit_code == 0, told.output
    assert "Calibrated to the country's own counts of 2025: 4 figures" in told.output
    assert sorted(path.name for path in out.iterdir()) == [
        "apart.csv",
        "calibration.json",
        "fit.csv",
        "moved.csv",
    ]
    apart = (out / "apart.csv").read_text("utf-8").splitlines()
    assert apart[:2] == [
        "centre,therapy,persons,foreigners,living_here,sent_abroad",
        "capital,lu177_psma617,8,2,6,",
    ]
    assert "Counted apart:" in told.output and "12 of 78 patients live in other countries" in told.output
    assert json.loads((out / "calibration.json").read_text("utf-8"))["draws"] == 64


def test_a_scenario_stands_for_its_country_and_its_packs(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(
        f'name = "x"\ncountry = "JOR"\nstart = 2026-01-01\nyears = 1\npacks = ["{folder}"]\n',
        encoding="utf-8",
    )
    told = CliRunner().invoke(
        hevesy, ["plan", "reconcile", str(tmp_path / "s.toml"), "--quick", "--year", "2020"]
    )
    assert isinstance(told.exception, NoCounts)
    assert "of Jordan in 2020 are on the shelf" in str(told.exception)
    assert "It has some of 2025" in str(told.exception)


def test_a_figure_that_a_scenario_states_is_not_moved(shelf: Shelf) -> None:
    name = "products.accepts.treatment"
    stated = {name: replace(shelf.fact(name, "JOR"), value=0.5, low=None, high=None, dist=Dist.FIXED)}
    question = asked(find_country("JOR", shelf), shelf, DAY, stated=stated, quick=True, prior=16)
    assert name not in question.problem.names
    reader = question.problem.reader(np.zeros((1, len(question.problem.names))))
    assert reader.value(name) == pytest.approx([0.5])


def test_waits_are_compared_by_the_engine_and_left_aside_by_the_quick_model(
    tmp_path: Path, shipped: Shelf
) -> None:
    waits = "iso3,centre,therapy,year,median_weeks,waiting_now,state\nJOR,north,i131_hyperthyroid,2025,6,4,reported\n"
    shelf = shipped.with_pack(pack(tmp_path / "jordan", waits=waits))
    jordan = find_country("JOR", shelf)
    quick = asked(jordan, shelf, DAY, quick=True)
    assert "Waits were not compared: the quick model has no queues." in quick.notes
    assert not [figure for figure in quick.terms.figures if figure.what.startswith("wait")]
    whole = asked(jordan, shelf, DAY, prior=16)
    assert [figure.what for figure in whole.terms.figures][-2:] == ["waiting", "wait_weeks"]
