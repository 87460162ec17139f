"""Which houses have PET and SPECT at the start, which are given some later, and where a therapy is imaged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hevesy.plan.scenario.stated import units
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.houses import House, ImagingPlace
from hevesy.plan.simulation.model import NOT_IMAGED, PET, SPECT
from hevesy.products import Therapy


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


def open_places(
    era: int, therapy: Therapy, first: int, places: Sequence[ImagingPlace], found: Sequence[House], acts: Acts
) -> tuple[int, ...]:
    """Where candidates of a therapy can be imaged: by the modality used first, else by the other one.

    Where a rule accepts SPECT, by both.
    """
    if first == NOT_IMAGED:
        return ()
    partners = {PET: therapy.pet, SPECT: therapy.spect}
    by = {
        modality: tuple(
            number
            for number, place in enumerate(places)
            if place.modality == modality and partners[modality] and _is_open(era, place, found, acts)
        )
        for modality in (PET, SPECT)
    }
    if acts.accepts(era, "spect", therapy.id):
        return tuple(sorted(by[PET] + by[SPECT]))
    return by[first] or by[PET + SPECT - first]


def _is_open(era: int, place: ImagingPlace, found: Sequence[House], acts: Acts) -> bool:
    name, gone = ("pet", "spect")[place.modality], acts.destroyed(era)
    if all(set(found[house].ids) <= gone for house in place.houses):
        return False
    return not place.added or any(
        np.any(acts.adds(era, found[house].ids).get(name, 0.0) > 0.0) for house in place.houses
    )
