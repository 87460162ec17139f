"""League tables, acceptability, value of information, DALYs, budget and returns against answers by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BadEconomics
from hevesy.money.value import (
    Sample,
    Standing,
    budget_impact,
    curves,
    dalys_averted,
    dominators,
    evpi,
    evppi,
    icer,
    league,
    net_benefit,
    price_at_threshold,
    returns,
    years_of_life_lost,
)


def test_dominance_and_extended_dominance() -> None:
    """b lies above the line from a to c (extended); d costs more than c and does less (dominated)."""
    found = league([0, 10, 11, 20, 30], [0, 1, 2, 1.5, 3], ["a", "b", "c", "d", "e"])
    assert {place.strategy: place.standing for place in found} == {
        "a": Standing.ON_FRONTIER,
        "c": Standing.ON_FRONTIER,
        "e": Standing.ON_FRONTIER,
        "b": Standing.EXTENDEDLY_DOMINATED,
        "d": Standing.DOMINATED,
    }
    assert [place.icer for place in found[:3]] == [None, 5.5, 19.0]


def test_who_dominates_does_no_less_even_where_it_is_off_the_frontier_itself() -> None:
    """c costs more than b and does less; b falls out by a mixture of a with d, and a does nothing."""
    found = league([0, 10, 11, 12], [0, 1, 0.9, 5], ["a", "b", "c", "d"])
    assert [place.strategy for place in found[:2]] == ["a", "d"]
    assert dominators(found) == {"b": ("a", "d"), "c": ("b",)}


def test_of_equal_strategies_one_stays() -> None:
    assert [place.standing for place in league([1, 1], [1, 1], "ab")] == [Standing.ON_FRONTIER, Standing.DOMINATED]


def test_a_league_refuses_what_is_not_a_number() -> None:
    with pytest.raises(BadEconomics, match="each must be a number"):
        league([1, math.nan], [1, 2], "ab")
    with pytest.raises(BadEconomics, match="one for each"):
        league([1, 2, 3], [1, 2], "ab")


@pytest.mark.law
@given(
    st.lists(
        st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=8, unique_by=lambda pair: pair[1]
    ),
    st.floats(0.001, 1000),
)
def test_the_best_at_any_threshold_is_on_the_frontier(pairs: list[tuple[int, int]], threshold: float) -> None:
    cost, effect = (np.array(each, dtype=float) for each in zip(*pairs, strict=True))
    found = league(cost, effect, [str(number) for number in range(len(pairs))])
    benefit = net_benefit(cost, effect, threshold)
    on = [int(place.strategy) for place in found if place.standing is Standing.ON_FRONTIER]
    assert benefit[on].max() == pytest.approx(benefit.max())
    ratios = [place.icer for place in found if place.icer is not None]
    assert ratios == sorted(ratios)


def test_a_ratio_without_meaning_is_none() -> None:
    assert icer(5, 2, 10, 1) is None
    assert icer(10, 1, 5, 2) is None
    assert icer([8, 12], [1, 3], [5, 5], [1, 1]) == 5


def test_price_is_where_net_benefit_ends() -> None:
    """2 QALYs at 100 less 500 of cost leaves -300: four units must each be 75 cheaper."""
    change = price_at_threshold(500.0, 2.0, 4.0, 100.0)
    assert change == -75
    assert net_benefit(500 + 4 * change, 2.0, 100.0) == 0


def two_by_hand() -> Sample:
    """At 10 a unit: benefits 0, 0 and 30, -10; the second is better on average, wrong in half of draws."""
    return Sample.of([[0, 0], [10, 10]], [[0, 0], [4, 0]], ["usual", "new"])


def test_acceptability_and_information_by_hand() -> None:
    at = curves(two_by_hand(), [10, 1])
    assert at.acceptability.tolist() == [[0.5, 0.5], [1, 0]]
    assert at.best.tolist() == [1, 0]
    assert at.frontier.tolist() == [0.5, 1]
    assert at.expected_loss.tolist() == [[15, 5], [0, 8]]
    assert at.evpi.tolist() == [5, 0]
    assert evpi(two_by_hand(), 10) == 5


def test_a_sample_refuses_gaps() -> None:
    with pytest.raises(BadEconomics, match=r"effects\[1, 0\]"):
        Sample(np.zeros((2, 2)), np.array([[0, 0], [math.nan, 0]]), ("a", "b"))


def linear(draws: int = 4000) -> tuple[Sample, np.ndarray, float]:
    """Net benefit 3 x + 4 y of one strategy over none, x and y standard normal: EVPPI of x is 3 / sqrt(2 pi)."""
    drawn = np.random.default_rng(7).standard_normal((draws, 2))
    sample = Sample.of([np.zeros(draws), -3 * drawn[:, 0]], [np.zeros(draws), 4 * drawn[:, 1]], ["none", "new"])
    return sample, drawn, 1 / math.sqrt(2 * math.pi)


def test_partial_information_in_closed_form() -> None:
    sample, drawn, unit = linear()
    assert evppi(sample, drawn[:, 0], 1.0) == pytest.approx(3 * unit, rel=0.06)
    assert evppi(sample, drawn[:, [1]], 1.0) == pytest.approx(4 * unit, rel=0.06)
    assert evppi(sample, drawn, 1.0) == pytest.approx(evpi(sample, 1.0), rel=0.01)


def test_partial_information_sees_what_is_not_a_line() -> None:
    """Net benefit x^2 - 1 + noise: a line through it is flat; E max(0, x^2 - 1) = 2 phi(1) = 0.48394."""
    rng = np.random.default_rng(3)
    x, noise = rng.standard_normal((2, 6000))
    sample = Sample.of([np.zeros(6000), 1 - x**2 + noise], [np.zeros(6000)] * 2, ["none", "new"])
    assert evppi(sample, x, 1.0) == pytest.approx(0.48394, rel=0.08)


def test_partial_information_sees_a_product() -> None:
    """Net benefit x y: neither alone says anything, both together everything, E max(0, xy) = 1 / pi."""
    drawn = np.random.default_rng(5).standard_normal((4000, 2))
    sample = Sample.of([np.zeros(4000), -drawn[:, 0] * drawn[:, 1]], [np.zeros(4000)] * 2, ["none", "new"])
    assert evppi(sample, drawn, 1.0) == pytest.approx(1 / math.pi, rel=0.06)
    assert evppi(sample, drawn[:, 0], 1.0) < 0.05


def test_figures_that_do_not_matter_are_worth_nothing() -> None:
    sample, _, _ = linear()
    other = np.random.default_rng(8).standard_normal((4000, 3))
    assert evppi(sample, other, 1.0) < 0.1
    assert evppi(sample, np.ones(4000), 1.0) == 0
    with pytest.raises(BadEconomics, match="4000 draws"):
        evppi(sample, other[:10], 1.0)


def test_more_knowledge_is_never_worth_more_than_all() -> None:
    sample, drawn, _ = linear(200)
    many = np.column_stack([drawn, np.random.default_rng(9).standard_normal((200, 30))])
    assert 0 <= evppi(sample, many, 1.0) <= evpi(sample, 1.0)


def test_dalys_by_hand() -> None:
    assert years_of_life_lost(10.0) == 10
    assert years_of_life_lost(10.0, 0.03) == pytest.approx((1 - 1.03**-10) / math.log(1.03))
    averted = dalys_averted([2.0, 1.0], [0.1, 0.5], [1.0, 1.0], [0.1, 0.5])
    assert averted == pytest.approx(0.9)
    with pytest.raises(BadEconomics, match="between 0 and 1"):
        dalys_averted([1.0], [1.5], [1.0], [0.5])


def test_uptake_above_all_is_refused() -> None:
    with pytest.raises(BadEconomics, match="uptake"):
        budget_impact(100, [0.5, 1.2], 10)


def test_returns_both_ways_by_hand() -> None:
    """Half a life-year at 4,000 of output: 4,600 of full income and 800 of work for 2,000 spent."""
    found = returns(
        0.5, np.array([2000.0, 0.0]), output_per_head=4000, life_year_in_output=2.3, working_share=0.4
    )
    assert found.full_income[0] == pytest.approx(2.3)
    assert found.human_capital[0] == pytest.approx(0.4)
    assert math.isnan(found.full_income[1])
