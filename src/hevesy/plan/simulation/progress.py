"""A long run tells how far it is, and stops after the block at hand when asked to."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Progress = Callable[[int, int, str], None]  # done, of how many, what
Say = Callable[[str], None]


def silent(done: int, of: int, what: str) -> None:
    """Nobody listens."""


def unsaid(text: str) -> None:
    """Nobody reads remarks."""


class Stop:
    """Whether somebody has asked the run to stop."""

    def __init__(self) -> None:
        self.asked = False

    def __bool__(self) -> bool:
        return self.asked


@contextmanager
def stoppable(say: Say) -> Iterator[Stop]:
    """Within it Ctrl-C asks for a stop and lets the block at hand finish; a second Ctrl-C stops at once.

    Only the main thread of a program hears Ctrl-C; elsewhere nothing changes.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def heard(_number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True
        say("Stopping after this block of draws (Ctrl-C again: at once) ...")

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
