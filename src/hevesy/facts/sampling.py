"""Drawing uncertain figures: one named random stream for each, so that one draw never reshuffles another."""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hevesy.facts.fact import Dist, Fact

_Z90 = 1.6448536269514722  # the normal quantile that leaves 5 % on either side
_LARGEST = math.nextafter(1.0, 0.0)
MOST_KEPT = 2048  # draws: scores of longer runs are worked out anew, so that what is kept stays below 20 MB


def stream(seed: int, name: str) -> np.random.Generator:
    """The random stream called `name`; the same seed and name give the same numbers everywhere."""
    digest = hashlib.sha256(name.encode()).digest()
    words = [int.from_bytes(digest[start : start + 4], "little") for start in range(0, 16, 4)]
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=tuple(words)))


def scores(name: str, count: int, seed: int) -> NDArray[np.float64]:
    """The standard normal scores of the fact called `name`, shape (count,), whatever place it is asked for.

    One falls into each of `count` strata of equal probability, in random order: all facts together are a Latin
    hypercube (McKay, Beckman and Conover, Technometrics 1979, 21:239). Those of a base and its package, of the same
    seed, are the same and worked out once; nobody may write into them.
    """
    return (_kept if count <= MOST_KEPT else _worked_out)(name, count, seed)


def _worked_out(name: str, count: int, seed: int) -> NDArray[np.float64]:
    from scipy import special

    chance = stream(seed, name)
    within = 1.0 - chance.random(count)  # above 0, so that no score is infinite
    ranks = np.minimum((chance.permutation(count) + within) / max(count, 1), _LARGEST)
    found = np.asarray(special.ndtri(ranks))
    found.setflags(write=False)
    return found


_kept = lru_cache(maxsize=1024)(_worked_out)


def draw(fact: Fact, count: int, seed: int) -> NDArray[np.float64]:
    """`count` draws of the fact, shape (count,); a figure without a range is a constant."""
    return at_scores(fact, scores(fact.id, count, seed))


def together(
    shared: NDArray[np.float64], own: NDArray[np.float64], correlation: float, sign: float = 1.0
) -> NDArray[np.float64]:
    """Standard normal scores that share a cause: two facts made so correlate by `correlation` (Gaussian copula)."""
    return sign * math.sqrt(correlation) * shared + math.sqrt(1 - correlation) * own


def is_sampled(fact: Fact) -> bool:
    """Whether the fact has a distribution with a range to draw from."""
    return (
        fact.low is not None
        and fact.high is not None
        and fact.low != fact.high
        and fact.dist is not Dist.FIXED
    )


def at_scores(fact: Fact, score: NDArray[np.float64]) -> NDArray[np.float64]:
    """The fact's values at standard normal scores, of their shape; a figure without a range is a constant.

    Beta, gamma and lognormal are matched to the value as their middle and to low-high as a 90 % interval.
    """
    from scipy import special

    assert fact.value is not None
    value = float(fact.value)
    if not is_sampled(fact) or fact.low is None or fact.high is None:
        return np.full(np.shape(score), value)
    low, high, rank = float(fact.low), float(fact.high), special.ndtr(score)
    if fact.dist is Dist.BETA:
        whole = 100.0 if fact.unit.startswith("percent") else 1.0
        first, second = beta_parameters(value / whole, low / whole, high / whole)
        return np.asarray(whole * special.betaincinv(first, second, rank))
    if fact.dist is Dist.LOGNORMAL:
        return np.asarray(value * np.exp(lognormal_sigma(value, low, high) * score))
    if fact.dist is Dist.GAMMA:
        spread = (high - low) / (2 * _Z90)
        return np.asarray(special.gammaincinv((value / spread) ** 2, rank) * spread**2 / value)
    if fact.dist is Dist.TRIANGULAR:
        return _triangular(rank, low, value, high)
    return np.asarray(low + (high - low) * rank)


def _triangular(rank: NDArray[np.float64], low: float, mode: float, high: float) -> NDArray[np.float64]:
    rising = low + np.sqrt(rank * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - rank) * (high - low) * (high - mode))
    return np.asarray(np.where(rank < (mode - low) / (high - low), rising, falling))


def beta_parameters(mean: float, low: float, high: float) -> tuple[float, float]:
    """The beta distribution with this mean whose standard deviation fits low-high as a 90 % interval.

    >>> beta_parameters(0.5, 0.5 - 0.1, 0.5 + 0.1)[0] > 1
    True
    """
    mean = min(max(mean, 1e-6), 1 - 1e-6)
    spread = (high - low) / (2 * _Z90)
    most = math.sqrt(mean * (1 - mean)) * 0.95
    concentration = mean * (1 - mean) / min(spread, most) ** 2 - 1
    return mean * concentration, (1 - mean) * concentration


def lognormal_sigma(median: float, low: float, high: float) -> float:
    """The standard deviation of the logarithm that fits low-high as a 90 % interval."""
    if low > 0:
        return (math.log(high) - math.log(low)) / (2 * _Z90)
    return math.log(high / median) / _Z90
