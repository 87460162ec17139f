"""Partnerships: paid back to the cent, and returns by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.money.partnership import availability_for, paid_back, rate_of_return, worth_today

AMOUNT = st.floats(0.0, 1e7, allow_subnormal=False)


def test_a_loan_that_is_paid_back_in_two_years_by_hand() -> None:
    """1,000 now, 600 after one and two years: 1000 r^2 + 1400 r - 200 = 0, r = (sqrt(2.76) - 1.4) / 2 = 0.13066."""
    assert rate_of_return([-1000.0, 600.0, 600.0]) == pytest.approx((np.sqrt(2.76) - 1.4) / 2.0, abs=1e-9)
    assert rate_of_return([-1000.0, 400.0, 500.0]) == pytest.approx((np.sqrt(2.16) - 1.6) / 2.0, abs=1e-9)  # a loss


def test_a_return_is_told_only_where_money_goes_both_ways() -> None:
    flows = np.array([[-100.0, 0.0, 5.0, -1.0], [110.0, 0.0, 5.0, -1.0]])
    found = rate_of_return(flows)
    assert found[0] == pytest.approx(0.1) and np.isnan(found[1:]).all()


def test_who_is_paid_before_it_lends_has_no_return() -> None:
    """980 at once, then 11 and 25 lent: worth nothing at -83 % a year, which is the rate of a loan and no loss."""
    flows = np.array([[0.0, 0.0], [980.0, -980.0], [-11.0, 11.0], [-25.0, 2500.0]])
    found = rate_of_return(flows)
    assert np.isnan(found[0]) and found[1] > 0.5


def test_guaranteed_cycles_are_paid_for_though_nobody_comes() -> None:
    """50 USD a cycle, 20 guaranteed, 100 for being there: 1,100 where 5 come, 1,600 where 30 do, 500 of it beyond."""
    found = paid_back(np.full(2, 100.0), np.full(2, 50.0), np.array([5.0, 30.0]), 20.0)
    assert found.whole.tolist() == [110000, 160000] and found.beyond.tolist() == [0, 50000]


@given(st.lists(st.tuples(AMOUNT, AMOUNT, st.floats(0.0, 1e4)), min_size=1, max_size=5), st.floats(0.0, 1e4))
def test_what_is_paid_back_is_what_is_received_to_the_cent(rows: list[tuple[float, float, float]], sure: float) -> None:
    there, unit, cycles = np.array(rows).T
    found = paid_back(there, unit / 100.0, cycles, sure)
    whole = np.floor(there * 100 + 0.5 + 1e-6) + np.floor(unit / 100.0 * np.maximum(cycles, sure) * 100 + 0.5 + 1e-6)
    assert np.array_equal(found.whole, whole.astype(np.int64)) and (found.beyond >= 0).all()


def test_the_payment_that_yields_the_return_asked() -> None:
    """As an annuity: 1,000 over 3 years at 8 % are 1000 x 0.08 / (1 - 1.08^-3) = 388.0335 a year."""
    lent, paying = np.array([1000.0, 0.0, 0.0, 0.0]), np.array([False, True, True, True])
    needed = float(availability_for(lent, np.zeros(4), paying, 0.08))
    assert needed == pytest.approx(388.0335, abs=1e-4)
    assert rate_of_return(needed * paying - lent) == pytest.approx(0.08, abs=1e-9)
    assert float(worth_today(needed * paying - lent, 0.08)) == pytest.approx(0.0, abs=1e-9)
