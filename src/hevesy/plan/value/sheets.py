"""A valuation as tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hevesy.plan.report.sheets import csv_text

Said = Mapping[str, Any]
SPREADS = ("life_years", "qalys", "dalys_averted", "cost")
ENDS = ("value", "low", "high")
VALUE = (
    "therapy", "comparison", "comparator", "trial", *(f"{name}_{end}" for name in SPREADS for end in ENDS),
    "icer", "icer_low", "icer_high", "standing", "threshold", "threshold_usd", "per", "net_benefit",
    "net_benefit_low", "net_benefit_high", "probability_cost_effective", "price_now", "price_at_threshold", "evpi",
)  # fmt: skip
CURVES = ("therapy", "comparison", "threshold_usd", "probability", "frontier", "best", "evpi")
BUDGET = ("therapy", "comparison", "year", "eligible", "uptake", "treated", "net_spending", "net_low", "net_high")

OF_STRATEGY = ("cost", "qalys", "life_years")
LEAGUE = (
    "league", "strategy", "name", "evidence", *(f"{name}_{end}" for name in OF_STRATEGY for end in ENDS),
    "incremental_cost", "incremental_qalys", "icer", "standing", "dominated_by",
)  # fmt: skip
LEAGUE_CURVES = ("league", "threshold_usd", "strategy", "probability", "expected_loss", "best", "frontier", "evpi")


def sheets_of(said: Said) -> dict[str, str]:
    """File name to CSV text: one line for each comparison and threshold, the curves, the budget by year, leagues."""
    return {
        "value.csv": csv_text(VALUE, _value(said)),
        "acceptability.csv": csv_text(CURVES, _curves(said)),
        "budget_impact.csv": csv_text(BUDGET, _budget(said)),
        "league.csv": csv_text(LEAGUE, _league(said)),
        "league_curves.csv": csv_text(LEAGUE_CURVES, _league_curves(said)),
    }


def _value(said: Said) -> Iterator[Sequence[Any]]:
    for row in said["therapies"]:
        spreads = [row[name][end] for name in SPREADS for end in ENDS]
        head = [row["therapy"], row["comparison"], row["comparator"], row["trial"], *spreads,
                *(row["icer"][end] for end in ENDS), row["standing"]]  # fmt: skip
        if not said["thresholds"]:  # nobody knows one here: the comparison stands without
            yield [*head, *[None] * 7, row["price"]["now"]["value"], None, None]
        for threshold, at in zip(said["thresholds"], row["at_thresholds"], strict=True):
            benefit = [at["net_benefit"][end] for end in ENDS]
            yield [*head, threshold["id"], threshold["value"], threshold["per"], *benefit, at["probability"],
                   row["price"]["now"]["value"], at["price"], at["evpi"]]  # fmt: skip


def _curves(said: Said) -> Iterator[Sequence[Any]]:
    for row in said["therapies"]:
        at = row["acceptability"]
        for line in zip(at["thresholds"], at["therapy"], at["frontier"], at["best"], at["evpi"], strict=True):
            yield [row["therapy"], row["comparison"], *line]


def _budget(said: Said) -> Iterator[Sequence[Any]]:
    for row in said["therapies"]:
        for each in row["people"] or ():
            spent = each["net_spending"]
            yield [row["therapy"], row["comparison"], each["year"], each["eligible"]["value"], each["uptake"],
                   each["treated"]["value"], spent["value"], spent["low"], spent["high"]]  # fmt: skip


def _league(said: Said) -> Iterator[Sequence[Any]]:
    for each in said["leagues"]:
        for one in each["strategies"]:
            spreads = [one[name][end] for name in OF_STRATEGY for end in ENDS]
            yield [each["id"], one["id"], one["name"], one["evidence"], *spreads, one["incremental_cost"],
                   one["incremental_qalys"], one["icer"], one["standing"], " ".join(one["dominated_by"])]  # fmt: skip


def _league_curves(said: Said) -> Iterator[Sequence[Any]]:
    for each in said["leagues"]:
        at = each["curves"]
        for place, threshold in enumerate(at["thresholds"]):
            for name, chance in at["acceptability"].items():
                yield [each["id"], threshold, name, chance[place], at["expected_loss"][name][place], at["best"][place],
                       at["frontier"][place], at["evpi"][place]]  # fmt: skip
