"""What each house has in each era: machines, places and persons of its pack, imagined, or brought by the scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from hevesy.capacity.counts import Counts, added, aged, counted, doses_per_week, share_old
from hevesy.capacity.leaving import KEPT
from hevesy.capacity.minutes import CADRES, MODALITIES, OUTPATIENT
from hevesy.facts import Reader
from hevesy.plan.price import CUT
from hevesy.plan.scenario.stated import AT
from hevesy.plan.simulation.build.acts import Acting, Acts
from hevesy.plan.simulation.build.ageing import LIFETIME, old_added
from hevesy.plan.simulation.build.houses import House

# what acts move of all that a week's amounts, and what an administration takes of them, rest on
MOVED = KEPT | {"economics.scanner.capital.downtime", OUTPATIENT, CUT}


class Having:
    """What each house has in each era, worked out once for the same additions, acts and ages."""

    def __init__(self, found: Sequence[House], acts: Acts, therapies: Sequence[str]) -> None:
        self.found, self.acts, self.therapies = found, acts, tuple(therapies)
        self._made: dict[Any, Any] = {}
        self._marks: dict[tuple[int, int], Any] = {}
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
        counts: Counts = self._kept("counts", house, era, lambda: self._count(house, era))
        return counts

    def _count(self, house: int, era: int) -> Counts:
        found = self.found[house]
        counts = _counts(found, self.acts, era, self._acted(house, era))
        lifetime = self.reader(found).number(LIFETIME)
        more = old_added(self.acts.ready_at(found.ids), self.acts.first_weeks[era], lifetime)
        return aged(counts, more)

    def grown(self, era: int, house: int) -> dict[str, Any]:
        """How much larger weekly amounts have become; of houses that are alike, one has grown."""
        alike = len(self.found[house].stands)
        grown = self.acts.larger(era, self.found[house].ids)
        return {name: 1.0 + (times - 1.0) / alike for name, times in grown.items()}

    def times(self, era: int, house: int) -> dict[str, Any]:
        """By what weekly amounts are multiplied: how much larger they have become, and what shocks leave of them."""
        found = self.grown(era, house)
        for name, left in self.acts.left(era, self.found[house].ids).items():
            found[name] = found.get(name, 1.0) * left
        return found

    def doses(self, house: int, therapy: str, era: int) -> Any:
        """Doses of a therapy that can come to a house in a week; None where no limit is known."""
        here = self.found[house]
        limit = doses_per_week(therapy, self.reader(here))
        if limit is None:
            return None
        return limit * len(here.stands) + self.acts.doses(era, here.ids, therapy)

    def same(self, house: int, one: int, other: int) -> bool:
        """Whether a house has the same in two eras, as old as before, and moved by the same acts in every draw."""
        return bool(self._mark(house, one) == self._mark(house, other))

    def no_bed(self, house: int, era: int) -> bool:
        """Whether it is known that a house that is open has no shielded bed: nobody who must stay is treated there."""
        shut: bool = self.once("no_bed", house, era, _no_bed)
        return shut

    def once(self, what: str, house: int, era: int, work: Any) -> Any:
        return self._kept(what, house, era, lambda: work(self.counts(house, era), self._acted(house, era)))

    def _kept(self, what: str, house: int, era: int, work: Any) -> Any:
        key = what, house, self._mark(house, era)
        if key not in self._made:
            self._made[key] = work()
        return self._made[key]

    def _mark(self, house: int, era: int) -> Any:
        """What tells a house in one era from itself in another: what came, what acts on it, and how old it is."""
        if (house, era) not in self._marks:
            found, week = self.found[house], self.acts.first_weeks[era]
            lifetime = self.reader(found).number(LIFETIME)
            old = [share_old(found.centre, name, self.acts.day(era), lifetime) for name in MODALITIES]
            more = old_added(self.acts.ready_at(found.ids), week, lifetime)
            came = self.acts.mark(era, found.ids)
            self._marks[house, era] = came, self._acting(house, era).marks(MOVED), *old, *more.values()
        return self._marks[house, era]

    def _acted(self, house: int, era: int) -> Reader:
        """The reader of a house with its figures as the acts of an era leave them."""
        return self.reader(self.found[house]).changed(self._acting(house, era).changes)

    def _acting(self, house: int, era: int) -> Acting:
        """What acts on a house; of houses that are alike, what acts at one moves the mean of all by its part."""
        acting, alike = self.acts.acting(era, at=self.found[house].ids), len(self.found[house].stands)
        if alike == 1:
            return acting
        moves = {
            name: tuple(each.of_one_in(alike) if each.act.centre else each for each in moved)
            for name, moved in acting.moves.items()
        }
        return Acting(acting.base, moves)


def of_house(reader: Reader, house: House) -> Reader:
    """The reader for a house: with its own place where a pack states figures of that centre, or the scenario does."""
    own = {
        name.partition(AT)[0]: fact
        for name, fact in reader.stated.items()
        if name.partition(AT)[2] in house.ids
    }
    place = f"{reader.place}/{house.id}"
    named = house.centre is not None and any(
        place in reader.shelf.places(name) for name in reader.shelf.ids("capacity.")
    )
    if not own and not named:
        return reader
    return replace(
        reader,
        place=place if named else reader.place,
        stated={**reader.stated, **own},
        used={},
        drawn={},
    )


def _counts(house: House, acts: Acts, era: int, reader: Reader) -> Counts:
    """What a house has: what its pack says with what has come; a new one has only what came, and the usual team."""
    adds = acts.adds(era, house.ids)
    if house.centre is not None or house.imagined:
        base = counted(house.centre, reader, acts.day(era))
        alike = len(house.stands)
        if alike > 1:
            many = {name: amount * alike for name, amount in base.amount.items()}
            limits = {name: None if each is None else each * alike for name, each in base.limits.items()}
            whole = {name: each * alike for name, each in base.whole.items()}
            base = replace(base, amount=many, whole=whole, limits=limits)
        return added(base, adds)
    usual = counted(None, reader, acts.timeline.start)
    named = {
        name for row in acts.timeline.rows if row.intervention.centre == house.id for name in row.entry.adds
    }
    level = max((acts.levels.of(number, era) for number, row in enumerate(acts.timeline.rows)
                 if row.entry.opens and row.intervention.centre == house.id), default=0.0)  # fmt: skip
    amount, whole = dict(usual.amount), dict(usual.whole)
    for name in amount:
        stated = name in named and (name not in CADRES or _any(adds.get(name, 0.0)))
        amount[name] = 0.0 if stated else amount[name] * level
        whole[name] = 0 if stated or level == 0.0 else whole[name]
    imputed = tuple(name for name in usual.imputed if name not in named)
    return added(replace(usual, amount=amount, whole=whole, imputed=imputed), adds)


def _no_bed(counts: Counts, _reader: Reader) -> bool:
    return _any(counts.amount["chair"]) and not _any(counts.amount["bed"])


def _any(amount: Any) -> bool:
    return bool(np.any(np.asarray(amount) > 0.0))
