"""What a sample of costs and effects says of a decision: acceptability, its frontier, and what not knowing costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.errors import BadEconomics
from hevesy.money.value.league import Place, league

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Draws of cost and effect a person of each strategy, both of shape (draws, strategies)."""

    costs: Array
    effects: Array
    strategies: tuple[str, ...]

    def __post_init__(self) -> None:
        for name, found in (("costs", self.costs), ("effects", self.effects)):
            if found.ndim != 2 or found.shape[1] != len(self.strategies) or found.shape != self.costs.shape:
                advice = f"the shape is (draws, {len(self.strategies)})"
                raise BadEconomics(model="sample", name=name, value=found.shape, advice=advice)
            if not np.isfinite(found).all():
                at = np.argwhere(~np.isfinite(found))[0].tolist()
                raise BadEconomics(
                    model="sample", name=f"{name}{at}", value=found[tuple(at)], advice="it must be a number"
                )

    @classmethod
    def of(cls, costs: Sequence[ArrayLike], effects: Sequence[ArrayLike], strategies: Sequence[str]) -> Sample:
        """From one array of draws for each strategy."""
        cost, effect = (
            np.stack([np.asarray(each, dtype=np.float64) for each in many], axis=-1) for many in (costs, effects)
        )
        return cls(cost, effect, tuple(strategies))

    def benefit(self, threshold: float) -> Array:
        """Net monetary benefit of each draw and strategy at a threshold, shape (draws, strategies)."""
        return np.asarray(threshold * self.effects - self.costs)

    def league(self) -> list[Place]:
        """The league table of the means."""
        return league(self.costs.mean(axis=0), self.effects.mean(axis=0), self.strategies)


@dataclass(frozen=True, slots=True)
class Curves:
    """By willingness to pay: how likely each strategy is best, which one to take, and what not knowing costs a person.

    `acceptability` (thresholds, strategies): the share of draws in which a strategy has the largest net benefit (CEAC).
    `best` (thresholds,): the number of the strategy with the largest *mean* net benefit, and `frontier` its share
    (CEAF): the two questions have different answers where net benefit is skewed. `expected_loss` (thresholds,
    strategies): net benefit forgone on average by taking a strategy; its lowest is the expected value of perfect
    information, `evpi` (thresholds,).
    """

    thresholds: Array
    strategies: tuple[str, ...]
    acceptability: Array
    best: NDArray[np.int64]
    frontier: Array
    expected_loss: Array
    evpi: Array


def curves(sample: Sample, thresholds: ArrayLike) -> Curves:
    """The curves of a sample over thresholds, shape (thresholds,), in money per unit of effect."""
    at = np.atleast_1d(np.asarray(thresholds, dtype=np.float64))
    count = len(sample.strategies)
    shares, losses = np.empty((len(at), count)), np.empty((len(at), count))
    best = np.empty(len(at), dtype=np.int64)
    for number, threshold in enumerate(at):
        benefit = sample.benefit(float(threshold))
        shares[number] = np.bincount(benefit.argmax(axis=1), minlength=count) / len(benefit)
        best[number] = benefit.mean(axis=0).argmax()
        losses[number] = _lost(benefit)
    rows = np.arange(len(at))
    return Curves(at, sample.strategies, shares, best, shares[rows, best], losses, losses[rows, best])


def evpi(sample: Sample, threshold: float) -> float:
    """Expected value of perfect information a person: mean of the best - best of the means, never below zero."""
    benefit = sample.benefit(threshold)
    return float(_lost(benefit)[benefit.mean(axis=0).argmax()])


def _lost(benefit: Array) -> Array:
    """Net benefit forgone on average by taking each strategy; nothing, to the last bit, by one that is always best."""
    return np.asarray((benefit.max(axis=1, keepdims=True) - benefit).mean(axis=0))
