"""What a decision does to a budget year by year, and what a society gets back for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hevesy.errors import BadEconomics

Array = NDArray[np.float64]


def budget_impact(
    eligible: ArrayLike, uptake: ArrayLike, cost_per_person: ArrayLike, offset_per_person: ArrayLike = 0.0
) -> Array:
    """Net spending in each year, not discounted: eligible x uptake x (cost - what is no longer spent); all broadcast.

    The last axis is the year. ISPOR good practice (Sullivan et al, Value Health 2014, 17:5).

    >>> budget_impact([1000, 1050], [0.05, 0.10], 4.5 * 15000 + 3000, 0.6 * 20000).tolist()
    [2925000.0, 6142500.0]
    """
    share = np.asarray(uptake, dtype=np.float64)
    if np.any((share < 0) | (share > 1)):
        raise BadEconomics(
            model="budget impact", name="uptake", value=share.tolist(), advice="a share lies between 0 and 1"
        )
    net = np.asarray(cost_per_person, dtype=np.float64) - np.asarray(offset_per_person)
    return np.asarray(np.asarray(eligible, dtype=np.float64) * share * net)


@dataclass(frozen=True, slots=True)
class Return:
    """What comes back for each unit of money spent more, both ways, each of shape (*batch,).

    `full_income` counts each life-year gained at the value of a life-year (Lancet Commission on Investing in Health
    2013); `human_capital` counts only what people produce in it. Neither is a gain to the budget that pays.
    """

    full_income: Array
    human_capital: Array


def returns(
    life_years: ArrayLike,
    incremental_cost: ArrayLike,
    *,
    output_per_head: ArrayLike,
    life_year_in_output: ArrayLike,
    working_share: ArrayLike,
) -> Return:
    """Returns on the money spent more for life-years gained, all discounted alike.

    `output_per_head`: GDP per person and year; `life_year_in_output`: the value of a life-year in multiples of it;
    `working_share`: the share of the years gained in which people work, as a share of the average output per head.
    A return is not a number (NaN) where nothing more is spent.
    """
    spent = np.asarray(incremental_cost, dtype=np.float64)
    output = np.asarray(life_years, dtype=np.float64) * np.asarray(output_per_head)
    spent = np.where(spent > 0, spent, np.nan)
    return Return(
        np.asarray(output * np.asarray(life_year_in_output) / spent),
        np.asarray(output * np.asarray(working_share) / spent),
    )
