"""What the page of a comparison says, in words, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures.band_chart import band_chart
from hevesy.plan.report.said import figure, interval
from hevesy.plan.results.compare_households import households_table
from hevesy.plan.results.page import shocks_table
from hevesy.plan.results.screen import befallen_said, comparison_table, worth_said

Said = Mapping[str, Any]
SHOWN = {
    "started": "People who start their first course, a year",
    "completed": "Courses completed, a year",
    "waiting": "Waiting for a first cycle, on average in the year",
    "costs": "Costs a year, USD",
}


def comparison_charts(said: Said) -> dict[str, str]:
    """A and B year by year, each with its band."""
    charts = {}
    for name, title in SHOWN.items():
        rows = said["by_year"][name]
        last = {side: rows[side][-1] for side in ("a", "b")}
        described = f"In {last['a']['year']}: A {interval(last['a'])}, B {interval(last['b'])}."
        series = [(f"A: {said['a']['name']}", rows["a"]), (f"B: {said['b']['name']}", rows["b"])]
        charts[name] = band_chart(series, key=name, title=title, description=described)
    return charts


def comparison_page(said: Said) -> dict[str, Any]:
    """The page as texts and the keys of its pictures."""
    table = comparison_table(said)
    exploratory = "Exploratory: " if said["exploratory"] else ""
    return {
        "title": f"{exploratory}{said['b']['name']}, beside {said['a']['name']}",
        "exploratory": said["exploratory"],
        "says_first": list(said["says_first"]),
        "made": f"{said['a']['draws']:,} draws, the same for both, seed {said['a']['seed']}, kernel {said['kernel']}. "
        f"Hevesy {said['hevesy_version']}. Median and 90 % interval of the differences draw by draw.",
        "table": {"head": list(table[0]), "rows": [list(row.values()) for row in table]},
        "households": households_table(said["households"]),
        "sentences": [*befallen_said(said), worth_said(said)],
        "charts": list(SHOWN.items()),
        "acts": {
            "head": [
                "Only in",
                "What is done",
                "Where",
                "Work begins",
                "Its effect",
                "In the scenario's file",
            ],
            "rows": [
                [
                    act["in"].upper(),
                    act["name"],
                    act["centre_name"] or "the country",
                    act["begins"],
                    "only assumed" if act["rests_on_assumption"] else "counted, decided or measured",
                    act["id"],
                ]
                for act in said["interventions"]
            ],
        },
        "shocks": _shocks(said["shocks"]),
        "tried": [_tried(row) for row in said["break_even"]],
    }


def _shocks(shocks: Sequence[Said]) -> dict[str, Any]:
    table = shocks_table(shocks)
    rows = [[each["in"].upper(), *row] for each, row in zip(shocks, table["rows"], strict=True)]
    return {"head": ["Only in", *table["head"]], "rows": rows}


def _tried(row: Said) -> dict[str, Any]:
    return {
        "title": f"{row['intervention']}: {row['verdict']}",
        "head": [
            "Effect (share of the gap closed)",
            f"B better than A by, {row['outcome'].replace('_', ' ')}",
        ],
        "rows": [[f"{each['effect']:.3f}", figure(each["difference"])] for each in row["tried"]],
    }
