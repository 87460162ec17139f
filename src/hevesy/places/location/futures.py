"""Sites for several futures at once: least on average, in the worst of them, or beyond what each could have been."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hevesy.money.value.tail import worst_mean
from hevesy.places.location.answer import SURE, Floats, Located, Whole, checked
from hevesy.places.location.highs import INFINITE, Program
from hevesy.places.location.p_median import p_median

ALIKE = 1e-7  # how far the tail may rise, as a share of the mean, while the mean is made least among equals


def least_on_average(
    costs: ArrayLike, open_: int, pinned: Sequence[int] = (), forbidden: Sequence[int] = (), seconds: float = 60.0
) -> Located:
    """Open `open_` sites so that the mean over futures is least; `costs` has the shape (futures, points, sites).

    Who goes where is settled before the future is known. The mean is then linear in who goes where, so that this is
    the p-median problem of the mean costs, and no approximation of it.

    >>> least_on_average([[[0.0, 4.0]], [[6.0, 0.0]]], 1).objective
    2.0
    """
    return p_median(_table(costs).mean(axis=0), open_, None, pinned, forbidden, seconds)


def least_tail(
    costs: ArrayLike,
    open_: int,
    share: float,
    less: ArrayLike | None = None,
    pinned: Sequence[int] = (),
    forbidden: Sequence[int] = (),
    seconds: float = 60.0,
) -> Located:
    """Open `open_` sites so that the mean of the worst `share` of futures is least; the worst one with a small share.

    `costs` has the shape (futures, points, sites); `less`, (futures,), is taken off each future first: what the best
    sites of that future would cost makes it minimax regret, nothing makes it the conditional value at risk. With
    groups of points in place of futures it is the least of the worst group. Among sets that are as good the one with
    the least mean is taken. The programme is that of Rockafellar and Uryasev (2000, doi:10.21314/JOR.2000.038):
    min t + sum_s u_s / (S share) with u_s >= cost_s - t, u_s >= 0. Raises ValueError for a problem without an answer.

    >>> least_tail([[[0.0, 4.0]], [[6.0, 0.0]]], 1, 0.5).objective
    4.0
    """
    begun = time.monotonic()
    table = _table(costs)
    checked(table.mean(axis=0), open_, tuple(pinned), tuple(forbidden))
    on_average = p_median(table.mean(axis=0), open_, None, pinned, forbidden, seconds / 4)
    scale = max(abs(on_average.objective), 1e-9)  # the solver's tolerances are for figures near 1
    off = np.zeros(len(table)) if less is None else np.asarray(less, dtype=np.float64) / scale
    asked = (table / scale, open_, max(share, 1.0 / len(table)), off, tuple(pinned), tuple(forbidden))
    built = _Tail.of(*asked)
    first = built.start(_swapped(built, on_average.sites, pinned, forbidden))
    found = built.program.solve(seconds - (time.monotonic() - begun), gap=SURE / 10, start=first)
    values = first if found.values is None else found.values
    again = _Tail.of(*asked, at_most=built.tail_of(values) + ALIKE)
    among = again.program.solve(max(seconds - (time.monotonic() - begun), 1.0), gap=SURE, start=values)
    values = values if among.values is None else among.values
    objective = built.tail_of(values)
    if abs(objective) < ALIKE:  # no regret at all
        objective = 0.0
    bound = objective if found.bound > objective - 2 * ALIKE else found.bound
    sites = tuple(int(site) for site in np.flatnonzero(values[built.opens] > 0.5))
    served = np.argmax(values[built.goes], axis=1)
    return Located(sites, served, objective * scale, bound * scale, time.monotonic() - begun, "HiGHS")


def best_of_each(
    costs: ArrayLike, open_: int, pinned: Sequence[int] = (), forbidden: Sequence[int] = (), seconds: float = 60.0
) -> Floats:
    """What the best sites of each future would cost, were it known, (futures,): proven bounds, never too high."""
    table = _table(costs)
    share = seconds / len(table)
    return np.array([p_median(each, open_, None, pinned, forbidden, share).bound for each in table])


def served_costs(costs: ArrayLike, sites: Sequence[int]) -> Floats:
    """What each future costs with these sites open, (futures,), all going where it costs least on average."""
    table = _table(costs)[:, :, list(sites)]
    nearest = table.mean(axis=0).argmin(axis=1)
    return np.asarray(table[:, np.arange(table.shape[1]), nearest].sum(axis=1))


def _table(costs: ArrayLike) -> Floats:
    table = np.ascontiguousarray(costs, dtype=np.float64)
    if table.ndim != 3 or not table.size:
        raise ValueError(f"costs must be a table of futures x points x sites; these have the shape {table.shape}")
    return table


def _swapped(built: _Tail, sites: Sequence[int], pinned: Sequence[int], forbidden: Sequence[int]) -> list[int]:
    """These sites after the best swap of one for another, as long as one lowers the tail."""
    chosen, best = list(sites), math.inf
    while True:
        others = [site for site in range(built.costs.shape[2]) if site not in {*chosen, *forbidden}]
        near = [[*(kept for kept in chosen if kept != out), in_]
                for out in chosen if out not in pinned for in_ in others]  # fmt: skip
        tails = [built.tail(served_costs(built.costs, each)) for each in (chosen, *near)]
        place = int(np.argmin(tails))
        if tails[place] >= best - ALIKE:
            return chosen
        chosen, best = (chosen, *near)[place], tails[place]


def _of_use(costs: Floats, pinned: Sequence[int]) -> Floats:
    """1 where a point may go to a site, 0 where a site that is open anyway costs it no more in any future."""
    use = np.ones(costs.shape[1:])
    if not len(pinned):
        return use
    open_ = np.array(pinned)
    kept = open_[costs[:, :, open_].mean(axis=0).argmin(axis=1)]
    beaten = np.asarray((costs >= np.take_along_axis(costs, kept[None, :, None], axis=2)).all(axis=0))
    beaten[np.arange(len(kept)), kept] = False
    use[beaten] = 0.0
    return use


@dataclass(frozen=True, slots=True)
class _Tail:
    """The programme, where its columns are, and what is needed to read an answer."""

    program: Program
    opens: Whole
    goes: Whole  # (points, sites)
    level: Whole  # t, one column
    above: Whole  # u_s
    costs: Floats
    share: float
    less: Floats

    @classmethod
    def of(
        cls, costs: Floats, open_: int, share: float, less: Floats, pinned: Sequence[int], forbidden: Sequence[int],
        at_most: float | None = None,
    ) -> _Tail:  # fmt: skip
        """The least tail; with `at_most` the least mean of those answers whose tail is no higher."""
        futures, points, sites = costs.shape
        program, share = Program(), min(1.0, share)
        low, high = np.zeros(sites), np.ones(sites)
        low[list(pinned)], high[list(forbidden)] = 1.0, 0.0
        opens = program.add_columns(np.zeros(sites), low, high, whole=True)
        of_tail = np.concatenate([[1.0], np.full(futures, 1.0 / (futures * share))])
        mean = costs.mean(axis=0)
        goes = program.add_columns(np.zeros_like(mean) if at_most is None else mean, high=_of_use(costs, pinned))
        weights = of_tail if at_most is None else np.zeros(futures + 1)
        level = program.add_columns(weights[:1], -INFINITE, INFINITE)
        above = program.add_columns(weights[1:], 0.0, INFINITE)
        program.add_rows(np.zeros(sites), opens, 1.0, open_, open_, 1)
        program.add_rows(np.repeat(np.arange(points), sites), goes, 1.0, 1.0, 1.0, points)
        if at_most is not None:
            columns = np.concatenate([level, above])
            program.add_rows(np.zeros(futures + 1), columns, of_tail, -INFINITE, at_most, 1)
        built = cls(program, opens, goes, level, above, costs, share, less)
        built._only_where_open()
        built._beyond_the_level()
        return built

    def _only_where_open(self) -> None:
        points, sites = self.goes.shape
        many = points * sites
        self.program.add_rows(
            np.tile(np.arange(many), 2),
            np.concatenate([self.goes.ravel(), np.tile(self.opens, points)]),
            np.concatenate([np.ones(many), -np.ones(many)]),
            -INFINITE, 0.0, many, lazy=True,
        )  # fmt: skip

    def _beyond_the_level(self) -> None:
        """u_s + t - cost_s >= - less_s."""
        for future, each in enumerate(self.costs):
            columns = np.concatenate([self.goes.ravel(), self.level, self.above[[future]]])
            values = np.concatenate([-each.ravel(), [1.0, 1.0]])
            self.program.add_rows(np.zeros(len(columns)), columns, values, -self.less[future], INFINITE, 1)

    def start(self, sites: Sequence[int]) -> Floats:
        """These sites as values of all columns, all going where it costs least on average."""
        values = np.zeros(self.program.columns)
        values[self.opens[sites]] = 1.0
        nearest = np.array(sites)[self.costs.mean(axis=0)[:, sites].argmin(axis=1)]
        values[self.goes[np.arange(len(nearest)), nearest]] = 1.0
        over = self._costs_of(values) - self.less
        level = float(np.quantile(over, 1.0 - self.share, method="higher"))
        values[self.level] = level
        values[self.above] = np.maximum(over - level, 0.0)
        return values

    def _costs_of(self, values: Floats) -> Floats:
        return np.asarray(np.tensordot(self.costs, values[self.goes], axes=2))

    def tail(self, costs: Floats) -> float:
        """The tail of what the futures cost, (futures,)."""
        return float(worst_mean(costs - self.less, self.share))

    def tail_of(self, values: Floats) -> float:
        return self.tail(self._costs_of(values))
