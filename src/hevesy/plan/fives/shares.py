"""How a gap is shared among causes, from what is reached with every combination of them lifted: pure arithmetic.

`values` has shape (2**n, ..., draws): entry s is reached when exactly the causes whose bit is set in s are lifted
(bit 0 is the first cause). Everything is worked out draw by draw, so that all combinations share one world.

>>> values = np.array([0.0, 6.0, 2.0, 12.0])[:, None]  # none, the first, the second, both
>>> shapley(values)[:, 0].tolist(), alone(values)[:, 0].tolist(), without(values)[:, 0].tolist()
([8.0, 4.0], [6.0, 2.0], [10.0, 6.0])
"""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np

from hevesy.plan.simulation.model import Floats

Pair = tuple[int, int]


def causes(values: Floats) -> int:
    """How many causes there are; raises ValueError where the combinations are not 2**n."""
    n = len(values).bit_length() - 1
    if len(values) != 2**n:
        raise ValueError(f"{len(values)} combinations are no power of two")
    return n


def shapley(values: Floats) -> Floats:
    """What each cause adds, averaged over all orders in which they could be lifted; shape (n, ..., draws).

    The shares add up to `gap` in every draw. Shapley, A value for n-person games, in Contributions to the Theory of
    Games II (Princeton 1953), p. 307.
    """
    n = causes(values)
    found = np.zeros((n, *values.shape[1:]))
    for cause in range(n):
        bit = 1 << cause
        for lifted in range(2**n):
            if not lifted & bit:
                found[cause] += _weight(lifted.bit_count(), n) * (values[lifted | bit] - values[lifted])
    return found


def _weight(before: int, n: int) -> float:
    """The share of all orders in which exactly these `before` causes come before one."""
    return factorial(before) * factorial(n - before - 1) / factorial(n)


def gap(values: Floats) -> Floats:
    """What lifting all of them together adds: the explained gap."""
    return np.asarray(values[-1] - values[0])


def alone(values: Floats) -> Floats:
    """What is gained if only this one is lifted."""
    return np.stack([values[1 << cause] - values[0] for cause in range(causes(values))])


def without(values: Floats) -> Floats:
    """What is lost if all others are lifted and only this one is not."""
    whole = len(values) - 1
    return np.stack([values[whole] - values[whole ^ (1 << cause)] for cause in range(causes(values))])


def pairs(values: Floats) -> dict[Pair, Floats]:
    """What is gained if only these two are lifted."""
    return {
        (one, other): values[1 << one | 1 << other] - values[0]
        for one, other in combinations(range(causes(values)), 2)
    }


def best_pair(gains: dict[Pair, Floats]) -> tuple[Pair, Floats]:
    """The pair that gains most on average over the draws, and where it does best (shape of the draws).

    Among equals the first; a draw in which several are best counts for each of them.
    """
    names = list(gains)
    stacked = np.stack([gains[name] for name in names])
    best = int(np.argmax(stacked.mean(axis=-1)))
    return names[best], np.asarray(stacked[best] >= stacked.max(axis=0) - _TINY * abs(stacked).max())


_TINY = 1e-12


def rank_shares(amounts: Floats) -> Floats:
    """P(rank): entry (i, r) is the share of draws in which cause i has the r-th largest amount; (n, n).

    Equals share the ranks they hold, so that every row and every column adds up to one.

    >>> rank_shares(np.array([[3.0, 1.0], [1.0, 1.0]])).tolist()
    [[0.75, 0.25], [0.25, 0.75]]
    """
    n = len(amounts)
    tiny = _TINY * np.abs(amounts).max(initial=0.0)
    larger = (amounts[None, :] > amounts[:, None] + tiny).sum(axis=1)  # (n, draws)
    equal = (np.abs(amounts[None, :] - amounts[:, None]) <= tiny).sum(axis=1)
    ranks = np.arange(n)[None, :, None]
    held = (ranks >= larger[:, None]) & (ranks < (larger + equal)[:, None])
    return np.asarray((held / equal[:, None]).mean(axis=-1))
