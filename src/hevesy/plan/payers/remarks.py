"""What a reader must know before the figures of who pays, and what stands out in them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hevesy.plan.budget.remarks import EXPLORATORY
from hevesy.plan.payers.payers import Payers
from hevesy.plan.payers.sustained import RUNNING
from hevesy.plan.report.said import figure

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
    "in the running costs of the centres alone. Where a medicine's price includes administration, that line is zero. "
    "Staff and rooms are their paid minutes and upkeep at the use that is planned for (payers.planned_use), less what "
    "the price of administration holds of them: a centre that is less used costs more for each cycle."
)
FEEDS = (
    "What a tariff asks of households is what they are asked for in the run, cycle by cycle: with a higher share of "
    "theirs fewer can start and more stop; where places are short, others take these. A tariff is for a whole bundle, "
    "so that its members pay nothing more for imaging; "
    "those under no tariff and without a payer are charged the price of a cycle and of imaging. Acts that subsidise "
    "fees lower what households raise, not what they are asked for here."
)
CLOSES = (
    "What centres lose is said and moves nothing in the run: no centre closes and none turns a member away for it. Who "
    "carries the loss is for the plan to say."
)
ACCOUNTS = (
    "Of every payer, what it raises and had saved is what it pays to centres, keeps for administration and saves, to "
    "the cent; ceilings bind, and what is promised beyond them is the centres' loss."
)
PARTNERS = (
    "Partnerships are in USD as paid, by year; returns are nominal and yearly. Loans are the partner's part of the "
    "budget; after the years of the run a contract goes on with the cycles of the last one. What is paid back stands "
    "in no payer's account and uses up no ceiling: whoever pays it back must find it beside them."
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
    stands_out = [*_none(found), *_deficit(found), *_twice(found), *_lends_nothing(found), *_response(found),
                  *_skewed(found)]  # fmt: skip
    contracts = [PARTNERS] if found.partners else []
    return [*stands_out, HOW, BUNDLE, FIRST_YEAR, FEEDS, CLOSES, ACCOUNTS, *contracts, POOL, _sustained(),
            *_worth(found)]  # fmt: skip


def _deficit(found: Payers) -> Iterator[str]:
    """What the centres lose in all, as expected."""
    lost = found.accounts.sum("centre", drawn=False) / 100.0
    years = [str(year) for year, usd in zip(found.budget.years, lost, strict=True) if usd > 0.0]
    if years:
        yield (
            f"Tariffs leave the centres {figure(float(lost[lost > 0.0].sum()))} USD of what cycles cost in "
            f"{', '.join(years)}: nobody is named who bears it. Raise the tariff to its break-even, or let the budget "
            "name who covers the deficit."
        )


def _twice(found: Payers) -> Iterator[str]:
    """Who pays a tariff and lines of the budget that cycles cost: one sum must not be added to the other."""
    scenario = found.result.scenario
    payers = {tariff.payer for tariff in scenario.tariffs}
    both = [
        funder.name or funder.id for funder in scenario.funders
        if funder.id in payers and (not funder.lines or set(funder.lines) & set(RUNNING))
    ]  # fmt: skip
    if both:
        yield (
            f"Tariffs and lines of the budget are both paid by {', '.join(both)}: what care costs stands in the "
            "budget, what is paid for its cycles here, and a ceiling is spent in each. Take one or the other, not "
            "their sum, or let lines name what no tariff pays, such as capital."
        )


def _lends_nothing(found: Payers) -> Iterator[str]:
    for each in found.partners:
        if not each.expected.lent.any():
            yield (
                f"{each.funder.name or each.funder.id} is paid back and lends nothing in these years: let it stand "
                "before the other funders of its lines, or name lines that cost something."
            )


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
        "for the cycles given, tariffs of donors left out. Both at prices of the first year. Of these lines running, "
        "staff and upkeep stand whoever comes; over what a cycle leaves they give the break-even cycles. Posts that "
        "presence asks for, and the imaging of people who are not treated, are in the costs and in no tariff."
    )


def _worth(found: Payers) -> Iterator[str]:
    if found.distributional is None:
        return
    yield (
        "Health falls to the fifth of those who start, what households pay is taken from their own fifth, what others "
        "pay from the fifths that raise it (by means, by head, or nobody here), at the country's threshold."
    )
    if found.distributional.missing:
        yield f"Not valued, so left out of health by fifth: {', '.join(found.distributional.missing)}."
