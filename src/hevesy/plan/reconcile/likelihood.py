"""How probable a count is beside what the model expects: chance, and a model that is never quite right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST = 1e-9  # below it a model says "nobody", and a logarithm still has a slope


class Law(Protocol):
    """What was observed and how it scatters around the model's mean."""

    def log_likelihood(self, mean: Floats) -> Floats:
        """Shape of `mean`."""

    def residual(self, mean: Floats) -> Floats:
        """Half its square is minus the log-likelihood but for a constant; negative where too few are expected."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A count: negative binomial with mean μ and variance μ + (spread·μ)², Poisson chance and a discrepancy.

    With `at_least` the count is partial, and only says that there were so many or more. The residual is the
    deviance residual, so that a sum of squares finds the most probable figures exactly, also for a count of zero
    and for a bound.
    """

    count: float
    spread: float
    at_least: bool = False

    def log_likelihood(self, mean: Floats) -> Floats:
        from scipy import special

        mean, size, count = _positive(mean), self.spread**-2.0, self.count
        exact = (
            special.gammaln(count + size)
            - special.gammaln(size)
            - special.gammaln(count + 1)
            - size * np.log1p(mean / size)
            - count * np.log1p(size / mean)
        )
        if not self.at_least:
            return np.asarray(exact)
        if count <= 0:
            return np.zeros_like(mean)
        tail = special.betainc(count, size, mean / (mean + size))
        # where the whole tail is too small for a computer its first term stands for it
        return np.asarray(np.where(tail > 0, np.log(np.maximum(tail, 1e-300)), exact))

    def residual(self, mean: Floats) -> Floats:
        mean, size, count = _positive(mean), self.spread**-2.0, self.count
        if self.at_least:
            return -np.sqrt(np.maximum(-2.0 * self.log_likelihood(mean), 0.0))
        # a difference of logarithms, because the ratio of the smallest counts a computer knows is zero
        own = count * (np.log(count) - np.log(mean)) if count > 0 else 0.0 * mean
        deviance = 2.0 * (own - (count + size) * np.log((count + size) / (mean + size)))
        return np.asarray(np.sign(mean - count) * np.sqrt(np.maximum(deviance, 0.0)))


@dataclass(frozen=True, slots=True)
class Shared:
    """`part` of `whole` people went to one centre: beta-binomial around the model's share.

    `choice` is the correlation between two patients' choices that the model does not know of; the residual is that
    of arcsines, close enough to find the neighbourhood, while the weights use the law itself.
    """

    part: float
    whole: float
    choice: float

    def log_likelihood(self, mean: Floats) -> Floats:
        from scipy import special

        share = np.clip(mean, LEAST, 1.0 - LEAST)
        strength = 1.0 / self.choice - 1.0
        here, elsewhere = share * strength, (1.0 - share) * strength
        return np.asarray(
            special.betaln(self.part + here, self.whole - self.part + elsewhere)
            - special.betaln(here, elsewhere)
        )

    def residual(self, mean: Floats) -> Floats:
        share = np.clip(mean, LEAST, 1.0 - LEAST)
        scatter = np.sqrt((1.0 + (self.whole - 1.0) * self.choice) / self.whole)
        apart = np.arcsin(np.sqrt(share)) - np.arcsin(np.sqrt(self.part / self.whole))
        return np.asarray(2.0 * apart / scatter)


@dataclass(frozen=True, slots=True)
class Duration:
    """A wait beside an expected one: lognormal with this relative spread."""

    weeks: float
    spread: float

    def log_likelihood(self, mean: Floats) -> Floats:
        return np.asarray(-0.5 * self.residual(mean) ** 2)

    def residual(self, mean: Floats) -> Floats:
        return np.asarray(np.log(_positive(mean) / self.weeks) / self.spread)


def _positive(mean: Floats) -> Floats:
    return np.asarray(np.maximum(mean, LEAST), dtype=float)
