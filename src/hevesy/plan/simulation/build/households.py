"""What a course asks of the households of a scenario, era by era, and what they spend on it.

Worked out when results are asked for, and once for the same figures. The journeys are those of the people who come to
each centre, near ones more often than far ones; what acts at one centre acts on its own people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.household import Asked, Way, asked
from hevesy.plan.members import Agreed, covered_with, parts
from hevesy.plan.path import travel
from hevesy.plan.pay import Bill, Part, bill_of
from hevesy.plan.simulation.build.disease import WEEKS
from hevesy.plan.simulation.build.gate_rows import PathRows
from hevesy.plan.simulation.build.houses import Choice
from hevesy.plan.simulation.build.path_rows import between
from hevesy.plan.simulation.build.rows import Memory
from hevesy.plan.simulation.model import PET, Floats
from hevesy.plan.spending import Course, Spending, spending

FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Faced:
    """What the people of one payer group face: the course, and what they spend on it.

    `fees` are what imaging and all planned cycles cost a household, USD: the mean over the group's parts, by fifth of
    means where a tariff slides. Where somebody pays the cycles without a tariff, imaging alone. `parts` are those of
    the group, and `bill` says what each can raise; `covered` is the share of people for whom somebody pays.
    """

    fees: Any
    course: Course
    spent: Spending
    bill: Bill
    parts: tuple[Part, ...]
    covered: Any


@dataclass(frozen=True)
class Households:
    """The households of a scenario; `interval` are the weeks from one cycle to the next, by therapy."""

    paths: PathRows
    interval: tuple[int, ...]
    memory: Memory = field(default_factory=Memory)
    _ways: dict[Any, list[tuple[Any, Way, tuple[str, ...]]]] = field(default_factory=dict)
    _means: dict[tuple[int, ...], tuple[Asked, Asked]] = field(default_factory=dict)  # by what is kept in `memory`

    def faced(self, era: int, number: int, covered: bool) -> Faced:
        """What a therapy asks in an era of those for whom somebody pays the cycles, or of the others."""
        course = self._course(era, number, covered)
        acting = self.paths.acts.acting(era, self.paths.here.therapies[number].id)
        tariffs = self.paths.tariffs(era, number)
        key = "faced", number, covered, tariffs, id(course.imaging), id(course.cycle)
        found: Faced = self.memory.of(key, acting, partial(self._faced, number, covered, tariffs, course))
        return found

    def _faced(
        self, number: int, covered: bool, tariffs: tuple[Agreed, ...], course: Course, reader: Reader
    ) -> Faced:
        here, by_pet = self.paths.here, self.by_pet(number)
        therapy, setting = here.therapies[number], here.setting[number]
        bill = bill_of(therapy, setting.means, by_pet, setting.known, reader)
        found = parts(bill, covered, tariffs, therapy, by_pet, reader)
        whole = [(0.0 if part.imaging_paid else bill.imaging) + course.cycles * part.fee for part in found]
        fees = sum(part.share * each for part, each in zip(found, whole, strict=True)) * bill.able.paid
        everybody = covered_with(bill, tariffs, reader)
        return Faced(fees, course, spending(bill, course, found, reader), bill, found, everybody)

    def _course(self, era: int, number: int, covered: bool) -> Course:
        here = self.paths.here
        therapy = here.therapies[number]
        cycles = here.cycles(therapy)
        goes_on = between(therapy, here.wanted[number], here.setting[number], here.reader).end
        imaging, cycle = self._asked(era, number, covered)
        in_a_year = min(cycles, 1 + int((WEEKS - 1) // self.interval[number]))
        return Course(imaging, cycle, cycles, in_a_year, goes_on)

    def _asked(self, era: int, number: int, covered: bool) -> tuple[Asked, Asked]:
        """The mean over the centres to which people go."""
        therapy, found, ids = self.paths.here.therapies[number], [], []
        for share, way, at in self._ways_of(era, number, covered):
            acting = self.paths.acts.acting(era, therapy.id, None, at)
            each = self.memory.of(("asked", number, id(way)), acting, partial(self._asks, number, way))
            found.append((share, each))
            ids.append(id(each))
        return self._means.setdefault(tuple(ids), _mean(found))

    def _asks(self, number: int, way: Way, reader: Reader) -> tuple[Asked, Asked]:
        women = self.paths.by_sex[number].get(FEMALE, 0.0)
        return asked(self.paths.here.therapies[number], way, women, reader)

    def _ways_of(self, era: int, number: int, covered: bool) -> list[tuple[Any, Way, tuple[str, ...]]]:
        """By centre: the share of the people who get there, their journeys, and the ids of the centre."""
        here, chosen = self.paths.here, self.paths.chosen[era][number]
        groups = [n for n, payer in enumerate(here.payers) if payer.covered == covered]
        key = number, tuple(id(chosen[group]) for group in groups)  # choices are kept, so their ids stay their own
        if key not in self._ways:
            by_centre: dict[int | None, list[tuple[float, Choice]]] = {}
            for group in groups:
                for region, choices in zip(here.regions, chosen[group], strict=True):
                    for choice in choices:
                        share = here.payers[group].members * region.share * choice.share
                        by_centre.setdefault(choice.centre, []).append((share, choice))
            going = {centre: each for centre, each in by_centre.items() if centre is not None} or by_centre
            ways = [(centre, *self._way(number, each)) for centre, each in going.items()]
            whole = np.asarray(sum(share for _, share, _ in ways))
            self._ways[key] = [
                (
                    np.divide(share, whole, out=np.zeros_like(whole), where=whole > 0.0),
                    way,
                    () if centre is None else self.paths.houses[centre].ids,
                )
                for centre, share, way in ways
            ]
        return self._ways[key]

    def _way(self, number: int, choices: list[tuple[float, Choice]]) -> tuple[Any, Way]:
        """How many come, and how far these live: fewer with each hour of the way."""
        therapy, reader = self.paths.here.therapies[number], self.paths.here.reader
        come, imaging, therapies = [], [], []
        for share, choice in choices:
            band = choice.band
            made = travel(therapy, band.hours_imaging, band.hours_therapy, choice.same_town, reader)
            come.append(share * band.shares * (made.imaging * made.therapy) * np.ones((1, reader.draws)))
            imaging.append(band.hours_imaging)
            therapies.append(band.hours_therapy)
        people: Floats = np.concatenate(come)
        whole = people.sum(axis=0)
        shares = np.divide(people, whole, out=np.zeros_like(people), where=whole > 0.0)
        return whole, Way(shares, np.concatenate(imaging), np.concatenate(therapies))

    def by_pet(self, number: int) -> bool:
        """Whether most of its people are imaged by PET."""
        chosen = [c for payer in self.paths.chosen[0][number] for region in payer for c in region]
        places = [c for c in chosen if c.place is not None]
        if not places:
            return self.paths.here.setting[number].pet
        first = max(places, key=lambda choice: choice.share)
        return self.paths.places[first.place or 0].modality == PET


def _mean(found: list[tuple[Any, tuple[Asked, Asked]]]) -> tuple[Asked, Asked]:
    names = Asked.__slots__
    imaging, cycle = (
        Asked(**{name: sum(share * getattr(each[which], name) for share, each in found) for name in names})
        for which in (0, 1)
    )
    return imaging, cycle
