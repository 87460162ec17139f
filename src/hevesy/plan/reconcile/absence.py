"""How much of what is expected one year gives, for absence alone: many years of the engine, side by side.

A vacancy lasts half a year. Where each cadre is one person a centre is closed for a whole year now and then, so a count
of nought there does not say that nobody needed care. A count is weighed against all of these years, each of which it
may have been.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.reconcile.likelihood import Counted, Shared

Floats = NDArray[np.float64]
Key = tuple[str, str]  # centre, therapy
GRID = np.geomspace(1e-3, 1e5, 400)  # means among which the likeliest one of a count is sought


@dataclass(frozen=True)
class Years:
    """The `parts` of each place's expectation that single years give, (years,), one on average.

    `expected` are the courses that begin there in a year.
    """

    parts: Mapping[Key, Floats] = field(default_factory=dict)
    expected: Mapping[Key, float] = field(default_factory=dict)

    def of(self, centres: Sequence[str], therapy: str) -> Floats | None:
        """Of the sum over these centres ('' is the whole country); None where no year was looked at."""
        keys = [key for key in self.parts if key[1] == therapy and ("" in centres or key[0] in centres)]
        if not keys:
            return None
        weights = np.array([self.expected[key] for key in keys]) + 1e-9
        return np.asarray(weights @ np.stack([self.parts[key] for key in keys]) / weights.sum())

    def spread(self, key: Key) -> float:
        """The relative standard deviation of a single year."""
        return float(self.parts[key].std()) if key in self.parts else 0.0


@dataclass(frozen=True, eq=False)
class CountedIn:
    """A count that may be that of any of these years: the mean of its probabilities, each at its part of the mean."""

    law: Counted
    parts: Floats  # (years,)

    def log_likelihood(self, mean: Floats) -> Floats:
        return _mean(self.law.log_likelihood(self.parts[:, None] * np.asarray(mean)[None]))

    def residual(self, mean: Floats) -> Floats:
        """Half its square is minus the log-likelihood, but for that at the likeliest mean."""
        tried = self.log_likelihood(GRID)
        best = int(np.argmax(tried))
        short = np.maximum(tried[best] - self.log_likelihood(mean), 0.0)
        return np.asarray(np.sign(mean - GRID[best]) * np.sqrt(2.0 * short))


@dataclass(frozen=True, eq=False)
class SharedIn:
    """How people are shared between one centre and the others in any of these years."""

    law: Shared
    here: Floats  # (years,)
    elsewhere: Floats

    def log_likelihood(self, mean: Floats) -> Floats:
        here = self.here[:, None] * np.asarray(mean)[None]
        both = here + self.elsewhere[:, None] * (1.0 - np.asarray(mean)[None])
        share = np.divide(here, both, out=np.full_like(here, 0.5), where=both > 0)
        return _mean(self.law.log_likelihood(share))

    def residual(self, mean: Floats) -> Floats:
        return self.law.residual(mean)


def _mean(logs: Floats) -> Floats:
    from scipy.special import logsumexp

    return np.asarray(logsumexp(logs, axis=0) - np.log(len(logs)))
