"""Kinds of scheme: from whom their money comes, and that no cent of it is lost."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.money.scheme import KINDS, kind, raised_from, shared_out
from hevesy.plan.scenario.check_tariffs import kinds_of_scheme

MEANS = np.array([1.0, 2.0, 3.0, 4.0, 10.0])


def test_every_kind_of_a_scenario_has_its_rule_and_no_two_do_the_same() -> None:
    assert tuple(KINDS) == kinds_of_scheme()
    assert all(one.does != other.does for one, other in combinations(KINDS.values(), 2))
    assert [name for name, each in KINDS.items() if not each.lasting] == ["donor"]
    assert [name for name, each in KINDS.items() if each.saves] == ["earmarked_fund"]


@pytest.mark.parametrize(
    ("name", "poorest", "outside"),
    [("earmarked_fund", 0.05, 0), ("national_insurance", 0.05, 0), ("private_insurance", 0.2, 0), ("donor", 0, 1),
     ("access_price", 0, 1), ("nobody_knows", 0.2, 0)],
)  # fmt: skip
def test_of_whose_money_the_poorest_fifth_gives_a_part(name: str, poorest: float, outside: float) -> None:
    """Means of 1, 2, 3, 4 and 10: the poorest fifth has a twentieth of them, and is a fifth of the heads."""
    found = raised_from(name, MEANS)
    assert found[0] == pytest.approx(poorest) and found[5] == outside and found.sum() == pytest.approx(1.0)


@given(st.integers(0, 10**13), st.lists(st.floats(0.01, 1.0), min_size=1, max_size=6))
def test_no_cent_is_lost_where_money_is_shared_out(amount: int, parts: list[float]) -> None:
    shares = np.array(parts) / sum(parts)
    found = shared_out(np.int64(amount), shares)
    assert int(found.sum()) == amount and found.min() >= 0
    assert found == pytest.approx(amount * shares, abs=1.001)


def test_a_payer_that_nobody_named_only_pays() -> None:
    assert kind("whoever_pays").lasting and not kind("whoever_pays").loaded
