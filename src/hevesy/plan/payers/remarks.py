"""What a reader must know before the figures of who pays, and what stands out in them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hevesy.plan.budget.remarks import EXPLORATORY
from hevesy.plan.payers.payers import Payers
from hevesy.plan.payers.sustained import RUNNING

DEFAULTS = (
    "Prices, response shares and everything about the micro-insurance are defaults until the country states its own "
    "in a pack or under [facts]; judgements (accepted ruin, affordable share, aversion to inequality) are the reader's."
)
NONE = (
    "No tariff is stated, so whoever pays in the run is taken to pay what a cycle costs. Add [[tariff]] tables to "
    "the scenario: payer, per_cycle or by_line or share, members."
)
HOW = (
    "Scheme, household, maker and centre together bear what a cycle costs, to the cent, as expected and in every draw; "
    "the centre's part below zero is a gain. Low and high are the 90 % interval."
)
BUNDLE = (
    "A cycle's imaging is its own scan and a part of this patient's imaging before; those imaged and not treated are "
    "in the running costs of the centres alone. Where a medicine's price includes administration, that line is zero."
)
STILL = (
    "Tariffs do not change who starts in the run: the simulation asks who pays by the shelf and the acts of the "
    "scenario. What a tariff asks of households is what they would be asked for by it."
)
FIRST_YEAR = "Bundles and tariffs are at the prices of the first year, before the acts of the scenario change any."
POOL = (
    "The pool starts each year without capital and holds its reserve out of that year's premium. Members are taken to "
    "fall ill as others do; voluntary schemes attract the ill, so the premium is a floor. Affordability is that of the "
    "premium with which members start as often as those for whom others pay."
)
SKEWED = 0.5  # beyond it the normal quantile is well below that of the sum of claims


def says_first(found: Payers) -> list[str]:
    """The remarks above all figures."""
    return [*([EXPLORATORY] if found.result.exploratory else []), DEFAULTS]


def remarks(found: Payers) -> list[str]:
    """The rest, the most important first."""
    stands_out = [*_none(found), *_response(found), *_skewed(found)]
    return [*stands_out, HOW, BUNDLE, FIRST_YEAR, STILL, POOL, _sustained(), *_worth(found)]


def _none(found: Payers) -> Iterator[str]:
    if not found.result.scenario.tariffs:
        yield NONE


def _response(found: Payers) -> Iterator[str]:
    rows = [row for rows in found.priced for row in rows if row.tariff.at_once is not None]
    used = sorted({name for row in rows for name in row.responds.facts})
    alone = [name for name in used if found.reader.fact(name).low is None]
    if alone:
        yield (
            f"Nobody has stated a range for the share who respond ({', '.join(alone)}), so that share is taken as "
            "known: state responds with a range. A response in a trial is not a benefit, and here may be rarer."
        )


def _skewed(found: Payers) -> Iterator[str]:
    skewness = max(float(np.mean(claims.skewness)) for claims in found.pool.claims)
    if skewness > SKEWED:
        yield (
            f"The pool has few and dear claims (skewness up to {skewness:.1f} on average): ruin is likelier than the "
            "normal approximation says, so such a pool needs more members, reinsurance, or a larger reserve."
        )


def _sustained() -> str:
    lines = ", ".join(line.replace("_", " ") for line in RUNNING)
    return (
        f"Running costs are the budget's lines {lines}; income is all that is borne by schemes, households and makers "
        "for the cycles given, tariffs of donors left out. Both at prices of the first year."
    )


def _worth(found: Payers) -> Iterator[str]:
    if found.distributional is None:
        return
    yield (
        "Health falls to the fifth of those who start, what households pay is taken from their own fifth, what others "
        "pay from all fifths alike, at the country's threshold."
    )
    if found.distributional.missing:
        yield f"Not valued, so left out of health by fifth: {', '.join(found.distributional.missing)}."
