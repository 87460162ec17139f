"""What each centre and each place of imaging can do in each era, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hevesy.capacity.minutes import MODALITIES, RESOURCES
from hevesy.capacity.week import Upkeep, scanner_upkeep, slots_of, week_of
from hevesy.plan.simulation.build.foreigners import Taken
from hevesy.plan.simulation.build.having import Having
from hevesy.plan.simulation.build.houses import ImagingPlace
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.model import ONE, UNLIMITED, ZERO, Whole


class Capacity:
    """Arrays of `Model` with what centres and places of imaging have, filled era by era; see there for shapes.

    How often machines fail and people leave is that of the first era in which there are any, for the whole run: what
    comes later changes nothing before it.

    `centres` are the numbers of the houses that treat at some time; of what they have, `taken` is gone already.
    """

    def __init__(
        self, has: Having, centres: Sequence[int], places: Sequence[ImagingPlace], rows: Rows, taken: Taken
    ) -> None:
        self._centres, self._places, self._rows, self._has, self._taken = centres, places, rows, has, taken
        resources, eras = (len(centres), len(RESOURCES)), len(has.acts.first_weeks)
        scanners = len(places), 2
        self.arrays: dict[str, Any] = {
            "have_row": np.full((*resources, eras), ZERO, np.int64),
            "units": np.zeros((*resources, eras), np.int64),
            "fails_row": np.full(resources, ZERO, np.int64),
            "back_row": np.full(resources, ONE, np.int64),
            "slots_row": np.full((*scanners, eras), ZERO, np.int64),
            "scanners": np.zeros((*scanners, eras), np.int64),
            "scanner_fails_row": np.full(scanners, ZERO, np.int64),
            "scanner_back_row": np.full(scanners, ONE, np.int64),
        }

    def fill(self, era: int) -> None:
        """Put in the rows of one era."""
        for number, house in enumerate(self._centres):
            gone = self._taken.get(self._has.found[house].id, {})
            _centre(self.arrays, number, house, era, self._has, self._rows, gone)
        for number, place in enumerate(self._places):
            _place(self.arrays, number, place, era, self._has, self._rows)


def _centre(
    made: dict[str, Whole],
    number: int,
    house: int,
    era: int,
    has: Having,
    rows: Rows,
    gone: Mapping[str, Any],
) -> None:
    week = has.once("week", house, era, week_of)
    larger = has.larger(era, house)
    for place, name in enumerate(RESOURCES):
        amount = None if name == "bed" and has.no_bed(house, era) else week.have[name]
        made["have_row"][number, place, era] = (
            UNLIMITED
            if amount is None
            else rows.add(_left(amount * larger.get(name, 1.0), gone.get(name, 0.0)))
        )
        upkeep: Upkeep = week.upkeep[name]
        made["units"][number, place, era] = upkeep.units
        if not made["units"][number, place, :era].any():
            made["fails_row"][number, place] = rows.share(upkeep.fails)
            made["back_row"][number, place] = rows.share(upkeep.back)


def _left(amount: Any, gone: Any) -> Any:
    return np.maximum(amount - gone, 0.0) if np.any(gone) else amount


def _place(
    made: dict[str, Whole], number: int, place: ImagingPlace, era: int, has: Having, rows: Rows
) -> None:
    name = MODALITIES[place.modality]
    slots: Any = 0.0
    units = 0
    for house in place.houses:
        week = has.once("slots", house, era, slots_of)
        base: Upkeep = week.upkeep[name]
        better = _uptime_gain(base, name, house, era, has)
        slots = slots + week.slots[name] * has.larger(era, house).get(name, 1.0) * better
        if not made["scanners"][number, place.modality, :era].any() and not units:
            made["scanner_fails_row"][number, place.modality] = rows.share(base.fails)
            made["scanner_back_row"][number, place.modality] = rows.share(base.back)
        units += base.units
    made["slots_row"][number, place.modality, era] = rows.add(slots)
    made["scanners"][number, place.modality, era] = units


def _uptime_gain(base: Upkeep, modality: str, house: int, era: int, has: Having) -> Any:
    """How much more machines work than at the start, where an act moves their downtime: failures keep their rhythm."""
    acting = has.acts.acting(era, at=has.found[house].ids)
    if not acting.marks(frozenset({"economics.scanner.capital.downtime"})):
        return 1.0
    now = scanner_upkeep(modality, has.counts(house, era), acting.reader())
    return (now.back / (now.back + now.fails)) / (base.back / (base.back + base.fails))
