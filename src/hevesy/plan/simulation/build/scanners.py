"""Which houses have PET and SPECT at the start, and which are given some later."""

from __future__ import annotations

from collections.abc import Sequence

from hevesy.plan.scenario.stated import units
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.houses import House


def scanners(found: Sequence[House]) -> tuple[list[tuple[bool, bool]], tuple[str, ...]]:
    """Which houses have PET and SPECT at the start; where nobody has said of any, those that treat have both."""
    has = [(_has(house, "pet"), _has(house, "spect")) for house in found]
    if any(pet or spect for pet, spect in has):
        return has, ()
    note = "No pack says where patients are imaged: every centre that treats is taken to have PET and SPECT (imputed)."
    return [(house.treats, house.treats) for house in found], (note,)


def _has(house: House, modality: str) -> bool:
    if house.imagined:
        return True
    if house.centre is None or not house.images:
        return False
    said = house.centre.has(modality)
    return bool(said) or (said is None and bool({modality, "imaging"} & set(house.centre.services)))


def gets(house: House, acts: Acts) -> tuple[bool, bool]:
    """Whether interventions bring PET and SPECT to a house."""
    coming = {
        name
        for row in acts.timeline.rows
        if row.intervention.centre in house.ids
        for name, number in units(row.intervention, row.entry).items()
        if number > 0
    }
    return "pet" in coming, "spect" in coming
