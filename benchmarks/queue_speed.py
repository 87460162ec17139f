"""How fast the queue kernel is: 20 centres for 20 years a thousand times, and one queue beside SimPy in the same run.

    python benchmarks/queue_speed.py               all
    python benchmarks/queue_speed.py clinics       the clinics alone
    python benchmarks/queue_speed.py simpy         beside SimPy
    python benchmarks/queue_speed.py error         the flow kernel's waits beside those of whole people

With --judge it exits 1 when a figure is over its limit; HEVESY_SLOW_FACTOR widens the limits of wall time.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from hevesy.capacity.fifo import start_instants
from hevesy.plan.simulation.clinic import centre_weeks
from hevesy.plan.simulation.handover import Arrivals
from hevesy.plan.simulation.model import NO_LIMIT, NOT_IMAGED, NOWHERE, ONE, UNLIMITED, ZERO, Model
from hevesy.plan.simulation.queue_error import flow_error, lines

WIDENED = float(os.environ.get("HEVESY_SLOW_FACTOR", "1"))
CENTRES, WEEKS, DRAWS, THREADS, BLOCK = 20, 1_040, 1_000, 2, 50


@dataclass(frozen=True, slots=True)
class Load:
    """What a centre is asked for: cycles a week, chairs, and what share of their turns that is."""

    name: str
    cycles_a_week: float
    chairs: int
    share: float


LOADS = (Load("11 cycles a week", 11.2, 3, 0.85), Load("one chair, 3 cycles a week", 3.0, 1, 0.85))
PLANNED, INTERVAL = 4, 6


def clinics() -> list[tuple[str, bool]]:
    """Two therapies of four cycles, chairs that fail, a nurse's minutes, drop-outs, deaths and lapses."""
    return [clinics_of(load) for load in LOADS]


def clinics_of(load: Load) -> tuple[str, bool]:
    model = model_of(load)
    run(model, load, 0, 0, 4)  # compiled, or read from disk
    began, worked = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(THREADS) as pool:
        jobs = [(c, first) for c in range(CENTRES) for first in range(0, DRAWS, BLOCK)]
        given = sum(pool.map(lambda job: run(model, load, job[0], job[1], job[1] + BLOCK), jobs))
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    limit = 10.0 * WIDENED
    text = (
        f"clinics, {load.name}: {CENTRES} centres x 20 years x {DRAWS:,} replicates on {THREADS} threads: "
        f"{seconds:.1f} s (at most {limit:g} s), {worked:.1f} s of processors, {given / 1e6:.0f} million cycles, "
        f"{worked / given * 1e9:.0f} ns each"
    )
    return text, seconds <= limit


def run(model: Model, load: Load, centre: int, first: int, past: int) -> float:
    block = model.only(first, past)
    joins = np.zeros((WEEKS, 2, 2 * PLANNED - 1, past - first))
    joins[:, :, -1] = 0.8 * load.cycles_a_week / PLANNED / 2 * 1.13
    joins[:, :, :2] = 0.05 * load.cycles_a_week / PLANNED / 2
    return float(centre_weeks(Arrivals(block, centre, joins, np.zeros(joins.shape))).counts["given"].sum())


def beside_simpy() -> list[tuple[str, bool]]:
    """The same queue of five servers on the same random numbers; SimPy gets fewer customers, because it is slow."""
    luck = np.random.default_rng(1)
    arrivals, service = np.cumsum(luck.exponential(1 / 4.5, 4_000_000)), luck.exponential(1.0, 4_000_000)
    start_instants(arrivals[:10], service[:10], 5)
    began = time.perf_counter()
    ours = start_instants(arrivals, service, 5)
    ours_a_second = len(arrivals) / (time.perf_counter() - began)
    few = 40_000
    began = time.perf_counter()
    theirs = in_simpy(arrivals[:few], service[:few], 5)
    theirs_a_second = few / (time.perf_counter() - began)
    same = bool(np.array_equal(ours[:few], theirs))
    times = ours_a_second / theirs_a_second
    return [
        (
            f"one queue of five servers: {ours_a_second / 1e6:.1f} million customers a second, SimPy "
            f"{theirs_a_second / 1e3:.0f} thousand: {times:.0f} times (at least 200), "
            f"{'equal' if same else 'NOT EQUAL'} customer by customer",
            times >= 200 and same,
        )
    ]


