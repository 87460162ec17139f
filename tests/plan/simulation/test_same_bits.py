"""The same bits for any number of threads, for other hash seeds, and with numba's simplest threading layer."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from tests.plan.simulation.toys import Drawn, Toy

from hevesy.plan.simulation import flow
from hevesy.plan.simulation.shards import Piece, flattened

RUN = """
import hashlib, sys
sys.path.insert(0, {root!r})
from tests.plan.simulation.test_same_bits import digest, toy
from hevesy.plan.simulation import flow
print(digest(flow.run(toy(), threads={threads})))
"""


def toy():  # type: ignore[no-untyped-def]
    """Forty draws of two medicines that share chairs which fail, and cycles that come back."""
    return Toy(
        weeks=30, draws=40, therapies=("one", "two"), need=Drawn([np.linspace(1.0, 9.0, 40)] * 2), cycles=[3, 1],
        interval=2, have=6.0, units=2, fails=0.1, back=0.4, die_waiting=0.02, progress=0.05,
    ).model()  # fmt: skip


def digest(outcome) -> str:  # type: ignore[no-untyped-def]
    import hashlib

    found = hashlib.sha256()
    for name, array in sorted(flattened(Piece(outcome)).items()):
        found.update(name.encode() + np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def test_one_and_eight_threads_and_any_block() -> None:
    model = toy()
    expected = digest(flow.run(model, threads=1))
    assert all(digest(flow.run(model, threads=threads)) == expected for threads in (2, 8))
    assert all(digest(flow.run(model, block=block)) == expected for block in (1, 7, 64))


@pytest.mark.parametrize(("seed", "layer"), [("0", ""), ("1", ""), ("77", "workqueue")])
def test_other_hash_seeds_and_the_workqueue_layer(seed: str, layer: str) -> None:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        **({"NUMBA_THREADING_LAYER": layer} if layer else {}),
    }
    root = os.getcwd()
    environment["PYTHONPATH"] = os.pathsep.join([f"{root}/src", root])
    said = subprocess.run(
        [sys.executable, "-c", RUN.format(root=root, threads=2)], env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert said.stdout.strip() == digest(flow.run(toy(), threads=1))
