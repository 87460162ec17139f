"""What it is worth to know some of the figures: expected value of partial perfect information (EVPPI) by regression.

Strong, Oakley and Brennan, Med Decis Making 2014, 34:311: the mean net benefit given the figures is what a regression
of the drawn net benefit on them fits; no inner loop is needed. The regression is a penalised one on natural cubic
splines of each figure and on products of pairs, its penalty chosen by generalised cross-validation.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.errors import BadEconomics
from hevesy.money.value.chances import Sample

Array = NDArray[np.float64]
KNOTS = 6
MOST_PAIRED = 12  # figures whose products are tried: more would need more draws than there are
PENALTIES = np.logspace(-6, 6, 49)


def evppi(sample: Sample, figures: ArrayLike, threshold: float) -> float:
    """The value a person of knowing `figures`, shape (draws, figures), before deciding, at a threshold.

    Lies between 0 and EVPI. With few draws for many figures the regression fits noise and the value is too high; the
    penalty holds that down.
    """
    known = np.asarray(figures, dtype=np.float64)
    known = known[:, np.newaxis] if known.ndim == 1 else known
    if known.shape[0] != sample.costs.shape[0]:
        raise BadEconomics(
            model="EVPPI", name="figures", value=known.shape, advice=f"it needs {sample.costs.shape[0]} draws"
        )
    known = known[:, known.std(axis=0) > 0]
    if known.shape[1] == 0:
        return 0.0
    benefit = sample.benefit(threshold)
    gains = np.delete(benefit - benefit[:, [0]], 0, axis=1)
    fitted = np.column_stack([np.zeros(len(gains)), fit(known, gains)])
    found = fitted.max(axis=1).mean() - fitted.mean(axis=0).max()
    most = benefit.max(axis=1).mean() - benefit.mean(axis=0).max()
    return float(min(max(0.0, found), max(0.0, most)))


def fit(figures: Array, values: Array) -> Array:
    """The mean of `values`, shape (draws, outcomes), given `figures`, shape (draws, figures); of the values' shape."""
    basis = _basis(figures)
    basis = basis - basis.mean(axis=0)
    spread = basis.std(axis=0)
    basis = basis[:, spread > 1e-12] / spread[spread > 1e-12]
    squared, turned = np.linalg.eigh(basis.T @ basis)  # much quicker than taking the long table apart
    keep = squared > squared[-1] * 1e-10
    size = np.sqrt(squared[keep])
    left = basis @ (turned[:, keep] / size)
    centre = values.mean(axis=0)
    along = left.T @ (values - centre)
    rest = ((values - centre) ** 2).sum(axis=0) - (along**2).sum(axis=0)
    fitted = [_smoothed(size, along[:, number], float(rest[number]), len(values)) for number in range(values.shape[1])]
    return np.asarray(centre + left @ np.column_stack(fitted))


def _smoothed(size: Array, along: Array, rest: float, draws: int) -> Array:
    """The coordinates after the penalty with the lowest generalised cross-validation score."""
    scaled = size**2 / size.max() ** 2
    shrunk = scaled / (scaled + PENALTIES[:, np.newaxis])
    missed = rest + (((1 - shrunk) * along) ** 2).sum(axis=1)
    score = missed / (1 - np.minimum(0.999, (1 + shrunk.sum(axis=1)) / draws)) ** 2
    return np.asarray(shrunk[int(score.argmin())] * along)


def _basis(figures: Array) -> Array:
    columns = [_natural_spline(figures[:, number]) for number in range(figures.shape[1])]
    if 1 < figures.shape[1] <= MOST_PAIRED:
        plain = (figures - figures.mean(axis=0)) / figures.std(axis=0)
        pairs = [plain[:, a] * plain[:, b] for a, b in combinations(range(plain.shape[1]), 2)]
        columns.append(np.column_stack(pairs))
    return np.column_stack(columns)


def _natural_spline(values: Array) -> Array:
    """Truncated-power basis of a natural cubic spline with knots at quantiles (Hastie et al, Elements, eq. 5.4-5.5)."""
    plain = (values - values.mean()) / values.std()
    knots = np.unique(np.quantile(plain, np.linspace(0.02, 0.98, KNOTS)))
    if len(knots) < 3:
        return np.asarray(plain[:, np.newaxis])

    def bent(number: int) -> Array:
        cubes = np.maximum(plain - knots[number], 0) ** 3 - np.maximum(plain - knots[-1], 0) ** 3
        return np.asarray(cubes / (knots[-1] - knots[number]))

    last = bent(len(knots) - 2)
    return np.column_stack([plain, *(bent(number) - last for number in range(len(knots) - 2))])
