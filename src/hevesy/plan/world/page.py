"""The world table as one page with a map: no scripts, nothing remote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hevesy.facts import Shelf
from hevesy.plan.world.cells import SHOWN, cells
from hevesy.plan.world.columns import COLUMNS, MAPPED, Row

TEMPLATE = Path(__file__).parent / "page.html"
TITLE = "Radiotheranostics, country by country"
BREAKS = (100, 150, 200, 300)  # persons a year per million people


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
        columns=SHOWN, rows=[cells(row) for row in rows],
    )  # fmt: skip


def opening(rows: Sequence[Row]) -> str:
    """What must be known before a country is compared with another."""
    planned = [row for row in rows if row[MAPPED]]
    signed = sum(row["confirmed"] not in ("", "0") for row in rows)
    return (
        f"{len(rows)} countries and territories, {len(planned)} with a first plan. In {signed} of them somebody in the "
        "country has confirmed at least one key input. Where nobody has, the figures rest on international tables "
        "and on planning defaults by income group, and the centres are imagined: who reaches one and who completes a "
        "course is hypothetical (hatched, in italics) and cannot be compared between countries. Unknown is not zero."
    )


def mapped(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """What the map shows of each country: imputed, because no country's path is counted from end to end."""
    for row in rows:
        value = float(row[MAPPED]) if row[MAPPED] else None
        yield {"iso3": row["iso3"], "value": value, "state": "missing" if value is None else "imputed"}
