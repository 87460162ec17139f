"""The dose rate at 1 m below which a country lets a patient go, as a proposal for who signs the line of the gate."""

from __future__ import annotations

from hevesy.facts import Reader
from hevesy.policy import asked_of, release_rule
from hevesy.products import Therapy
from hevesy.run.release.course import RATE


def rate_limit(therapy: Therapy, reader: Reader) -> float | None:
    """In uSv/h: what the shelf says of the country, checked by nobody; None where it says nothing."""
    limits = asked_of(release_rule(reader.place.partition("/")[0], reader.shelf), therapy.nuclide)
    return next((each.fact.value for each in limits if each.name.endswith(RATE)), None)
