"""A reader that answers with the mean of each fact's draws, so that sums of lines agree with the interval around them.

The value on the shelf of a skewed range is its most likely one; a sum of most likely costs lies below nearly all draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader


@dataclass
class MeanReader(Reader):
    """Reads means over the draws of `behind`, a reader that samples; never samples itself."""

    behind: Reader | None = None

    def value(self, name: str) -> float | NDArray[np.float64]:
        """The mean of the draws; the value itself of what is not sampled."""
        self.fact(name)
        mean = self.number(name) if self.behind is None else float(np.mean(self.behind.draw(name)))
        return self.moved(name, mean)


def means_of(behind: Reader) -> MeanReader:
    """A reader of the means of this one's draws."""
    return MeanReader(behind.shelf, behind.place, stated=behind.stated, behind=behind)
