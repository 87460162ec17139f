"""How fast the engine's flow kernel is, on countries that `engine_models` makes up.

    python benchmarks/engine.py               everything, as a page of lines
    python benchmarks/engine.py country       one of: country one_piece world linear precision peers

Kernels are compiled before the clock starts, as set-up does. Times are the best of several, because other work on the
machine only ever adds to them.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engine_models import Size, made_up
from hevesy.plan.simulation import flow, reference
from hevesy.plan.simulation.model import Floats, Model
from hevesy.plan.simulation.outcome import Outcome

THREADS = 2
MOST_GB = 2.0
LARGE = Size(centres=6, places=3, strata=120)
ONE_PIECE = Size()
COUNTRIES, KINDS_OF_COUNTRY = 200, 8


def best(call: Callable[[], Any], times: int) -> float:
    """The shortest wall time of so many calls, after one that does not count."""
    call()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return min(taken)


def country() -> tuple[float, float, float]:
    """Seconds of a large country, f8, with 1,000 and with 100 draws, and how many times faster than the reference."""
    thousand, hundred = made_up(LARGE), made_up(replace(LARGE, draws=100))
    seconds = best(lambda: flow.run(thousand, "f8", THREADS), 3)
    small = made_up(replace(LARGE, draws=1, years=1))
    started = time.perf_counter()
    reference.run(small)
    slow = (time.perf_counter() - started) / small.weeks
    return (
        seconds,
        best(lambda: flow.run(hundred, "f8", THREADS), 5),
        slow / (seconds / 1000 / thousand.weeks),
    )


def one_piece() -> float:
    """Seconds of a country taken as one centre and one place of imaging, f4, ten years, 1,000 draws."""
    model = made_up(ONE_PIECE)
    return best(lambda: flow.run(model, "f4", THREADS), 20)


def world() -> tuple[float, float]:
    """Seconds and gigabytes of 200 such countries for 20 years, 1,024 draws, in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), "world-alone"], capture_output=True, text=True, check=True
    )
    seconds, gigabytes = done.stdout.split()
    return float(seconds), float(gigabytes)


