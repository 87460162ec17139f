"""The most probable scores: Gauss-Newton steps, each of one batch of model runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Residuals = Callable[[Floats], Floats]  # scores (draws, facts) -> residuals (draws, observations)

STEP = 1e-3  # of a standard normal score, for the slopes
DAMPING = (0.0, 0.1, 1.0, 10.0, 100.0)
LENGTHS = (1.0, 0.5, 0.2, 0.05)
MOST_STEPS = 60
ENOUGH = 1e-4  # of the logarithm of the density: a step that gains less ends the search


@dataclass(frozen=True)
class Mode:
    """The most probable scores (facts,), the slopes of the residuals there (observations, facts), and the misfit."""

    scores: Floats
    slopes: Floats
    misfit: float
    steps: int
    settled: bool


def find_mode(residuals: Residuals, starts: Sequence[Floats]) -> Mode:
    """Least squares of [scores; residuals(scores)] from each start; the best is returned.

    Half the sum of squares is minus the logarithm of the posterior density of standard normal scores, where half
    the squared residuals are minus the log-likelihood.
    """
    found = [_descend(residuals, np.asarray(start, dtype=float)) for start in starts]
    return min(found, key=lambda mode: mode.misfit)


def _descend(residuals: Residuals, scores: Floats) -> Mode:
    misfit = float(_misfits(residuals, scores[None])[0])
    for number in range(MOST_STEPS):
        middle, slopes = slopes_at(residuals, scores)
        tried = _candidates(scores, middle, slopes)
        misfits = _misfits(residuals, tried)
        best = int(np.argmin(misfits))
        gain = misfit - float(misfits[best])
        if gain <= ENOUGH * (1.0 + misfit):
            return Mode(scores, slopes, misfit, number, True)
        scores, misfit = tried[best], float(misfits[best])
    return Mode(scores, slopes_at(residuals, scores)[1], misfit, MOST_STEPS, False)


def slopes_at(residuals: Residuals, scores: Floats) -> tuple[Floats, Floats]:
    """Residuals (observations,) and their slopes (observations, facts), from one batch of facts + 1 draws."""
    batch = residuals(np.concatenate([scores[None], scores + STEP * np.eye(len(scores))]))
    return batch[0], ((batch[1:] - batch[0]) / STEP).T


def _candidates(scores: Floats, middle: Floats, slopes: Floats) -> Floats:
    """Where Gauss-Newton steps of several dampings and lengths lead, shape (candidates, facts)."""
    uphill = scores + slopes.T @ middle
    between = slopes @ slopes.T  # observations are fewer than facts, so that this is the smaller square
    one = np.eye(len(middle))
    steps = []
    for damping in DAMPING:
        stiff = 1.0 + damping
        inner = np.linalg.solve(between + stiff * one, slopes @ uphill)
        steps.append((uphill - slopes.T @ inner) / stiff)  # (stiff·1 + JᵀJ)⁻¹ uphill, by Woodbury's identity
    return np.array([scores - length * step for step in steps for length in LENGTHS])


def _misfits(residuals: Residuals, scores: Floats) -> Floats:
    off = residuals(scores)
    found: Floats = 0.5 * ((scores**2).sum(axis=1) + (off**2).sum(axis=1))
    return np.where(np.isfinite(found), found, np.inf)
