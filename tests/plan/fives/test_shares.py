"""Sharing a gap among causes: the worked examples by hand, and the laws of Shapley shares."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.plan.fives.shares import alone, best_pair, gap, pairs, rank_shares, shapley, without
from hevesy.plan.simulation.model import Floats


def gates_in_a_row(passes: list[float]) -> Floats:
    """What passes gates one behind the other with each combination lifted, (2**n, 1)."""
    return np.array(
        [
            np.prod([1.0 if lifted >> gate & 1 else share for gate, share in enumerate(passes)])
            for lifted in range(2 ** len(passes))
        ]
    )[:, None]


def by_orders(values: Floats) -> Floats:
    """Shapley shares as they are defined: what each cause adds, over all orders, one by one."""
    n = len(values).bit_length() - 1
    found = np.zeros((n, *values.shape[1:]))
    orders = list(permutations(range(n)))
    for order in orders:
        lifted = 0
        for cause in order:
            found[cause] += values[lifted | 1 << cause] - values[lifted]
            lifted |= 1 << cause
    return found / len(orders)


def test_no_centre_and_four_gates_at_one_half() -> None:
    """Availability gets (1/16 + 1/8 + 1/4 + 1/2 + 1) / 5 = 39 % of the gap; alone it closes 1/16 = 6 % of it."""
    values = gates_in_a_row([0.0, 0.5, 0.5, 0.5, 0.5])
    shares = shapley(values)[:, 0]
    assert gap(values)[0] == 1.0
    assert shares[0] == pytest.approx(0.3875, abs=1e-12)
    assert shares[1:] == pytest.approx([0.6125 / 4] * 4, abs=1e-12)
    assert alone(values)[:, 0].tolist() == [0.0625, 0.0, 0.0, 0.0, 0.0]
    assert without(values)[:, 0].tolist() == [1.0, 0.5, 0.5, 0.5, 0.5]
    assert [round(100 * share) for share in (shares[0], alone(values)[0, 0])] == [39, 6]


def test_symmetric_gates_share_equally_and_one_without_effect_gets_nothing() -> None:
    values = gates_in_a_row([0.5, 0.5, 1.0, 0.5, 0.5])
    shares = shapley(values)[:, 0]
    assert shares[2] == 0.0 and alone(values)[2, 0] == 0.0 and without(values)[2, 0] == 0.0
    assert shares[[0, 1, 3, 4]] == pytest.approx([(1 - 1 / 16) / 4] * 4, abs=1e-12)


def test_two_gates_by_hand() -> None:
    """Of 100, one half and one fifth pass: 10 now, 20 or 50 with one lifted, 100 with both."""
    values = 100 * gates_in_a_row([0.5, 0.2])
    assert values[:, 0] == pytest.approx([10, 20, 50, 100])
    assert shapley(values)[:, 0] == pytest.approx([(10 + 50) / 2, (40 + 80) / 2])
    assert alone(values)[:, 0] == pytest.approx([10, 40])
    assert without(values)[:, 0] == pytest.approx([50, 80])


@given(st.lists(st.floats(-1e6, 1e6), min_size=64, max_size=64))
def test_shares_add_up_to_the_gap_and_are_what_the_orders_give(values: list[float]) -> None:
    reached = np.array(values).reshape(32, 2)
    shares = shapley(reached)
    scale = max(1.0, float(np.abs(reached).max()))
    assert np.abs(shares.sum(axis=0) - gap(reached)).max() <= 1e-9 * scale
    assert np.abs(shares - by_orders(reached)).max() <= 1e-9 * scale


def test_the_best_pair_and_where_it_is_best() -> None:
    values = np.zeros((8, 4))
    values[0b011] = [5.0, 5.0, 1.0, 1.0]
    values[0b101] = [1.0, 1.0, 2.0, 1.0]
    values[0b110] = 0.5
    values[0b111] = 9.0
    gains = pairs(values)
    assert list(gains) == [(0, 1), (0, 2), (1, 2)]
    name, best = best_pair(gains)
    assert name == (0, 1) and best.tolist() == [True, True, False, True]  # equal in the last draw


def test_ranks_are_shares_of_the_draws_and_equals_share_them() -> None:
    amounts = np.array([[3.0, 1.0, 2.0, 0.0], [2.0, 2.0, 1.0, 0.0], [1.0, 3.0, 0.0, 0.0]])
    found = rank_shares(amounts)
    third = 1 / 12  # of the draw in which all three are equal
    assert found == pytest.approx(
        np.array(
            [
                [0.5 + third, third, 0.25 + third],
                [third, 0.75 + third, third],
                [0.25 + third, third, 0.5 + third],
            ]
        )
    )
    assert found.sum(axis=0) == pytest.approx([1.0] * 3) and found.sum(axis=1) == pytest.approx([1.0] * 3)


def test_combinations_that_are_no_power_of_two_are_refused() -> None:
    with pytest.raises(ValueError, match="6 combinations"):
        shapley(np.zeros((6, 1)))
