"""Control charts: published worked examples, each rule on a series drawn by hand, and laws that hold for any series.

NIST/SEMATECH e-Handbook of Statistical Methods, https://www.itl.nist.gov/div898/handbook/pmc/section3/: 6.3.2.2 (flow
rates of ten batches), 6.3.3.1 (defects of 25 wafers) and 6.3.3.2 (30 wafers of 50 chips; the data are those of the
orange juice cans of Montgomery, Introduction to Statistical Quality Control).
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.quality.chart import (
    ALTERNATING,
    AVOIDING,
    BEYOND,
    FOUR_OF_FIVE,
    HUGGING,
    MEDIAN_RUN,
    OF_VALUES,
    RANGE,
    RUN,
    TREND,
    TWO_OF_THREE,
    Point,
    fired,
    p_chart,
    spans,
    u_chart,
    xmr_chart,
)

FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
DEFECTS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]
CHIPS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]


def named(many: int) -> list[str]:
    return [str(number) for number in range(1, many + 1)]


def test_single_values_have_the_limits_of_the_handbook() -> None:
    """6.3.2.2: mean 50.81, mean moving range 1.8778, limits 55.8041 and 45.8159; the process is in control."""
    chart = xmr_chart(named(10), FLOW)
    assert chart.centre == pytest.approx(50.81) and chart.in_control
    assert chart.points[0].upper == pytest.approx(55.8041, abs=5e-5)
    assert chart.points[0].lower == pytest.approx(45.8159, abs=5e-5)
    assert chart.range_upper == pytest.approx(3.267 * 1.8778, abs=1e-3)


def test_counts_of_one_wafer_each_have_the_limits_of_the_handbook() -> None:
    """6.3.3.1: mean 16, limits 28 and 4; the 24th wafer lies above, the third on its limit and not beyond it."""
    chart = u_chart(named(25), DEFECTS, [1] * 25)
    assert (chart.centre, chart.points[0].lower, chart.points[0].upper) == (16, 4, 28)
    assert [(each.rule, each.at + 1, each.side) for each in chart.signals] == [(BEYOND, 24, 1)]


def test_shares_have_the_limits_of_the_handbook() -> None:
    """6.3.3.2: mean 0.2313, limits 0.4102 and 0.0524; the 15th and the 23rd lie above."""
    chart = p_chart(named(30), CHIPS, [50] * 30)
    assert chart.centre == pytest.approx(0.2313, abs=5e-5)
    assert chart.points[0].upper == pytest.approx(0.4102, abs=5e-5)
    assert chart.points[0].lower == pytest.approx(0.0524, abs=5e-5)
    assert [(each.rule, each.at + 1) for each in chart.signals] == [(BEYOND, 15), (BEYOND, 23)]


def test_a_month_with_more_cases_has_narrower_limits() -> None:
    """A fifth of 25 and of 100: sigma is 0.4 over the root, so 0.08 and 0.04."""
    chart = p_chart(["a", "b"], [5, 20], [25, 100])
    ends = [(each.lower, each.upper) for each in chart.points]
    assert ends == [pytest.approx((0, 0.44)), pytest.approx((0.08, 0.32))]


ONE = 1.0
# values of centre 0 and sigma 1, which point completes the rule, and the side
SERIES: dict[str, tuple[list[float], int, int]] = {
    BEYOND: ([0, 0.5, 3.1], 2, 1),
    RUN: ([-0.5, *[0.5, 0.4] * 4, 0.5], 9, 1),
    TREND: ([1, 0.6, 0.3, 0, -0.4, -0.9], 5, -1),
    ALTERNATING: ([0.5, -0.5] * 7, 13, 0),
    TWO_OF_THREE: ([0, 2.1, 0, 2.2], 3, 1),
    FOUR_OF_FIVE: ([0, -1.1, -1.2, 0, -1.1, -1.3], 5, -1),
    HUGGING: ([0.2, 0.1, -0.3] * 5, 14, 0),
    AVOIDING: ([1.5, -1.2, 1.1, -1.4, 1.3, 1.2, -1.6, 1.8], 7, 0),
}


@pytest.mark.parametrize("rule", OF_VALUES)
def test_each_rule_fires_on_the_point_that_completes_it(rule: str) -> None:
    values, at, side = SERIES[rule]
    drawn = [Point(str(place), value, -3, 3, ONE) for place, value in enumerate(values)]
    assert [(each.at, each.side) for each in fired(drawn, 0.0, [rule])] == [(at, side)]
    assert not fired(drawn[:at], 0.0, [rule])  # one point before, it has not


def test_a_point_on_the_centre_ends_a_run_and_a_gap_does_not() -> None:
    values = [0.5] * 4 + [0.0] + [0.5] * 4
    drawn = [Point(str(place), value, -3, 3, ONE) for place, value in enumerate(values)]
    assert not fired(drawn, 0.0, [RUN])
    gap = [Point("gap", None) if each.value == 0 else each for each in drawn] + [Point("last", 0.5, -3, 3, ONE)]
    (found,) = fired(gap, 0.0, [RUN])
    assert 4 not in found.points and found.at == 9


def test_a_share_that_is_nearly_always_whole_does_not_run_above_its_mean() -> None:
    """Ten of ten in eleven months and five in the twelfth: that one is seen, and the eleven are the median."""
    chart = p_chart(named(12), [10] * 11 + [5], [10] * 12)
    assert [(each.rule, each.at + 1) for each in chart.signals] == [(BEYOND, 12)]
    low = u_chart(named(19), [1] * 9 + [5] + [9] * 9, [10] * 19)
    assert [(each.rule, each.at, each.side) for each in low.signals] == [(MEDIAN_RUN, 8, -1), (MEDIAN_RUN, 18, 1)]


def test_points_on_the_median_neither_break_nor_make_a_run() -> None:
    """Nine above the median with one on it among them run, as without it; eight with two on it do not."""
    above, below = [12, 13, 14, 12, 13, 14, 12, 13, 12], [8, 7, 6, 8, 7, 6, 8, 7, 6]
    chart = p_chart(named(21), [10, *above[:5], 10, *above[5:], 10, *below], [100] * 21)
    assert [(each.rule, each.points, each.side) for each in chart.signals if each.rule == MEDIAN_RUN] == [
        (MEDIAN_RUN, (1, 2, 3, 4, 5, 7, 8, 9, 10), 1), (MEDIAN_RUN, tuple(range(12, 21)), -1)]
    short = p_chart(named(18), [10, *above[:4], 10, *above[4:8], *below[:8]], [100] * 18)
    assert MEDIAN_RUN not in {each.rule for each in short.signals}


def test_a_median_with_nothing_on_one_side_has_no_runs() -> None:
    """All of it in twelve months, nearly all in ten others in a row: the ten can't lie but below."""
    chart = p_chart(named(22), [*[100, 100] * 6, *[98, 99] * 5], [100] * 22)
    assert MEDIAN_RUN not in {each.rule for each in chart.signals}


