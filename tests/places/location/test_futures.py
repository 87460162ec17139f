"""Sites for several futures: beside brute force over every set, and the laws of averages, tails and regrets."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hevesy.money.value import worst_mean
from hevesy.places.location import best_of_each, least_on_average, least_tail, p_median, served_costs

Floats = np.ndarray


def towns(seed: int, points: int = 7, sites: int = 5, count: int = 4) -> Floats:
    """Persons lost in each future: fewer come with every hour, and how many fewer nobody knows."""
    random = np.random.default_rng(seed)
    away = np.linalg.norm(random.random((points, 1, 2)) - random.random((1, sites, 2)), axis=2) * 8
    people, decline = random.lognormal(0, 1, points), random.lognormal(-1.5, 1, count)
    need = random.lognormal(0, 0.3, count)
    return need[:, None, None] * people[None, :, None] * (1.0 - np.exp(-decline[:, None, None] * away[None]))


def by_hand(costs: Floats, open_: int, worth: Callable[[Floats], float], pinned: tuple[int, ...] = (),
            forbidden: tuple[int, ...] = ()) -> float:  # fmt: skip
    allowed = [site for site in range(costs.shape[2]) if site not in forbidden]
    sets = [each for each in combinations(allowed, open_) if set(pinned) <= set(each)]
    return min(worth(served_costs(costs, each)) for each in sets)


@pytest.mark.law
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_the_mean_over_futures_is_the_p_median_of_mean_costs_and_no_set_has_less(seed: int, open_: int) -> None:
    """Linear in who goes where: the answer of the mean table costs, on the futures themselves, what it says."""
    costs = towns(seed)
    found = least_on_average(costs, open_)
    assert found.proven
    assert served_costs(costs, found.sites).mean() == pytest.approx(found.objective, rel=1e-9)
    assert found.objective == pytest.approx(by_hand(costs, open_, lambda each: float(each.mean())), rel=1e-9)
    points = np.arange(costs.shape[1])
    assert costs[:, points, found.served_by].sum(axis=1).mean() == pytest.approx(found.objective, rel=1e-9)


@pytest.mark.law
@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(1, 3), st.sampled_from([0.25, 0.4, 1.0]))
def test_no_set_has_a_lower_tail_than_the_proven_answer(seed: int, open_: int, share: float) -> None:
    costs = towns(seed)
    found = least_tail(costs, open_, share)
    by = by_hand(costs, open_, lambda each: float(worst_mean(each, share)))
    assert found.objective == pytest.approx(by, rel=1e-5)
    assert found.proven and found.bound <= found.objective and len(found.sites) == open_
    if share == 1.0:
        assert found.objective == pytest.approx(least_on_average(costs, open_).objective, rel=1e-5)


@pytest.mark.law
@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_no_set_has_a_lower_greatest_regret(seed: int, open_: int) -> None:
    costs = towns(seed)
    best = best_of_each(costs, open_)
    assert best == pytest.approx([p_median(each, open_).objective for each in costs], rel=1e-9)
    found = least_tail(costs, open_, 1e-9, best)
    by = by_hand(costs, open_, lambda each: float((each - best).max()))
    assert found.objective == pytest.approx(by, rel=1e-4, abs=1e-5 * costs.sum())
    assert found.objective >= -1e-6


def test_pinned_sites_are_open_and_forbidden_ones_are_not() -> None:
    costs = towns(3)
    found = least_tail(costs, 2, 0.25, None, pinned=(4,), forbidden=(0, 1))
    assert 4 in found.sites and not {0, 1} & set(found.sites)
    worth = by_hand(costs, 2, lambda each: float(worst_mean(each, 0.25)), (4,), (0, 1))
    assert found.objective == pytest.approx(worth, rel=1e-5)
    with pytest.raises(ValueError, match="both pinned and forbidden"):
        least_tail(costs, 2, 0.25, None, pinned=(1,), forbidden=(1,))


def test_groups_of_people_in_place_of_futures_serve_the_worst_off_and_then_most() -> None:
    """Two valleys of means 4 and 3 hours: a site in either leaves the other; both sites of the first leave it alike,
    so that the one with the lower mean is taken."""
    first = [[0.0, 2.0, 4.0], [0.0, 0.0, 0.0]]
    second = [[0.0, 0.0, 0.0], [3.0, 2.0, 0.0]]
    assert least_tail([first, second], 1, 1e-9).sites == (1,)
    alike = [[[5.0, 5.0]], [[3.0, 1.0]]]
    found = least_tail(alike, 1, 1e-9)
    assert found.sites == (1,) and found.objective == pytest.approx(5.0)


def test_tables_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="futures x points x sites"):
        least_on_average([[1.0, 2.0]], 1)
