"""What the report says of lifting the five A's of access: the measured chapter, beside the losses gate by gate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.plan.fives.charts import charts_of
from hevesy.plan.fives.page import MEASURED, page_of
from hevesy.plan.fives.reading import EXAMPLE

Plan = Mapping[str, Any]
INTRO = (
    "Losses gate by gate say where people are lost. This chapter asks something else: were the barriers of some of the "
    "five A’s gone altogether, how many more would begin a first course? All 32 combinations were run week by week."
)


def fives_said(plan: Plan) -> dict[str, Any]:
    """The chapter's texts under `fives`; empty where it was not worked out."""
    found = plan.get("fives")
    if not found:
        return {"fives": {}}
    page, first = page_of(found), plan["ahead"]["first_year"]
    last = first + found["scenario"]["years"] - 1
    return {
        "fives": {
            "title": f"What lifting the five A’s would gain, {first} to {last}, nothing done",
            "intro": f"{INTRO} {page['why_ranks']}".rstrip(),
            "reads": [line for line in page["reads"] if line != EXAMPLE],
            "main": page["main"],
            "pairs": {"head": page["pairs"]["head"], "rows": page["pairs"]["rows"][:3]},
            "charts": [[f"fives-{measure}", title] for measure, title in MEASURED.items()],
            "chart_note": "Share of the draws in which each A comes first." if found["ranks_only"] else "",
            "groups": page["groups"],
            "made": _made(found),
            "commands": [
                f"hevesy plan scenario new {plan['country']['iso3']} --nothing-done --out now.toml",
                "hevesy plan fives now.toml --out fives/",
            ],
        }
    }


def fives_charts(plan: Plan) -> dict[str, str]:
    """The pictures of the chapter: one for each of the three figures that belong together."""
    found = plan.get("fives")
    return {f"fives-{measure}": svg for measure, svg in charts_of(found).items()} if found else {}


def _made(found: Plan) -> str:
    scenario, made = found["scenario"], found["made_with"]
    return (
        f"{made['runs']} runs with {scenario['draws']} draws each, the first of those behind the years ahead: enough "
        "for ranks, too few for small differences between them. The full measure has 256 draws, asks what is "
        "attainable too, and sorts gates both ways:"
    )
