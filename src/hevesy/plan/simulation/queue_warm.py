"""Compile the queue kernel by letting it run once for a few weeks; the compiled form is kept on disk."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hevesy.capacity.fifo import start_instants, with_returns
from hevesy.plan.simulation import queue
from hevesy.plan.simulation.model import ONE, PET
from hevesy.plan.simulation.queue_error import toy_of_load


def compile_queue() -> None:
    """Everything of the queue kernel that a user's first run would otherwise compile: about twenty seconds."""
    model = toy_of_load(0.7, 1, 4, 2)
    imaged = replace(model, modality=np.full((1, 1), PET, dtype=np.int64))
    queue.run(replace(imaged, fails_row=np.full((1, 1, 1), ONE, dtype=np.int64)), threads=1)
    nobody, times = np.empty(0), np.empty((0, 1))
    start_instants(nobody, nobody, 1)
    with_returns(nobody, times, np.ones(0, dtype=np.int64), 1.0, 1)
