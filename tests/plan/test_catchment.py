"""Catchments against PySAL `access`, against its published example, and against what can be done by hand."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from hevesy.plan.catchment import Catchment, all_alike, in_steps, one_over

PEOPLE, DOCTORS = np.array([100.0, 50.0, 10.0]), np.array([15.0, 20.0, 100.0])
STEPS = {20: 1.0, 40: 0.68, 60: 0.22}
# cost of going into zone 3, out of it, and between zones 1 and 2
SCENARIOS = {"s0": (40, 40, 80), "s3": (20, 20, 40)}
KNOWN = {
    ("s0", "2SFCA"): (0.76136364, 0.95833333, 1.09469697),
    ("s3", "2SFCA"): (0.84375, 0.84375, 0.84375),
    ("s0", "gravity"): (0.33144412, 0.57982813, 7.28641817),
    ("s3", "gravity"): (0.4425684, 0.66675828, 5.74052465),
    ("s0", "E2SFCA"): (0.7475923, 0.95925553, 1.22779938),
    ("s3", "E2SFCA"): (0.83541667, 0.85208333, 0.88541667),
}
METHODS = {"2SFCA": all_alike, "gravity": one_over, "E2SFCA": in_steps(STEPS)}


def costs(scenario: str) -> np.ndarray:
    into, out, cross = SCENARIOS[scenario]
    return np.array([[1, cross, into], [cross, 1, into], [out, out, 1]], float)


@pytest.mark.parametrize("scenario, method", KNOWN)
def test_the_hospital_example_of_pysal(scenario: str, method: str) -> None:
    """Three zones, PySAL `access`, hospital example; published to eight figures."""
    found = Catchment.within(costs(scenario), 60, METHODS[method]).supply_per_person(PEOPLE, DOCTORS)
    assert found == pytest.approx(KNOWN[scenario, method], abs=5e-9)
    assert float(found @ PEOPLE) == pytest.approx(135)


def test_by_hand() -> None:
    """Two towns, one scanner that both reach: 100 people whole, 200 at half weight, so 1 / 200 each."""
    found = Catchment.of([0, 1], [0, 0], [1.0, 0.5], (2, 1)).supply_per_person([100, 200], [1])
    assert found.tolist() == [1 / 200, 0.5 / 200]


def test_a_scanner_that_nobody_reaches_serves_nobody_and_breaks_nothing() -> None:
    found = Catchment.within([[10.0, 99.0]], 60, all_alike).supply_per_person([10], [2, 5])
    assert found.tolist() == [0.2]


@given(
    st.integers(1, 8).flatmap(
        lambda n: st.tuples(
            arrays.arrays(float, (n, 5), elements=st.floats(1, 100)),
            arrays.arrays(float, n, elements=st.floats(1, 1e6)),
            arrays.arrays(float, 5, elements=st.floats(0, 50)),
        )
    )
)
def test_all_supply_that_somebody_reaches_is_shared(drawn: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    cost, people, supply = drawn
    found = Catchment.within(cost, 60, in_steps(STEPS)).supply_per_person(people, supply)
    reached = supply[(cost <= 60).any(axis=0)].sum()
    assert float(found @ people) == pytest.approx(reached, rel=1e-9, abs=1e-9)


def test_the_same_as_pysal_on_a_thousand_pairs() -> None:
    pandas = pytest.importorskip("pandas")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from access import Access, weights

        rng = np.random.default_rng(7)
        cost = rng.uniform(1, 120, (40, 30))
        people, supply = rng.uniform(100, 9000, 40), rng.uniform(1, 9, 30)
        origin, destination = np.nonzero(cost <= 60)
        pairs = {"origin": origin, "dest": destination, "cost": cost[origin, destination]}
        frame = Access(
            demand_df=pandas.DataFrame({"id": range(40), "people": people}),
            demand_index="id",
            demand_value="people",
            supply_df=pandas.DataFrame({"id": range(30), "supply": supply}),
            supply_index="id",
            supply_value="supply",
            cost_df=pandas.DataFrame(pairs),
            cost_origin="origin",
            cost_dest="dest",
            cost_name="cost",
        )
        frame.enhanced_two_stage_fca(name="e", max_cost=60, weight_fn=weights.step_fn(STEPS))
        theirs = frame.access_df["e_supply"].fillna(0).to_numpy()
    ours = Catchment.within(cost, 60, in_steps(STEPS)).supply_per_person(people, supply)
    assert ours == pytest.approx(theirs, rel=1e-12)
