"""Which of the drawn facts belong together when one asks what it would be worth to know them better."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# what the facts of a group speak of -> how their names look; the first that fits counts
GROUPS: Mapping[str, str] = {
    "survival": r"^value\.(ratio|trial_effect|[a-z0-9]+\.(alive|free))\."
    r"|^course\.[a-z0-9_]+\.(progress|die)",
    "quality of life": r"utility|^value\.(utility|disability)",
    "medicines": r"\.price\.|^value\.price",
    "other care": r"unit_cost|^value\.cost|follow_up_cost|^money\.",
    "who is treated": r"^products\.cycles_given|^therapies\.|^epidemiology\.|^products\.",
}
OTHERS = "other"


def group_of(fact: str) -> str:
    """The group a fact belongs to.

    >>> group_of("value.ratio.vision.alive"), group_of("economics.NET_stable.utility.weight")
    ('survival', 'quality of life')
    """
    for name, pattern in GROUPS.items():
        if re.search(pattern, fact):
            return name
    return OTHERS


def by_group(drawn: Mapping[str, Array]) -> dict[str, tuple[tuple[str, ...], Array]]:
    """For each group the names of its drawn facts and their draws, shape (draws, facts); constants are left out."""
    found: dict[str, list[str]] = {}
    for name in sorted(drawn):
        if float(np.ptp(drawn[name])) > 0:
            found.setdefault(group_of(name), []).append(name)
    return {
        group: (tuple(names), np.column_stack([drawn[name] for name in names]))
        for group, names in sorted(found.items())
    }
