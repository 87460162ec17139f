"""Covering, fixed costs and periods beside brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hevesy.places.location import Facilities, Periods, facility_location, maximal_covering, open_over_time
from hevesy.places.location.periods import spending

seeds = st.integers(0, 10_000)


@pytest.mark.law
@given(seeds, st.integers(1, 3))
@settings(max_examples=25)
def test_no_set_of_sites_covers_more_than_the_proven_answer(seed: int, open_: int) -> None:
    random = np.random.default_rng(seed)
    within, weights = random.random((15, 7)) < 0.25, random.integers(0, 9, 15).astype(float)
    found = maximal_covering(within, open_, weights, forbidden=(3,))
    allowed = [site for site in range(7) if site != 3]
    best = max(weights[within[:, list(each)].any(axis=1)].sum() for each in combinations(allowed, open_))
    assert found.objective == pytest.approx(best)
    assert found.bound == pytest.approx(best)
    assert 3 not in found.sites
    covered = found.served_by >= 0
    assert weights[covered].sum() == pytest.approx(found.objective)
    assert within[np.flatnonzero(covered), found.served_by[covered]].all()


def test_more_sites_never_cover_less_and_nobody_within_reach_is_zero() -> None:
    random = np.random.default_rng(5)
    within, weights = random.random((40, 12)) < 0.15, random.random(40)
    covered = [maximal_covering(within, count, weights).objective for count in range(1, 8)]
    assert covered == sorted(covered)
    nobody = maximal_covering(np.zeros((4, 3)), 1, np.ones(4), pinned=(2,))
    assert (nobody.sites, nobody.objective, nobody.bound) == ((2,), 0.0, 0.0)


def a_country(seed: int, points: int = 6, sites: int = 4) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.integers(1, 60, (points, sites)).astype(float), random.integers(5, 90, sites).astype(float)


@pytest.mark.law
@given(seeds)
@settings(max_examples=25)
def test_without_limits_each_point_goes_to_the_nearest_open_site(seed: int) -> None:
    costs, fixed = a_country(seed)
    found = facility_location(Facilities.of(costs, fixed)).located
    subsets = [each for size in range(1, 5) for each in combinations(range(4), size)]
    best = min(fixed[list(each)].sum() + costs[:, list(each)].min(axis=1).sum() for each in subsets)
    assert found.objective == pytest.approx(best)
    assert found.proven


@pytest.mark.law
@given(seeds)
@settings(max_examples=20)
def test_single_sourcing_within_capacity_by_every_assignment(seed: int) -> None:
    costs, fixed = a_country(seed, points=4, sites=3)
    demand = np.random.default_rng(seed + 1).integers(1, 6, 4).astype(float)
    capacity = np.full(3, demand.max() + demand.sum() / 2)
    found = facility_location(Facilities.of(costs, fixed, demand=demand, capacity=capacity, single=True))
    best = np.inf
    for sites in product(range(3), repeat=4):
        held = np.bincount(sites, weights=demand, minlength=3)
        if (held <= capacity).all():
            best = min(best, fixed[list(set(sites))].sum() + costs[np.arange(4), sites].sum())
    assert found.located.objective == pytest.approx(best)


def test_dose_units_come_whole_and_only_where_a_site_is_open() -> None:
    """Two points ask for 5 and 3 doses; a unit gives 4 for 10, opening costs 20: one site with two units, 43."""
    made = Facilities.of(
        [[1.0, 30.0], [2.0, 1.0]], [20.0, 20.0], demand=[5.0, 3.0], capacity=[4.0, 4.0],
        unit_cost=[10.0, 10.0], units_most=[3.0, 3.0],
    )  # fmt: skip
    found = facility_location(made)
    assert found.units.tolist() == [2, 0]
    assert found.located.objective == pytest.approx(20 + 20 + 1 + 2)
    assert found.located.proven


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"demand": [1.0, 1.0]}, "go together"),
        ({"demand": [9.0, 9.0], "capacity": [4.0, 4.0]}, "can serve 8, and 18 is asked for"),
        ({"demand": [9.0], "capacity": [4.0, 4.0]}, "demand has the shape"),
    ],
)
def test_facilities_that_cannot_be_are_refused(more: dict[str, list[float]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Facilities.of([[1.0, 2.0], [2.0, 1.0]], [1.0, 1.0], **more)


def plan(**changes: object) -> Periods:
    """Three towns, the first with one chair; three years; a chair gives 10 a year."""
    made = Periods(
        need=np.array([[10.0, 8.0, 6.0]] * 3),
        loss=np.array([[0.1, 0.5, 0.9], [0.5, 0.1, 0.6], [0.9, 0.6, 0.1]]),
        unserved=1.0,
        weight=np.array([1.0, 0.9, 0.8]),
        unit_serves=10.0,
        there=np.array([1, 0, 0]),
        open_cost=np.full(3, 60.0),
        unit_cost=np.full(3, 10.0),
        open_running=np.full(3, 5.0),
        unit_running=np.full(3, 1.0),
        budget=np.array([50.0, 50.0, 50.0]),
        units_most=np.full(3, 2),
        new_units_most=np.full(3, 2.0),
        open_most=2,
        earliest=np.array([0, 1, 1]),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def every_plan(problem: Periods) -> float:
    """The least that can be lost, over all openings and units; each tried with a greedy-free exact assignment."""
    from hevesy.places.location.periods import _Built

    built, best = _Built.of(problem), np.inf
    periods = len(problem.weight)
    choices = [[(-1, (0,) * periods)] for _ in problem.there]
    for site, there in enumerate(problem.there):
        for steps in product(range(int(problem.units_most[site]) + 1), repeat=periods):
            rising = all(a <= b for a, b in pairwise(steps))
            if not rising or steps[-1] == 0 or any(steps[: problem.earliest[site]]):
                continue
            if there and steps[-1] <= problem.units_most[site] - there:
                choices[site].append((-1, steps))
            elif not there:
                choices[site].append((next(t for t, held in enumerate(steps) if held), steps))
    for each in product(*choices):
        opened = np.array([when for when, _ in each])
        units = problem.there + np.array([steps for _, steps in each]).T
        added = np.diff(units, axis=0, prepend=problem.there[None])
        spent = spending(problem, opened, units)
        if (added.sum(axis=1) > problem.new_units_most).any() or (opened >= 0).sum() > problem.open_most:
            continue
        if (np.cumsum(spent) > np.cumsum(problem.budget) + 1e-9).any():
            continue
        best = min(best, built.program.offset + float((built.gain * built.served(units, opened)).sum()))
    return best


@pytest.mark.parametrize("changes", [{}, {"budget": np.array([20.0, 20.0, 20.0])}, {"open_most": 0}])
def test_no_plan_over_the_years_loses_less(changes: dict[str, object]) -> None:
    problem = plan(**changes)
    found = open_over_time(problem, gap=1e-9)
    assert found.objective == pytest.approx(every_plan(problem), rel=1e-7)
    assert found.bound <= found.objective
    assert found.gap < 1e-6
    assert (np.cumsum(found.spent) <= np.cumsum(problem.budget) + 1e-6).all()
    assert (found.served.sum(axis=1) <= found.units * problem.unit_serves + 1e-6).all()
    assert (found.served.sum(axis=2) <= problem.need + 1e-6).all()


def test_more_money_never_loses_more_and_without_any_nothing_is_opened() -> None:
    lost = [open_over_time(plan(budget=np.full(3, each)), gap=1e-9).objective for each in (0.0, 30.0, 60.0, 200.0)]
    assert lost == sorted(lost, reverse=True)
    nothing = open_over_time(plan(budget=np.zeros(3)))
    assert (nothing.opened == -1).all()
    assert nothing.spent.sum() == 0


def test_a_pinned_town_opens_and_a_forbidden_one_never_does() -> None:
    rich = np.full(3, 300.0)
    found = open_over_time(plan(budget=rich, pinned=(2,), forbidden=(1,)))
    assert found.opened[2] >= 1
    assert found.opened[1] == -1
    with pytest.raises(ValueError, match="do not suffice"):
        open_over_time(plan(budget=np.zeros(3), pinned=(2,)))
