"""Survival curves with few parameters: S(t) for t in years, each parameter one number or one for each draw."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.errors import BadEconomics

Array = NDArray[np.float64]
Many = float | Array


class Curve(Protocol):
    """The share alive (or without progression) after `years`; shape (*batch, times)."""

    def at(self, years: Array) -> Array: ...


def _positive(curve: str, **values: Many) -> None:
    for name, value in values.items():
        if not np.all(np.asarray(value) > 0):
            raise BadEconomics(model=f"{curve} curve", name=name, value=value, advice="it must be above zero")


def _column(value: Many) -> Array:
    """A parameter that broadcasts over times on the last axis."""
    return np.asarray(value, dtype=np.float64)[..., np.newaxis]


@dataclass(frozen=True, slots=True)
class Exponential:
    """S = exp(-rate t); a constant hazard."""

    rate: Many

    def __post_init__(self) -> None:
        _positive("exponential", rate=self.rate)

    @classmethod
    def of_median(cls, median_years: Many) -> Exponential:
        return cls(math.log(2) / np.asarray(median_years))

    def at(self, years: Array) -> Array:
        return np.asarray(np.exp(-_column(self.rate) * years))


@dataclass(frozen=True, slots=True)
class Weibull:
    """S = exp(-(t / scale)^shape); the hazard rises with time where `shape` is above 1."""

    scale: Many
    shape: Many

    def __post_init__(self) -> None:
        _positive("Weibull", scale=self.scale, shape=self.shape)

    @classmethod
    def of_median(cls, median_years: Many, shape: Many) -> Weibull:
        """The curve with this median.

        >>> round(float(Weibull.of_median(1.0, 1.4).at(np.array([1.0]))[0]), 12)
        0.5
        """
        return cls(np.asarray(median_years) / math.log(2) ** (1 / np.asarray(shape)), shape)

    def at(self, years: Array) -> Array:
        return np.asarray(np.exp(-((years / _column(self.scale)) ** _column(self.shape))))


@dataclass(frozen=True, slots=True)
class LogLogistic:
    """S = 1 / (1 + (t / median)^shape); the hazard rises and falls where `shape` is above 1."""

    median: Many
    shape: Many

    def __post_init__(self) -> None:
        _positive("log-logistic", median=self.median, shape=self.shape)

    @classmethod
    def of_median(cls, median_years: Many, shape: Many) -> LogLogistic:
        return cls(np.asarray(median_years), shape)

    def at(self, years: Array) -> Array:
        return np.asarray(1 / (1 + (years / _column(self.median)) ** _column(self.shape)))


@dataclass(frozen=True, slots=True)
class LogNormal:
    """S = 1 - Phi(ln(t / median) / sigma)."""

    median: Many
    sigma: Many

    def __post_init__(self) -> None:
        _positive("log-normal", median=self.median, sigma=self.sigma)

    def at(self, years: Array) -> Array:
        from scipy import special

        with np.errstate(divide="ignore"):
            score = np.log(years / _column(self.median)) / _column(self.sigma)
        return np.asarray(special.ndtr(-score))


@dataclass(frozen=True, slots=True)
class Gompertz:
    """S = exp(-(rate / shape) (exp(shape t) - 1)); a hazard that grows by a fixed share each year.

    A `shape` below zero leaves survivors for ever: exp(rate / shape) of them.
    """

    rate: Many
    shape: Many

    def __post_init__(self) -> None:
        _positive("Gompertz", rate=self.rate)
        if np.any(np.asarray(self.shape) == 0):
            raise BadEconomics(model="Gompertz curve", name="shape", value=0, advice="use the exponential curve")

    def at(self, years: Array) -> Array:
        shape = _column(self.shape)
        return np.asarray(np.exp(-_column(self.rate) / shape * np.expm1(shape * years)))


@dataclass(frozen=True, slots=True)
class GeneralisedGamma:
    """Prentice's form: mu, sigma and Q of ln t (Q = 1 Weibull, Q = 0 log-normal, Q = sigma gamma).

    Prentice, Biometrika 1974, 61:539; as `flexsurv` names its parameters.
    """

    mu: Many
    sigma: Many
    q: Many

    def __post_init__(self) -> None:
        _positive("generalised gamma", sigma=self.sigma)
        if np.any(np.asarray(self.q) == 0):
            raise BadEconomics(
                model="generalised gamma curve", name="q", value=0, advice="use the log-normal curve"
            )

    def at(self, years: Array) -> Array:
        from scipy import special

        q = _column(self.q)
        with np.errstate(divide="ignore"):
            score = (np.log(years) - _column(self.mu)) / _column(self.sigma)
        shape = q**-2
        below = special.gammainc(shape, shape * np.exp(q * score))
        return np.asarray(np.where(q > 0, 1 - below, below))


@dataclass(frozen=True, slots=True)
class WithHazardRatio:
    """A curve with a hazard ratio on its hazard, S^ratio; from `until` years on the ratio is 1 again (waning)."""

    control: Curve
    ratio: Many
    until: float = math.inf

    def __post_init__(self) -> None:
        _positive("hazard ratio's", ratio=self.ratio)

    def at(self, years: Array) -> Array:
        survival, ratio = self.control.at(years), _column(self.ratio)
        if math.isinf(self.until):
            return np.asarray(survival**ratio)
        at_end = self.control.at(np.array([self.until]))
        early = np.minimum(years, self.until)
        within = self.control.at(early) ** ratio
        return np.asarray(np.where(years <= self.until, within, at_end**ratio * survival / at_end))


@dataclass(frozen=True, slots=True)
class Faster:
    """A curve on whose hazard other deaths come, at a constant rate a year: S exp(-rate t)."""

    curve: Curve
    rate: Many

    def at(self, years: Array) -> Array:
        return np.asarray(self.curve.at(years) * np.exp(-_column(self.rate) * years))


def weibull_shape(median_years: ArrayLike, years: float, share: ArrayLike) -> Array:
    """The shape of the Weibull curve through a median and one more point (`share` alive after `years`).

    >>> round(float(weibull_shape(1.0, 2.0, 0.25)), 6)
    1.0
    """
    ratio = np.log(-np.log(np.asarray(share)) / math.log(2))
    return np.asarray(ratio / np.log(years / np.asarray(median_years)))
