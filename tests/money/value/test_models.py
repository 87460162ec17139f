"""Cohort models, curves and weights against answers by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BadEconomics
from hevesy.money.value import (
    Correction,
    Exponential,
    Faster,
    GeneralisedGamma,
    Gompertz,
    LogLogistic,
    LogNormal,
    Weibull,
    WithHazardRatio,
    area_under,
    cycle_weights,
    discount_factors,
    expected,
    illness_death,
    mean_years,
    partitioned,
    probability,
    time_in_states,
    trace,
    trace_in_time,
)
from hevesy.money.value.survival import Curve

AT = np.array([0.0, 0.4, 1.0, 3.0])


@pytest.mark.parametrize("cycles", [1, 2, 3, 4, 5, 6, 7, 75, 76])
def test_simpson_integrates_a_cubic_exactly(cycles: int) -> None:
    weights = cycle_weights(cycles)
    for power in range(2 if cycles == 1 else 4):
        assert weights @ np.arange(cycles + 1.0) ** power == pytest.approx(cycles ** (power + 1) / (power + 1))


def test_weights_as_darth_do_not_integrate_a_line() -> None:
    weights = cycle_weights(10, Correction.SIMPSON_AS_DARTH)
    assert weights[:4] == pytest.approx([1 / 3, 2 / 3, 4 / 3, 2 / 3])
    assert weights @ np.ones(11) != pytest.approx(10, rel=0.01)


def test_half_cycle_and_none() -> None:
    assert cycle_weights(3, "half-cycle").tolist() == [0.5, 1, 1, 0.5]
    assert cycle_weights(3, "none").tolist() == [1, 1, 1, 1]


def test_discounting_of_whole_years_only() -> None:
    assert discount_factors(0.05, 4, 0.5, yearly=True) == pytest.approx([1, 1, 1 / 1.05, 1 / 1.05, 1.05**-2])
    with pytest.raises(BadEconomics, match="is 3 %"):
        discount_factors(3, 4)


def test_two_states_by_hand() -> None:
    """Half die each year: 1, .5, .25 alive; trapezium over two cycles: .5 + .5 + .125."""
    followed = trace([1, 0], [[0.5, 0.5], [0, 1]], 2)
    assert followed.at(2).tolist() == [0.25, 0.75]
    assert expected(followed, [1, 0], correction="half-cycle") == pytest.approx(1.125)
    assert expected(followed, [100, 0], correction="none", discount_per_year=0.1) == pytest.approx(
        100 * (1 + 0.5 / 1.1 + 0.25 / 1.21)
    )


def test_chances_that_change_from_cycle_to_cycle() -> None:
    steps = np.array([[[0.9, 0.1], [0, 1]], [[0.5, 0.5], [0, 1]]])
    assert trace_in_time([1, 0], steps).at(2) == pytest.approx([0.45, 0.55])
    batched = np.stack([steps, steps[::-1]], axis=1)
    assert trace_in_time([1, 0], batched).at(1) == pytest.approx(np.array([[0.9, 0.1], [0.5, 0.5]]))


def test_a_batch_is_its_members_one_by_one() -> None:
    rng = np.random.default_rng(1)
    matrices = rng.dirichlet(np.ones(5), (3, 7, 5))
    together = trace([0.2] * 5, matrices, 12)
    assert together.batch == (3, 7)
    alone = trace([0.2] * 5, matrices[2, 6], 12)
    assert together.at(12)[2, 6] == pytest.approx(alone.at(12), rel=1e-12)
    weights = cycle_weights(12) * discount_factors(0.03, 12)
    without = time_in_states([0.2] * 5, matrices, weights)
    assert without == pytest.approx(together.time_in_states(weights), rel=1e-12)
    by_power = np.full(5, 0.2) @ np.linalg.matrix_power(matrices[2, 6], 12)
    assert alone.at(12) == pytest.approx(by_power, rel=1e-12)


def test_equal_chances_of_dying_before_and_after_progression_are_one_exponential() -> None:
    """And two cycles of half a year are one of a year."""
    whole, half = illness_death(2.0, 0.6, 0.6), illness_death(2.0, 0.6, 0.6, 0.5)
    assert whole[0, 2] == pytest.approx(1 - math.exp(-0.6))
    assert half @ half == pytest.approx(whole)
    assert illness_death([1.0, 2.0], 0.5, [1.5, 0.1]).sum(axis=-1) == pytest.approx(np.ones((2, 3)))
    with pytest.raises(BadEconomics, match="below zero"):
        illness_death(-1.0, 0.5, 0.5)


@pytest.mark.law
@given(st.integers(2, 6), st.integers(1, 30), st.integers(0, 10_000))
def test_nobody_is_lost_between_states(states: int, cycles: int, seed: int) -> None:
    matrices = np.random.default_rng(seed).dirichlet(np.ones(states), (4, states))
    start = np.zeros(states)
    start[0] = 1
    assert trace(start, matrices, cycles).shares.sum(axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("transitions", "said"),
    [
        ([[0.5, 0.4], [0, 1]], r"row \[0\] = 0.9"),
        ([[1.5, -0.5], [0, 1]], r"transitions\[0, 0\] = 1.5"),
        ([[math.nan, 1], [0, 1]], "nan"),
        ([[0.5, 0.5]], "equally long"),
    ],
)
def test_wrong_chances_are_refused(transitions: list[list[float]], said: str) -> None:
    with pytest.raises(BadEconomics, match=said):
        trace([1, 0], transitions, 3)


def test_a_start_with_too_few_states_is_refused() -> None:
    with pytest.raises(BadEconomics, match="2 states"):
        trace([1, 0, 0], np.eye(2), 3)
    with pytest.raises(BadEconomics, match="below zero"):
        probability(-0.1)


# --- curves ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("curve", "expected_at_one"),
    [
        (Exponential(0.7), math.exp(-0.7)),
        (Weibull(1.5, 1.4), math.exp(-((1 / 1.5) ** 1.4))),
        (LogLogistic(1.2, 2.0), 1 / (1 + 1 / 1.44)),
        (LogNormal(1.0, 0.8), 0.5),
        (Gompertz(0.3, 0.2), math.exp(-1.5 * (math.exp(0.2) - 1))),
        (GeneralisedGamma(math.log(1.5), 1 / 1.4, 1.0), math.exp(-((1 / 1.5) ** 1.4))),
        (GeneralisedGamma(0.0, 1.0, -1.0), 1 - math.exp(-1)),
        (Faster(Exponential(0.7), 0.3), math.exp(-1.0)),
    ],
)
def test_curves_by_hand(curve: Curve, expected_at_one: float) -> None:
    found = curve.at(AT)
    assert found[0] == 1
    assert (np.diff(found) < 0).all()
    assert found[2] == pytest.approx(expected_at_one)


def test_gamma_is_a_generalised_gamma() -> None:
    """Q = sigma: a gamma distribution of shape 1/sigma^2; with sigma = Q = 1 the exponential."""
    assert GeneralisedGamma(math.log(2.0), 1.0, 1.0).at(AT) == pytest.approx(Exponential(0.5).at(AT))


def test_medians_are_medians_and_parameters_may_be_drawn() -> None:
    medians = np.array([0.5, 1.0, 2.0])
    for curve in (Exponential.of_median(medians), Weibull.of_median(medians, 1.3), LogLogistic.of_median(medians, 2.0)):
        assert np.diag(curve.at(medians)) == pytest.approx(0.5)
        assert curve.at(AT).shape == (3, 4)


def test_a_hazard_ratio_may_wane() -> None:
    control, ratio = Weibull.of_median(1.0, 1.5), 0.5
    lasting, waning = WithHazardRatio(control, ratio), WithHazardRatio(control, ratio, until=1.0)
    assert lasting.at(AT) == pytest.approx(control.at(AT) ** 0.5)
    assert waning.at(AT)[:3] == pytest.approx(lasting.at(AT)[:3])
    assert waning.at(AT)[3] == pytest.approx(control.at(AT)[3] * math.sqrt(0.5) / 0.5)


@pytest.mark.parametrize("curve", [Weibull, LogLogistic, LogNormal])
def test_a_curve_below_zero_is_refused(curve: type) -> None:
    with pytest.raises(BadEconomics, match="above zero"):
        curve(-1.0, 1.0)


def test_means_of_curves_in_closed_form() -> None:
    assert mean_years(Exponential(2.0), 50) == pytest.approx(0.5, abs=1e-6)
    assert mean_years(Weibull(2.0, 1.5), 60) == pytest.approx(2 * math.gamma(1 + 1 / 1.5), abs=1e-5)


def test_nobody_is_free_of_progression_who_is_not_alive() -> None:
    found = partitioned(Exponential(0.5), Exponential(1.0), 5)
    assert found.progressed == pytest.approx(0.0)
    assert found.stable == pytest.approx(area_under(Exponential(1.0), 5))
