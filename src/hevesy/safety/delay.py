"""Delay tanks: what patients excrete, how long it must decay, and how large the tanks are for that.

Of n tanks one fills for a time t while the others stand, so that each is let out (n - 1) t after it was full. With
R Bq and v litres coming in each day and decay constant λ, what leaves has the concentration

    C(t) = R / (λ v t) · (1 - e^(-λt)) · e^(-(n-1) λt)

which falls as t grows. The smallest t with C(t) <= limit gives the volume n v t. All times are in days.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Value = float | NDArray[np.float64]
LN2 = math.log(2.0)
LONGEST_DAYS = 20_000.0  # half a century: nobody fills a tank for longer
HALVINGS = 60


def excreted(gbq: Value, days: Value, effective_days: Value, physical_days: Value, share: Value = 1.0) -> Value:
    """The activity (GBq, as it leaves the body) that a patient excretes in so many days.

    Of `gbq` the `share` with this effective half-life: A f λb/λe (1 - e^(-λe T)), where λb = λe - λp; without end
    that is all that does not decay in the body.

    >>> excreted(8.0, 1e9, 4.0, 8.0)  # as much is excreted as decays
    4.0
    """
    biological = np.maximum(0.0, 1.0 - np.asarray(effective_days) / physical_days)
    left = np.exp2(-np.asarray(days / effective_days, dtype=float))
    return _plain(np.asarray(gbq * share * biological * (1.0 - left)))


def concentration(
    bq_per_day: Value, litres_per_day: Value, half_life_days: Value, fill_days: Value, tanks: Value
) -> Value:
    """What a tank holds (Bq/L) when it is let out, `tanks` - 1 fillings after it was full.

    >>> round(float(concentration(1e6, 100.0, 8.0, 1e-9, 1)))  # not yet decayed
    10000
    """
    decay = LN2 / np.asarray(half_life_days, dtype=float)
    times = decay * fill_days
    mean = np.asarray(bq_per_day, dtype=float) / litres_per_day * -np.expm1(-times) / times
    return _plain(np.asarray(mean * np.exp(-(np.asarray(tanks) - 1.0) * times)))


def days_to_fill(
    bq_per_day: Value, litres_per_day: Value, half_life_days: Value, tanks: Value, limit: Value
) -> Value:
    """The fewest days that each tank must fill so that what leaves meets the limit (Bq/L); 0 where it does at once.

    NaN where not even half a century does: one tank alone never holds anything back.
    """
    arguments = (bq_per_day, litres_per_day, half_life_days, tanks, limit)
    rate, litres, half_life, number, most = (
        np.asarray(each, dtype=float) for each in np.broadcast_arrays(*arguments)
    )
    low, high = np.full(rate.shape, 1e-9), np.full(rate.shape, LONGEST_DAYS)
    at_once = np.asarray(concentration(rate, litres, half_life, low, number)) <= most
    never = np.asarray(concentration(rate, litres, half_life, high, number)) > most
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        meets = np.asarray(concentration(rate, litres, half_life, middle, number)) <= most
        low, high = np.where(meets, low, middle), np.where(meets, middle, high)
    return _plain(np.where(at_once, 0.0, np.where(never, np.nan, high)))


def days_held(before: Value, limit: Value, half_life_days: Value) -> Value:
    """How long a full tank must stand until it meets the limit: T½ log2(before / limit), 0 where it does.

    >>> days_held(80.0, 5.0, 8.0)
    32.0
    """
    return _plain(np.asarray(half_life_days * np.maximum(0.0, np.log2(np.asarray(before) / limit))))


def _plain(value: NDArray[np.float64]) -> Value:
    return float(value) if np.ndim(value) == 0 else np.asarray(value)
