"""One unmet need shared among the five A's, as plain values: shares, alone, without, ranks, pairs, what is left."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.plan.fives.shares import alone, best_pair, gap, pairs, rank_shares, shapley, without
from hevesy.plan.results.measures import shares_of
from hevesy.plan.results.spread import spread
from hevesy.plan.simulation.model import Floats
from hevesy.products.therapy import FIVE_A

MEASURES = ("shapley", "alone", "without")


def split_said(values: Floats, entered: Floats) -> dict[str, Any]:
    """What the A's explain of the need that is not met, from what is reached in all 32 runs.

    `values` (32, D) are those who are served with each combination lifted, `entered` (D) those who need it. Every
    amount comes in persons and as a share of the unmet need of its draw.
    """
    unmet = entered - values[0]
    found = {"shapley": shapley(values), "alone": alone(values), "without": without(values)}
    return {
        "entered": spread(entered),
        "served": spread(values[0]),
        "unmet": spread(unmet),
        "unmet_share": spread(shares_of(unmet, entered)),
        "explained": amount_said(gap(values), unmet),
        "residual": amount_said(entered - values[-1], unmet),
        "a": [
            {
                "a": a,
                **{name: amount_said(found[name][number], unmet) for name in MEASURES},
                "ranks": {name: rank_shares(found[name])[number].tolist() for name in MEASURES},
            }
            for number, a in enumerate(FIVE_A)
        ],
        **_pairs(values, unmet),
    }


def amount_said(persons: Floats, unmet: Floats) -> dict[str, Any]:
    """Persons and their share of the unmet need: median, 90 % interval and mean; means add up, medians need not."""
    share = shares_of(persons, unmet)
    return {
        **spread(persons),
        "mean": float(persons.mean()),
        "share": {**spread(share), "mean": float(share.mean())},
    }


def _pairs(values: Floats, unmet: Floats) -> dict[str, Any]:
    gains = pairs(values)
    (one, other), best = best_pair(gains)
    rows = [
        {"a": [FIVE_A[first], FIVE_A[second]], **amount_said(gain, unmet)}
        for (first, second), gain in gains.items()
    ]
    return {
        "pairs": rows,
        "best_pair": {
            "a": [FIVE_A[one], FIVE_A[other]],
            **amount_said(gains[one, other], unmet),
            "share_of_draws": float(np.mean(best)),
        },
    }


def ranked(split: dict[str, Any], measure: str = "shapley") -> list[dict[str, Any]]:
    """The A's of a split by their expected rank, the first first."""

    def expected(row: dict[str, Any]) -> float:
        return float(np.dot(row["ranks"][measure], np.arange(1, len(FIVE_A) + 1)))

    return sorted(split["a"], key=expected)
