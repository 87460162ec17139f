"""What stands on the page of all countries: fewer columns than the table, figures as a reader says them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hevesy.plan.world.columns import Row

HYPOTHETICAL = "hypothetical"
_NAMED = {"globocan": "GLOBOCAN", "gbd": "GBD", "estimate": "world rate by age"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of the page: its title, what a row says in it, and a smaller line under that."""

    title: str
    said: Callable[[Row], str]
    small: Callable[[Row], str] = lambda row: ""
    number: bool = True
    by_centres: bool = False  # it rests on where the centres are


def persons(text: str) -> str:
    """Persons to three figures; what is tiny is said to be tiny.

    >>> persons("6e-05"), persons("0"), persons("1234567"), persons("4.256"), persons("")
    ('<0.1', '0', '1,230,000', '4.3', '')
    """
    if not text:
        return ""
    value = float(text)
    if 0 < value < 0.1:
        return "<0.1"
    if value < 10:
        return f"{value:.2g}"
    digits = max(0, len(str(int(value))) - 3)
    return f"{round(value, -digits):,.0f}"


def percent(text: str) -> str:
    """A share in percent.

    >>> percent("0.6654"), percent("0.0004"), percent("0"), percent("")
    ('67 %', '<1 %', '0 %', '')
    """
    if not text:
        return ""
    value = float(text)
    return "<1 %" if 0 < value < 0.005 else f"{100 * value:.0f} %"


def is_hypothetical(row: Row) -> bool:
    """Whether the centres of a country are imagined."""
    return row["note"].startswith(HYPOTHETICAL)


def _between(row: Row, name: str) -> str:
    low, high = persons(row[f"{name}_low"]), persons(row[f"{name}_high"])
    return f"{low} to {high}" if low and high else ""


def _who(row: Row) -> str:
    return ", ".join(part for part in (row["iso3"], row["income_group"], row["region"]) if part)


def _lost(row: Row) -> str:
    reason = row["largest_loss"]
    return reason[:1].upper() + reason[1:]


def _rests_on(row: Row) -> str:
    source = _NAMED.get(row["burden_source"], row["burden_source"])
    if not row["confirmed"]:
        return source
    inputs = "1 input" if row["confirmed"] == "1" else f"{row['confirmed']} inputs"
    return f"{source}, {inputs} confirmed" if source else f"{inputs} confirmed"


SHOWN = (
    Shown("Country or territory", lambda row: row["name"], _who, number=False),
    Shown("People", lambda row: persons(row["population"])),
    Shown(
        "Right for a first-choice therapy, persons a year",
        lambda row: persons(row["needed"]),
        lambda row: _between(row, "needed"),
    ),
    Shown("The same per million people", lambda row: persons(row["needed_per_million"])),
    Shown(
        "Complete their course, by planning defaults",
        lambda row: persons(row["completed"]),
        lambda row: _between(row, "completed"),
        by_centres=True,
    ),
    Shown("Share who do", lambda row: percent(row["completed_share"]), by_centres=True),
    Shown("People within 2 h of therapy", lambda row: percent(row["within_2h"]), by_centres=True),
    Shown(
        "Where most are lost",
        _lost,
        lambda row: row["largest_loss_a"],
        number=False,
        by_centres=True,
    ),
    Shown("Rests on", _rests_on, lambda row: row["note"], number=False),
)


def cells(row: Row) -> list[dict[str, object]]:
    """One line of the page; a cell without a figure is unknown."""
    imagined = is_hypothetical(row)
    return [
        {
            "title": column.title,
            "text": column.said(row),
            "small": column.small(row),
            "number": column.number,
            "head": place == 0,
            "unknown": not column.said(row),
            "hypothetical": column.by_centres and imagined and bool(column.said(row)),
        }
        for place, column in enumerate(SHOWN)
    ]
