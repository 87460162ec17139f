"""Who can pay, again at every visit and cycle.

A household pays imaging and cycles out of what it can raise within a year. What was paid before counts: whoever
could pay k cycles may fail at k + 1, so the shares follow from one curve of means and never rise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.money import Means
from hevesy.money.means import DAYS_PER_YEAR
from hevesy.plan.price import cycle_price, imaging_price
from hevesy.products import Therapy

QUINTILES = (1, 2, 3, 4, 5)
COVERED = 0  # people for whom a scheme pays the cycles


@dataclass(frozen=True, slots=True)
class Payments:
    """What a payer group can pay: `shares[k]` of it has paid imaging and k cycles; `share` is its part of all."""

    quintile: int
    share: Any
    shares: tuple[Any, ...]

    def imaging(self) -> Any:
        """The share that pays the imaging."""
        return self.shares[0]

    def again(self, cycle: int) -> Any:
        """Of those who paid all before, the share that also pays this cycle."""
        before, now = np.asarray(self.shares[cycle - 1]), np.asarray(self.shares[cycle])
        return np.divide(now, before, out=np.zeros(np.broadcast(now, before).shape), where=before > 0)


def payments(
    therapy: Therapy,
    quintile: int,
    cycles: int,
    means: Means,
    pet: bool,
    known: Mapping[str, bool],
    reader: Reader,
) -> Payments:
    """The payment curve of one payer group, for `cycles` cycles."""
    covered = _known_or(known, "cycle_paid", therapy.coverage, reader)
    imaging_cost = imaging_price(therapy.id, pet, reader)
    pays_imaging = imaging_cost is not None and therapy.coverage_imaging
    imaging_covered = (
        _known_or(known, "imaging_paid", therapy.coverage_imaging, reader) if pays_imaging else 1.0
    )
    imaging = imaging_cost * _visits(therapy, reader) if pays_imaging else 0.0
    able = _Able.of(means, reader)
    if quintile == COVERED:
        share = imaging_covered + (1.0 - imaging_covered) * able.of_all(imaging)
        return Payments(COVERED, covered, (share,) * (cycles + 1))
    cycle = cycle_price(therapy.id, reader)
    shares = tuple(
        imaging_covered * able.of_quintile(quintile, number * cycle)
        + (1.0 - imaging_covered) * able.of_quintile(quintile, number * cycle + imaging)
        for number in range(cycles + 1)
    )
    return Payments(quintile, (1.0 - covered) / len(QUINTILES), shares)


def _known_or(known: Mapping[str, bool], topic: str, fact: str, reader: Reader) -> Any:
    """1 or 0 where policy is known, else the shelf's share: unknown is neither yes nor no."""
    return float(known[topic]) if topic in known else reader.value(fact)


def _visits(therapy: Therapy, reader: Reader) -> Any:
    stage = next((stage for stage in therapy.stages if stage.id == "pays_imaging"), None)
    return reader.value(stage.visits) if stage is not None and stage.visits else 1.0


@dataclass(frozen=True, slots=True)
class _Able:
    """Which part of people can raise an amount (USD) within a year."""

    means: Means
    per_day: Any  # what one USD asks of a person's daily means, PPP dollars

    @classmethod
    def of(cls, means: Means, reader: Reader) -> _Able:
        raised = (
            reader.value("money.share_of_yearly_means")
            * reader.value("money.household_size")
            * reader.value("money.price_level")
        )
        return cls(means, 1.0 / (raised * DAYS_PER_YEAR))

    def below(self, cost: Any) -> Any:
        """The share of people whose household cannot raise `cost`."""
        from scipy.special import ndtr

        need = np.maximum(np.asarray(cost * self.per_day, dtype=float), 1e-300)
        return ndtr(np.log(need / self.means.median_per_day) / self.means.sigma)

    def of_all(self, cost: Any) -> Any:
        return 1.0 - self.below(cost)

    def of_quintile(self, quintile: int, cost: Any) -> Any:
        bottom = (quintile - 1) / len(QUINTILES)
        return np.clip(quintile - len(QUINTILES) * np.maximum(self.below(cost), bottom), 0.0, 1.0)
