"""Drawing uncertain figures: one named random stream for each, so that one draw never reshuffles another."""

from __future__ import annotations

import hashlib
import math

import numpy as np
from numpy.typing import NDArray

from hevesy.facts.fact import Dist, Fact

_Z90 = 1.6448536269514722  # the normal quantile that leaves 5 % on either side


def stream(seed: int, name: str) -> np.random.Generator:
    """The random stream called `name`; the same seed and name give the same numbers everywhere."""
    digest = hashlib.sha256(name.encode()).digest()
    words = [int.from_bytes(digest[start : start + 4], "little") for start in range(0, 16, 4)]
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=tuple(words)))


def draw(fact: Fact, count: int, seed: int) -> NDArray[np.float64]:
    """`count` draws of the fact, shape (count,); a figure without a range is a constant.

    Beta, gamma and lognormal are matched to the value as their middle and to low-high as a 90 % interval.
    """
    assert fact.value is not None
    value = float(fact.value)
    if fact.low is None or fact.high is None or fact.low == fact.high or fact.dist is Dist.FIXED:
        return np.full(count, value)
    rng = stream(seed, fact.id)  # not the place: a row copied into a pack must not reshuffle
    low, high = float(fact.low), float(fact.high)
    if fact.dist is Dist.BETA:
        whole = 100.0 if fact.unit.startswith("percent") else 1.0
        first, second = beta_parameters(value / whole, low / whole, high / whole)
        return whole * rng.beta(first, second, count)
    if fact.dist is Dist.LOGNORMAL:
        return value * np.exp(lognormal_sigma(value, low, high) * rng.standard_normal(count))
    if fact.dist is Dist.GAMMA:
        spread = (high - low) / (2 * _Z90)
        return rng.gamma((value / spread) ** 2, spread**2 / value, count)
    if fact.dist is Dist.TRIANGULAR:
        return rng.triangular(low, value, high, count)
    return rng.uniform(low, high, count)


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
