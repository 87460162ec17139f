"""Partitioned survival: years without progression, years after it, from two curves of the same people."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.errors import BadEconomics
from hevesy.money.value.survival import Curve, Many
from hevesy.money.value.within_cycle import Correction, cycle_weights

Array = NDArray[np.float64]
WEEK = 1 / 52


@dataclass(frozen=True, slots=True)
class Years:
    """Discounted years of a person without progression and after it, each of shape (*batch,)."""

    stable: Array
    progressed: Array

    @property
    def alive(self) -> Array:
        return self.stable + self.progressed


def times(horizon_years: float, step_years: float) -> Array:
    """The ends of steps of equal length that fill the horizon, from 0; an even number of steps."""
    if not (horizon_years > 0 and step_years > 0):
        raise BadEconomics(
            model="survival model", name="horizon_years", value=horizon_years, advice="it must be above zero"
        )
    steps = 2 * max(1, math.ceil(horizon_years / step_years / 2 - 1e-9))
    return np.linspace(0.0, horizon_years, steps + 1)


def area_under(
    curve: Curve,
    horizon_years: float,
    *,
    discount_per_year: float = 0.0,
    step_years: float = WEEK,
    correction: Correction | str = Correction.SIMPSON,
) -> Array:
    """The discounted years under a curve within the horizon, shape (*batch,)."""
    at = times(horizon_years, step_years)
    return np.asarray(curve.at(at) @ _weights(at, discount_per_year, correction))


def mean_years(curve: Curve, horizon_years: float, step_years: float = 1 / 48) -> Array:
    """The restricted mean survival time within a horizon, in years, by Simpson's rule; shape (*batch,)."""
    return area_under(curve, horizon_years, step_years=step_years)


def partitioned(
    progression_free: Curve,
    alive: Curve,
    horizon_years: float,
    *,
    discount_per_year: float = 0.0,
    step_years: float = WEEK,
    correction: Correction | str = Correction.SIMPSON,
) -> Years:
    """Years before and after progression; nobody is free of progression who is not alive (the lower curve counts).

    `discount_per_year` is the yearly rate; discounting is continuous, (1 + rate)^-t.
    """
    at = times(horizon_years, step_years)
    weights = _weights(at, discount_per_year, correction)
    living = alive.at(at)
    free = np.minimum(progression_free.at(at), living)
    stable = np.asarray(free @ weights)
    return Years(stable, np.asarray(living @ weights) - stable)


def _weights(at: Array, discount_per_year: float, correction: Correction | str) -> Array:
    step = at[1] - at[0]
    return np.asarray(cycle_weights(len(at) - 1, correction) * step * (1 + discount_per_year) ** -at)


def exponential_years(rate: Many, discount: float, horizon_years: float) -> Array:
    """The years under an exponential curve in closed form: (1 - exp(-(rate + discount) T)) / (rate + discount).

    `discount` is continuous: ln(1.035) for 3.5 % a year.

    >>> import math
    >>> median = 8.7 / 12
    >>> round(float(exponential_years(math.log(2) / median, math.log(1.035), 10)), 10)
    1.0095748372
    """
    whole = np.asarray(rate) + discount
    return np.asarray(-np.expm1(-whole * horizon_years) / whole)
