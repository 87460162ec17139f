"""Whose turn it is: an older question of the same person gives way to a newer one, and quick ones do not wait for long.

One quick question and one long one are worked on at a time; they share the processor.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from hevesy_service.what_if.engine import GivenUp


class Turns:
    """The last instant at which each asker asked: only that question counts."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._last: dict[str, int] = {}
        self._busy = {True: False, False: False}  # with a quick question, with a long one

    def ticket(self, asker: str, at: int) -> None:
        """What this asker asked before that instant is void; so is this, where something newer came in before it."""
        with self._changed:
            self._last[asker] = max(at, self._last.get(asker, at))
            self._changed.notify_all()

    def counts(self, asker: str, at: int) -> bool:
        """Whether nothing newer was asked."""
        return self._last.get(asker) == at

    @contextmanager
    def turn(self, asker: str, at: int, quick: bool) -> Iterator[None]:
        """Wait for the turn; raises GivenUp where something newer was asked meanwhile."""
        with self._changed:
            while self.counts(asker, at) and self._busy[quick]:
                self._changed.wait()
            if not self.counts(asker, at):
                raise GivenUp
            self._busy[quick] = True
        try:
            yield
        finally:
            with self._changed:
                self._busy[quick] = False
                self._changed.notify_all()
