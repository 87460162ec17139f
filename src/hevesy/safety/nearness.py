"""How the dose rate changes with the distance from a person: a line near by, a point far away.

A treated body is no point. A line source of length L seen from its middle gives

    g(d) = atan(L / 2d) / d  ÷  atan(L / 2)        1 at one metre; 1/d² as L goes to 0

which rises more slowly near the body than the inverse square: at 0.3 m and L = 0.6 m it gives 9.0 and not 11.1 times
the rate at 1 m. It is still a model, and within a hand's breadth of the skin it is none: distances are from the
middle of one body to that of the other, and nothing nearer than 0.1 m is answered.
"""

from __future__ import annotations

import math

from hevesy.errors import BadQuantity

NEAREST_M = 0.1  # nearer than this the model says nothing: the two bodies would be one
A_POINT_M = 1e-3


def nearness(metres: float, length: float) -> float:
    """The dose rate at a distance as a multiple of that at 1 m, for a source so many metres long.

    >>> nearness(2.0, 0.0), round(nearness(0.3, 0.6), 2), nearness(1.0, 0.6)
    (0.25, 8.98, 1.0)
    """
    if not NEAREST_M <= metres < math.inf:
        raise BadQuantity(
            text=f"{metres:g} m", what="a distance from a patient", advice=f"it is {NEAREST_M:g} m or more"
        )
    if length < A_POINT_M:
        return 1.0 / metres**2
    return math.atan(length / 2.0 / metres) / metres / math.atan(length / 2.0)


def rate_at_1m(found: float, background: float, metres: float, length: float) -> float:
    """The net dose rate at 1 m from what a meter shows at another distance; never below zero.

    Point and line say a little different things; the larger answer is taken.

    >>> rate_at_1m(3.1, 0.1, 2.0, 0.6)
    12.0
    """
    net = max(found - background, 0.0)
    return net / min(nearness(metres, 0.0), nearness(metres, length))
