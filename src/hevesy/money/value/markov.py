"""Cohort Markov models: how a cohort moves between health states, for many draws at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.errors import BadEconomics
from hevesy.money.value.within_cycle import Correction, cycle_weights, discount_factors

Array = NDArray[np.float64]
_CLOSE = 1e-9
MODEL = "cohort model"


def probability(rate: ArrayLike, years: float = 1.0) -> Array:
    """The chance of an event within `years` at a constant rate a year: 1 - exp(-rate x years).

    >>> round(float(probability(0.15)), 6)
    0.139292
    """
    found = np.asarray(rate, dtype=np.float64)
    if np.any(found < 0):
        _refuse("rate", float(found.min()), "a rate is not below zero")
    return np.asarray(-np.expm1(-found * years))


def illness_death(progress: ArrayLike, die: ArrayLike, die_after: ArrayLike, years: float = 1.0) -> Array:
    """Chances between well, progressed and dead within `years` at constant rates a year, shape (*batch, 3, 3).

    Exact: who progresses may die in the same cycle, so that a shorter cycle gives the same answer. The rates broadcast.

    >>> illness_death(1.0, 0.5, 0.5)[0].round(6).tolist()
    [0.22313, 0.3834, 0.393469]
    """
    leave = np.asarray(progress, dtype=np.float64) + np.asarray(die, dtype=np.float64)
    after, on = np.broadcast_arrays(np.asarray(die_after, dtype=np.float64), np.asarray(progress, dtype=np.float64))
    leave, after, on = np.broadcast_arrays(leave, after, on)
    if min(float(leave.min()), float(after.min()), float(on.min())) < 0:
        _refuse("rates", "one below zero", "a rate is not below zero")
    stay, stay_after = np.exp(-leave * years), np.exp(-after * years)
    gap = after - leave
    close = np.abs(gap * years) < 1e-7
    reached = np.where(close, years * stay, (stay - stay_after) / np.where(close, 1.0, gap))
    found = np.zeros((*leave.shape, 3, 3))
    found[..., 0, 0], found[..., 0, 1] = stay, on * reached
    found[..., 0, 2] = 1 - found[..., 0, 0] - found[..., 0, 1]
    found[..., 1, 1], found[..., 1, 2] = stay_after, 1 - stay_after
    found[..., 2, 2] = 1.0
    return found


@dataclass(frozen=True, slots=True)
class Trace:
    """Shares of a cohort in each state at the beginning and after each cycle.

    `shares` has the cycle first and the batch last, (cycles + 1, states, draws): the layout that is quick to add up.
    `batch` is the shape of the batch as it was given.
    """

    shares: Array
    batch: tuple[int, ...]

    @property
    def cycles(self) -> int:
        return len(self.shares) - 1

    def at(self, cycle: int) -> Array:
        """The shares after so many cycles, shape (*batch, states)."""
        return np.asarray(np.moveaxis(self.shares[cycle], 0, -1).reshape(*self.batch, self.shares.shape[1]))

    def time_in_states(self, weights: Array) -> Array:
        """The weighted sum of shares over the cycles, shape (*batch, states), in the unit of the weights.

        `weights`, shape (cycles + 1,), is the product of the within-cycle correction, discounting and cycle length.
        """
        if weights.shape != (self.cycles + 1,):
            _refuse("weights", weights.shape, f"their shape is ({self.cycles + 1},)")
        summed = weights[0] * self.shares[0]
        part = np.empty_like(summed)
        for weight, share in zip(weights[1:], self.shares[1:], strict=True):
            np.multiply(share, weight, out=part)
            summed += part
        return np.asarray(summed.T.reshape(*self.batch, len(summed)))


def trace(start: ArrayLike, transitions: ArrayLike, cycles: int) -> Trace:
    """Follow a cohort for `cycles` cycles.

    `start`, shape (states,) or (*batch, states), are the shares at the beginning. `transitions`, shape
    (*batch, states, states), hold the chance of going from the state of the row to that of the column in one cycle.
    Raises BadEconomics where a chance lies outside 0 to 1 or a row does not add up to 1.
    """
    return _kept(_walk(start, transitions, cycles))


def trace_in_time(start: ArrayLike, transitions: ArrayLike) -> Trace:
    """Follow a cohort whose chances change: `transitions` has shape (cycles, *batch, states, states)."""
    return _kept(_walk_in_time(start, transitions))


def time_in_states(start: ArrayLike, transitions: ArrayLike, weights: Array) -> Array:
    """What `Trace.time_in_states` of the same cohort says, without keeping the trace: for many draws.

    `weights`, shape (cycles + 1,), also say for how many cycles the cohort is followed.
    """
    walk = _walk(start, transitions, len(weights) - 1)
    summed = weights[0] * walk.first
    part = np.empty_like(summed)
    for weight, share in zip(weights[1:], walk.steps(), strict=True):
        np.multiply(share, weight, out=part)
        summed += part
    return np.asarray(summed.T.reshape(*walk.batch, len(summed)))


@dataclass(frozen=True, slots=True)
class _Walk:
    """A cohort about to be followed; `chances` has shape (1 or cycles, from, to, draws), `first` (states, draws)."""

    first: Array
    chances: Array
    batch: tuple[int, ...]
    cycles: int

    def steps(self) -> Iterator[Array]:
        """The shares after each cycle, (states, draws), in one of two arrays that are written over in turn.

        Chances that are zero everywhere cost nothing.
        """
        states = len(self.first)
        ways = [(a, b) for b in range(states) for a in range(states) if np.any(self.chances[:, a, b])]
        opening = {b: a for a, b in reversed(ways)}  # the first way into a state writes, the others add
        here, there, moved = self.first, np.zeros_like(self.first), np.empty(self.first.shape[1])
        spare = np.zeros_like(self.first)
        for cycle in range(self.cycles):
            step = self.chances[cycle if len(self.chances) > 1 else 0]
            for a, b in ways:
                if opening[b] == a:
                    np.multiply(here[a], step[a, b], out=there[b])
                else:
                    np.multiply(here[a], step[a, b], out=moved)
                    there[b] += moved
            yield there
            here, there, spare = there, spare, there


def _walk(start: ArrayLike, transitions: ArrayLike, cycles: int) -> _Walk:
    matrix = _checked(np.asarray(transitions, dtype=np.float64))
    flat = matrix.reshape(-1, *matrix.shape[-2:])
    chances = np.ascontiguousarray(np.moveaxis(flat, 0, -1))[np.newaxis]
    return _Walk(_first(start, matrix.shape[:-2], len(chances[0])), chances, matrix.shape[:-2], cycles)


def _walk_in_time(start: ArrayLike, transitions: ArrayLike) -> _Walk:
    matrix = _checked(np.asarray(transitions, dtype=np.float64))
    if matrix.ndim < 3:
        _refuse("transitions", matrix.shape, "its first axis must be the cycle")
    flat = matrix.reshape(len(matrix), -1, *matrix.shape[-2:])
    chances = np.ascontiguousarray(np.moveaxis(flat, 1, -1))
    return _Walk(_first(start, matrix.shape[1:-2], matrix.shape[-1]), chances, matrix.shape[1:-2], len(matrix))


def _first(start: ArrayLike, batch: tuple[int, ...], states: int) -> Array:
    first = np.asarray(start, dtype=np.float64)
    if first.shape[-1] != states:
        _refuse("start", first.shape, f"it needs {states} states")
    return np.array(np.broadcast_to(first, (*batch, states)).reshape(-1, states).T, order="C")


def _kept(walk: _Walk) -> Trace:
    shares = np.empty((walk.cycles + 1, *walk.first.shape))
    shares[0] = walk.first
    for number, share in enumerate(walk.steps(), start=1):
        shares[number] = share
    return Trace(shares, walk.batch)


def _checked(matrix: Array) -> Array:
    if matrix.ndim < 2 or matrix.shape[-1] != matrix.shape[-2]:
        _refuse("transitions", matrix.shape, "the last two axes must be equally long")
    if not (matrix.min() >= -_CLOSE and matrix.max() <= 1 + _CLOSE):  # also false where a chance is unknown
        where = np.argwhere(~((matrix >= -_CLOSE) & (matrix <= 1 + _CLOSE)))[0]
        _refuse(f"transitions{where.tolist()}", float(matrix[tuple(where)]), "a chance lies between 0 and 1")
    off = np.abs(matrix @ np.ones(matrix.shape[-1]) - 1)
    if off.max() > _CLOSE * 10:
        where = np.argwhere(off > _CLOSE * 10)[0]
        _refuse(f"row {where.tolist()}", float(matrix[tuple(where)].sum()), "the chances of a row add up to 1")
    return matrix


def _refuse(name: str, value: object, advice: str) -> NoReturn:
    raise BadEconomics(model=MODEL, name=name, value=value, advice=advice)


def expected(
    followed: Trace,
    rewards: ArrayLike,
    *,
    discount_per_year: float = 0.0,
    cycle_years: float = 1.0,
    correction: Correction | str = Correction.SIMPSON,
) -> Array:
    """The discounted total of a reward a year in each state (cost, utility), shape (*batch,).

    `rewards` has shape (states,) or (*batch, states).
    """
    factors = discount_factors(discount_per_year, followed.cycles, cycle_years)
    weights = cycle_weights(followed.cycles, correction) * factors * cycle_years
    return np.asarray((followed.time_in_states(weights) * np.asarray(rewards)).sum(axis=-1))
