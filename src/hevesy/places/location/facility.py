"""Facility location with fixed costs: without limits, with a capacity, or with capacity that comes in whole units."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hevesy.places.location.answer import Floats, Located, Whole, gap_of
from hevesy.places.location.highs import INFINITE, Program


@dataclass(frozen=True, slots=True)
class Facilities:
    """Where to open, for whom, at what cost; arrays over points (I) and sites (J).

    `costs` is what it costs to serve all of a point from a site, shape (I, J). `fixed` is the cost of opening, (J,).
    `demand`, (I,), and `capacity`, (J,), are in one unit (doses a year); without them nothing limits a site. With
    `unit_cost`, (J,), capacity comes in whole units of the size `capacity`, at most `units_most` of them, (J,).
    `single` serves each point from one site only.
    """

    costs: Floats
    fixed: Floats
    demand: Floats | None = None
    capacity: Floats | None = None
    unit_cost: Floats | None = None
    units_most: Floats | None = None
    single: bool = False

    @classmethod
    def of(cls, costs: ArrayLike, fixed: ArrayLike, **more: ArrayLike | bool) -> Facilities:
        """From anything that numpy takes; raises ValueError where shapes do not fit or capacity cannot suffice."""
        single = bool(more.pop("single", False))
        arrays = {name: np.asarray(value, dtype=np.float64) for name, value in more.items()}
        made = cls(np.asarray(costs, float), np.asarray(fixed, float), **arrays, single=single)
        points, sites = made.costs.shape
        shapes = {"fixed": sites, "demand": points, "capacity": sites, "unit_cost": sites, "units_most": sites}
        for name, size in shapes.items():
            held = getattr(made, name)
            if held is not None and held.shape != (size,):
                said = f"{name} has the shape {held.shape}, and {points} points with {sites} sites need ({size},)"
                raise ValueError(said)
        if (made.demand is None) != (made.capacity is None):
            raise ValueError("demand and capacity go together: give both, or neither")
        if made.demand is not None and made.most.sum() < made.demand.sum() * (1 - 1e-12):
            raise ValueError(
                f"all sites together can serve {made.most.sum():g}, and {made.demand.sum():g} is asked for"
            )
        return made

    @property
    def most(self) -> Floats:
        """The most that each site can serve, (J,)."""
        assert self.capacity is not None
        if self.unit_cost is None:
            return self.capacity
        return self.capacity * (1.0 if self.units_most is None else self.units_most)


@dataclass(frozen=True, slots=True)
class Sized:
    """An answer with the units that stand at each site and the share of each point served there, (I, J)."""

    located: Located
    units: Whole
    shares: Floats


def facility_location(problem: Facilities, seconds: float = 60.0) -> Sized:
    """The sites, units and assignments of least cost; HiGHS proves it, over the strong formulation x_ij <= y_j.

    cap41 and its kin of the OR-Library are of this form (Beasley 1988, doi:10.1016/0377-2217(88)90005-4).

    >>> made = Facilities.of([[1.0, 9.0], [9.0, 1.0]], [5.0, 5.0], demand=[3, 3], capacity=[6, 4])
    >>> facility_location(made).located.objective
    12.0
    """
    begun = time.monotonic()
    program, opens, units, shares = _program(problem)
    found = program.solve(seconds)
    if found.values is None:
        late = "no answer was found in time"
        raise ValueError("there is no way to serve every point" if found.finished else late)
    open_ = np.rint(found.values[opens])
    many = np.rint(found.values[units]) if units is not None else open_
    served = _served(problem, open_, many, found.values[shares])
    costs = (problem.costs * served).sum() + problem.fixed @ open_
    if problem.unit_cost is not None:
        costs += problem.unit_cost @ many
    bound = min(found.bound, float(costs))
    if found.finished and gap_of(float(costs), bound) < 1e-8:
        bound = float(costs)
    sites = tuple(int(site) for site in np.flatnonzero(open_))
    mostly = np.argmax(served, axis=1)
    located = Located(sites, mostly, float(costs), bound, time.monotonic() - begun, "HiGHS")
    return Sized(located, many.astype(np.int64), served)


def _program(problem: Facilities) -> tuple[Program, Whole, Whole | None, Whole]:
    program = Program()
    points, sites = problem.costs.shape
    opens = program.add_columns(problem.fixed, whole=True)
    units = None
    if problem.unit_cost is not None:
        most = np.ones(sites) if problem.units_most is None else problem.units_most
        units = program.add_columns(problem.unit_cost, high=most, whole=True)
        pair = np.arange(sites)
        program.add_rows(
            np.concatenate([pair, pair]), np.concatenate([units, opens]), np.concatenate([np.ones(sites), -most]),
            -INFINITE, 0.0, sites,
        )  # fmt: skip
    shares = program.add_columns(problem.costs, whole=problem.single)
    program.add_rows(np.repeat(np.arange(points), sites), shares, 1.0, 1.0, 1.0, points)
    pairs = np.arange(points * sites)
    program.add_rows(
        np.concatenate([pairs, pairs]),
        np.concatenate([shares.ravel(), np.tile(opens, points)]),
        np.concatenate([np.ones(points * sites), -np.ones(points * sites)]),
        -INFINITE,
        0.0,
        points * sites,
        lazy=True,
    )
    if problem.demand is not None:
        _limit(program, problem, opens if units is None else units, shares)
    return program, opens, units, shares


def _limit(program: Program, problem: Facilities, holds: Whole, shares: Whole) -> None:
    """What a site serves stays within what it holds; and all that is held together suffices."""
    assert problem.demand is not None and problem.capacity is not None
    points, sites = problem.costs.shape
    every = np.arange(sites)
    program.add_rows(
        np.concatenate([np.tile(every, points), every]),
        np.concatenate([shares.ravel(), holds]),
        np.concatenate([np.repeat(problem.demand, sites), -problem.capacity]),
        -INFINITE,
        0.0,
        sites,
    )
    program.add_rows(np.zeros(sites), holds, problem.capacity, problem.demand.sum(), INFINITE, 1)


def _served(problem: Facilities, open_: Floats, units: Floats, shares: Floats) -> Floats:
    """The cheapest shares for these sites and units: solved again with them fixed, so that rounding leaves no trace."""
    if problem.single:
        return np.asarray(np.rint(shares), dtype=np.float64)
    if problem.demand is None:
        nearest = np.argmin(np.where(open_ > 0, problem.costs, np.inf), axis=1)
        return np.asarray(np.eye(len(open_))[nearest], dtype=np.float64)
    assert problem.capacity is not None
    held = problem.capacity * units
    program = Program()
    points, sites = problem.costs.shape
    columns = program.add_columns(problem.costs, high=np.broadcast_to(open_, (points, sites)))
    program.add_rows(np.repeat(np.arange(points), sites), columns, 1.0, 1.0, 1.0, points)
    program.add_rows(
        np.tile(np.arange(sites), points), columns, np.repeat(problem.demand, sites), -INFINITE, held, sites
    )
    found = program.solve()
    served: Floats = shares if found.values is None else found.values[columns]
    return served
