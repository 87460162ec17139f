"""One unmet need shared among the five A's, as plain values: shares, alone, without, ranks, pairs, what is left."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.facts.spread import spread, spreads
from hevesy.plan.fives.shares import alone, best_pair, gap, pairs, rank_shares, shapley, without
from hevesy.plan.results.measures import shares_of
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
    amounts = {name: amounts_said(each, unmet) for name, each in found.items()}
    ranks = {name: rank_shares(each) for name, each in found.items()}
    explained, residual = amounts_said(np.stack([gap(values), entered - values[-1]]), unmet)
    return {
        "entered": spread(entered),
        "served": spread(values[0]),
        "unmet": spread(unmet),
        "unmet_share": spread(shares_of(unmet, entered)),
        "explained": explained,
        "residual": residual,
        "a": [
            {
                "a": a,
                **{name: amounts[name][number] for name in MEASURES},
                "ranks": {name: ranks[name][number].tolist() for name in MEASURES},
            }
            for number, a in enumerate(FIVE_A)
        ],
        **_pairs(values, unmet),
    }


def amounts_said(persons: Floats, unmet: Floats) -> list[dict[str, Any]]:
    """Persons (N, D), and their shares of the unmet need: median, 90 % interval and mean.

    Means add up, medians need not.
    """
    shares = shares_of(persons, np.broadcast_to(unmet, persons.shape))
    return [
        {**row, "mean": float(each.mean()), "share": {**of_unmet, "mean": float(share.mean())}}
        for row, each, of_unmet, share in zip(spreads(persons), persons, spreads(shares), shares, strict=True)
    ]


def _pairs(values: Floats, unmet: Floats) -> dict[str, Any]:
    gains = pairs(values)
    (one, other), best = best_pair(gains)
    amounts = dict(zip(gains, amounts_said(np.stack(list(gains.values())), unmet), strict=True))
    rows = [{"a": [FIVE_A[first], FIVE_A[second]], **amounts[first, second]} for first, second in gains]
    return {
        "pairs": rows,
        "best_pair": {
            "a": [FIVE_A[one], FIVE_A[other]],
            **amounts[one, other],
            "share_of_draws": float(np.mean(best)),
        },
    }


def ranked(split: dict[str, Any], measure: str = "shapley") -> list[dict[str, Any]]:
    """The A's of a split by their expected rank, the first first."""

    def expected(row: dict[str, Any]) -> float:
        return float(np.dot(row["ranks"][measure], np.arange(1, len(FIVE_A) + 1)))

    return sorted(split["a"], key=expected)
