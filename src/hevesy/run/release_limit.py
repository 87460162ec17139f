"""The dose rate at 1 m below which a country lets a patient go: its rule for the nuclide, else its general one."""

from __future__ import annotations

from hevesy.facts import Reader
from hevesy.policy import release_rule
from hevesy.products import Therapy


def rate_limit(therapy: Therapy, reader: Reader) -> float | None:
    """In uSv/h: what the shelf says of the country, checked by nobody; None where it says nothing."""
    nuclide = therapy.nuclide.lower().replace("-", "")
    rule = release_rule(reader.place, reader.shelf)
    for name in (f"{nuclide}_dose_rate_1m", "dose_rate_1m"):
        found = rule.limit(name)
        if found is not None:
            return found.fact.value
    return None