def in_simpy(arrivals: Any, service: Any, servers: int) -> Any:
    import simpy

    world = simpy.Environment()
    desk = simpy.Resource(world, capacity=servers)
    starts = np.empty(len(arrivals))

    def customer(number: int) -> Any:
        with desk.request() as turn:
            yield turn
            starts[number] = world.now
            yield world.timeout(service[number])

    def door() -> Any:
        for number, instant in enumerate(arrivals):
            yield world.timeout(instant - world.now)
            world._now = instant  # the sum of the gaps rounds otherwise than the instants themselves
            world.process(customer(number))

    world.process(door())
    world.run()
    return starts


def error() -> list[tuple[str, bool]]:
    began = time.perf_counter()
    said = [(line, True) for line in lines(flow_error())]
    return [*said, (f"(this comparison took {time.perf_counter() - began:.1f} s)", True)]


def model_of(load: Load) -> Model:
    """Twenty equal centres; the figures are invented."""
    figures = [
        1.0,
        0.0,
        NO_LIMIT,
        load.cycles_a_week / load.share,
        2_400.0,
        120.0,
        0.01,
        0.5,
        0.97,
        0.95,
        0.004,
        0.05,
    ]
    turns, minutes, visit, fails, back, stays, ends, die, lapse = range(3, 12)
    rows = np.repeat(np.array(figures)[:, None], DRAWS, axis=1)

    def of(row: int, *shape: int) -> Any:
        return np.full(shape, row, dtype=np.int64)

    c, h = CENTRES, 2
    have = np.stack([of(turns, c, 1), of(minutes, c, 1)], axis=1)
    units = np.stack([of(load.chairs, c, 1), of(3, c, 1)], axis=1)
    use = np.stack([of(ONE, h), of(visit, h)], axis=1)
    return Model(
        therapies=("a", "b"), strata=("everyone",), imaging_places=("none",),
        centres=tuple(str(number) for number in range(c)), resources=("chair", "nurse"), start=date(2026, 1, 1),
        seed=1, first_draw=0, imaging_key=of(0, 1), centre_key=np.arange(c), rows=rows, era_of_week=of(0, WEEKS),
        year_of_week=np.arange(WEEKS) // 52, need_row=of(ZERO, h), growth=np.ones((h, WEEKS)),
        backlog_row=of(ZERO, h), backlog_weeks=0, share_row=of(ONE, h, 1, 1), gates=((), ()),
        gates_before=of(0, h), gate_row=of(ONE, h, 1, 1, 1), again_row=of(ONE, h, PLANNED, 2, 1, 1),
        route=of(0, h, 1, 1), route_imaging=of(0, h, 1), route_centre=of(0, h, 1), modality=of(NOT_IMAGED, h, 1),
        scans_row=of(ONE, h), slots_row=of(UNLIMITED, 1, 2, 1), scanners=of(0, 1, 2, 1),
        scanner_fails_row=of(ZERO, 1, 2, 1), scanner_back_row=of(ONE, 1, 2, 1), cycles=of(PLANNED, h),
        interval=of(INTERVAL, h), repeat_cycles=of(0, h), first_row=of(stays, h), drop_row=of(stays, h),
        end_row=of(ends, h), followed_row=of(ONE, h), have_row=have, units=units, fails_row=of(fails, c, 2, 1),
        back_row=of(back, c, 2, 1), use_first_row=use, use_again_row=use, dose_row=of(UNLIMITED, c, h, 1),
        rank=of(0, h, 1), bin_weeks=np.array([4.0, 4.0, 4.0, np.inf]), die_waiting_row=of(die, h, 4),
        worsen_row=of(die, h, 4), late_from_bin=3, lapse_row=of(lapse, h), onward=of(NOWHERE, c, h, 1),
        onward_row=of(ZERO, c, h, 1), onward_from_bin=3, progress_row=of(die, h), repeat_row=of(ZERO, h),
        die_stable_row=of(die, h), die_progressed_row=of(die, h), die_untreated_row=of(die, h),
    )  # fmt: skip


JOBS: dict[str, Callable[[], list[tuple[str, bool]]]] = {
    "clinics": clinics,
    "simpy": beside_simpy,
    "error": error,
}


def main(arguments: list[str]) -> int:
    wanted = [name for name in arguments if not name.startswith("-")] or list(JOBS)
    within = True
    for name in wanted:
        for text, fits in JOBS[name]():
            print(text if fits else f"{text}  OVER", flush=True)
            within &= fits
    return 0 if within or "--judge" not in arguments else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
