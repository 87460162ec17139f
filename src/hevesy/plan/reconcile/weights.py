"""Importance sampling from around the mode: wide where the counts speak, the prior itself where they are silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.reconcile.mode import Mode

Floats = NDArray[np.float64]
LogLikelihood = Callable[[Floats], Floats]  # scores (draws, facts) -> (draws,)

FREEDOM = 6.0  # of the t distribution along the directions in which the counts speak
SPEAKS = 0.03  # a direction whose slope is smaller moves a residual by less than this for one prior deviation


@dataclass(frozen=True)
class Weighted:
    """Scores (draws, facts) and their weights (draws,), which sum to one."""

    scores: Floats
    weights: Floats

    @property
    def effective(self) -> float:
        """How many equally weighted draws they are worth: 1 / sum of squared weights (Kish 1965)."""
        return float(1.0 / (self.weights**2).sum())


@dataclass(frozen=True)
class Proposal:
    """Where scores are proposed: t around `centre` along `directions` (facts, K), the prior across them.

    Only these few directions enter the weights prior × likelihood / proposal, however many facts there are, so the
    weights do not degenerate with the number of facts. `root` (K, K) is a root of the t's scale matrix.
    """

    directions: Floats
    centre: Floats
    root: Floats

    @classmethod
    def around(cls, mode: Mode) -> Proposal:
        """The Laplace approximation: variance 1 / (1 + s²) along a direction in which the residuals have slope s."""
        _, slopes, directions = np.linalg.svd(mode.slopes, full_matrices=False)
        speaking = slopes > SPEAKS
        kept = directions[speaking].T
        return cls(kept, mode.scores @ kept, np.diag(1.0 / np.sqrt(1.0 + slopes[speaking] ** 2)))

    @property
    def count(self) -> int:
        return len(self.centre)

    def weighed(self, prior: Floats, spread: Floats, log_likelihood: LogLikelihood) -> Weighted:
        """Prior draws (draws, facts) moved along the directions and weighed.

        `spread` (draws, K + 1 or more) are standard normal scores of the proposal's own.
        """
        heavy = np.sqrt(FREEDOM / _chi_square(spread[:, self.count]))
        standard = spread[:, : self.count] * heavy[:, None]
        along = self.centre + standard @ self.root.T
        scores = prior + (along - prior @ self.directions) @ self.directions.T
        log_proposal = -0.5 * (FREEDOM + self.count) * np.log1p((standard**2).sum(axis=1) / FREEDOM)
        return Weighted(
            scores, _normalised(log_likelihood(scores) - 0.5 * (along**2).sum(axis=1) - log_proposal)
        )

    def refitted(self, weighted: Weighted) -> Proposal:
        """The same directions, with the mean and covariance that the weighed draws found along them."""
        along = weighted.scores @ self.directions
        centre = weighted.weights @ along
        apart = along - centre
        covariance = (apart * weighted.weights[:, None]).T @ apart
        root = np.asarray(np.linalg.cholesky(covariance + 1e-9 * np.eye(self.count)), dtype=np.float64)
        return Proposal(self.directions, centre, root)


def refined(mode: Mode, rounds: Sequence[tuple[Floats, Floats]], log_likelihood: LogLikelihood) -> Weighted:
    """The last of some rounds of importance sampling, each around what the one before found.

    The first begins at the Laplace approximation (adaptive importance sampling: Cappé et al., Statistics and
    Computing 2008, 18:447). `rounds` holds prior draws and proposal scores of each; a round that was worth too few
    draws to learn a covariance from changes nothing.
    """
    proposal = Proposal.around(mode)
    for prior, spread in rounds[:-1]:
        found = proposal.weighed(prior, spread, log_likelihood)
        if found.effective > 5 * proposal.count:
            proposal = proposal.refitted(found)
    return proposal.weighed(*rounds[-1], log_likelihood)


def resampled(weighted: Weighted, draws: int, start: float = 0.5) -> Floats:
    """So many equally weighted scores (draws, facts), by systematic resampling from `start` (0 to 1)."""
    ends = np.cumsum(weighted.weights)
    places = (np.arange(draws) + start) / draws
    return weighted.scores[np.minimum(np.searchsorted(ends, places), len(ends) - 1)]


def _chi_square(score: Floats) -> Floats:
    """Chi-square variables of FREEDOM degrees at standard normal scores."""
    from scipy import special

    return np.asarray(2.0 * special.gammaincinv(FREEDOM / 2, special.ndtr(score)))


def _normalised(logs: Floats) -> Floats:
    raw = np.exp(np.where(np.isfinite(logs), logs, -np.inf) - np.nanmax(logs))
    return np.asarray(raw / raw.sum())
