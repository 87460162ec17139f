"""The runs: the same bits however they are made, stopped and resumed, and nothing run twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.plan.fives.small_country import country, everybody, table

from hevesy.errors import Stopped
from hevesy.plan.fives import runs as runs_of
from hevesy.plan.fives.lifting import PERFECT, perfect
from hevesy.plan.fives.runs import ALL, Family, Reached, Runs
from hevesy.plan.fives.sorting import PRIMARY
from hevesy.plan.simulation.model import Model

FIRST = Family(PERFECT, PRIMARY)
RUN = """
import sys; sys.path.insert(0, {root!r})
from tests.plan.fives.test_runs import digest, scarce, runs
print(digest(runs(scarce(), {threads})))
"""


def scarce() -> Model:
    passes = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.9])[None, :, None, None]
    return country(
        passes, draws=16, have=2.0, cycles=3, interval=2, die_waiting=0.02, worsen=0.02, lapse=0.1, units=1, fails=0.1,
        back=0.3, seed=5,
    )  # fmt: skip


def runs(model: Model, threads: int = 1, folder: Path | None = None, **more: Any) -> list[Reached]:
    found = Runs({PERFECT: perfect(model)}, table(), everybody(model), threads, folder, **more)
    return found.of([FIRST])[FIRST]


def digest(found: list[Reached]) -> str:
    import hashlib

    mark = hashlib.sha256()
    for each in found:
        for field in fields(Reached):
            mark.update(np.ascontiguousarray(getattr(each, field.name)).tobytes())
    return mark.hexdigest()


def test_the_same_bits_for_any_number_of_threads() -> None:
    expected = digest(runs(scarce(), 1))
    assert digest(runs(scarce(), 2)) == expected and digest(runs(scarce(), 5)) == expected


@pytest.mark.slow(reason="a process of its own loads the compiled kernels")
@pytest.mark.parametrize("seed", ["0", "77"])
def test_the_same_bits_for_any_hash_seed(seed: str) -> None:
    root = os.getcwd()
    environment = {
        **os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([f"{root}/src", root])
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(root=root, threads=2)], env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.strip() == digest(runs(scarce()))


def test_lifting_all_but_chairs_leaves_the_draws_as_they_are() -> None:
    """Common random numbers: absences of the only chair are the same in every run that keeps the chair."""
    found = runs(scarce())
    closed = [run.started.sum(axis=0) for run in found[0::2]]  # availability is bit 0
    assert all((run > 0).all() for run in closed)
    assert np.corrcoef(closed[0], closed[-1])[0, 1] > 0.8


def test_equal_models_are_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only acceptance loses anybody, 32 combinations are two models."""
    counted = []
    genuine = Runs._block

    def counting(self: Runs, model: Model) -> Reached:
        counted.append(model)
        return genuine(self, model)

    monkeypatch.setattr(Runs, "_block", counting)
    found = runs(country(np.array([1.0, 1.0, 1.0, 1.0, 0.5, 1.0])[None, :, None, None]))
    assert len(found) == ALL and len(counted) == 2


def test_more_draws_than_a_block_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = digest(runs(scarce()))
    monkeypatch.setattr(runs_of, "sizes", lambda draws, kernel: 5)
    assert digest(runs(scarce())) == expected


def test_ctrl_c_keeps_what_is_done_and_the_resumed_runs_are_the_uninterrupted_ones(tmp_path: Path) -> None:
    pressed = []

    def press(done: int, of: int, what: str) -> None:
        if not pressed:
            pressed.append((done, of, what))
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Stopped) as stopped:
        runs(scarce(), folder=tmp_path, on_progress=press)
    assert f"Stopped after 16 of 512 draws; they are kept in {tmp_path}: the same command" in str(
        stopped.value
    )
    kept = sorted((tmp_path / ".unfinished-fives").glob("*.npz"))
    assert len(kept) == 1
    (kept[0].parent / kept[0].name).write_bytes(b"torn")  # a half-written file is run again
    assert digest(runs(scarce(), folder=tmp_path)) == digest(runs(scarce()))
