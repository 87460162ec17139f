"""The rows of a model, every drawn quantity once, and the memory of what has been worked out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import Any, TypeVar

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.simulation.build.acts import Acting
from hevesy.plan.simulation.model import NO_LIMIT, ONE, ZERO, Floats

Answer = TypeVar("Answer")


class Rows:
    """Draws numbered in the order in which they come; equal draws have one number.

    >>> rows = Rows(2); rows.add(1.0), rows.add(0.25), rows.add(np.array([0.25, 0.25]))
    (0, 3, 3)
    """

    def __init__(self, draws: int) -> None:
        self.draws = draws
        self._rows: list[Floats] = []
        self._numbers: dict[bytes, int] = {}
        self._constants: dict[float, int] = {}
        for constant in (1.0, 0.0, NO_LIMIT):
            self.add(constant)

    def add(self, values: Any) -> int:
        """The number of the row with these values, one for all draws or shape (draws,)."""
        if np.size(values) == 1:
            value = float(np.asarray(values).reshape(()))
            if value not in self._constants:
                self._constants[value] = self._put(np.full(self.draws, value))
            return self._constants[value]
        return self._put(np.ascontiguousarray(values, dtype=np.float64))

    def values(self, number: int) -> Floats:
        """The draws of a row."""
        return self._rows[number]

    def share(self, values: Any) -> int:
        """The number of a row of shares, brought between 0 and 1."""
        return self.add(np.minimum(np.maximum(values, 0.0), 1.0))  # half the time of np.clip, on short rows

    def _put(self, row: Floats) -> int:
        mark = blake2b(row.tobytes(), digest_size=16).digest()
        if mark not in self._numbers:
            self._numbers[mark] = len(self._rows)
            self._rows.append(row)
        return self._numbers[mark]

    def array(self) -> Floats:
        return np.stack(self._rows)


assert (ONE, ZERO) == (0, 1)


class Memory:
    """What was worked out with a reader, kept for every era in which no figure that it asked for has moved."""

    def __init__(self) -> None:
        self._same: dict[tuple[Hashable, Acting], Any] = {}  # the quick way for the very same moves
        self._kept: dict[Hashable, dict[frozenset[str], dict[tuple[Any, ...], Any]]] = {}

    def of(self, what: Hashable, acting: Acting, work: Callable[[Reader], Answer]) -> Answer:
        """`work` done with the figures as `acting` leaves them; done once for the same figures."""
        key = what, acting
        if key not in self._same:
            self._same[key] = self._of(what, acting, work)
        found: Answer = self._same[key]
        return found

    def _of(self, what: Hashable, acting: Acting, work: Callable[[Reader], Answer]) -> Answer:
        kept = self._kept.setdefault(what, {})
        for asked, answers in kept.items():
            marks = acting.marks(asked)
            if marks in answers:
                found: Answer = answers[marks]
                return found
        reader = acting.reader()
        answer = work(reader)
        asked = frozenset(reader.asked)
        kept.setdefault(asked, {})[acting.marks(asked)] = answer
        return answer
