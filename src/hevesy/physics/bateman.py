"""The Bateman equations on arrays: exact for any half-lives, and fast where fast is exact enough.

Members are numbered so that daughters follow their parents. `feeds[i, k]` is the share of the decays of `k`
that leave `i`; the atoms n obey dn/dt = A n with A = feeds * constants - diag(constants).

Two ways, compared for ever in the tests:

* `propagator` scales and squares exp(A h). Every term is positive and the diagonal is set to its exact value
  after each squaring, so that no digit is lost to subtraction whether half-lives are equal or differ by 10^20.
* `evolve` sums exponentials (eigenvectors of a triangular matrix in closed form) for many times at once, with
  a bound on its own rounding; the few rows whose bound is not met are done again by the first way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TERMS = 18  # of the series of exp(x) for x <= 1, beyond the length of the chain
TOLERANCE = 1e-10
AT_ONCE = 4096
EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Rates:
    """Decay constants per second, shape (n,), and feeds, shape (n, n), strictly lower triangular."""

    constants: Array
    feeds: Array

    @property
    def matrix(self) -> Array:
        flow = self.feeds * self.constants - np.diag(self.constants)
        return np.asarray(flow, dtype=np.float64)

    def with_counters(self) -> Rates:
        """The same chain with one stable counter behind each member: it collects that member's decays."""
        size = len(self.constants)
        feeds = np.zeros((2 * size, 2 * size))
        feeds[:size, :size] = self.feeds
        feeds[size:, :size] = np.diag((self.constants > 0).astype(np.float64))
        return Rates(np.concatenate([self.constants, np.zeros(size)]), feeds)


def propagator(rates: Rates, elapsed_s: float) -> Array:
    """exp(A t), shape (n, n): column k is what one atom of k has become; every entry to about 1e-13 of itself."""
    only: Array = propagators(rates, np.array([elapsed_s]))[0]
    return only


def propagators(rates: Rates, elapsed_s: Array) -> Array:
    """exp(A t) for each t >= 0, shape (times, n, n); each time is halved as often as it needs itself."""
    fastest = float(rates.constants.max(initial=0.0))
    with np.errstate(divide="ignore"):
        halvings = np.maximum(0.0, np.ceil(np.log2(elapsed_s * fastest)))
    step = elapsed_s / 2.0**halvings
    powers = _small_step(rates, fastest, step)
    places = np.arange(len(rates.constants))
    for done in range(int(halvings.max(initial=0.0))):
        on = halvings > done
        step[on] *= 2
        squared = powers[on] @ powers[on]
        squared[:, places, places] = np.exp(-np.multiply.outer(step[on], rates.constants))
        powers[on] = squared
    return powers


def _small_step(rates: Rates, fastest: float, step: Array) -> Array:
    """exp(A h) for fastest * h <= 1, from the series of the non-negative matrix (A + fastest I) h."""
    size = len(rates.constants)
    lifted = np.multiply.outer(step, rates.matrix + fastest * np.eye(size))
    term = np.broadcast_to(np.eye(size), lifted.shape)
    total = term.copy()
    for count in range(1, TERMS + size):
        term = term @ lifted / count
        total += term
    total *= np.exp(-fastest * step)[:, None, None]
    total[:, np.arange(size), np.arange(size)] = np.exp(-np.multiply.outer(step, rates.constants))
    return total


def evolve(rates: Rates, start: Array, elapsed_s: Array) -> Array:
    """The atoms of each member after each time, shape (times, n), from the atoms `start`, shape (n,).

    Each entry is good to 1e-10 of itself or better (down to about 1e-290 atoms).
    """
    atoms, loose = _sums_of_exponentials(rates, start, elapsed_s)
    (rows,) = np.nonzero(loose)
    if len(rows):
        times, where = np.unique(elapsed_s[rows], return_inverse=True)
        again = [propagators(rates, times[at : at + AT_ONCE]) @ start for at in range(0, len(times), AT_ONCE)]
        atoms[rows] = np.concatenate(again)[where]
    return atoms


def _sums_of_exponentials(rates: Rates, start: Array, elapsed_s: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Atoms as sum_j M_ij exp(-lambda_j t), and which rows are looser than TOLERANCE.

    Where the members' start is known the sum of M_ij over j is known too, so that exp(x) - 1 may stand for
    exp(x): it keeps the digits of what has only just begun to grow.
    """
    weights, doubts = _weights(rates, start)
    # rounding of lambda t is magnified by the exponential: (1 + lambda t) times epsilon, at most about 750
    phases = np.multiply.outer(elapsed_s, rates.constants)
    shares = np.exp(-phases)
    atoms, bound = shares @ weights.T, (shares * (1 + phases)) @ doubts.T
    loose = ~(bound <= np.maximum(TOLERANCE * atoms, 1e-290))
    (rows,) = np.nonzero(loose.any(axis=1))
    if len(rows):
        grown = np.expm1(-phases[rows])
        other = start + grown @ weights.T
        tighter = start * EPSILON + -grown @ doubts.T
        better = ~(tighter >= bound[rows])
        atoms[rows] = np.where(better, other, atoms[rows])
        bound[rows] = np.where(better, tighter, bound[rows])
        loose[rows] = ~(bound[rows] <= np.maximum(TOLERANCE * atoms[rows], 1e-290))
    return atoms, np.asarray(loose.any(axis=1))


def _weights(rates: Rates, start: Array) -> tuple[Array, Array]:
    """M_ij = C_ij (L n0)_j of right and left eigenvectors, and a bound on the rounding of each."""
    size = len(rates.constants)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        right, right_size, right_strain = _eigenvectors(rates)
        left, left_size, left_strain = _eigenvectors(rates, left=True)
        weights = right * (left @ start)
        sizes = right_size * (left_size @ np.abs(start))
        doubts = (
            sizes * (right_strain + size) + right_size * ((left_size * left_strain) @ np.abs(start))
        ) * (2 * EPSILON)
    return weights, np.where(np.isfinite(doubts), doubts, np.inf)


def _eigenvectors(rates: Rates, left: bool = False) -> tuple[Array, Array, Array]:
    """Unit lower-triangular eigenvectors of A in closed form, their size without any cancellation, and their strain.

    Strain is the relative rounding of an entry in units of epsilon. Equal constants that feed one another give
    infinities, which the bound then reports.
    """
    constants, flow = rates.constants, rates.feeds * rates.constants
    count = len(constants)
    exact, size, strain = np.eye(count), np.eye(count), np.ones((count, count))
    for span in range(1, count):
        for i in range(span, count):
            j = i - span
            if left:
                gap, row, column, step = (
                    constants[j] - constants[i],
                    slice(i, i + 1),
                    slice(j + 1, i + 1),
                    flow[j + 1 : i + 1, j],
                )
            else:
                gap, row, column, step = (
                    constants[i] - constants[j],
                    slice(j, i),
                    slice(j, j + 1),
                    flow[i, j:i],
                )
            reach = float(size[row, column].ravel() @ step)
            if reach:
                exact[i, j], size[i, j] = float(exact[row, column].ravel() @ step) / gap, reach / abs(gap)
                strain[i, j] = strain[row, column].max() + 2 + (constants[i] + constants[j]) / abs(gap)
    return exact, size, strain
