"""Several aims and bad cases: the Pareto front and the conditional value at risk, by hand and by their laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from hevesy.money.value import dominated_by, front, worst_mean

FIGURES = arrays(np.float64, st.tuples(st.integers(1, 9), st.integers(1, 4)), elements=st.integers(0, 3).map(float))
LOSSES = arrays(np.float64, st.integers(1, 40), elements=st.floats(-1e3, 1e3))


def test_a_hand_case_of_two_aims() -> None:
    figures = [[1.0, 5.0], [2.0, 4.0], [2.0, 3.0], [0.0, 5.0], [2.0, 4.0]]
    assert front(figures).tolist() == [True, True, False, False, True]
    by = dominated_by(figures)
    assert np.flatnonzero(by[2]).tolist() == [1, 4] and np.flatnonzero(by[3]).tolist() == [0]


def test_what_is_no_table_of_finite_numbers_is_refused() -> None:
    for wrong in ([1.0, 2.0], [[1.0, float("nan")]]):
        with pytest.raises(ValueError, match="strategies x aims"):
            front(wrong)


@pytest.mark.law
@given(FIGURES)
def test_no_member_of_the_front_is_dominated_and_every_other_is_by_a_member(figures: np.ndarray) -> None:
    on, by = front(figures), dominated_by(figures)
    assert on.any()
    assert not by[on].any()
    assert by[~on][:, on].any(axis=1).all()
    assert not (by & by.T).any()


@pytest.mark.law
@given(FIGURES, st.integers(0, 3))
def test_one_aim_more_keeps_those_alone_at_the_top(figures: np.ndarray, more: int) -> None:
    """Whoever is best in some aim, and alone so, stays on the front."""
    first = figures[:, 0]
    if (first == first.max()).sum() == 1:
        wider = np.column_stack([figures, np.roll(first, more)])
        assert front(wider)[first.argmax()]


@pytest.mark.law
@given(LOSSES, st.floats(0.01, 1.0), st.floats(0.01, 1.0))
def test_the_tail_lies_between_mean_and_worst_and_grows_as_it_narrows(
    losses: np.ndarray, one: float, other: float
) -> None:
    wide, narrow = float(worst_mean(losses, max(one, other))), float(worst_mean(losses, min(one, other)))
    slack = 1e-9 * max(1.0, float(np.abs(losses).max()))
    assert losses.mean() - slack <= wide <= narrow + slack <= losses.max() + 2 * slack
    assert float(worst_mean(losses, 1.0)) == pytest.approx(losses.mean(), rel=1e-9, abs=1e-9)
    assert float(worst_mean(losses + 5.0, one)) == pytest.approx(float(worst_mean(losses, one)) + 5.0, abs=1e-6)


def test_the_tail_of_a_uniform_and_of_a_normal_is_the_closed_form() -> None:
    """1 - a/2, and the density at the quantile over a (McNeil, Frey and Embrechts, Quantitative Risk Management)."""
    ranks = (np.arange(200_000) + 0.5) / 200_000
    for share in (0.05, 0.1, 0.37):
        assert float(worst_mean(ranks, share)) == pytest.approx(1.0 - share / 2.0, rel=1e-9)
        at = stats.norm.pdf(stats.norm.ppf(1.0 - share)) / share
        assert float(worst_mean(stats.norm.ppf(ranks), share)) == pytest.approx(at, rel=1e-4)


def test_a_tail_is_that_of_each_row_and_the_last_draw_counts_in_part() -> None:
    assert worst_mean([[4.0, 1.0, 2.0, 3.0], [0.0, 0.0, 8.0, 0.0]], 0.375).tolist() == pytest.approx([11 / 3, 16 / 3])
    assert float(worst_mean([1.0, 9.0], 0.01)) == 9.0
    for share in (0.0, 1.1):
        with pytest.raises(ValueError, match="above 0"):
            worst_mean([1.0], share)
