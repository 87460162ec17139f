"""HiGHS and who waits for it."""

from __future__ import annotations

import os
import signal
import threading
import time

import numpy as np
import pytest

from hevesy.places.location.highs import INFINITE, Program


def knapsacks(many: int = 40, things: int = 150) -> Program:
    """Many knapsacks at once, which keep branch and bound busy for much longer than a test."""
    random, program = np.random.default_rng(0), Program()
    taken = program.add_columns(-random.integers(50, 100, things).astype(float), whole=True)
    for _ in range(many):
        weight = random.integers(40, 100, things).astype(float)
        program.add_rows(np.zeros(things), taken, weight, -INFINITE, float(int(weight.sum() / 2)), 1)
    return program


def test_ctrl_c_stops_it_long_before_its_time_is_up() -> None:
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    begun = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        knapsacks().solve(60.0)
    assert time.monotonic() - begun < 20.0


def test_it_works_outside_the_main_thread_too() -> None:
    program, found = Program(), []
    column = program.add_columns(np.array([-1.0]), high=3.5, whole=True)
    program.add_rows(np.zeros(1), column, 1.0, -INFINITE, 2.5, 1)
    worker = threading.Thread(target=lambda: found.append(program.solve().objective))
    worker.start()
    worker.join()
    assert found == [-2.0]
