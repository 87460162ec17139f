"""Who pays what, to the cent: by hand, and as laws over every scheme and year."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.money.exchange import Path
from hevesy.money.funding import Payer, cents, paid


def test_three_funders_by_hand() -> None:
    """A line of 100.00 and one of 30.01: half of each, halves of a cent up, then a purse of 20, then the rest."""
    by, gap = paid(cents(np.array([100.0, 30.01])), [Payer((0, 1), 0.5), Payer((1, 0), 1.0, 2000), Payer((0,), 1.0)])
    assert by.tolist() == [[5000, 1501], [500, 1500], [4500, 0]]
    assert gap.tolist() == [0, 0]


def test_a_purse_is_spent_in_the_order_of_its_lines() -> None:
    by, gap = paid(cents(np.array([10.0, 10.0])), [Payer((1, 0), 1.0, 1500)])
    assert by.tolist() == [[500, 1000]] and gap.tolist() == [500, 0]


def test_a_path_of_prices_by_hand() -> None:
    """100 of which 60 imported, two years: abroad +2 % a year, here +10 %, and the dollar +5 %; 1 USD was 100."""
    path = Path(0.10, 0.02, 0.05, 100.0)
    abroad, here = path.dollars(100.0, 0.6, 2)
    assert abroad == pytest.approx(60 * 1.02**2)
    assert here == pytest.approx(40 * 1.10**2 / 1.05**2)
    assert path.exchange(2) == pytest.approx(110.25)
    assert here * path.exchange(2) == pytest.approx(40 * 100 * 1.10**2)  # type: ignore[operator]
    assert Path(0.1, 0.02, 0.05).exchange(2) is None


def test_what_no_float_can_hold_to_the_cent_is_refused() -> None:
    with pytest.raises(OverflowError, match="too large"):
        cents(1e15)


AMOUNTS = st.lists(st.integers(0, 10**13), min_size=1, max_size=6)
SHARES = st.floats(0.0, 1.0, allow_subnormal=False)
PURSES = st.none() | st.integers(0, 10**13)


@given(AMOUNTS, st.lists(st.tuples(st.permutations(range(6)), SHARES, PURSES), max_size=7), st.integers(1, 3))
def test_money_in_equals_money_out(
    amounts: list[int], funders: list[tuple[list[int], float, int | None]], draws: int
) -> None:
    """Over every scheme: what all pay and the gap is the cost, to the cent; nobody pays more than it may."""
    costs = np.stack([np.array(amounts, dtype=np.int64) // (n + 1) for n in range(draws)], axis=1)
    payers = [
        Payer(tuple(line for line in order if line < len(amounts)), share, purse) for order, share, purse in funders
    ]
    by, gap = paid(costs, payers)
    assert np.array_equal(by.sum(axis=0) + gap, costs)
    assert by.min(initial=0) >= 0 and gap.min(initial=0) >= 0
    for given_by, payer in zip(by, payers, strict=True):
        if payer.ceiling is not None:
            assert (given_by.sum(axis=0) <= payer.ceiling).all()
        most = np.array([Decimal(int(cost)) * Decimal(payer.share) + 1 for cost in costs.ravel()]).reshape(costs.shape)
        assert all(int(got) <= want for got, want in zip(given_by.ravel(), most.ravel(), strict=True))