def world_alone() -> tuple[float, float]:
    """Two countries at a time, one thread each; what is kept of a country are quantiles."""
    size = Size(years=20, draws=1024)
    models = [made_up(replace(size, seed=seed)) for seed in range(KINDS_OF_COUNTRY)]
    bands_of(models[0])
    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        bands = list(pool.map(lambda number: bands_of(models[number % KINDS_OF_COUNTRY]), range(COUNTRIES)))
    seconds = time.perf_counter() - started
    assert np.isfinite(bands).all()
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def bands_of(model: Model) -> Floats:
    """Medians and 90 % bands of every count: of all therapies by year, and of each therapy over all years."""
    done = flow.run(model, "f4", 1)
    counts = [*(each.sum(axis=1) for each in done.at_centres.values()), *done.in_country.values()]
    rows = np.concatenate([np.concatenate([each.sum(axis=1), each.sum(axis=0)]) for each in counts])
    rows.sort(axis=-1)
    return rows[:, [model.draws // 20, model.draws // 2, model.draws - 1 - model.draws // 20]]


def linear() -> list[tuple[str, float, float]]:
    """Milliseconds of a middling country before and after one thing is doubled; f8, one thread."""
    size = Size(centres=4, places=2, strata=40, therapies=8, years=5, draws=256)
    doubled = {
        "centres": replace(size, centres=8),
        "therapies": replace(size, therapies=16),
        "strata": replace(size, strata=80),
        "weeks": replace(size, years=10),
        "draws": replace(size, draws=512),
    }
    before = _milliseconds(size)
    return [(name, before, _milliseconds(larger)) for name, larger in doubled.items()]


def _milliseconds(size: Size) -> float:
    model = made_up(size)
    return best(lambda: flow.run(model, "f8", 1, block=64), 3) * 1e3


def precision() -> list[tuple[str, float]]:
    """What single precision costs: people not conserved, and the error of counts, as shares."""
    model = made_up(Size(centres=2, places=2, strata=10, years=20, draws=256, onward=True))
    single, double = flow.run(model, "f4", THREADS), flow.run(model, "f8", THREADS)
    errors = np.concatenate(
        [_errors(single.at_centres, double.at_centres), _errors(single.in_country, double.in_country)]
    )
    national = np.concatenate([_errors(_national(single), _national(double))])
    return [
        ("people not conserved, f8", float(double.conservation_error().max())),
        ("people not conserved, f4", float(single.conservation_error().max())),
        ("a count of one therapy, year and draw, f4 beside f8, median", float(np.median(errors))),
        ("the same, worst", float(errors.max())),
        ("national totals, median over draws, worst", float(national.max())),
    ]


def _national(done: Outcome) -> dict[str, Floats]:
    return {name: np.median(each.sum(axis=(0, 1)), axis=-1)[None] for name, each in done.in_country.items()}


def _errors(mine: dict[str, Floats], other: dict[str, Floats]) -> Floats:
    """Relative errors of counts above ten people."""
    pairs = [(mine[name].ravel(), each.ravel()) for name, each in other.items()]
    return np.concatenate([np.abs(a - b)[b > 10] / b[b > 10] for a, b in pairs])


def peers() -> list[tuple[str, float]]:
    """How many times faster the flow kernel is, per therapy, week and draw, than what is named."""
    size = replace(ONE_PIECE, years=5)
    ours = _each(best(lambda: flow.run(made_up_once(size), "f4", 1), 5), size)
    few = replace(size, draws=4, years=1)
    slow = _each(best(lambda: reference.run(made_up_once(few)), 1), few)
    plain = _each(best(lambda: plain_weeks(made_up_once(size)), 2), size)
    return [("the reference kernel", slow / ours), ("fewer sums week by week in plain NumPy", plain / ours)]


_MADE: dict[Size, Model] = {}


def made_up_once(size: Size) -> Model:
    if size not in _MADE:
        _MADE[size] = made_up(size)
    return _MADE[size]


def _each(seconds: float, size: Size) -> float:
    return seconds / (size.therapies * size.weeks * size.draws)


def plain_weeks(model: Model) -> Floats:
    """A list in bins, courses and pools with one shared resource, one array operation after another, all draws at once.

    Far less than the engine does: no imaging list, no ranks, one resource, no absence, nothing lost between cycles.
    """
    rows, therapies = model.rows.astype(np.float32), len(model.therapies)
    move = np.where(np.isfinite(model.bin_weeks), 1 / model.bin_weeks, 0).astype(np.float32)[:, None]
    die, worsen = rows[model.die_waiting_row], rows[model.worsen_row]
    waiting = np.zeros((therapies, len(move), model.draws), np.float32)
    given = [
        np.zeros((int(i), int(n), model.draws), np.float32)
        for i, n in zip(model.interval, model.cycles, strict=True)
    ]
    stable, untreated = np.zeros((2, therapies, model.draws), np.float32)
    have, use = rows[model.have_row[0, 0, 0]], np.maximum(rows[model.use_first_row[:, 0]], 0.1)
    for week in range(model.weeks):
        arrive = rows[model.need_row] * model.growth[:, week, None].astype(np.float32) * np.float32(0.1)
        waiting[:, 0] += arrive
        due = [each[week % len(each)] for each in given]
        again = np.stack([each[:-1].sum(axis=0) for each in due])
        stable += np.stack([each[-1] for each in due])
        left = np.maximum(have - (again * use).sum(axis=0), 0)
        want = waiting.sum(axis=1)
        share = np.minimum(1, left / np.maximum((want * use).sum(axis=0), np.float32(1e-9)))
        for h, each in enumerate(given):
            each[week % len(each), 1:] = due[h][:-1]
            each[week % len(each), 0] = want[h] * share
        waiting *= 1 - share
        lost = waiting * (die + (1 - die) * worsen)
        untreated += lost.sum(axis=1)
        waiting -= lost
        moving = waiting * move
        waiting -= moving
        waiting[:, 1:] += moving[:, :-1]
        stable *= 1 - rows[model.progress_row]
        untreated *= 1 - rows[model.die_untreated_row]
    return stable + untreated


def main() -> int:
    asked = sys.argv[1:] or ["country", "one_piece", "world", "linear", "precision", "peers"]
    if asked == ["world-alone"]:
        print(*world_alone())
        return 0
    if "country" in asked:
        thousand, hundred, ratio = country()
        print(f"6 centres x 8 therapies x 120 strata, weekly, ten years, f8: {thousand:.2f} s with 1,000 draws, "
              f"{hundred:.3f} s with 100; {ratio:,.0f} times the reference")  # fmt: skip
    if "one_piece" in asked:
        print(
            f"one country in one piece, 8 therapies, ten years, 1,000 draws, f4: {one_piece() * 1e3:.1f} ms"
        )
    if "world" in asked:
        seconds, gigabytes = world()
        print(f"200 countries in one piece, 20 years, 1,024 draws, f4: {seconds:.2f} s, {gigabytes:.2f} GB")
    if "linear" in asked:
        for name, before, after in linear():
            print(f"twice the {name}: {before:.0f} ms becomes {after:.0f} ms ({after / before:.2f} times)")
    for name, value in precision() if "precision" in asked else []:
        print(f"{name}: {value:.1e}")
    for name, value in peers() if "peers" in asked else []:
        print(f"{value:,.0f} times faster than {name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
