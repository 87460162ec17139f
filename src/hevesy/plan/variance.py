"""Which inputs the uncertainty of an answer rests on, from the draws that made it.

Inputs are drawn independently, so the squared rank correlation of each with the answer is its own share of the
(rank) variance; what the shares leave over is owed to inputs acting together. See Saltelli et al., Global
Sensitivity Analysis: The Primer (Wiley 2008), chapter 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Fact

TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Share:
    """One fact's share of the variance of the answer."""

    fact: Fact
    share: float


def shares(
    answer: NDArray[np.float64], drawn: Mapping[str, NDArray[np.float64]], used: Mapping[str, Fact]
) -> list[Share]:
    """Each drawn fact's share, the largest first; `answer` and every draw (or its score) have shape (draws,).

    The chance correlation of 1/(draws - 1) is taken off; shares never sum to more than one.
    """
    names = [name for name, values in drawn.items() if float(np.ptp(values)) > 0]
    if not names or float(np.ptp(answer)) == 0:
        return []
    ranks = _ranks(answer)
    chance = 1.0 / (len(answer) - 1)
    raw = [max(0.0, float(np.corrcoef(_ranks(drawn[name]), ranks)[0, 1]) ** 2 - chance) for name in names]
    whole = max(1.0, sum(raw))
    found = [Share(used[name], value / whole) for name, value in zip(names, raw, strict=True)]
    return sorted(found, key=lambda share: (-share.share, share.fact.id))


def shares_by_kind(found: list[Share]) -> dict[str, float]:
    """The shares summed by kind of truth; what is left is under 'together'."""
    sums: dict[str, float] = {}
    for share in found:
        sums[str(share.fact.kind)] = sums.get(str(share.fact.kind), 0.0) + share.share
    if found:
        sums[TOGETHER] = max(0.0, 1.0 - sum(sums.values()))
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks
