"""A shortage: fewer doses came than were ordered. Who gets them; the same rule for a plan and for a centre."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def shared(doses: Any, asked: Sequence[Any]) -> list[Any]:
    """Doses for each tier: the first gets all it asks for before the second gets any.

    In a plan `asked` are expected numbers of patients or their activity, for one draw or for all; in a centre the
    whole doses of the day, and the answer is whole if they are. Within a tier nobody goes before another: the list
    decides.

    >>> [int(given) for given in shared(5, [3, 4])]
    [3, 2]
    >>> [float(given) for given in shared(0.5, [1.0, 1.0])]
    [0.5, 0.0]
    """
    given = []
    for ask in asked:
        given.append(np.minimum(ask, doses))
        doses = doses - given[-1]
    return given
