"""How long the 32 runs of the five A's take, for a country that `engine_models` makes up."""

from __future__ import annotations

import time
from dataclasses import replace

from engine import LARGE, THREADS
from engine_models import made_up
from hevesy.facts import Shelf
from hevesy.plan.fives.lifting import PERFECT, perfect
from hevesy.plan.fives.runs import ALL, Family, Runs
from hevesy.plan.fives.sorting import PRIMARY, sorting
from hevesy.plan.results.groups import grouped
from hevesy.plan.simulation import flow
from hevesy.plan.simulation.model import Model, Reason
from hevesy.products.therapy import FIVE_A

DRAWS = 256


def large() -> Model:
    """6 centres x 8 therapies x 120 strata over ten years; the gates belong to the five A's in turn."""
    model = made_up(replace(LARGE, draws=DRAWS))
    return replace(model, gates=tuple(tuple(map(_in_turn, range(len(each)), each)) for each in model.gates))


def _in_turn(place: int, reason: Reason) -> Reason:
    return replace(reason, a=FIVE_A[place % len(FIVE_A)])


def thirty_two() -> tuple[float, float]:
    """Wall seconds and processor seconds of all 32 combinations of lifted A's."""
    model = large()
    flow.run(model.only(0, 8), "f8", THREADS)  # compiled before the clock starts
    groups = grouped(model.strata, 0, ())
    runs = Runs({PERFECT: perfect(model)}, sorting(Shelf.load()), groups, THREADS)
    wall, processor = time.perf_counter(), time.process_time()
    found = runs.of([Family(PERFECT, PRIMARY)])
    assert all(len(each) == ALL for each in found.values())
    return time.perf_counter() - wall, time.process_time() - processor
