"""Importance sampling from around the mode: wide where the counts speak, the prior itself where they are silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.reconcile.mode import Mode

Floats = NDArray[np.float64]
LogLikelihood = Callable[[Floats], Floats]  # scores (draws, facts) -> (draws,)
Round = tuple[
    Floats, Floats
]  # prior scores (draws, facts) and a proposal's own scores (draws, K + 1 or more)

FREEDOM = 6.0  # of the t distribution along the directions in which the counts speak
SPEAKS = 0.03  # a direction whose slope is smaller moves a residual by less than this for one prior deviation
TO_LEARN = 40  # effective draws for each direction before a mean and a covariance are believed


@dataclass(frozen=True)
class Weighted:
    """Scores (draws, facts) and their weights (draws,), which sum to one."""

    scores: Floats
    weights: Floats

    @property
    def effective(self) -> float:
        """How many equally weighted draws they are worth: 1 / sum of squared weights (Kish 1965)."""
        return effective(self.weights)


@dataclass(frozen=True)
class Proposal:
    """Where scores are proposed: t around `centre` (K,) along `directions` (facts, K), the prior across them.

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

    def scores(self, prior: Floats, own: Floats) -> Floats:
        """Prior scores moved along the directions, shape (draws, facts)."""
        heavy = np.sqrt(FREEDOM / _chi_square(own[:, self.count]))
        along = self.centre + (own[:, : self.count] * heavy[:, None]) @ self.root.T
        return prior + (along - prior @ self.directions) @ self.directions.T

    def log_density(self, along: Floats) -> Floats:
        """Of places along the directions (draws, K), but for a constant that all proposals share."""
        standard = np.linalg.solve(self.root, (along - self.centre).T)
        size = float(np.log(np.abs(np.diag(self.root))).sum())
        return np.asarray(
            -0.5 * (FREEDOM + self.count) * np.log1p((standard**2).sum(axis=0) / FREEDOM) - size
        )

    def refitted(self, along: Floats, weights: Floats) -> Proposal:
        """The same directions, with the mean and covariance of weighted places along them."""
        centre = weights @ along
        apart = along - centre
        covariance = (apart * weights[:, None]).T @ apart
        root = np.linalg.cholesky(covariance + 1e-9 * np.eye(self.count))
        return Proposal(self.directions, centre, np.asarray(root, dtype=np.float64))


def sampled(
    mode: Mode, rounds: Iterable[Round], log_likelihood: LogLikelihood, least: int = 1, enough: float = np.inf
) -> Weighted:
    """Rounds of importance sampling, each around what those before found; all their draws are used.

    The first begins at the Laplace approximation. Each draw is weighed against the mixture of all proposals, so
    that no draw weighs much only because its own proposal seldom came there (Cornuet, Marin, Mira and Robert,
    Scandinavian Journal of Statistics 2012, 39:798). After `least` rounds no more are run once the draws are worth
    `enough`.
    """
    from scipy.special import logsumexp

    proposals = [Proposal.around(mode)]
    drawn, logs = [], []
    for prior, own in rounds:
        scores = proposals[-1].scores(prior, own)
        drawn.append(scores)
        logs.append(log_likelihood(scores) - 0.5 * ((scores @ proposals[0].directions) ** 2).sum(axis=1))
        along = np.concatenate(drawn) @ proposals[0].directions
        sizes = np.log([len(each) for each in drawn])
        mixture = logsumexp(
            [each.log_density(along) + size for each, size in zip(proposals, sizes, strict=True)], axis=0
        )
        weights = _normalised(np.concatenate(logs) - mixture)
        if len(drawn) >= least and effective(weights) >= enough:
            break
        proposals.append(proposals[-1].refitted(along, softened(weights, TO_LEARN * proposals[0].count)))
    return Weighted(np.concatenate(drawn), weights)


def effective(weights: Floats) -> float:
    return float(1.0 / (weights**2).sum())


def softened(weights: Floats, least: float) -> Floats:
    """The weights to the highest power (at most one) at which they are worth `least` draws."""
    if effective(weights) >= least:
        return weights
    logs = np.log(np.maximum(weights, 1e-300))
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective(_normalised(middle * logs)) >= least else (low, middle)
    return _normalised(low * logs)


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
    finite = np.where(np.isfinite(logs), logs, -np.inf)
    raw = np.exp(finite - finite.max())
    return np.asarray(raw / raw.sum())
