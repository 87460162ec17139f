"""Laws of counts beside scipy.stats' own, and residuals beside the logarithms they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from hevesy.plan.reconcile.likelihood import Counted, Duration, Shared

MEANS = np.array([0.01, 0.5, 3.0, 40.0, 900.0])


@pytest.mark.parametrize("count", [0, 1, 7, 120])
def test_a_count_has_the_probability_that_scipy_gives_it(count: int) -> None:
    size = 1 / 0.3**2
    theirs = stats.nbinom.logpmf(count, size, size / (size + MEANS))
    assert Counted(count, 0.3).log_likelihood(MEANS) == pytest.approx(theirs, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("count", [1, 7, 120])
def test_a_partial_count_has_the_probability_of_so_many_or_more(count: int) -> None:
    size = 1 / 0.3**2
    theirs = stats.nbinom.logsf(count - 1, size, size / (size + MEANS))
    ours = Counted(count, 0.3, at_least=True).log_likelihood(MEANS)
    near = theirs > -300
    assert ours[near] == pytest.approx(theirs[near], rel=1e-6, abs=1e-9)
    assert np.all(ours[~near] < -250)


def test_at_least_nobody_says_nothing() -> None:
    law = Counted(0, 0.2, at_least=True)
    assert not law.log_likelihood(MEANS).any() and not law.residual(MEANS).any()


@example(count=5e-324, spread=0.5, first=1.0, second=2.0)
@given(
    count=st.floats(0, 500),
    spread=st.floats(0.05, 0.8),
    first=st.floats(1e-3, 1e3),
    second=st.floats(1e-3, 1e3),
)
def test_half_the_squared_residual_is_minus_the_log_likelihood(
    count: float, spread: float, first: float, second: float
) -> None:
    law, both = Counted(count, spread), np.array([first, second])
    by_residual = -0.5 * law.residual(both) ** 2
    by_law = law.log_likelihood(both)
    assert by_residual[0] - by_residual[1] == pytest.approx(by_law[0] - by_law[1], rel=1e-6, abs=1e-6)


@given(count=st.floats(0.1, 500), spread=st.floats(0.05, 0.8), mean=st.floats(1e-3, 1e3))
def test_a_residual_has_the_sign_of_what_is_too_many(count: float, spread: float, mean: float) -> None:
    residual = float(Counted(count, spread).residual(np.array([mean]))[0])
    assert np.sign(residual) in (0, np.sign(mean - count))


def test_a_centres_part_has_the_probability_that_scipy_gives_it() -> None:
    shares, strength = np.array([0.1, 0.5, 0.8]), 1 / 0.2 - 1
    theirs = stats.betabinom.logpmf(30, 100, shares * strength, (1 - shares) * strength)
    ours = Shared(30, 100, 0.2).log_likelihood(shares)
    assert ours - ours[0] == pytest.approx(theirs - theirs[0], abs=1e-9)
    assert np.sign(Shared(30, 100, 0.2).residual(shares)).tolist() == [-1, 1, 1]


def test_a_wait_twice_as_long_lies_so_many_spreads_away() -> None:
    assert float(Duration(6.0, 0.5).residual(np.array([12.0]))[0]) == pytest.approx(np.log(2) / 0.5)
    assert float(Duration(6.0, 0.5).log_likelihood(np.array([6.0]))[0]) == 0
