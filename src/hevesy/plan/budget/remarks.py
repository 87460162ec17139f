"""What a reader must know before a budget's figures, and what stands out in them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hevesy.plan.budget.plan import RATE, Budget
from hevesy.plan.scenario.check_funders import DOLLAR, is_paid_back

DEFAULTS = (
    "Default prices: lines marked * rest on assumed or recalled prices until you override them in a pack or under "
    "[facts] of the scenario. A budget that goes to a ministry should have none."
)
EXPLORATORY = "Exploratory: patients and cycles are not calibrated to what the country treated last year."
NOBODY = (
    "No funder is stated, so all of it is unfunded. Add [[funder]] tables to the scenario: kind, lines, share, "
    "ceiling, currency, years."
)
HOW = (
    "Expected amounts are worked out with the mean of every input and hold to the cent: what funders pay and what is "
    "unfunded is what it costs, in every line and year, and in every draw. Low and high are the 90 % interval."
)
STANDING = (
    "Staff and rooms are lines of their own, so a share of the unit cost of administration and follow-up "
    "(budget.standing_share) is left out there; imaging is bought at its whole unit cost."
)


def says_first(found: Budget) -> list[str]:
    """The remarks above all figures."""
    return [*([EXPLORATORY] if found.result.exploratory else []), DEFAULTS]


def remarks(found: Budget) -> list[str]:
    """The rest, the most important first."""
    return [*_nobody(found), *_rate(found), *_fall(found), *_partners(found), HOW, STANDING]


def _nobody(found: Budget) -> Iterator[str]:
    if not found.scenario.funders:
        yield NOBODY


def _partners(found: Budget) -> Iterator[str]:
    """Who only lends: what is paid back is no line of a budget of what things cost."""
    lends = [funder.name or funder.id for funder in found.scenario.funders if is_paid_back(funder)]
    if lends:
        yield (
            f"{', '.join(lends)} lends and is paid back by contract, for being there or for each cycle: `hevesy plan "
            "payers` gives what is paid back by year, the return, and who bears the risk of volume."
        )


def _rate(found: Budget) -> Iterator[str]:
    if found.path.rate is None:
        yield (
            f"Nobody has stated what one USD costs in {found.currency}: amounts are in USD only. State it under "
            f'[facts]: "{RATE}" = the price of one USD.'
        )


def _fall(found: Budget) -> Iterator[str]:
    fall = float(np.asarray(found.path.depreciation))
    if found.currency != DOLLAR and fall > 0.0:
        yield (
            f"One USD is taken to cost {fall:.1%} more {found.currency} each year: a stated path with a range, no "
            "forecast. What is imported follows it, and a ceiling in the country's currency buys less each year."
        )
