"""How fast the engine is, on countries made up for the purpose; `bench.py` names these jobs, judges and prints them.

python benchmarks/bench.py engine engine-one engine-world engine-linear simulate
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine_models import Size, made_up
from hevesy.plan.simulation import flow, reference
from hevesy.plan.simulation.model import Model

COUNTRY = Size(centres=6, places=3, strata=120, therapies=8, years=10, draws=1_000)
# a country in one piece has one kind of slot; nobody's absence is followed in it
ONE_PIECE = Size(therapies=8, years=10, draws=1_000, resources=1, absent=False)
COUNTRIES, WORLD_DRAWS, WORLD_YEARS, MOST_GB = 200, 1_024, 20, 2.0


def best(run: Callable[[], object], times: int) -> float:
    """The shortest of several runs, seconds; the first, which may read compiled code from disk, does not count."""
    run()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return min(taken)


def country() -> tuple[float, float, float]:
    """6 centres, 8 therapies, 120 strata, ten years: seconds with 1,000 and 100 draws; times the reference's pace."""
    model = made_up(COUNTRY)
    thousand, hundred = best(lambda: flow.run(model), 3), best(lambda: flow.run(model.only(0, 100)), 3)
    short = made_up(replace(COUNTRY, strata=12, years=1, draws=4))
    slow = best(lambda: reference.run(short.only(0, 1)), 1)
    fast = best(lambda: flow.run(short, threads=1), 3) / 4
    return thousand, hundred, slow / fast


def one_piece() -> float:
    """A country in one piece, 8 therapies, 1,000 draws, ten years of weeks, single precision: seconds."""
    model = made_up(ONE_PIECE)
    return best(lambda: flow.run(model, "f4"), 9)


def world() -> tuple[float, float]:
    """All countries in one piece, reduced to quantiles one by one: seconds, and the most memory used, GB."""
    models = [
        made_up(replace(ONE_PIECE, years=WORLD_YEARS, draws=WORLD_DRAWS, seed=seed)) for seed in range(1, 5)
    ]
    flow.run(models[0].only(0, 64), "f4")
    started = time.perf_counter()
    for number in range(COUNTRIES):
        outcome = flow.run(models[number % len(models)], "f4")
        np.quantile(outcome.at_centres["started"].sum(axis=(1, 2)), (0.05, 0.5, 0.95), axis=-1)
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def linear() -> list[tuple[str, float, float]]:
    """How the cost grows when one thing doubles: (what, seconds before, seconds after)."""
    small = Size(centres=3, places=2, strata=30, therapies=4, years=5, draws=256)
    doubled = {
        "centres": replace(small, centres=6, places=4),
        "therapies": replace(small, therapies=8),
        "strata": replace(small, strata=60),
        "weeks": replace(small, years=10),
        "draws": replace(small, draws=512),
    }
    before = seconds_of(made_up(small))
    return [(name, before, seconds_of(made_up(size))) for name, size in doubled.items()]


def seconds_of(model: Model) -> float:
    return best(lambda: flow.run(model, threads=1), 3)
