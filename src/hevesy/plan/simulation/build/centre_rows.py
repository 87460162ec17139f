"""What each centre and each place of imaging can do in each era, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from hevesy.capacity.counts import Counts, added, counted
from hevesy.capacity.minutes import CADRES, MODALITIES, RESOURCES
from hevesy.capacity.week import Upkeep, scanner_upkeep, slots_of, week_of
from hevesy.facts import Reader
from hevesy.facts.fact import level_of
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.houses import House, ImagingPlace
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.model import ONE, UNLIMITED, ZERO, Whole


class Capacity:
    """Arrays of `Model` with what centres and places of imaging have, filled era by era; see there for shapes.

    `centres` are the numbers of the houses that treat at some time.
    """

    def __init__(
        self,
        found: Sequence[House],
        centres: Sequence[int],
        places: Sequence[ImagingPlace],
        acts: Acts,
        rows: Rows,
    ) -> None:
        self._centres, self._places, self._rows = centres, places, rows
        self._has = _Having(found, acts)
        resources, eras = (len(centres), len(RESOURCES)), len(acts.first_weeks)
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
            _centre(self.arrays, number, house, era, self._has, self._rows)
        for number, place in enumerate(self._places):
            _place(self.arrays, number, place, era, self._has, self._rows)


class _Having:
    """What each house has in each era, worked out once for the same additions."""

    def __init__(self, found: Sequence[House], acts: Acts) -> None:
        self.found, self.acts = found, acts
        self._counts: dict[Any, Counts] = {}
        self._made: dict[Any, Any] = {}

    def reader(self, house: House) -> Reader:
        """The reader of a house: that of its country, or of its own figures where a pack states some."""
        return of_house(self.acts.reader, house)

    def counts(self, house: int, era: int) -> Counts:
        key = house, self.acts.mark(era, self.found[house].ids)
        if key not in self._counts:
            self._counts[key] = _counts(self.found[house], self.acts, era, self.reader(self.found[house]))
        return self._counts[key]

    def larger(self, era: int, house: int) -> dict[str, Any]:
        """How much larger weekly amounts have become; of houses that are alike, one has grown."""
        alike = len(self.found[house].stands)
        grown = self.acts.larger(era, self.found[house].ids)
        return {name: 1.0 + (times - 1.0) / alike for name, times in grown.items()}

    def once(self, what: str, house: int, era: int, work: Any) -> Any:
        key = what, house, self.acts.mark(era, self.found[house].ids)
        if key not in self._made:
            self._made[key] = work(self.counts(house, era), self.reader(self.found[house]))
        return self._made[key]


def of_house(reader: Reader, house: House) -> Reader:
    """The reader for a house: with its own place where some pack states figures of that centre."""
    if house.centre is None:
        return reader
    place = f"{reader.place}/{house.id}"
    if level_of(place) != 4 or not any(
        place in reader.shelf.places(name) for name in reader.shelf.ids("capacity.")
    ):
        return reader
    return replace(reader, place=place, used={}, drawn={})


def _counts(house: House, acts: Acts, era: int, reader: Reader) -> Counts:
    """What a house has: what its pack says with what has come; a new one has only what came, and the usual team."""
    adds = {name: more for name, more in acts.adds(era, house.ids).items() if name not in ("waste", "money")}
    if house.centre is not None or house.imagined:
        base = counted(house.centre, reader, acts.timeline.start)
        alike = len(house.stands)
        if alike > 1:
            many = {name: amount * alike for name, amount in base.amount.items()}
            base = replace(base, amount=many, whole={name: each * alike for name, each in base.whole.items()})
        return added(base, adds)
    usual = counted(None, reader, acts.timeline.start)
    named = {
        name for row in acts.timeline.rows if row.intervention.centre == house.id for name in row.entry.adds
    }
    level = max((row.level(acts.first_weeks[era]) for row in acts.timeline.rows
                 if row.entry.opens and row.intervention.centre == house.id), default=0.0)  # fmt: skip
    amount, whole = dict(usual.amount), dict(usual.whole)
    for name in amount:
        stated = name in named and (name not in CADRES or adds.get(name, 0.0) > 0.0)
        amount[name] = 0.0 if stated else amount[name] * level
        whole[name] = 0 if stated or level == 0.0 else whole[name]
    imputed = tuple(name for name in usual.imputed if name not in named)
    return added(replace(usual, amount=amount, whole=whole, imputed=imputed), adds)


def _centre(made: dict[str, Whole], number: int, house: int, era: int, has: _Having, rows: Rows) -> None:
    week = has.once("week", house, era, week_of)
    larger = has.larger(era, house)
    for place, name in enumerate(RESOURCES):
        amount = week.have[name]
        made["have_row"][number, place, era] = (
            UNLIMITED if amount is None else rows.add(amount * larger.get(name, 1.0))
        )
        upkeep: Upkeep = week.upkeep[name]
        made["units"][number, place, era] = upkeep.units
        made["fails_row"][number, place] = rows.share(upkeep.fails)
        made["back_row"][number, place] = rows.share(upkeep.back)


def _place(
    made: dict[str, Whole], number: int, place: ImagingPlace, era: int, has: _Having, rows: Rows
) -> None:
    name = MODALITIES[place.modality]
    slots: Any = 0.0
    units = 0
    for house in place.houses:
        week = has.once("slots", house, era, slots_of)
        base: Upkeep = week.upkeep[name]
        better = _uptime_gain(base, name, house, era, has)
        slots = slots + week.slots[name] * has.larger(era, house).get(name, 1.0) * better
        units += base.units
        made["scanner_fails_row"][number, place.modality] = rows.share(base.fails)
        made["scanner_back_row"][number, place.modality] = rows.share(base.back)
    made["slots_row"][number, place.modality, era] = rows.add(slots)
    made["scanners"][number, place.modality, era] = units


def _uptime_gain(base: Upkeep, modality: str, house: int, era: int, has: _Having) -> Any:
    """How much more machines work than at the start, where an act moves their downtime: failures keep their rhythm."""
    acting = has.acts.acting(era, at=has.found[house].ids)
    if not acting.marks(frozenset({"economics.scanner.capital.downtime"})):
        return 1.0
    now = scanner_upkeep(modality, has.counts(house, era), acting.reader())
    return (now.back / (now.back + now.fails)) / (base.back / (base.back + base.fails))
