"""Counts beside single years of absence: probabilities, residuals and combinations by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from hevesy.plan.reconcile.absence import CountedIn, SharedIn, Years
from hevesy.plan.reconcile.likelihood import Counted, Shared

CLOSED_EVERY_FOURTH = np.array([0.0, 4 / 3, 4 / 3, 4 / 3])


def test_a_count_may_be_that_of_any_year() -> None:
    """Negative binomial at each year's part of 30, a quarter of the weight each."""
    law = CountedIn(Counted(35, 0.2), CLOSED_EVERY_FOURTH)
    size = 25.0  # 0.2 to the power of minus two
    open_year = stats.nbinom.pmf(35, size, size / (size + 40.0))
    assert law.log_likelihood(np.array([30.0]))[0] == pytest.approx(np.log(0.75 * open_year), rel=1e-9)


def test_a_count_of_nought_does_not_say_that_nobody_needs_care() -> None:
    """However many are expected, the centre was closed in one year of four: never less probable than that."""
    law = CountedIn(Counted(0, 0.2), CLOSED_EVERY_FOURTH)
    assert law.log_likelihood(np.array([50.0, 5000.0])) == pytest.approx(np.log(0.25), abs=1e-3)
    alone = Counted(0, 0.2).log_likelihood(np.array([50.0]))[0]
    assert alone < -25


def test_half_the_squared_residual_is_minus_the_log_likelihood_but_for_the_best() -> None:
    law = CountedIn(Counted(12, 0.2), np.array([0.5, 1.0, 1.5]))
    mean = np.array([2.0, 8.0, 30.0])
    best = law.log_likelihood(np.linspace(5.0, 30.0, 20_001)).max()
    assert 0.5 * law.residual(mean) ** 2 == pytest.approx(best - law.log_likelihood(mean), abs=1e-3)
    assert np.sign(law.residual(np.array([2.0, 60.0]))).tolist() == [-1.0, 1.0]


def test_a_share_moves_with_who_was_open() -> None:
    """Half each; in one year the other is closed and all come here, in one this gives half: shares 1/1 and 1/4."""
    law = Shared(6, 10, 0.2)
    mixed = SharedIn(law, np.array([1.0, 0.5]), np.array([0.0, 1.5]))
    apart = law.log_likelihood(np.array([1.0, 0.25]))
    assert mixed.log_likelihood(np.array([0.5]))[0] == pytest.approx(np.log(np.exp(apart).mean()))


def test_a_sum_takes_each_centre_by_what_is_expected_of_it() -> None:
    """30 and 10 are expected; in the first year the larger is closed: 10 of 40; in the second both give more."""
    years = Years(
        {("a", "x"): np.array([0.0, 2.0]), ("b", "x"): np.array([1.0, 1.0])},
        {("a", "x"): 30.0, ("b", "x"): 10.0},
    )
    for centres in (["a", "b"], [""]):
        assert years.of(centres, "x") == pytest.approx([0.25, 1.75])
    assert years.of(["a"], "x") == pytest.approx([0.0, 2.0])
    assert years.of(["a"], "y") is None
    assert years.spread(("a", "x")) == pytest.approx(1.0)