def test_events_of_a_month_without_a_thing_are_in_no_limit() -> None:
    """Three incidents without an administration, one among ten: the rate is that of the ten."""
    chart = u_chart(["a", "b"], [3, 1], [0, 10])
    assert (chart.centre, [each.value for each in chart.points], chart.apart) == (0.1, [None, 0.1], (("a", 3),))
    assert p_chart(["a", "b"], [0, 1], [0, 10]).apart == ()


def test_a_wide_step_is_a_signal_of_its_own_and_spans_are_joined() -> None:
    chart = xmr_chart(named(12), [1, 2] * 5 + [1, 30])
    assert RANGE in {each.rule for each in chart.signals}
    run = xmr_chart(named(20), [1.0] * 10 + [3.0] * 10)
    joined = [(each.rule, each.points[0], each.at, each.side) for each in spans(run.signals) if each.rule == RUN]
    assert joined == [(RUN, 0, 9, -1), (RUN, 10, 19, 1)]  # two of ten, and not four signals


def test_too_little_has_no_limits_and_is_not_in_control() -> None:
    assert xmr_chart(["a"], [1.0]).centre is None and not xmr_chart(["a"], [1.0]).in_control
    assert p_chart(["a"], [0], [0]).centre is None and not p_chart([], [], []).in_control


counts = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=40)
values = st.lists(st.none() | st.integers(-50, 50), min_size=2, max_size=40)


@pytest.mark.law
@given(counts)
def test_limits_of_a_share_hold_it_within_nought_and_one(drawn: list[tuple[int, int]]) -> None:
    chart = p_chart(named(len(drawn)), [min(pair) for pair in drawn], [max(pair) for pair in drawn])
    for each in chart.points:
        assert each.lower is None or (0 <= each.lower <= (chart.centre or 0) + 1e-9 and each.lower <= 1)
        assert each.upper is None or ((chart.centre or 0) - 1e-9 <= each.upper <= 1)
        assert each.value is None or 0 <= each.value <= 1


@pytest.mark.law
@given(st.floats(-1e6, 1e6), st.integers(2, 60))
def test_what_never_changes_fires_nothing(value: float, many: int) -> None:
    assert not xmr_chart(named(many), [value] * many).signals
    assert not p_chart(named(many), [3] * many, [7] * many).signals
    assert not u_chart(named(many), [3] * many, [7] * many).signals


@pytest.mark.law
@given(values, st.integers(-1000, 1000))
def test_a_shift_of_all_changes_no_rule(drawn: list[int | None], shift: int) -> None:
    before = xmr_chart(named(len(drawn)), drawn)
    after = xmr_chart(named(len(drawn)), [None if each is None else each + shift for each in drawn])
    assert after.signals == before.signals


@pytest.mark.law
@given(values)
def test_upside_down_the_same_rules_fire_on_the_other_side(drawn: list[int | None]) -> None:
    before = xmr_chart(named(len(drawn)), drawn)
    after = xmr_chart(named(len(drawn)), [None if each is None else -each for each in drawn])
    assert [(each.rule, each.points, -each.side) for each in after.signals] == [
        (each.rule, each.points, each.side) for each in before.signals]  # fmt: skip
