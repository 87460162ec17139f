"""What a country counts as a whole beside what the centres that it has named add up to: a plan knows the centres alone.

A machine of which nobody knows where it stands shortens nobody's way, so a plan places none; it says how many are left.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hevesy.facts import Shelf
from hevesy.places import Centre, centres, find_country, national_count, national_figures

KIND = "equipment"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A kind of machine of which the country counts more than its named centres have."""

    fact: str
    name: str
    counted: int
    named: int


def unplaced(iso3: str, shelf: Shelf) -> list[Unplaced]:
    """Machines that the country counts and no named centre has; none where no centre is named at all."""
    there = centres(iso3, shelf)
    if not there:
        return []
    country, found = find_country(iso3, shelf), []
    for figure in national_figures(shelf).values():
        count = national_count(KIND, figure.key, country, shelf) if figure.kind == KIND else None
        named = sum(_machines(each, figure.key) for each in there)
        if count is not None and count.value is not None and count.value > named:
            found.append(Unplaced(figure.fact, _(figure.name), round(count.value), named))
    return found


def _machines(centre: Centre, modality: str) -> int:
    return sum(each.usable or 0 for each in centre.equipment if each.modality == modality)
