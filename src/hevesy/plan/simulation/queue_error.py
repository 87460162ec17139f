"""How far the flow kernel's waits are from those of whole people: a fluid has no queue below capacity."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from os import cpu_count

import numpy as np

from hevesy.plan.simulation.model import NO_LIMIT, NOT_IMAGED, NOWHERE, ONE, UNLIMITED, ZERO, Floats, Model
from hevesy.plan.simulation.outcome import Outcome

LOADS = (0.70, 0.85, 0.95)
PLACES = (1, 4)


@dataclass(frozen=True, slots=True)
class WaitError:
    """The mean wait for one cycle at so many chairs and at this load, in turns of a chair."""

    places: int
    load: float
    flow_weeks: float
    queue_weeks: float
    standard_error: float  # of the queue's, over the draws

    @property
    def difference(self) -> float:
        return self.flow_weeks - self.queue_weeks


def flow_error(
    loads: Sequence[float] = LOADS, places: Sequence[int] = PLACES, weeks: int = 6_000, draws: int = 64
) -> tuple[WaitError, ...]:
    """Compare both kernels where the queue is all there is: one therapy of one cycle, chairs with equal turns.

    A list that begins empty is short for long, so the first third of the weeks is not counted.
    """
    cases = [(number, load) for number in places for load in loads]
    with ThreadPoolExecutor(cpu_count()) as pool:
        return tuple(pool.map(lambda case: _wait_error(case[0], case[1], weeks, draws), cases))


def _wait_error(places: int, load: float, weeks: int, draws: int) -> WaitError:
    from hevesy.plan.simulation import flow, queue

    model = toy_of_load(load, places, weeks, draws)
    waited = _mean_wait(flow.run(model.only(0, 1), threads=1))
    each = _mean_wait(queue.run(model, threads=1))
    error = float(each.std(ddof=1) / np.sqrt(draws))
    return WaitError(places, load, float(waited[0]), float(each.mean()), error)


def _mean_wait(outcome: Outcome) -> Floats:
    """Weeks waited for each person who started, by draw, when the first years are left out."""
    first = len(outcome.used) // 3
    waited, started = (
        outcome.at_centres[name][first:].sum(axis=(0, 1, 2)) for name in ("waiting_weeks", "started")
    )
    return np.asarray(waited / started)


def lines(errors: Sequence[WaitError]) -> list[str]:
    """One sentence for each comparison."""
    return [
        f"{error.places} chair{'s' if error.places > 1 else ''} at {error.load:.0%} load".replace("%", " %")
        + f": the flow kernel waits {error.flow_weeks:.2f} turns, whole people {error.queue_weeks:.2f}"
        for error in errors
    ]


def toy_of_load(load: float, places: int, weeks: int, draws: int) -> Model:
    """One centre with so many chairs, one turn a week each, and new patients for this share of the turns."""
    rows = np.array([[1.0], [0.0], [NO_LIMIT], [load * places], [float(places)]]).repeat(draws, axis=1)
    need, have = 3, 4

    def of(row: int, *shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return np.full(shape, row, dtype=np.int64)

    return Model(
        therapies=("medicine",), strata=("everyone",), imaging_places=("none",), centres=("centre",),
        resources=("chair",), start=date(2026, 1, 1), seed=1, first_draw=0, imaging_key=of(0, 1),
        centre_key=of(0, 1), rows=rows, era_of_week=of(0, weeks), year_of_week=np.arange(weeks) // 52,
        need_row=of(need, 1), growth=np.ones((1, weeks)), backlog_row=of(ZERO, 1), backlog_weeks=0,
        share_row=of(ONE, 1, 1, 1), gates=((),), gates_before=of(0, 1), gate_row=of(ONE, 1, 1, 1, 1),
        again_row=of(ONE, 1, 1, 2, 1, 1), route=of(0, 1, 1, 1), route_imaging=of(0, 1, 1),
        route_centre=of(0, 1, 1), modality=of(NOT_IMAGED, 1, 1), scans_row=of(ONE, 1),
        slots_row=of(UNLIMITED, 1, 2, 1), scanners=of(0, 1, 2, 1), scanner_fails_row=of(ZERO, 1, 2, 1),
        scanner_back_row=of(ONE, 1, 2, 1), cycles=of(1, 1), interval=of(1, 1), repeat_cycles=of(0, 1),
        first_row=of(ONE, 1), drop_row=of(ONE, 1), end_row=of(ONE, 1), followed_row=of(ONE, 1),
        have_row=of(have, 1, 1, 1), units=of(places, 1, 1, 1), fails_row=of(ZERO, 1, 1, 1), back_row=of(ONE, 1, 1, 1),
        use_first_row=of(ONE, 1, 1), use_again_row=of(ONE, 1, 1), dose_row=of(UNLIMITED, 1, 1, 1),
        rank=of(0, 1, 1), bin_weeks=np.array([12.0, np.inf]), die_waiting_row=of(ZERO, 1, 2),
        worsen_row=of(ZERO, 1, 2), late_from_bin=1, lapse_row=of(ZERO, 1), onward=of(NOWHERE, 1, 1, 1),
        onward_row=of(ZERO, 1, 1, 1), onward_from_bin=1, progress_row=of(ZERO, 1), repeat_row=of(ZERO, 1),
        die_stable_row=of(ZERO, 1), die_progressed_row=of(ZERO, 1), die_untreated_row=of(ZERO, 1),
    )  # fmt: skip
