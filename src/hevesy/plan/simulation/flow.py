"""The flow kernel: a country's weeks as expected numbers of people, compiled, over many draws at once.

The same sums as `reference`, in the order of `docs/explanation/engine.md`. Draws are cut into blocks, so small that
the states of a block stay in the processor's own memory; threads take blocks in turn. No sum runs across draws, so
a draw's answer is the same bits in any block, on any number of threads and in any part of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from os import cpu_count
from typing import Any, Literal

import numpy as np

from hevesy.plan.simulation.flow_country import country_weeks
from hevesy.plan.simulation.flow_frame import Frame, frame_of
from hevesy.plan.simulation.flow_others import with_others
from hevesy.plan.simulation.flow_people import Counts, nobody, nothing, outcome_of, passing
from hevesy.plan.simulation.flow_rates import Places, places_of, rates_of
from hevesy.plan.simulation.handover import CentreKernels
from hevesy.plan.simulation.model import Model, Whole
from hevesy.plan.simulation.outcome import Outcome

Precision = Literal["f4", "f8"]

BLOCK_BYTES = 1_500_000  # of states and rates: what a core keeps near it
NARROWEST, WIDEST = 32, 128  # draws of a block


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
    blocks = cut(model.draws, block or width_of(model, frame, kind.itemsize), workers)

    def compute(first: int, past: int) -> None:
        part = counts if past - first == model.draws else _zeros_like(counts, past - first)
        one_block(model, frame, places, taken, first, past, kind, part, centres)
        if part is not counts:
            for whole, piece in zip(counts, part, strict=True):
                whole[..., first:past] = piece

    in_turn(blocks, compute, workers)
    return outcome_of(counts)


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
    people = nobody(model, frame, past - first, kind)
    if centres:
        with_others(model, frame, places, rates, people, first, past, counts, centres)
    else:
        longest = int(np.diff(frame.calendar.spells).max())
        buffers = passing(model, frame, past - first, longest, kind)
        country_weeks(frame, places, rates, people, buffers, counts)


def cut(draws: int, width: int, workers: int) -> list[tuple[int, int]]:
    """Blocks of about equal size, at most `width` draws each, so many that every worker gets as many as another.

    >>> cut(300, 128, 2)
    [(0, 75), (75, 150), (150, 225), (225, 300)]
    """
    rounds = -(-draws // (width * workers))
    blocks = max(1, min(draws, rounds * workers))
    edges = [draws * number // blocks for number in range(blocks + 1)]
    return list(pairwise(edges))


def width_of(model: Model, frame: Frame, item: int) -> int:
    """How many draws of one centre's states fit where a core reads fast."""
    kinds, turns = frame.kinds.first_turn.shape[1], frame.kinds.turn_kind.shape[1]
    each = len(model.bin_weeks) * kinds + turns * (int(model.interval.max()) + 3) + 40
    return int(np.clip(BLOCK_BYTES // (len(model.therapies) * each * item), NARROWEST, WIDEST))


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


def _zeros_like(counts: Counts, draws: int) -> Counts:
    return Counts(*(np.zeros((*each.shape[:-1], draws)) for each in counts))
