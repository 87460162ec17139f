"""The world table as one page with a map: no scripts, nothing remote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hevesy.facts import Shelf
from hevesy.plan.world.columns import COLUMNS, MAPPED, Column, Row

TEMPLATE = Path(__file__).parent / "page.html"
TITLE = "Radiotheranostics, country by country"
BREAKS = (100, 150, 200, 300)  # persons a year per million people
MAY_BE_EMPTY = (
    "note",
    "region",
)  # an empty cell here says nothing is to be said, not that a figure is unknown


def world_page(rows: Sequence[Row], shelf: Shelf) -> str:
    """The page as HTML."""
    from jinja2 import Environment
    from markupsafe import Markup

    from hevesy.pictures import world_map
    from hevesy.plan.report.charts import atlas_of

    atlas = atlas_of(shelf)
    title = next(column.title for column in COLUMNS if column.name == MAPPED)
    described = f"{title}, by country; hatched where it rests on imputed inputs, faint where nothing is known"
    drawn = world_map(
        list(mapped(rows)),
        atlas,
        key="world",
        title=title,
        description=described,
        breaks=BREAKS,
        unit="a year per million",
    )
    page = Environment(autoescape=True).from_string(TEMPLATE.read_text("utf-8"))
    return page.render(
        title=TITLE, opening=opening(rows), map=Markup(drawn), caption=f"{described}.", disclaimer=atlas.disclaimer,
        columns=COLUMNS, rows=[[_cell(column, row) for column in COLUMNS] for row in rows],
    )  # fmt: skip


def opening(rows: Sequence[Row]) -> str:
    """What must be known before a country is compared with another."""
    planned = [row for row in rows if row[MAPPED]]
    signed = sum(row["confirmed"] not in ("", "0") for row in rows)
    return (
        f"{len(rows)} countries and territories, {len(planned)} with a first plan. In {signed} of them somebody in the "
        "country has confirmed at least one key input. Where nobody has, the figures rest on international tables "
        "and on defaults by income group, and one hypothetical centre stands for all that the country may have: "
        "who reaches it and who completes cannot be compared between countries. Unknown is not zero."
    )


def mapped(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """What the map shows of each country: imputed, because no country's path is counted from end to end."""
    for row in rows:
        value = float(row[MAPPED]) if row[MAPPED] else None
        yield {"iso3": row["iso3"], "value": value, "state": "missing" if value is None else "imputed"}


def _cell(column: Column, row: Row) -> dict[str, object]:
    text = row[column.name]
    return {
        "text": _figure(text) if column.number and text else text,
        "number": column.number,
        "head": column.name == "name",
        "unknown": not text and column.name not in MAY_BE_EMPTY,
    }


def _figure(text: str) -> str:
    """Two or three digits: the rest would promise what nobody knows."""
    value = float(text)
    if abs(value) >= 1000:
        digits = len(str(int(abs(value)))) - 3
        return f"{round(value, -digits):,.0f}"
    return f"{value:.2g}" if abs(value) < 10 else f"{value:.0f}"
