"""What a scenario's interventions do to figures, in an era, for a therapy, a region or a centre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.scenario.catalogue import Move
from hevesy.plan.scenario.stated import name_of, units
from hevesy.plan.scenario.timeline import STEP, Scheduled, Timeline

MOST_ERAS = 36
DOSES = "doses"  # of one therapy, unlike all other additions
Mark = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Acting:
    """The moves that act on figures: by fact, each with its share of the whole effect (its level)."""

    base: Reader
    moves: Mapping[str, tuple[tuple[Scheduled, Move, float], ...]]

    def marks(self, asked: frozenset[str]) -> Mark:
        """What tells these moves from others, as far as figures that were asked for go; () where none moved."""
        return tuple(
            (name, tuple((row.intervention.id, move.effect, level) for row, move, level in self.moves[name]))
            for name in sorted(self.moves)
            if name in asked
        )

    def reader(self) -> Reader:
        """A reader whose values are as these moves leave them: v becomes v + (toward - v) x effect x level."""
        return self.base.changed({name: self._change(moves) for name, moves in self.moves.items()})

    def _change(self, moves: Sequence[tuple[Scheduled, Move, float]]) -> Any:
        steps = [
            (move.toward, level * self.base.value(name_of(row.intervention, "effect", move.effect)))
            for row, move, level in moves
        ]

        def change(value: Any) -> Any:
            for toward, part in steps:
                value = value + (toward - value) * part
            return value

        return change


@dataclass(frozen=True)
class Acts:
    """A scenario's interventions over its eras; `people` is the share of each region's people that each reaches.

    `first_weeks` are the weeks in which the eras begin; `people` has shape (interventions, regions).
    """

    timeline: Timeline
    reader: Reader
    first_weeks: tuple[int, ...]
    people: np.ndarray[Any, np.dtype[np.float64]]
    region_shares: np.ndarray[Any, np.dtype[np.float64]]

    def acting(
        self, era: int, therapy: str = "", region: int | None = None, at: Sequence[str] = ()
    ) -> Acting:
        """What moves figures for these people: those of one region, or the whole country where none is named.

        What acts at one centre moves figures only where `at` names it.
        """
        moves: dict[str, tuple[tuple[Scheduled, Move, float], ...]] = {}
        for number, row in enumerate(self.timeline.rows):
            each = row.intervention
            if each.therapies and therapy and therapy not in each.therapies:
                continue
            if each.centre and each.centre not in at:
                continue
            reached = self.people[number]
            level = row.level(self.first_weeks[era])
            level *= float(reached @ self.region_shares if region is None else reached[region])
            if level <= 0.0:
                continue
            for move in row.entry.moves:
                for name in move.facts:
                    moves[name] = (*moves.get(name, ()), (row, move, level))
        return Acting(self.reader, moves)

    def nothing(self) -> Acting:
        """Figures as they are without any intervention."""
        return Acting(self.reader, {})

    def adds(self, era: int, centres: Sequence[str]) -> dict[str, float]:
        """Machines, places, persons, litres of store and money a year that have come to a centre, by resource."""
        found: dict[str, float] = {}
        for row in self._at(centres):
            level = row.level(self.first_weeks[era])
            if level > 0.0:
                for name, number in units(row.intervention, row.entry).items():
                    if name != DOSES:
                        found[name] = found.get(name, 0.0) + number * level
        return found

    def doses(self, era: int, centres: Sequence[str], therapy: str) -> float:
        """Doses of a therapy in a week by which deliveries to a centre have grown."""
        found = 0.0
        for row in self._at(centres):
            named = row.intervention.therapies
            if not named or therapy in named:
                found += units(row.intervention, row.entry).get(DOSES, 0.0) * row.level(self.first_weeks[era])
        return found

    def larger(self, era: int, centres: Sequence[str]) -> dict[str, Any]:
        """By resource, how much larger the weekly amount of a centre has become (1: as before)."""
        found: dict[str, Any] = {}
        for row in self._at(centres):
            level = row.level(self.first_weeks[era])
            for scale in row.entry.scales if level > 0.0 else ():
                effect = self.reader.value(name_of(row.intervention, "effect", scale.effect))
                for name in scale.resources:
                    found[name] = found.get(name, 1.0) * (1.0 + level * effect)
        return found

    def mark(self, era: int, centres: Sequence[str]) -> Mark:
        """What tells the additions at a centre in one era from those in another."""
        return tuple((row.intervention.id, row.level(self.first_weeks[era])) for row in self._at(centres))

    def opened(self, era: int) -> dict[str, tuple[str, ...]]:
        """Centres that an intervention has opened by then, with the therapies each is opened for (empty: all)."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self.timeline.rows:
            if row.entry.opens and row.level(self.first_weeks[era]) > 0.0:
                found[row.intervention.centre] = row.intervention.therapies
        return found

    def _at(self, centres: Sequence[str]) -> list[Scheduled]:
        return [row for row in self.timeline.rows if row.intervention.centre in centres]


def first_weeks(found: Timeline, also: Iterable[int] = ()) -> tuple[int, ...]:
    """The weeks in which eras begin: where some level changes, on a coarser grid when there are too many.

    `also` are other weeks in which something changes, which keep their place.
    """
    changes, step = found.changes(), STEP
    weeks = changes
    while len(weeks) > MOST_ERAS:
        step += STEP
        later = {-(-week // step) * step for week in changes}
        weeks = tuple(sorted(week for week in later if week < found.weeks))
    return tuple(sorted({*weeks, *(week for week in also if week < found.weeks)}))
