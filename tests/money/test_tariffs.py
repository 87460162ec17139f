"""Tariffs and premiums: by hand, and to the cent as a law."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.money.premium import compound, premium, reserve
from hevesy.money.tariffs import Borne, borne, break_even_tariff, paid_in_expectation, spread_on_response


def parts(found: Borne) -> list[int]:
    return [int(each) for each in (found.scheme, found.household, found.maker, found.centre)]


def test_a_tariff_below_cost_by_hand() -> None:
    """100.00 costs 100; the tariff is 70. The household is asked for half of the 30 left open; the centre loses 15."""
    assert parts(borne(np.int64(10000), np.int64(7000), 0.5)) == [7000, 1500, 0, 1500]


def test_a_tariff_above_cost_is_a_gain_and_nobody_is_asked() -> None:
    assert parts(borne(np.int64(10000), np.int64(12000), 1.0)) == [12000, 0, 0, -2000]


@pytest.mark.parametrize(("maker", "found"), [(False, [5600, 1000, 0, 3400]), (True, [5600, 1000, 2400, 1000])])
def test_pay_on_response_by_hand(maker: bool, found: list[int]) -> None:
    """Of 80 promised 32 at once and half of 48 on response: 56. The 24 not paid are the centre's or the maker's."""
    assert parts(borne(np.int64(10000), np.int64(8000), 0.5, 0.4, 0.5, maker)) == found


def test_expected_payment_spread_and_break_even_by_hand() -> None:
    """a = 0.4, r = 0.25: k = 0.55; sd = 0.6 x 100 x sqrt(3)/4; a centre at 55 needs 100."""
    assert paid_in_expectation(0.4, 0.25) == pytest.approx(0.55)
    assert spread_on_response(100.0, 0.4, 0.25) == pytest.approx(60 * math.sqrt(3) / 4)
    assert break_even_tariff(55.0, 0.55) == pytest.approx(100.0)
    assert np.isinf(break_even_tariff(55.0, 0.0))


CENTS = st.integers(0, 10**13)
SHARE = st.floats(0.0, 1.0, allow_subnormal=False)


@given(
    st.lists(st.tuples(CENTS, CENTS), min_size=1, max_size=6), st.tuples(SHARE, SHARE, SHARE, SHARE), st.booleans(),
    st.booleans(),
)  # fmt: skip
def test_money_in_equals_money_out_under_every_tariff(
    amounts: list[tuple[int, int]], shares: tuple[float, float, float, float], maker: bool, by_maker: bool
) -> None:
    household, at_once, responds, own = shares
    cost, tariff = np.array(amounts, dtype=np.int64).T
    found = borne(cost, tariff, household, at_once, responds, maker, own, by_maker)
    assert np.array_equal(found.scheme + found.household + found.maker + found.centre, cost)
    assert min(found.scheme.min(), found.household.min(), found.maker.min()) >= 0
    assert (found.scheme <= tariff).all() and (found.household <= np.maximum(cost, tariff)).all()
    assert not (by_maker and found.scheme.any())
    if maker:  # then the centre never loses by response
        assert (found.centre <= np.maximum(cost - tariff, 0)).all()


def test_a_sliding_scale_a_fee_and_an_access_price_by_hand() -> None:
    """Of 80 the household pays a quarter; all of it where it is a fee; the maker forgoes it where it is his."""
    assert parts(borne(np.int64(10000), np.int64(8000), 0.0, own=0.25)) == [6000, 2000, 0, 2000]
    assert parts(borne(np.int64(10000), np.int64(8000), 0.0, own=1.0)) == [0, 8000, 0, 2000]
    assert parts(borne(np.int64(10000), np.int64(8000), 0.5, by_maker=True)) == [0, 1000, 8000, 1000]


def test_a_premium_by_hand() -> None:
    """Two kinds: 3 claims of 100 and 1 of 400 a year. M = 700, V = 190,000; at 5 % z = 1.644854; 1,000 members."""
    claims = compound([3.0, 1.0], [100.0, 400.0], [1e4, 16e4], [1e6, 64e6])
    assert (float(claims.number), float(claims.mean), float(claims.variance)) == (4.0, 700.0, 190000.0)
    assert float(claims.skewness) == pytest.approx(67e6 / 190000**1.5)
    assert reserve(claims, 0.05) == pytest.approx(716.975, abs=1e-3)
    assert premium(claims, 1000.0, 0.2, 0.05) == pytest.approx((840 + 716.975) / 1000, abs=1e-6)


def test_ruin_is_about_as_often_as_accepted() -> None:
    """400 expected claims of 1: in 200,000 sampled years the pool is short in about 5 %."""
    claims = compound([400.0], [1.0], [1.0], [1.0])
    held = float(claims.mean + reserve(claims, 0.05))
    years = np.random.default_rng(7).poisson(400.0, 200_000)
    assert np.mean(years > held) == pytest.approx(0.05, abs=0.006)


def test_nobody_claims_and_nobody_pays() -> None:
    claims = compound([0.0], [5.0], [25.0], [125.0])
    assert premium(claims, 10.0, 0.3, 0.01) == 0.0 and claims.skewness == 0.0
