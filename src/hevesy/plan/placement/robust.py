"""Towns for sampled futures, not only for the median one: on average, in the worst tenth of them, or by regret."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from hevesy.money.value import worst_mean
from hevesy.places.location import Located, best_of_each, least_on_average, least_tail, served_costs
from hevesy.plan.placement.futures import Futures, by_region, futures
from hevesy.plan.placement.ground import Floats, Ground

MEAN, CVAR, REGRET = "mean", "cvar", "regret"
CRITERIA = (MEAN, CVAR, REGRET)
TAIL = 0.1  # of futures, or of draws: the worst tenth
WORST = 1e-9  # a share below one future is the worst of them


def over_futures(
    how: str, cover: float | None, land: Ground, open_: int, must: Sequence[int], forbidden: Sequence[int],
    seconds: float,
) -> Located:  # fmt: skip
    """The sites by a criterion over sampled futures: of persons lost to distance, or with `cover` beyond that limit."""
    costs = _costs(futures(land), cover)
    if how == MEAN:
        return least_on_average(costs, open_, must, forbidden, seconds)
    if how == CVAR:
        return least_tail(costs, open_, TAIL, None, must, forbidden, seconds)
    best = best_of_each(costs, open_, must, forbidden, seconds / 4)
    return least_tail(costs, open_, WORST, best, must, forbidden, seconds)


def worst_region(
    land: Ground, open_: int, must: Sequence[int], forbidden: Sequence[int], seconds: float
) -> Located:
    """The sites by which the mean hours of the worst-off region are least, and among such the mean over regions."""
    return least_tail(by_region(land), open_, WORST, None, must, forbidden, seconds)


def worth_over_futures(
    how: str, cover: float | None, land: Ground, open_: int, must: Sequence[int], forbidden: Sequence[int]
) -> Callable[[Sequence[int]], float]:
    """What a set of sites is worth by the criterion, for many sets of `open_` sites."""
    costs = _costs(futures(land), cover)
    best = best_of_each(costs, open_, must, forbidden) if how == REGRET else np.zeros(len(costs))
    share = {MEAN: 1.0, CVAR: TAIL, REGRET: WORST}[how]
    return lambda sites: float(worst_mean(served_costs(costs, sites) - best, share))


def _costs(sampled: Futures, cover: float | None) -> Floats:
    return sampled.lost if cover is None else sampled.beyond(cover)
