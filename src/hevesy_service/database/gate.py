"""One writer at a time, over threads and processes of one machine, in turn and not by who spins fastest.

SQLite lets one connection write and sends the others away to try again, by which a busy one can starve the rest: four
spinning writers left one with a single commit in three seconds. A lock of the operating system beside the database
makes them wait in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

WAIT_SECONDS = 20.0
LOOK_EVERY = 0.002


class TooBusy(Exception):
    """Nobody let go of the gate in time; nothing was written."""


class Gate:
    """The gate of one connection to the database in `file`; it may be entered again by who is inside."""

    def __init__(self, file: Path, wait: float = WAIT_SECONDS) -> None:
        self._wait = wait
        # a handle of its own for each connection, so that two threads of one process exclude each other as well
        self._lock = FileLock(f"{file}.gate", poll_interval=LOOK_EVERY, is_singleton=False, thread_local=False)

    @property
    def held(self) -> bool:
        """Whether this connection is inside."""
        return bool(self._lock.is_locked)

    def enter(self) -> None:
        """Wait for one's turn; raises TooBusy when it does not come."""
        try:
            self._lock.acquire(timeout=self._wait)
        except Timeout:
            raise TooBusy(f"the database was busy for {self._wait:g} seconds, so nothing was written") from None

    def leave(self) -> None:
        """Let the next one in; does nothing where one is not inside."""
        self._lock.release(force=True)

    @contextmanager
    def through(self) -> Iterator[None]:
        """Inside for the length of a block; who is inside already stays so."""
        if self.held:
            yield
            return
        self.enter()
        try:
            yield
        finally:
            self.leave()
