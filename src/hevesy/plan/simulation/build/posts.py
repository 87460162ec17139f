"""How many posts of each cadre every centre has in each era, and whether somebody counted them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.counts import Counts
from hevesy.capacity.minutes import CADRES
from hevesy.competence.pipeline import STAFF
from hevesy.plan.simulation.build.having import Having
from hevesy.plan.simulation.model import Floats, Whole


@dataclass(frozen=True)
class Posts:
    """Posts as they are expected, by centre, cadre (STAFF) and era; `counted` (C, cadre): no default stands in.

    Engineers whom nobody counted are nan: no run asks for what is usual. `alike` (C,) says for how many imagined
    centres a house stands.
    """

    number: Floats
    counted: NDArray[np.bool_]
    alike: Whole

    def whole(self, centre: int, cadre: int) -> Whole:
        """Persons of one centre, at least one where there is a part of a post, by era."""
        each = self.number[centre, cadre] / self.alike[centre]
        return np.where(each > 0.0, np.maximum(1, np.rint(each)), 0).astype(np.int64)


def posts_of(has: Having, centres: Sequence[int], eras: int) -> Posts:
    """The posts of the houses that treat at some time."""
    number = np.zeros((len(centres), len(STAFF), eras))
    counted = np.zeros((len(centres), len(STAFF)), dtype=np.bool_)
    for place, house in enumerate(centres):
        for era in range(eras):
            number[place, :, era] = _persons(has, house, era)
        counted[place] = _counted(has.counts(house, 0))
    return Posts(number, counted, np.array([len(has.found[house].stands) for house in centres], np.int64))


def _persons(has: Having, house: int, era: int) -> list[float]:
    counts = has.counts(house, era)
    found = [float(np.mean(counts.amount[cadre])) for cadre in CADRES]
    return [*found, np.nan if counts.engineers is None else float(counts.engineers)]


def _counted(counts: Counts) -> list[bool]:
    return [*(cadre not in counts.imputed for cadre in CADRES), counts.engineers is not None]
