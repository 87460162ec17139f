"""Ge-68/Ga-68 generators at places of imaging: those that a pack counts, and those that a scenario brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hevesy.capacity.minutes import SLOT_MINUTES
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.ground import Ground
from hevesy.plan.simulation.build.houses import House
from hevesy.supply.tracers import doses_per_week

MACHINE = "generator"
ASSUMED = 1  # where nobody has counted


class Generators:
    """How many generators a place of imaging has in each era, and for how many slots one has doses."""

    def __init__(self, here: Ground, acts: Acts, houses: Sequence[House]) -> None:
        self._here, self._acts, self._houses = here, acts, houses

    def counted(self, houses: Sequence[int]) -> bool:
        """Whether a pack says how many there are in every house of a place."""
        return all(self._count(self._houses[house]) is not None for house in houses)

    def at(self, houses: Sequence[int], era: int) -> int:
        """How many there are at a place in an era; one is assumed where nobody has counted."""
        known = [self._count(self._houses[house]) for house in houses]
        here = ASSUMED if None in known else sum(each or 0 for each in known)
        return here + sum(self._acts.sources(era, self._houses[house].ids).get(MACHINE, 0) for house in houses)

    def slots_per_week(self, tracer: str) -> Any:
        """Slots of half an hour in a week for which one generator has doses, on the mean over its life."""
        minutes = self._here.reader.number(f"diagnostics.{tracer}.protocol.scanner_slot_incl_changeover")
        return doses_per_week(tracer, minutes, self._here.reader) * minutes / SLOT_MINUTES

    def _count(self, house: House) -> int | None:
        """What the pack says; None where nobody has said."""
        machines = [] if house.centre is None else [m for m in house.centre.equipment if m.modality == MACHINE]
        known = [machine.usable for machine in machines]
        return None if not known or None in known else sum(each or 0 for each in known)
