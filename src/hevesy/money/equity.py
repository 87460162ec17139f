"""How evenly means, and health over means, are spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.errors import BadMeans


@dataclass(frozen=True, slots=True)
class Concentration:
    """The concentration index of a health variable over a ranking by means, and its three corrected forms.

    `erreygers` and `wagstaff` are for a variable that lies between 0 and 1.
    """

    index: float
    generalised: float
    erreygers: float
    wagstaff: float


def gini(values: ArrayLike) -> float:
    """The Gini index of a list of means: 0 when all have the same.

    >>> round(gini([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]), 12)
    0.3
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if ordered.size == 0 or ordered[0] < 0 or ordered.sum() <= 0:
        raise BadMeans(
            name="values", value=ordered.tolist(), advice="give means of zero or more, not all of them zero"
        )
    return float(2 * (_ranks(ordered) * ordered).mean() / ordered.mean() - 1)


def concentration(health: ArrayLike, means: ArrayLike) -> Concentration:
    """How much a health variable is concentrated among those with more means (above 0) or less (below 0)."""
    by_means = np.argsort(np.asarray(means, dtype=np.float64), kind="stable")
    ordered = np.asarray(health, dtype=np.float64)[by_means]
    mean = float(ordered.mean())
    if not mean > 0:
        raise BadMeans(name="health", value=mean, advice="its mean must be above zero")
    index = float(2 * (_ranks(ordered) * ordered).mean() / mean - 1)
    wagstaff = index / (1 - mean) if mean < 1 else float("nan")
    return Concentration(index, mean * index, 4 * mean * index, wagstaff)


def _ranks(ordered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fractional rank of each person, the middle of their step."""
    return (np.arange(ordered.size) + 0.5) / ordered.size
