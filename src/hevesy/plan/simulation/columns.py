"""Long-lived generators: milked for months; past their useful life of no use until the new one comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.chance import compiled
from hevesy.supply.running import numbers

Floats = NDArray[np.float64]

RENEWED = 4  # the stream of random numbers; `supply.running` has those before it
MOST_RENEWALS = 120  # of one generator in the longest run: it is of use for months
LUCK, LATE, HOW_LATE, PHASE = range(4)


def empty_weeks(
    sent: Floats, life: Any, late: Any, late_weeks: Any, keys: Sequence[int], seed: int, first_draw: int
) -> Floats:
    """1.0 in weeks in which a generator is past its useful life and the new one has not come, shape (n, W, d).

    `sent` (n, W, d) is the share of orders that leave the maker in a week; `life` the weeks of use. The share `late` of
    renewals is ordered late, by weeks that are exponential with mean `late_weeks`. A new generator comes in the first
    week from then on in which the maker sends this order: what he sends goes to the same customers first, week by week.
    When a run begins, a generator is somewhere in its life, anywhere as likely as anywhere else.
    """
    many, _, draws = sent.shape
    luck = np.stack([
        numbers(seed, RENEWED, key, first_draw, draws, 4 * MOST_RENEWALS).reshape(draws, MOST_RENEWALS, 4)
        for key in keys
    ])
    figures = np.stack([np.broadcast_to(np.asarray(each, float), (draws,)) for each in (life, late, late_weeks)])
    found = np.zeros((many, sent.shape[1], draws))
    _live(sent, figures, luck, found)
    return found


@compiled
def _live(sent: Floats, figures: Floats, luck: Floats, found: Floats) -> None:
    for number in range(sent.shape[0]):
        for draw in range(sent.shape[2]):
            life, late, late_weeks = figures[0, draw], figures[1, draw], figures[2, draw]
            age, over, turn = luck[number, draw, 0, PHASE] * life, 0.0, 0
            for week in range(sent.shape[1]):
                if age >= life:
                    this = luck[number, draw, turn]
                    wait = -np.log1p(-this[HOW_LATE]) * late_weeks if this[LATE] < late else 0.0
                    if over + 0.5 > wait and this[LUCK] < sent[number, week, draw]:
                        age, over, turn = 0.0, 0.0, min(turn + 1, luck.shape[2] - 1)
                    else:
                        over += 1.0
                        found[number, week, draw] = 1.0
                age += 1.0
