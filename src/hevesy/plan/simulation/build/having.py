"""What each house has in each era: machines, places and persons of its pack, imagined, or brought by the scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from hevesy.capacity.counts import Counts, added, counted
from hevesy.capacity.minutes import CADRES
from hevesy.facts import Reader
from hevesy.facts.fact import level_of
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.houses import House


class Having:
    """What each house has in each era, worked out once for the same additions."""

    def __init__(self, found: Sequence[House], acts: Acts) -> None:
        self.found, self.acts = found, acts
        self._counts: dict[Any, Counts] = {}
        self._made: dict[Any, Any] = {}
        self._readers: dict[str, Reader] = {}

    def reader(self, house: House) -> Reader:
        """The reader of a house: that of its country, or of its own figures where a pack states some."""
        if house.id not in self._readers:
            self._readers[house.id] = of_house(self.acts.reader, house)
        return self._readers[house.id]

    def remember(self) -> None:
        """Put figures that only a house's own reader used among those of the country's reader."""
        for reader in self._readers.values():
            for name, fact in reader.used.items():
                self.acts.reader.used.setdefault(name, fact)

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

    def no_bed(self, house: int, era: int) -> bool:
        """Whether it is known that a house that is open has no shielded bed: nobody who must stay is treated there."""
        amount = self.counts(house, era).amount
        return _any(amount["chair"]) and not _any(amount["bed"])

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


def _any(amount: Any) -> bool:
    return bool(np.any(np.asarray(amount) > 0.0))
