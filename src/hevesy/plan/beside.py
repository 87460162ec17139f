"""A piece of work in a process of its own, beside what this one goes on to do.

A country's picture and its weeks need nothing of each other, so that two processors share them. The other process is a
copy of this one: it has the shelf already, and gives back plain values. Where none can be made, or it ends without an
answer, the work is done here, so that whatever is wrong shows here.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, TypeVar

Answer = TypeVar("Answer")


@contextmanager
def beside(work: Callable[[], Answer]) -> Iterator[Callable[[], Answer]]:
    """Begin `work` now; what is yielded gives its answer, and waits for it. Left before, the work is given up."""
    if not may_copy():
        yield work
        return
    child, answers = _begun(work)
    try:
        yield lambda: _answer(answers, work)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        answers.close()
        os.waitpid(child, 0)


def may_copy() -> bool:
    """Whether a copy of this process is of use, and safe: nothing else may run in it.

    Kernels leave no threads behind: they are run by ordinary ones, which end with the run.
    """
    return sys.platform == "linux" and threading.active_count() == 1 and (os.cpu_count() or 1) > 1


def _begun(work: Callable[[], object]) -> tuple[int, BinaryIO]:
    """The copy that works, and where its answer will come from."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: libraries' idle ones, that hold nothing
        child = os.fork()
    if child == 0:
        os.close(read)
        _work(work, write)
    os.close(write)
    return child, os.fdopen(read, "rb")


def _work(work: Callable[[], object], write: int) -> None:
    """Do it, tell the answer, and end without anything that is for the other process to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C stops the other process, which ends this one
    gc.disable()  # it ends in seconds: looking for what could be thrown away would take a tenth of them
    try:
        told = pickle.dumps(work())
        with os.fdopen(write, "wb") as answers:
            answers.write(told)
    finally:
        os._exit(0)


def _answer(answers: BinaryIO, work: Callable[[], Answer]) -> Answer:
    told = answers.read()
    if not told:
        return work()
    found: Answer = pickle.loads(told)  # from a copy of this very process
    return found
