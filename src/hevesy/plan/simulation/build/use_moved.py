"""What acts change of what an administration takes: a bed no longer needed, a price that is lower.

The engine has one use for all weeks. Where an act changes it, what the centre has in a week is multiplied instead, so
that the same patients take the same part of it: by (sum of doses x use before) / (sum of doses x use now), over the
therapies that are given there as often as patients ask. With one therapy that is exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hevesy.capacity.minutes import OUTPATIENT, RESOURCES, use
from hevesy.plan.price import CUT, cycle_price
from hevesy.plan.simulation.model import NO_LIMIT

if TYPE_CHECKING:
    from hevesy.plan.simulation.build.doses_asked import DosesAsked
    from hevesy.plan.simulation.build.having import Having

MOVING = frozenset({OUTPATIENT, CUT})


def use_moved(has: Having, asked: DosesAsked, centre: int, house: int, era: int) -> dict[str, Any]:
    """By resource, by what the weekly amount of a centre is multiplied; {} where no act changes what is taken."""
    ids, acts = has.found[house].ids, has.acts
    if not MOVING & set(acts.acting(era, at=ids).moves):
        return {}
    before: dict[str, Any] = dict.fromkeys(RESOURCES, 0.0)
    now: dict[str, Any] = dict.fromkeys(RESOURCES, 0.0)
    for number, therapy in enumerate(asked.paths.here.therapies):
        doses = asked.without_limit(centre, number, era)
        plain, moved = (each.reader() for each in (acts.nothing(), acts.acting(era, therapy.id, at=ids)))
        for reader, sums in ((plain, before), (moved, now)):
            taken = use(therapy, reader, cycle_price(therapy.id, reader)).again
            for name in RESOURCES:
                sums[name] = sums[name] + doses * taken[name]
    return {name: _ratio(before[name], now[name]) for name in RESOURCES if np.any(before[name] != now[name])}


def _ratio(before: Any, now: Any) -> Any:
    """before / now; where nothing is taken any more, as good as no limit, and where nothing was, as it was."""
    full = np.divide(before, now, out=np.full(np.shape(now), NO_LIMIT), where=np.asarray(now) > 0.0)
    return np.where(np.asarray(before) > 0.0, full, 1.0)
