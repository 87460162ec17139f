import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hevesy.errors import BadMeans
from hevesy.facts import Shelf, State
from hevesy.money import Means, concentration, gini, means_of, share_able_to_pay

SHELF = Shelf.load()


def test_gini_of_ten_steps_is_point_three() -> None:
    assert gini(range(100, 1001, 100)) == pytest.approx(0.3)
    assert gini([5, 5, 5]) == pytest.approx(0)


def test_concentration_index_of_the_worked_case() -> None:
    found = concentration([0.1, 0.1, 0.3, 0.2, 0.4, 0.5, 0.4, 0.7, 0.8, 0.9], range(100, 1001, 100))
    assert found.index == pytest.approx(0.3363636364)
    assert found.generalised == pytest.approx(0.148)
    assert found.erreygers == pytest.approx(0.592)
    assert found.wagstaff == pytest.approx(0.6006493506)


def test_lognormal_by_hand() -> None:
    """sigma = 1 has G = 2 Phi(1/sqrt 2) - 1 = erf(1/2) = 0.5205; the median is then mean x exp(-1/2)."""
    means = Means(10, math.erf(0.5))
    assert means.sigma == pytest.approx(1, abs=1e-9)
    assert means.median_per_day == pytest.approx(6.0653066, abs=1e-6)
    assert means.share_above(6.0653066) == pytest.approx(0.5, abs=1e-7)
    assert means.share_above(6.0653066 * math.e) == pytest.approx(0.1586552539, abs=1e-7)
    assert means.share_with_yearly_means_above(365.25 * 6.0653066) == pytest.approx(0.5, abs=1e-7)
    assert means.at(0.5) == pytest.approx(means.median_per_day)


def test_quintiles_agree_with_a_drawn_crowd() -> None:
    means = Means(8.4, 0.4)
    rng = np.random.default_rng(1)
    crowd = np.sort(means.median_per_day * np.exp(means.sigma * rng.standard_normal(200_000)))
    np.testing.assert_allclose(means.group_means(), crowd.reshape(5, -1).mean(axis=1), rtol=0.02)
    assert gini(crowd) == pytest.approx(0.4, abs=0.005)


@given(st.floats(0.5, 200), st.floats(0.05, 0.8), st.integers(2, 20))
@settings(max_examples=60)
def test_groups_share_out_the_mean_and_rise(mean: float, spread: float, groups: int) -> None:
    found = Means(mean, spread).group_means(groups)
    assert sum(found) / groups == pytest.approx(mean)
    assert list(found) == sorted(found)


@given(st.floats(1, 100_000), st.floats(1, 100_000))
@settings(max_examples=60)
def test_a_dearer_course_is_for_fewer(first: float, second: float) -> None:
    means = Means(16.5, 0.337)
    cheap, dear = sorted((first, second))
    assert share_able_to_pay(means, cheap, 0.25) >= share_able_to_pay(means, dear, 0.25)


def test_able_to_pay_by_hand() -> None:
    """1,000 dollars at a price level of 0.5, from a quarter of the means of 4 people: 2,000 PPP a year each."""
    means = Means(10, math.erf(0.5))
    assert share_able_to_pay(means, 1000, 0.25, 4, 0.5) == pytest.approx(
        means.share_with_yearly_means_above(2000)
    )
    assert share_able_to_pay(means, 0, 0.25) == 1


def test_where_means_are_missing_those_of_the_income_group_stand_in() -> None:
    assert means_of(SHELF.reader("JOR")).state is State.REPORTED
    cuba = means_of(SHELF.reader("CUB"))
    assert cuba.state is State.IMPUTED  # no Gini
    assert SHELF.fact("country.gini", "CUB").place == "income:UMIC"


def test_a_percentage_is_not_taken_for_a_gini() -> None:
    with pytest.raises(BadMeans, match="divided by 100"):
        Means(10, 33.7)
    with pytest.raises(BadMeans, match="above zero"):
        Means(0, 0.3)
