"""How long placements take to prove: the p-median beside spopt, and centres over years under costs.

    python benchmarks/placement.py         the pace beside spopt (PySAL), where it is installed: 250 x 60, p = 5

spopt brings geopandas and forty more wheels, so it is no test dependency: `pip install spopt highspy` into an
environment of its own, and run this there with PYTHONPATH=src.
"""

from __future__ import annotations

import time

import numpy as np

from hevesy.places.location import Opened, Periods, open_over_time, p_median
from hevesy.places.location.answer import Floats, Located


def plane(points: int, sites: int, seed: int = 1) -> tuple[Floats, Floats]:
    """Hours between points and sites spread over a plane, and weights that differ as towns do."""
    random = np.random.default_rng(seed)
    away = random.random((points, 1, 2)) - random.random((1, sites, 2))
    return np.hypot(away[..., 0], away[..., 1]) * 10.0, random.lognormal(3.0, 1.0, points)


def median_of_a_country() -> Located:
    """1,000 points x 200 sites, p = 10."""
    costs, weights = plane(1000, 200)
    return p_median(costs, 10, weights)


def years_of_a_country(seed: int = 1) -> Opened:
    """25 sites x 80 districts x 5 years: opening, enlarging and running cost money, and whoever is lost has a price."""
    random = np.random.default_rng(seed)
    hours, need = plane(80, 25, seed)
    years = np.arange(5)
    there = np.zeros(25, dtype=np.int64)
    there[0] = 2
    problem = Periods(
        need=need[None, :] * 1.03 ** years[:, None], loss=1.0 - np.exp(-0.12 * hours), unserved=1.0, weight=0.97**years,
        unit_serves=float(need.sum()) / 30, there=there, open_cost=6e5 * random.uniform(0.7, 1.5, 25),
        unit_cost=np.full(25, 2e5), open_running=np.full(25, 1e5), unit_running=np.full(25, 5e4),
        budget=np.full(5, 1e12), units_most=np.full(25, 12), new_units_most=np.full(5, 99.0), open_most=25,
        earliest=np.where(there > 0, 0, 1), loss_per_money=2e-5,
    )  # fmt: skip
    return open_over_time(problem, gap=0.01)


def spopt_seconds(points: int, sites: int, open_: int) -> tuple[float, float] | None:
    """Seconds and objective of spopt with HiGHS on the same problem; None where spopt is not installed."""
    try:
        import pulp
        from spopt.locate import PMedian
    except ImportError:
        return None
    costs, weights = plane(points, sites)
    begun = time.perf_counter()
    made = PMedian.from_cost_matrix(costs, weights, p_facilities=open_)
    made.solve(pulp.HiGHS(msg=False))
    return time.perf_counter() - begun, float(made.problem.objective.value())


if __name__ == "__main__":
    costs, weights = plane(250, 60)
    ours = p_median(costs, 5, weights)
    print(f"ours: {ours.seconds:.3f} s, {ours.objective:.6f}, proven: {ours.proven} ({ours.method})")
    theirs = spopt_seconds(250, 60, 5)
    print("spopt is not installed" if theirs is None else f"spopt with HiGHS: {theirs[0]:.2f} s, {theirs[1]:.6f}")
