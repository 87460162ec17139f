"""The dose rate at 1 m below which a country lets a patient go: its rule for the nuclide, else its general one."""

from __future__ import annotations

from hevesy.policy import release_rule
from hevesy.products import find_therapy
from hevesy.run.situation import Situation


def rate_limit(now: Situation) -> float | None:
    """In uSv/h, for practice: what the shelf says of the country, checked by nobody; None where it says nothing."""
    nuclide = find_therapy(now.course.therapy, now.reader.shelf).nuclide.lower().replace("-", "")
    rule = release_rule(now.reader.place, now.reader.shelf)
    for name in (f"{nuclide}_dose_rate_1m", "dose_rate_1m"):
        found = rule.limit(name)
        if found is not None:
            return found.fact.value
    return None
