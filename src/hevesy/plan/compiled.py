"""Whether the engine is compiled on this machine, and compiling it: `python -m hevesy.plan.compiled`.

`make setup` does it in a clone; who installed wheels has it done by the first `hevesy serve`, or by this command.
It stands outside the rooms of the kernels, whose sources are part of the mark over what was compiled.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

from hevesy.plan.simulation.warm import KERNELS, ROOMS, SINGLE, Say, mark_of, warm

DONE = ROOMS[-1] / "__pycache__" / "kernels.done"


def is_compiled(done: Path = DONE) -> bool:
    """Whether all that the commands use was compiled from the sources as they stand."""
    return done.is_file() and done.read_text("ascii") == mark_of(ROOMS)


def compile_engine(say: Say, single: bool = False, done: Path = DONE) -> None:
    """Compile what is not; says so first, because it may take minutes, and afterwards how long it took."""
    if is_compiled(done) and not single:
        return
    say("Compiling the engine, once on this machine; it may take some minutes.")
    begun = time.monotonic()
    warm([*KERNELS, SINGLE] if single else KERNELS)
    with suppress(OSError):  # installed where nothing may be written: numba keeps its own folder, and is asked again
        done.write_text(mark_of(ROOMS), "ascii")
    say(f"The engine is compiled ({time.monotonic() - begun:.0f} s).")


def _aloud(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    compile_engine(_aloud, "--single" in sys.argv[1:])
