"""Compile every kernel now, so that nobody waits for it at the first click: `python -m hevesy.plan.simulation.warm`.

`--single` compiles single precision too.

numba keeps what it has compiled beside each file and looks only at that file: when a function changes that was built
into a caller elsewhere, the caller's copy stays old. So a mark over the sources of all kernels is kept with them, and
what was compiled from other sources is thrown away first.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from hashlib import blake2b
from importlib import import_module
from pathlib import Path

import numpy as np

HOUSE = Path(__file__).resolve().parents[2]
ROOMS = (HOUSE / "capacity", HOUSE / "plan" / "simulation")
MARK = "kernels.mark"
KERNELS = (
    "hevesy.plan.simulation.warm:compile_flow",
    "hevesy.plan.simulation.queue_warm:compile_queue",
)
SINGLE = "hevesy.plan.simulation.warm:compile_single"
Say = Callable[[str], None]


def unsaid(text: str) -> None:
    """Say nothing."""


def warm(kernels: Iterable[str] = KERNELS, say: Say = unsaid) -> None:
    """Compile what is named as 'module:function'; quick where it has been compiled from these sources."""
    renew(ROOMS, say)
    for name in kernels:
        module, _, function = name.partition(":")
        started = time.perf_counter()
        getattr(import_module(module), function)()
        say(f"{function.replace('_', ' ')}: {time.perf_counter() - started:.1f} s")


def compile_flow() -> None:
    """The flow kernel, alone, with a centre handed to the queue kernel, and beside such a centre."""
    from hevesy.plan.simulation import flow
    from hevesy.plan.simulation.clinic import centre_weeks
    from hevesy.plan.simulation.columns import empty_weeks
    from hevesy.plan.simulation.queue_error import toy_of_load

    model = toy_of_load(0.7, 1, 4, 2)
    flow.run(model, "f8")
    flow.run(model, "f8", centres={0: centre_weeks})
    flow.run(model, "f8", centres={1: centre_weeks})  # there is no second: a centre of the flow's own, beside others
    empty_weeks(np.ones((1, 1, 1)), 1.0, 0.0, 0.0, [1], 1, 0)


def compile_single() -> None:
    """The flow kernel in single precision, which the commands do not use: tests and benchmarks do."""
    from hevesy.plan.simulation import flow
    from hevesy.plan.simulation.queue_error import toy_of_load

    flow.run(toy_of_load(0.7, 1, 4, 2), "f4")


def renew(rooms: Iterable[Path], say: Say = unsaid) -> None:
    """Throw away what numba compiled in these folders from other sources than they hold now."""
    rooms = list(rooms)
    mark = mark_of(rooms)
    kept = rooms[-1] / "__pycache__" / MARK
    if kept.is_file() and kept.read_text("ascii") == mark:
        return
    old = [path for room in rooms for path in (room / "__pycache__").glob("*.nb[ic]")]
    try:
        for path in old:
            path.unlink()
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(mark, "ascii")
    except OSError:  # installed where nothing may be written: numba then keeps its own folder
        return
    if old:
        say(f"The kernels have changed: {len(old)} compiled files were thrown away.")


def mark_of(rooms: Iterable[Path]) -> str:
    """A mark that changes with any source in these folders."""
    found = blake2b(digest_size=16)
    for room in rooms:
        for path in sorted(room.glob("*.py")):
            found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def aloud(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    aloud("Compiling the engine; this happens once and may take some minutes.")
    warm([*KERNELS, SINGLE] if "--single" in sys.argv[1:] else KERNELS, say=aloud)
