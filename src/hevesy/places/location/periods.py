"""Opening and enlarging sites over periods, under a budget: whom to serve from where, and when; with a bound."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from hevesy.places.location.answer import Floats, Whole, gap_of
from hevesy.places.location.highs import INFINITE, Program, Solved

GAP = 0.01
USED = 0.02  # a site that the relaxation opens by less is left out at first


@dataclass(frozen=True, slots=True)
class Periods:
    """A problem over periods (T), points (I) and sites (J).

    `need` is how many ask for care, (T, I). `loss` is what is lost by serving one of them from a site, (I, J), and
    `unserved` by serving them nowhere; pairs with `loss` >= `unserved` are never used. `weight` says how much a
    period counts, (T,). A unit serves `unit_serves` in a period. `there` are the units at the start, (J,), and a site
    with any is open. `open_cost` and `unit_cost`, (J,), are paid in the period of opening; `open_running` and
    `unit_running`, (J,), in every period from then on, for what is new. `budget`, (T,), is what comes in each period;
    what is not spent is kept. `new_units_most`, (T,), limits how many units can be staffed anew in a period. `earliest`
    is the first period in which a new site can work, (J,), and in which a unit can be added, for sites that are there.
    `loss_per_money` adds what is spent to what is lost, at a price; without it money is limited and not counted.
    """

    need: Floats
    loss: Floats
    unserved: float
    weight: Floats
    unit_serves: float
    there: Whole
    open_cost: Floats
    unit_cost: Floats
    open_running: Floats
    unit_running: Floats
    budget: Floats
    units_most: Whole
    new_units_most: Floats
    open_most: int
    earliest: Whole
    pinned: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()
    loss_per_money: float = 0.0


@dataclass(frozen=True, slots=True)
class Opened:
    """`opened` is the period in which a site opens, (J,): -1 where it never does or is there already. `units` stand at
    a site in a period, (T, J); `served` is how many of a point are served from a site, (T, I, J); `spent`, (T,). The
    objective is what is lost, weighted over periods; `found` says that any answer was found."""

    opened: Whole
    units: Whole
    served: Floats
    spent: Floats
    objective: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        return gap_of(self.objective, self.bound)


def open_over_time(problem: Periods, seconds: float = 60.0, gap: float = GAP) -> Opened:
    """What to open and enlarge in which period so that least is lost; proven to `gap`, or as far as `seconds` allow.

    Doing nothing is always an answer, unless sites are pinned. Raises ValueError where the budget cannot pay for
    what is pinned.
    """
    begun = time.monotonic()
    built = _Built.of(problem)
    found = _kernel_then_all(built, seconds, gap)
    if found.values is None:
        raise ValueError("the budget, the staff or the years do not suffice for the sites that are pinned")
    opened, units = built.read(found.values)
    served = built.served(units, opened)
    spent = spending(problem, opened, units)
    objective = built.program.offset + float((built.gain * served).sum() + problem.loss_per_money * spent.sum())
    bound = min(found.bound, objective) if np.isfinite(found.bound) else -INFINITE
    return Opened(opened, units, served, spent, objective, bound, time.monotonic() - begun)


def _kernel_then_all(built: _Built, seconds: float, gap: float) -> Solved:
    """First only the sites that the linear relaxation uses (kernel search, Angelelli, Mansini and Speranza 2010,
    doi:10.1016/j.cor.2010.02.002); all of them where its bound leaves more than `gap`."""
    begun = time.monotonic()
    loose = built.program.relaxed(seconds)
    assert loose.values is not None
    used = (loose.values[built.opening].sum(axis=0) > USED) | (built.problem.there > 0)
    used[list(built.problem.pinned)] = True
    shut = np.concatenate([built.opening[:, ~used].ravel(), built.adding[:, ~used].ravel()])
    start = None if built.problem.pinned else built.nothing_new()
    left = seconds - (time.monotonic() - begun)
    if not shut.size:
        return built.program.solve(left, gap=gap, start=start)
    enough = loose.bound / (1.0 - gap) if loose.bound > 0 else -INFINITE
    best = built.program.solve(left / 3, gap=gap / 2, start=start, shut=shut, enough=enough)
    if gap_of(best.objective, loose.bound) <= gap:
        return replace(best, bound=loose.bound)
    left = seconds - (time.monotonic() - begun)
    found = built.program.solve(left, gap=gap, start=start if best.values is None else best.values)
    bound = max(found.bound, loose.bound)
    return replace(best if best.objective < found.objective else found, bound=bound)


def spending(problem: Periods, opened: Whole, units: Whole) -> Floats:
    """What these openings and units cost in each period, (T,): what is new, and running it."""
    periods = len(problem.weight)
    spent = np.zeros(periods)
    added = units - problem.there
    for period in range(periods):
        new = added[period] - (added[period - 1] if period else 0)
        spent[period] += problem.open_cost[opened == period].sum() + new @ problem.unit_cost
        running = (opened >= 0) & (opened <= period)
        spent[period] += problem.open_running[running].sum() + added[period] @ problem.unit_running
    return spent


@dataclass(frozen=True, slots=True)
class _Built:
    """The programme and where its columns are: opening (T, J), new units (T, J), shares of the pairs (T, pairs)."""

    problem: Periods
    program: Program
    opening: Whole
    adding: Whole
    shares: Whole
    point: Whole
    site: Whole
    gain: Floats  # what one person served saves, as a negative loss, (T, I, J)

    @classmethod
    def of(cls, problem: Periods) -> _Built:
        periods, sites = len(problem.weight), len(problem.there)
        point, site = np.nonzero(problem.loss < problem.unserved)
        gain = problem.weight[:, None, None] * (problem.loss - problem.unserved)[None]
        # losses are counted from nobody served, so that the gap is of what is lost, not of what is gained
        program = Program(offset=float((problem.weight[:, None] * problem.need).sum() * problem.unserved))
        may = np.ones((periods, sites)) * (problem.there == 0)
        late = np.arange(periods)[:, None] < problem.earliest[None, :]
        may[late] = 0.0
        may[:, list(problem.forbidden)] = 0.0
        running = np.arange(periods, 0, -1)[:, None]
        opens = problem.loss_per_money * (problem.open_cost + running * problem.open_running)
        adds = problem.loss_per_money * (problem.unit_cost + running * problem.unit_running)
        opening = program.add_columns(opens, high=may, whole=True)
        most = np.where(late, 0.0, (problem.units_most - problem.there).clip(0)[None, :])
        most[:, list(problem.forbidden)] = 0.0
        adding = program.add_columns(adds, high=most, whole=True)
        shares = program.add_columns(gain[:, point, site] * problem.need[:, point])
        built = cls(problem, program, opening, adding, shares, point, site, gain)
        built._sites_once()
        built._money_and_staff()
        built._serving()
        return built

    def _sites_once(self) -> None:
        """A site opens once; a pinned one by the end; not more than so many; units only where it is open."""
        problem, program = self.problem, self.program
        periods, sites = self.opening.shape
        each = np.tile(np.arange(sites), periods)
        low = np.zeros(sites)
        low[[site for site in problem.pinned if problem.there[site] == 0]] = 1.0
        program.add_rows(each, self.opening, 1.0, low, 1.0, sites)
        program.add_rows(np.zeros(self.opening.size), self.opening, 1.0, -INFINITE, float(problem.open_most), 1)
        room = (problem.units_most - problem.there).clip(0).astype(np.float64)
        new = problem.there == 0
        for period in range(periods):
            so_far = slice(0, period + 1)
            units, opens = self.adding[so_far], self.opening[so_far]
            columns = np.concatenate([units.ravel(), opens.ravel()])
            row = np.tile(np.arange(sites), 2 * (period + 1))
            limit = np.where(new, room, 0.0)
            value = np.concatenate([np.ones(units.size), np.tile(-limit, period + 1)])
            program.add_rows(row, columns, value, -INFINITE, np.where(new, 0.0, room), sites)
            # a new site opens with a unit at least
            value = np.concatenate([np.ones(units.size), -np.tile(new.astype(float), period + 1)])
            program.add_rows(row, columns, value, 0.0, INFINITE, sites)

    def _money_and_staff(self) -> None:
        problem, program = self.problem, self.program
        periods = len(problem.weight)
        for period in range(periods):
            left = (period - np.arange(period + 1) + 1)[:, None]  # periods in which it has run by the end of this one
            opens = problem.open_cost + left * problem.open_running
            units = problem.unit_cost + left * problem.unit_running
            so_far = slice(0, period + 1)
            columns = np.concatenate([self.opening[so_far].ravel(), self.adding[so_far].ravel()])
            value = np.concatenate([opens.ravel(), units.ravel()])
            scale = max(float(problem.budget.sum()), 1.0)
            program.add_rows(
                np.zeros(len(columns)), columns, value / scale, -INFINITE, problem.budget[so_far].sum() / scale, 1
            )
            program.add_rows(
                np.zeros(self.adding.shape[1]), self.adding[period], 1.0, -INFINITE, problem.new_units_most[period], 1
            )

    def _serving(self) -> None:
        """Nobody is served twice, or where nothing is open, or beyond what the units can do."""
        problem, program = self.problem, self.program
        points, sites, pairs = problem.loss.shape[0], len(problem.there), len(self.point)
        shut = np.flatnonzero(problem.there[self.site] == 0)
        for period in range(len(problem.weight)):
            share, so_far = self.shares[period], slice(0, period + 1)
            program.add_rows(self.point, share, 1.0, -INFINITE, 1.0, points)
            opens = self.opening[so_far][:, self.site[shut]]
            program.add_rows(
                np.concatenate([np.arange(len(shut)), np.tile(np.arange(len(shut)), period + 1)]),
                np.concatenate([share[shut], opens.ravel()]),
                np.concatenate([np.ones(len(shut)), -np.ones(opens.size)]),
                -INFINITE, 0.0, len(shut), lazy=True,
            )  # fmt: skip
            units = self.adding[so_far]
            program.add_rows(
                np.concatenate([self.site, np.tile(np.arange(sites), period + 1)]),
                np.concatenate([share, units.ravel()]),
                np.concatenate(
                    [problem.need[period, self.point] / problem.unit_serves, -np.ones(units.size)]
                ) if pairs else -np.ones(units.size),
                -INFINITE, problem.there.astype(np.float64), sites,
            )  # fmt: skip

    def nothing_new(self) -> Floats:
        """An answer to begin with: nothing is opened and nobody served."""
        return np.zeros(self.program.columns)

    def read(self, values: Floats) -> tuple[Whole, Whole]:
        opening, adding = np.rint(values[self.opening]), np.rint(values[self.adding])
        opened = np.where(opening.any(axis=0), np.argmax(opening, axis=0), -1)
        units = self.problem.there + np.cumsum(adding, axis=0)
        return opened.astype(np.int64), units.astype(np.int64)

    def served(self, units: Whole, opened: Whole) -> Floats:
        """How many are served from where, at best, with these units: one linear programme for each period."""
        problem = self.problem
        periods, points, sites = self.gain.shape
        served = np.zeros((periods, points, sites))
        for period in range(periods):
            program = Program()
            runs = (problem.there > 0) | ((opened >= 0) & (opened <= period))
            used = np.flatnonzero(runs[self.site])
            if not used.size:
                continue
            point, site = self.point[used], self.site[used]
            columns = program.add_columns(self.gain[period, point, site], high=problem.need[period, point])
            program.add_rows(point, columns, 1.0, -INFINITE, problem.need[period], points)
            program.add_rows(site, columns, 1.0, -INFINITE, units[period] * problem.unit_serves, sites)
            found = program.solve()
            if found.values is not None:
                served[period, point, site] = found.values[columns]
        return served
