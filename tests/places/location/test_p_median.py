"""The p-median problem beside brute force, and the laws that every answer keeps."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.places.location import p_median
from hevesy.places.location.branch import branch
from hevesy.places.location.interchange import cost_of, greedy, interchange, swap_gains
from hevesy.places.location.p_median import _search, _settle


def by_hand(costs: np.ndarray, open_: int, pinned: tuple[int, ...] = (), forbidden: tuple[int, ...] = ()) -> float:
    allowed = [j for j in range(costs.shape[1]) if j not in forbidden]
    sets = [each for each in combinations(allowed, open_) if set(pinned) <= set(each)]
    return min(float(costs[:, list(each)].min(axis=1).sum()) for each in sets)


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, int]:
    points, sites = draw(st.integers(1, 12)), draw(st.integers(1, 8))
    seed, whole = draw(st.integers(0, 10_000)), draw(st.booleans())
    random = np.random.default_rng(seed)
    costs = random.random((points, sites)) * 100
    return np.floor(costs) if whole else costs, draw(st.integers(1, sites))


@pytest.mark.law
@given(problems())
def test_no_set_of_sites_costs_less_than_the_proven_answer(problem: tuple[np.ndarray, int]) -> None:
    costs, open_ = problem
    found = p_median(costs, open_)
    assert found.objective == pytest.approx(by_hand(costs, open_), rel=1e-9, abs=1e-9)
    assert found.proven
    assert found.bound <= found.objective
    assert len(found.sites) == open_
    served = costs[np.arange(len(costs)), found.served_by].sum()
    assert served == pytest.approx(found.objective, rel=1e-12, abs=1e-9)


@pytest.mark.law
@given(problems())
def test_one_more_site_never_costs_more(problem: tuple[np.ndarray, int]) -> None:
    costs, open_ = problem
    if open_ < costs.shape[1]:
        assert p_median(costs, open_ + 1).objective <= p_median(costs, open_).objective + 1e-9


@pytest.mark.law
@given(problems(), st.data())
def test_pinned_sites_are_open_and_forbidden_ones_are_not(
    problem: tuple[np.ndarray, int], data: st.DataObject
) -> None:
    costs, open_ = problem
    sites = list(range(costs.shape[1]))
    pinned = tuple(data.draw(st.sets(st.sampled_from(sites), max_size=open_)))
    spare = [site for site in sites if site not in pinned]
    most = min(len(spare), costs.shape[1] - open_)
    forbidden = tuple(data.draw(st.sets(st.sampled_from(spare), max_size=most))) if most else ()
    found = p_median(costs, open_, pinned=pinned, forbidden=forbidden)
    assert set(pinned) <= set(found.sites)
    assert not set(forbidden) & set(found.sites)
    assert found.objective == pytest.approx(by_hand(costs, open_, pinned, forbidden), rel=1e-9, abs=1e-9)


def on_a_plane(points: int, sites: int, seed: int = 1, whole: bool = True) -> np.ndarray:
    random = np.random.default_rng(seed)
    away = random.random((points, 1, 2)) - random.random((1, sites, 2))
    costs = np.hypot(away[..., 0], away[..., 1]) * 1000
    return np.rint(costs) if whole else costs


@pytest.mark.parametrize("whole", [True, False])
def test_branching_and_highs_prove_the_same(whole: bool) -> None:
    costs = on_a_plane(60, 30, whole=whole)
    answers = []
    for settle in (branch, _settle):
        search = _search(np.ascontiguousarray(costs.T), 5, (2,), (7,))
        settle(search, 20.0)
        assert search.bound == pytest.approx(search.best)
        answers.append(search.best)
    assert answers[0] == pytest.approx(answers[1], rel=1e-9)
    assert answers[0] == pytest.approx(p_median(costs, 5, pinned=(2,), forbidden=(7,)).objective, rel=1e-9)


def test_weights_count_people() -> None:
    """Nine people live at the second point: the site stands there."""
    costs = np.array([[0.0, 10.0], [10.0, 0.0]])
    assert p_median(costs, 1, weights=[1.0, 9.0]).sites == (1,)
    assert p_median(costs, 1, weights=[9.0, 1.0]).sites == (0,)


def test_time_that_runs_out_leaves_an_honest_bound() -> None:
    found = p_median(on_a_plane(120, 80, seed=4), 12, seconds=0.0)
    sure = p_median(on_a_plane(120, 80, seed=4), 12)
    assert found.bound <= sure.objective <= found.objective
    assert sure.proven


def test_gains_of_all_swaps_are_those_counted_one_by_one() -> None:
    costs = on_a_plane(25, 12).T.copy()
    chosen = np.array([1, 4, 9])
    gains, into = swap_gains(costs, chosen, np.array([4]), np.arange(12))
    for out, in_ in np.ndindex(gains.shape):
        if chosen[out] == 4:
            assert gains[out, in_] == -np.inf
            continue
        swapped = chosen.copy()
        swapped[out] = into[in_]
        assert gains[out, in_] == pytest.approx(cost_of(costs, chosen) - cost_of(costs, swapped), abs=1e-6)


def test_interchange_ends_where_no_swap_helps() -> None:
    costs = on_a_plane(50, 20).T.copy()
    none, all_ = np.empty(0, np.int64), np.arange(20)
    sites, cost = interchange(costs, greedy(costs, 4, none, all_), none, all_)
    assert swap_gains(costs, sites, none, all_)[0].max() <= 1e-6
    assert cost == cost_of(costs, sites)


@pytest.mark.parametrize(
    ("costs", "open_", "pinned", "forbidden", "said"),
    [
        ([[1.0, 2.0]], 3, (), (), "3 sites cannot be open"),
        ([[1.0, 2.0]], 1, (0, 1), (), "1 sites cannot be open"),
        ([[1.0, 2.0]], 1, (0,), (0,), "both pinned and forbidden"),
        ([[1.0, 2.0]], 1, (5,), (), "numbered 0 to 1"),
        ([[1.0, np.inf]], 1, (), (), "finite"),
        ([1.0, 2.0], 1, (), (), "table of points x sites"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    costs: object, open_: int, pinned: tuple[int, ...], forbidden: tuple[int, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        p_median(costs, open_, pinned=pinned, forbidden=forbidden)  # type: ignore[arg-type]
