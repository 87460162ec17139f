"""Which cadres must be present for a therapy: table `presence.csv`, and where it says nothing, whose minutes it takes.

No physicist, no treatment: a cadre that must be present and of which nobody is there closes the therapy that week.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hevesy.capacity.minutes import CADRES, Use, Value
from hevesy.facts import Kind, Shelf
from hevesy.tables import Column, read_table

TABLE = "presence"
ALL = "all"
A_LOOK = 1.0  # a minute of a cadre that must be present and of which the table of minutes asks for none
COLUMNS = (
    Column("therapy", required=True),
    Column("cadre", "choice", required=True, choices=CADRES),
    Column("must_be_present", "choice", required=True, choices=("yes", "no")),
    Column("source", required=True),
    Column("kind", "choice", required=True, choices=tuple(Kind)),
    Column("note"),
)


def stated_presence(therapy: str, shelf: Shelf) -> dict[str, bool]:
    """What the packs say of a therapy's cadres: its own row before that of all, a later pack before an earlier one."""
    found: dict[str, bool] = {}
    own: dict[str, bool] = {}
    for _, file in shelf.table_files(TABLE):
        for row in read_table(file, COLUMNS):
            if row["therapy"] in (therapy, ALL):
                rows = own if row["therapy"] == therapy else found
                rows[row["cadre"]] = row["must_be_present"] == "yes"
    return {**found, **own}


def must_be_present(therapy: str, taken: Use, shelf: Shelf) -> dict[str, bool]:
    """By cadre, whether nobody is treated without it."""
    said = stated_presence(therapy, shelf)
    return {cadre: said.get(cadre, _any(taken.first[cadre]) or _any(taken.again[cadre])) for cadre in CADRES}


def with_presence(taken: Mapping[str, Value], said: Mapping[str, bool]) -> dict[str, Value]:
    """Minutes as the day of treatment asks for them: a cadre that must be there has a minute at least, others none.

    Minutes of a cadre that need not be there are worked at another time, and hold nobody up.
    """
    found = dict(taken)
    for cadre, must in said.items():
        if not must:
            found[cadre] = 0.0
        elif not _any(found[cadre]):
            found[cadre] = A_LOOK
    return found


def _any(value: Value) -> bool:
    return bool(np.any(np.asarray(value) > 0.0))
