"""What each centre and each place of imaging can do in each era, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from hevesy.capacity.minutes import MODALITIES, RESOURCES
from hevesy.capacity.week import Upkeep, slots_of, together, week_of
from hevesy.plan.simulation.build.already_taken import Taken
from hevesy.plan.simulation.build.doses_asked import DosesAsked
from hevesy.plan.simulation.build.having import Having
from hevesy.plan.simulation.build.houses import ImagingPlace
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.build.use_moved import use_moved
from hevesy.plan.simulation.model import ONE, UNLIMITED, ZERO, Whole


class Capacity:
    """Arrays of `Model` with what centres and places of imaging have, filled era by era; see there for shapes.

    How often machines fail and people leave is that of each era, also before there are any: what comes later changes
    nothing before it.

    `centres` are the numbers of the houses that treat at some time; of what they have, `taken` is gone already.
    """

    def __init__(
        self,
        has: Having,
        centres: Sequence[int],
        places: Sequence[ImagingPlace],
        rows: Rows,
        taken: Taken,
        doses: DosesAsked,
    ) -> None:
        self._centres, self._places, self._rows, self._has, self._taken = centres, places, rows, has, taken
        self._asked = doses
        eras = len(has.acts.first_weeks)
        resources, scanners = (len(centres), len(RESOURCES), eras), (len(places), 2, eras)
        self.arrays: dict[str, Any] = {
            "have_row": np.full(resources, ZERO, np.int64),
            USUAL: np.full(resources, ZERO, np.int64),
            "dose_row": np.full((len(centres), len(has.therapies), eras), UNLIMITED, np.int64),
            "units": np.zeros(resources, np.int64),
            "fails_row": np.full(resources, ZERO, np.int64),
            "back_row": np.full(resources, ONE, np.int64),
            "slots_row": np.full(scanners, ZERO, np.int64),
            "scanners": np.zeros(scanners, np.int64),
            "scanner_fails_row": np.full(scanners, ZERO, np.int64),
            "scanner_back_row": np.full(scanners, ONE, np.int64),
        }
        doses.usual = self.arrays[USUAL]

    def fill(self, era: int) -> None:
        """Put in the rows of one era."""
        for number, house in enumerate(self._centres):
            if self._as_before(era, (house,)):
                self._copy(era, OF_CENTRES, number)
            else:
                self._centre(number, house, era)
                self._doses(number, house, era)
        for number, place in enumerate(self._places):
            if self._as_before(era, place.houses):
                self._copy(era, OF_SCANNERS, number)
            else:
                self._place(number, place, era)

    def without_shocks(self) -> Whole:
        """Rows of what the centres would have in a week without any shock, as `have_row` of `Model`."""
        return np.asarray(self.arrays.pop(USUAL))

    def _as_before(self, era: int, houses: Sequence[int]) -> bool:
        """Whether these houses have what they had in the era before, and nothing else acts on them."""
        return era > 0 and all(self._has.same(house, era - 1, era) for house in houses)

    def _copy(self, era: int, names: Sequence[str], number: int) -> None:
        for name in names:
            self.arrays[name][number, :, era] = self.arrays[name][number, :, era - 1]

    def _centre(self, number: int, house: int, era: int) -> None:
        week, grown = self._has.once("week", house, era, week_of), self._has.grown(era, house)
        times, gone = self._has.times(era, house), self._taken.get(self._has.found[house].id, {})
        moved = use_moved(self._has, self._asked, number, house, era)
        for place, name in enumerate(RESOURCES):
            amount = None if name == "bed" and self._has.no_bed(house, era) else week.have[name]
            for array, larger in ((USUAL, grown), ("have_row", times)):
                self.arrays[array][number, place, era] = (
                    UNLIMITED
                    if amount is None
                    else self._rows.add(
                        _left(amount * larger.get(name, 1.0), gone.get(name, 0.0)) * moved.get(name, 1.0)
                    )
                )
            self._follow(("units", "fails_row", "back_row"), (number, place), era, week.upkeep[name])

    def _doses(self, number: int, house: int, era: int) -> None:
        for therapy, name in enumerate(self._has.therapies):
            limit = self._has.doses(house, name, era)
            self.arrays["dose_row"][number, therapy, era] = (
                UNLIMITED if limit is None else self._rows.add(limit)
            )

    def _place(self, number: int, place: ImagingPlace, era: int) -> None:
        name = MODALITIES[place.modality]
        slots: Any = 0.0
        found: list[Upkeep] = []
        for house in place.houses:
            week = self._has.once("slots", house, era, slots_of)
            slots = slots + week.slots[name] * self._has.times(era, house).get(name, 1.0)
            found.append(week.upkeep[name])
        self.arrays["slots_row"][number, place.modality, era] = self._rows.add(slots)
        names = ("scanners", "scanner_fails_row", "scanner_back_row")
        self._follow(names, (number, place.modality), era, together(found))

    def _follow(self, names: tuple[str, str, str], where: tuple[int, int], era: int, upkeep: Upkeep) -> None:
        values = upkeep.units, self._rows.share(upkeep.fails), self._rows.share(upkeep.back)
        for name, value in zip(names, values, strict=True):
            self.arrays[name][where][era] = value


USUAL = "usual_row"  # what a centre has in a week without any shock; no field of `Model`
OF_CENTRES = ("have_row", USUAL, "dose_row", "units", "fails_row", "back_row")
OF_SCANNERS = ("slots_row", "scanners", "scanner_fails_row", "scanner_back_row")


def _left(amount: Any, gone: Any) -> Any:
    return np.maximum(amount - gone, 0.0) if np.any(gone) else amount
