"""Two scenarios and their households, on the same draws: hardship, selling, courses broken off, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from hevesy.facts.spread import spread
from hevesy.money import HARDSHIPS
from hevesy.plan.report.page_paths import people
from hevesy.plan.report.said import interval, share_interval
from hevesy.plan.results.households import counted, summed
from hevesy.plan.results.who_starts import concentration_of, known_share, people_of, women_to_men
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result
from hevesy.plan.spending import COUNTED

Said = Mapping[str, Any]
FEES = COUNTED.index("fees")


def households_compared(a: Result, b: Result) -> list[dict[str, Any]]:
    """A row for each measure, with A, B and B - A; none where a run has no households behind it."""
    if None in (a.built.households, b.built.households):
        return []
    return [
        {
            "name": name,
            "title": title,
            "unit": unit,
            "a": spread(first),
            "b": spread(second),
            "difference": spread(second - first),
        }
        for ((name, title, unit), first), (_, second) in zip(_measures(a), _measures(b), strict=True)
    ]


def _measures(result: Result) -> Iterator[tuple[tuple[str, str, str], Floats]]:
    """Name, title and unit of each measure, over all therapies and the whole span, (D)."""
    homes = result.built.households
    everybody = [people_of(result, homes, h) for h in range(len(result.model.therapies))]
    whole = summed([counted(result, homes, h, each) for h, each in enumerate(everybody)])
    started, considered = whole.started.sum(axis=0), whole.considered.sum(axis=0)
    for which, each in enumerate(HARDSHIPS):
        hard = whole.hardship[which, FEES].sum(axis=0)
        yield (each.name, f"Of those who start, fees are {each.title}", "share"), known_share(hard, started)
    for which, each in enumerate(HARDSHIPS):
        would = whole.if_treated[which, FEES].sum(axis=0)
        title = f"Were all treated, fees are {each.title}"
        yield (f"if_treated_{each.name}", title, "share"), known_share(would, considered)
    yield ("sold", "Households that sell or borrow", "persons"), whole.sold.sum(axis=0)
    stopped = np.asarray(whole.stopped.sum(axis=0))
    yield ("stopped_for_money", "Started, could not go on for want of money", "persons"), stopped
    index = concentration_of(everybody)
    yield ("concentration_index", "Concentration index of starting over means", "ratio"), index
    women = women_to_men(everybody, homes.paths.strata.sexes)
    yield ("women_to_men", "Women who start beside men with the same illness", "ratio"), women


def households_table(rows: list[Said]) -> dict[str, Any] | None:
    """The rows for a page; None where there are none."""
    if not rows:
        return None
    return {
        "head": ["Households", "A", "B", "B - A (90 % interval)"],
        "rows": [
            [row["title"], _said(row["a"], row["unit"]), _said(row["b"], row["unit"]), _change(row)] for row in rows
        ],
    }


def _said(found: Said, unit: str) -> str:
    say = {"share": share_interval, "persons": people}.get(unit, interval)
    return say(found)


def _change(row: Said) -> str:
    change = row["difference"]
    if row["unit"] != "share" or change["value"] is None:
        return interval(change)
    value, low, high = (f"{100 * change[name]:+.1f}" for name in ("value", "low", "high"))
    return f"{value} points ({low} to {high})"
