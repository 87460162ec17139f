"""The flow kernel: a country's weeks as expected numbers of people, compiled, over many draws at once.

The same sums as `reference`, in the order of `docs/explanation/engine.md`. A group of draws goes through all weeks
together, each draw in its own lane, so that their states stay in the processor's own memory (`lanes`). Groups are cut
into blocks; threads take blocks in turn. No sum runs across draws, so a draw's answer is the same bits in any block, on
any number of threads and in any part of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from os import cpu_count
from typing import Any, Literal

import numpy as np

from hevesy.plan.simulation.flow_country import weeks_of_groups
from hevesy.plan.simulation.flow_frame import Frame, frame_of
from hevesy.plan.simulation.flow_others import with_others
from hevesy.plan.simulation.flow_people import Counts, nobody, nothing, outcome_of, passing
from hevesy.plan.simulation.flow_rates import Places, groups_of, places_of, rates_of
from hevesy.plan.simulation.handover import CentreKernels
from hevesy.plan.simulation.lanes import LANES
from hevesy.plan.simulation.model import Model, Whole
from hevesy.plan.simulation.outcome import Outcome

Precision = Literal["f4", "f8"]

WIDEST = 256  # draws of a block: enough that what is done once for a block weighs little
BLOCK_BYTES = 20_000_000  # of what a block holds at once


def run(
    model: Model,
    precision: Precision = "f8",
    threads: int | None = None,
    centres: CentreKernels | None = None,
    block: int | None = None,
) -> Outcome:
    """Simulate every draw of the model; the same bits for any `threads` and any `block` of draws.

    `threads` None: one for each processor. `centres` hands some centres to another kernel (see `handover`).
    Ctrl-C ends the run between two blocks.
    """
    kind = np.dtype(precision)
    frame = frame_of(model, by_class=bool(centres))
    places, taken = places_of(model)
    counts = nothing(model)
    workers = threads or cpu_count() or 1
    blocks = cut(model.draws, block or width_of(model, frame, bool(centres)), workers)

    def compute(first: int, past: int) -> None:
        one_block(model, frame, places, taken, first, past, kind, counts, centres)

    in_turn(blocks, compute, workers)
    return outcome_of(counts, model.draws)


def one_block(
    model: Model,
    frame: Frame,
    places: Places,
    taken: Whole,
    first: int,
    past: int,
    kind: np.dtype[Any],
    counts: Counts,
    centres: CentreKernels | None,
) -> None:
    """Simulate draws first..past-1 and count them."""
    rates = rates_of(model, frame, taken, first, past, kind)
    groups = groups_of(past - first)
    people, counts = nobody(model, frame, groups, kind), counts._replace(first=first)
    if centres:
        with_others(model, frame, places, rates, people, first, past, counts, centres)
    else:
        longest = int(np.diff(frame.calendar.spells).max())
        buffers = passing(model, frame, groups, longest, kind)
        weeks_of_groups(frame, places, rates, people, buffers, counts)


def cut(draws: int, width: int, workers: int) -> list[tuple[int, int]]:
    """Blocks of about equal size, so many that every worker gets as many as another.

    A block is whole groups of draws, at most `width` draws or one group; only the last may have an end.

    >>> cut(300, 128, 2)
    [(0, 64), (64, 160), (160, 224), (224, 300)]
    """
    groups, most = groups_of(draws), max(1, width // LANES)
    rounds = -(-groups // (most * workers))
    blocks = max(1, min(groups, rounds * workers))
    edges = [groups * number // blocks * LANES for number in range(blocks)]
    return list(pairwise([*edges, draws]))


def width_of(model: Model, frame: Frame, others: bool) -> int:
    """How many draws one block may have, so that what it holds at once keeps to `BLOCK_BYTES`.

    That is whoever meets the gates; and, where other kernels have centres, who arrives there in all weeks.
    """
    mixes, routes = frame.parties.enters.shape[1], model.route_imaging.shape[1]
    each = len(model.therapies) * mixes * routes * (model.most_gates + 2 * int(model.cycles.max()))
    if others:
        arrivals = len(model.centres) * len(model.therapies) * frame.kinds.first_turn.shape[1]
        each = max(each, model.weeks * arrivals * (1 + int(frame.sends)))
    return int(np.clip(BLOCK_BYTES // (each * 8), LANES, WIDEST))


def in_turn(blocks: Sequence[tuple[int, int]], compute: Callable[[int, int], None], workers: int) -> None:
    """Compute every block, several at a time; an interrupt or an error lets running blocks end and starts no other."""
    if workers == 1 or len(blocks) == 1:
        for first, past in blocks:
            compute(first, past)
        return
    with ThreadPoolExecutor(min(workers, len(blocks))) as pool:
        running = [pool.submit(compute, first, past) for first, past in blocks]
        try:
            for each in running:
                each.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
