"""What people who live in other countries take of a centre: capacity that is gone before the country's own come.

They are no part of the country's need, so the engine does not follow them; last year's counts say how many they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from hevesy.capacity.minutes import RESOURCES, Use, use
from hevesy.facts import Reader, State
from hevesy.places.centre import rows_of
from hevesy.plan.price import cycle_price
from hevesy.products import find_therapy
from hevesy.tables import Row

WEEKS_PER_YEAR = 365.25 / 7
COUNTED = (State.REPORTED, State.PUBLIC_ONLY)

Taken = Mapping[str, Mapping[str, Any]]  # by centre and resource, of a week; a number or shape (draws,)


def taken(reader: Reader, year: int, followed: Collection[str] = ()) -> Taken:
    """By centre, what the foreigners of the newest counted year up to `year` took of each resource in a week.

    Foreigners of the therapies that are `followed` as strata of their own ask for capacity themselves.
    """
    rows = [row for row in rows_of("treatments", reader.place, reader.shelf) if _counted(row, year)]
    newest = max((int(row["year"]) for row in rows), default=None)
    found: dict[str, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(RESOURCES, 0.0))
    for row in rows:
        apart = row["centre"] and row["foreigners"] and row["therapy"] not in followed
        if int(row["year"]) == newest and apart:
            therapy = find_therapy(row["therapy"], reader.shelf)
            planned = max(1.0, round(reader.number(therapy.posology.cycles_planned)))
            each = use(therapy, reader, cycle_price(therapy.id, reader))
            here = found[row["centre"]]
            for name, amount in of_a_week(row, planned, each).items():
                here[name] = here[name] + amount
    return dict(found)


def of_a_week(row: Mapping[str, Any] | Row, planned: float, each: Use) -> dict[str, Any]:
    """What the foreigners of one row take of each resource in a week.

    Courses and doses are theirs in the share that they are of the patients. Where nobody counted courses each began
    one, where nobody counted doses each course had all its cycles.
    """
    share = row["foreigners"] / row["patients"] if row["patients"] else 1.0
    begun = row["foreigners"] if row["courses"] is None else row["courses"] * share
    given = begun * planned if row["administrations"] is None else row["administrations"] * share
    later = max(given - begun, 0.0)
    return {
        name: (begun * np.asarray(each.first[name]) + later * np.asarray(each.again[name])) / WEEKS_PER_YEAR
        for name in RESOURCES
    }


def _counted(row: Row, year: int) -> bool:
    """A row with figures and no state was reported by whoever wrote it."""
    state = State(row["state"]) if row["state"] else State.REPORTED
    return state in COUNTED and int(row["year"]) <= year
