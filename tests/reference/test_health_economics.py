"""Published answers of other programs, and closed forms, to 1e-6.

The full tables of BCEA and dampack are under the GPL and are not shipped: say where they lie with
HEVESY_HEALTH_ECONOMICS (a folder with bcea_vaccine.csv, dampack_example_psa.csv, darth_sick_sicker_psa_inputs.csv and
darth_sick_sicker_psa_outputs.csv), and they are read.
"""

from __future__ import annotations

import csv
import math
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.reference.sick_sicker import BASE, STRATEGIES, answers

from hevesy.money.value import (
    Correction,
    Exponential,
    Sample,
    Standing,
    budget_impact,
    curves,
    dominators,
    evpi,
    exponential_years,
    league,
    partitioned,
)

SHIPPED = Path(__file__).parent / "sick_sicker_draws.csv"
FOLDER = os.environ.get("HEVESY_HEALTH_ECONOMICS", "")
needs_tables = pytest.mark.skipif(not FOLDER, reason="HEVESY_HEALTH_ECONOMICS names no folder with the full tables")


def columns(path: Path) -> dict[str, NDArray[np.float64]]:
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return dict(zip(head, np.array(rows, dtype=np.float64).T, strict=True))


# --- Sick-Sicker (DARTH) ----------------------------------------------------------------------------------


def test_sick_sicker_with_darths_own_weights() -> None:
    """Table 4 of the tutorial, to more digits."""
    costs, qalys = answers({name: np.asarray(value) for name, value in BASE.items()}, Correction.SIMPSON_AS_DARTH)
    assert costs == pytest.approx([151579.86595739, 284804.51337057, 259100.41061700, 378875.19839449], rel=1e-9)
    assert qalys == pytest.approx([20.71133146, 21.49866281, 22.18446514, 23.13684414], rel=1e-8)
    found = league(costs, qalys, STRATEGIES)
    assert [place.strategy for place in found] == ["SoC", "B", "AB", "A"]
    assert [place.icer for place in found[1:3]] == pytest.approx([72987.63606665, 125763.78575369], rel=1e-9)
    assert found[3].standing is Standing.DOMINATED
    assert dominators(found) == {"A": ("B",)}


def test_swapping_simpsons_weights_loses_more_than_a_hundredth_of_the_qalys() -> None:
    """Simpson's rule and the trapezium agree to 3 parts in 10,000; the swapped weights lie 1.5 % below both."""
    given = {name: np.asarray(value) for name, value in BASE.items()}
    found = {each: answers(given, each)[1] for each in Correction}
    assert found[Correction.SIMPSON] == pytest.approx(found[Correction.HALF_CYCLE], rel=4e-4)
    assert (found[Correction.SIMPSON_AS_DARTH] < found[Correction.SIMPSON] * 0.987).all()


def test_fifty_draws_of_sick_sicker_as_darth() -> None:
    drawn = columns(SHIPPED)
    costs, qalys = answers(drawn, Correction.SIMPSON_AS_DARTH)
    for number in range(4):
        assert costs[number] == pytest.approx(drawn[f"cost.{number + 1}"], rel=1e-9)
        assert qalys[number] == pytest.approx(drawn[f"eff.{number + 1}"], rel=1e-9)


@needs_tables
def test_thousand_draws_of_sick_sicker_as_darth() -> None:
    drawn = columns(Path(FOLDER) / "darth_sick_sicker_psa_inputs.csv")
    theirs = columns(Path(FOLDER) / "darth_sick_sicker_psa_outputs.csv")
    costs, qalys = answers(drawn, Correction.SIMPSON_AS_DARTH)
    for number in range(4):
        assert costs[number] == pytest.approx(theirs[f"cost.{number + 1}"], rel=1e-9)
        assert qalys[number] == pytest.approx(theirs[f"eff.{number + 1}"], rel=1e-9)


# --- BCEA, dampack ----------------------------------------------------------------------------------------


@needs_tables
def test_vaccine_of_bcea() -> None:
    """BCEA's Vaccine: ICER 20,097.59; EVPI at 25,000 a QALY 2.41 (Baio, Berardi, Heath 2017)."""
    found = columns(Path(FOLDER) / "bcea_vaccine.csv")
    names = ("Status.Quo", "Vaccination")
    sample = Sample.of([found[f"cost.{n}"] for n in names], [found[f"eff.{n}"] for n in names], names)
    assert sample.league()[1].icer == pytest.approx(20097.5915, abs=1e-4)
    assert evpi(sample, 25000) == pytest.approx(2.41446695, abs=1e-6)


@needs_tables
def test_example_of_dampack() -> None:
    """At 50,000 surgery is most often best, and chemotherapy best on average: the frontier is not the highest curve."""
    found = columns(Path(FOLDER) / "dampack_example_psa.csv")
    names = ("Chemo", "Radio", "Surgery")
    sample = Sample.of([found[f"cost.{n}"] for n in names], [found[f"eff.{n}"] for n in names], names)
    places = sample.league()
    assert [place.strategy for place in places] == ["Radio", "Chemo", "Surgery"]
    assert places[1].icer == pytest.approx(38491.9106, abs=1e-4)
    assert places[2].standing is Standing.EXTENDEDLY_DOMINATED
    at = curves(sample, [50000])
    assert at.acceptability[0] == pytest.approx([0.3561, 0.2752, 0.3687], abs=1e-6)
    assert at.strategies[at.best[0]] == "Chemo"
    assert at.frontier == pytest.approx([0.3561], abs=1e-6)
    assert at.evpi == pytest.approx([at.expected_loss[0].min()])


# --- closed forms -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("free", "alive", "expected"),
    [(8.7, 15.3, (1.0095748372, 1.7246244081, 1.2366896123)), (3.4, 11.3, (0.4030952490, 1.2972956916, 0.8589964648))],
)
def test_partitioned_survival_of_two_exponentials(
    free: float, alive: float, expected: tuple[float, float, float]
) -> None:
    """Medians in months, ten years, 3.5 % a year, utilities .8 and .6."""
    found = partitioned(
        Exponential.of_median(free / 12), Exponential.of_median(alive / 12), 10, discount_per_year=0.035
    )
    assert (found.stable, found.alive) == pytest.approx(expected[:2], abs=1e-7)
    assert 0.8 * found.stable + 0.6 * found.progressed == pytest.approx(expected[2], abs=1e-7)
    closed = exponential_years(math.log(2) / (free / 12), math.log(1.035), 10)
    assert closed == pytest.approx(expected[0], abs=1e-10)


def test_budget_impact_of_five_years() -> None:
    """1,000 eligible, growing 5 % a year; 4.5 cycles of 15,000 and 3,000, less .6 x 20,000."""
    eligible = 1000 * 1.05 ** np.arange(5)
    found = budget_impact(eligible, [0.05, 0.1, 0.2, 0.3, 0.4], 4.5 * 15000 + 3000, 0.6 * 20000)
    assert found == pytest.approx([2925000, 6142500, 12899250, 20316318.75, 28442846.25], abs=1e-6)
