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


def equally_distributed(health: ArrayLike, aversion: float) -> float:
    """The health that, had everybody the same, would count as much as this: Atkinson's index of aversion e.

    (mean of h^(1 - e))^(1 / (1 - e)); with e = 1 the geometric mean (Atkinson 1970, doi:10.1016/0022-0531(70)90039-6).

    >>> [round(equally_distributed([50.0, 70.0], aversion), 3) for aversion in (0.0, 1.0)]
    [60.0, 59.161]
    """
    found = np.asarray(health, dtype=np.float64)
    if found.size == 0 or not found.min() > 0:
        raise BadMeans(name="health", value=found.tolist(), advice="give each group more than zero")
    if abs(aversion - 1.0) < 1e-9:
        return float(np.exp(np.log(found).mean()))
    power, largest = 1.0 - aversion, found.max()
    return float(largest * ((found / largest) ** power).mean() ** (1.0 / power))


def _ranks(ordered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fractional rank of each person, the middle of their step."""
    return (np.arange(ordered.size) + 0.5) / ordered.size
