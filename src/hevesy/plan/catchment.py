"""Floating catchments: supply per person, shared among all who can reach it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Decline = Callable[[Array], Array]


@dataclass(frozen=True, slots=True)
class Catchment:
    """How much each origin counts at each destination: sparse weights, shape (origins, destinations).

    Made once for a travel table and used for many supplies and populations.
    """

    weights: Any

    @classmethod
    def of(
        cls, origin: ArrayLike, destination: ArrayLike, weight: ArrayLike, shape: tuple[int, int]
    ) -> Catchment:
        """From pairs that can reach one another; a pair that is not named cannot."""
        from scipy.sparse import csr_array

        return cls(
            csr_array((np.asarray(weight, float), (np.asarray(origin), np.asarray(destination))), shape=shape)
        )

    @classmethod
    def within(cls, cost: ArrayLike, limit: float, decline: Decline) -> Catchment:
        """From a table of costs (hours or minutes), shape (origins, destinations); above `limit` is out of reach."""
        table = np.asarray(cost, float)
        origin, destination = np.nonzero(table <= limit)
        return cls.of(
            origin, destination, decline(table[origin, destination]), (table.shape[0], table.shape[1])
        )

    def supply_per_person(self, people: ArrayLike, supply: ArrayLike) -> Array:
        """Supply per person at each origin, shape (origins,).

        First step: each destination shares its supply among the weighted people who reach it. Second step: each
        origin sums the shares it reaches. Sum of people x this = all supply that somebody reaches. With one
        weight inside the limit this is 2SFCA (Luo and Wang 2003, doi:10.1068/b29120), with falling steps E2SFCA
        (Luo and Qi 2009, doi:10.1016/j.healthplace.2009.06.002).
        """
        demand = np.asarray(people, float) @ self.weights
        wanted = demand > 0
        share = np.divide(np.asarray(supply, float), demand, out=np.zeros_like(demand), where=wanted)
        reached: Array = self.weights @ share
        return reached


def all_alike(cost: Array) -> Array:
    """2SFCA: whoever is within the limit counts whole."""
    return np.ones_like(cost)


def one_over(cost: Array) -> Array:
    """Gravity: twice as far counts half."""
    return 1.0 / cost


def in_steps(steps: Mapping[float, float]) -> Decline:
    """E2SFCA: the weight of the first step whose limit the cost does not pass, zero beyond the last.

    >>> in_steps({20: 1.0, 40: 0.68, 60: 0.22})(np.array([20.0, 21.0, 61.0])).tolist()
    [1.0, 0.68, 0.0]
    """
    limits = np.array(sorted(steps), dtype=float)
    weights = np.array([steps[limit] for limit in sorted(steps)] + [0.0])

    def decline(cost: Array) -> Array:
        return weights[np.searchsorted(limits, cost, side="left")]

    return decline
