"""The columns of the table of all countries."""

from __future__ import annotations

from dataclasses import dataclass

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the world table; an empty cell is unknown, never zero."""

    name: str
    title: str
    number: bool = True


COLUMNS = (
    Column("iso3", "Code", number=False),
    Column("name", "Country", number=False),
    Column("income_group", "Income group", number=False),
    Column("region", "WHO region", number=False),
    Column("population", "People"),
    Column("needed", "Right for a first-choice therapy, persons a year"),
    Column("needed_low", "low"),
    Column("needed_high", "high"),
    Column("needed_per_million", "Right for a first-choice therapy, per million people"),
    Column("completed", "Complete their course, by planning defaults, persons a year"),
    Column("completed_low", "low"),
    Column("completed_high", "high"),
    Column("completed_share", "Share who complete their course, by planning defaults"),
    Column("within_2h", "Share of people within 2 hours of therapy"),
    Column("largest_loss", "Where most are lost", number=False),
    Column("largest_loss_a", "which of the five A", number=False),
    Column("burden_source", "Source of burden", number=False),
    Column("confirmed", "Key inputs confirmed"),
    Column("note", "Note", number=False),
)
MAPPED = "needed_per_million"  # what can be compared before a country has named its centres
