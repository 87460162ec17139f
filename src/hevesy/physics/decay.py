"""Decay of one nuclide: activity forward and back, decays in an interval, time to fall; scalars, then arrays."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from hevesy.errors import BeyondTime, OutOfRange, StableNuclide
from hevesy.physics.nuclide import LN2, Nuclide
from hevesy.quantities import Activity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


def activity_after(nuclide: Nuclide, activity: Activity, elapsed: timedelta) -> Activity:
    """This activity once `elapsed` has passed; a negative `elapsed` looks back.

    Raises OutOfRange where looking back gives more than a float can hold.
    """
    _refuse_stable(nuclide)
    if activity.bq == 0.0:
        return activity
    try:
        return Activity(activity.bq * math.exp(-nuclide.decay_constant * elapsed.total_seconds()))
    except OverflowError:
        raise _too_far(nuclide, elapsed) from None


def activity_before(nuclide: Nuclide, activity: Activity, elapsed: timedelta) -> Activity:
    """The activity that becomes this one once `elapsed` has passed: what to calibrate, what to order."""
    return activity_after(nuclide, activity, -elapsed)


def atoms(nuclide: Nuclide, activity: Activity) -> float:
    """How many atoms make this activity."""
    _refuse_stable(nuclide)
    return activity.bq * nuclide.half_life_s / LN2


def decays_in(nuclide: Nuclide, activity: Activity, elapsed: timedelta) -> float:
    """How many decays happen within `elapsed`, from an activity at its start; a negative `elapsed` counts back.

    N = A/lambda (1 - exp(-lambda t)).
    """
    _refuse_stable(nuclide)
    try:
        share = -math.expm1(-nuclide.decay_constant * elapsed.total_seconds())
    except OverflowError:
        raise _too_far(nuclide, elapsed) from None
    return atoms(nuclide, activity) * share


def time_to_fall(nuclide: Nuclide, held: Activity, wanted: Activity) -> timedelta:
    """How long until `held` has fallen to `wanted`; negative when it has already fallen below it.

    Raises BeyondTime where that is longer than can be counted, as for a `wanted` of zero.
    """
    _refuse_stable(nuclide)
    if not (held.bq > 0 and wanted.bq > 0):
        raise BeyondTime(nuclide=nuclide.name, half_life=nuclide.half_life_text)
    try:
        return timedelta(seconds=math.log(held.bq / wanted.bq) / nuclide.decay_constant)
    except OverflowError:
        raise BeyondTime(nuclide=nuclide.name, half_life=nuclide.half_life_text) from None


def activities_after(nuclide: Nuclide, activity_bq: ArrayLike, elapsed_s: ArrayLike) -> NDArray[np.float64]:
    """As `activity_after` for arrays of Bq and seconds that broadcast together.

    Looking back further than a float can hold gives inf; nothing is raised.
    """
    import numpy as np

    _refuse_stable(nuclide)
    share = np.multiply(elapsed_s, -nuclide.decay_constant, dtype=np.float64)
    with np.errstate(over="ignore"):
        return np.asarray(np.multiply(np.exp(share, out=share if share.ndim else None), activity_bq))


def decays_within(nuclide: Nuclide, activity_bq: ArrayLike, elapsed_s: ArrayLike) -> NDArray[np.float64]:
    """As `decays_in` for arrays of Bq and seconds that broadcast together."""
    import numpy as np

    _refuse_stable(nuclide)
    share = -np.expm1(np.multiply(elapsed_s, -nuclide.decay_constant, dtype=np.float64))
    return np.asarray(np.multiply(share, activity_bq) / nuclide.decay_constant)


def _refuse_stable(nuclide: Nuclide) -> None:
    if nuclide.stable:
        raise StableNuclide(nuclide=nuclide.name)


def _too_far(nuclide: Nuclide, elapsed: timedelta) -> OutOfRange:
    hours = elapsed / timedelta(hours=1)
    return OutOfRange(nuclide=nuclide.name, half_life=nuclide.half_life_text, elapsed=f"{hours:g} h")
