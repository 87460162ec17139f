"""How thick a wall must be: what is there, how far, for whom and how much against the transmission of a material.

    transmission allowed  B = P d² / (Γ W T)          thickness  x = TVL log10(1 / B)

The form of NCRP Report No. 147 for a point source that is seen all year: the wall is hit whenever the source is there
(use factor 1), and air kerma is taken for dose. Tenth-value layers are facts; a wall thinner than one of them is
drawn a little too thick, since the first half-value layer of a broad beam is thinner than 0.3 of a tenth.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Value = float | NDArray[np.float64]


def transmission_allowed(
    constraint_msv: Value, metres: Value, air_kerma: Value, gbq_hours: Value, occupancy: Value
) -> Value:
    """The share of the dose that a wall may let through in a year; 1 or more where no wall is needed.

    `constraint_msv` is per year, `air_kerma` in uGy m2/(GBq h), `gbq_hours` the activity that is in the room times
    the hours it is there in a year. Infinite where nothing is ever there.

    >>> round(transmission_allowed(0.3, 2.0, 52.0, 1000.0, 1.0), 4)  # 0.3 mSv of 13 mSv
    0.0231
    """
    unshielded = np.asarray(air_kerma * gbq_hours * occupancy / metres**2 / 1000.0, dtype=float)
    allowed = np.divide(
        constraint_msv, unshielded, out=np.full(np.broadcast(constraint_msv, unshielded).shape, np.inf),
        where=unshielded > 0.0,
    )  # fmt: skip
    return _plain(allowed)


def wall_mm(transmission: Value, tenth_value_mm: Value) -> Value:
    """The thickness (mm) that lets this share through; 0 where no wall is needed.

    >>> wall_mm(0.01, 10.5), wall_mm(2.0, 10.5)
    (21.0, 0.0)
    """
    return _plain(np.asarray(tenth_value_mm * np.log10(1.0 / np.minimum(transmission, 1.0))))


def gbq_hours_in_bed(gbq: Value, days: Value, half_life_days: Value, share: Value = 1.0) -> Value:
    """GBq-hours of one stay of so many days, of the share that leaves the body with this effective half-life.

    >>> round(float(gbq_hours_in_bed(1.0, 1e9, 1.0)), 3)  # 24 h / ln 2
    34.625
    """
    gone = 1.0 - np.exp2(-np.asarray(days / half_life_days, dtype=float))
    return _plain(np.asarray(24.0 * gbq * share * half_life_days / np.log(2.0) * gone))


def _plain(value: NDArray[np.float64]) -> Value:
    return float(value) if np.ndim(value) == 0 else np.asarray(value)
