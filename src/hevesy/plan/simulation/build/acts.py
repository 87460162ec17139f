"""What a scenario's interventions and shocks do to figures, in an era, for a therapy, a region or a centre."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.scenario.catalogue import Move
from hevesy.plan.scenario.drawn_dates import Drawn
from hevesy.plan.scenario.scenario import Intervention, Shock
from hevesy.plan.scenario.shock_catalogue import HELD_BY, TAKEN
from hevesy.plan.scenario.stated import name_of, units
from hevesy.plan.scenario.timeline import Scheduled, Timeline
from hevesy.plan.simulation.build.levels import Level, Levels
from hevesy.plan.simulation.build.struck import CLOSED_FROM, Struck

DOSES = "doses"  # of one therapy, unlike all other additions
SOURCES = ("generator", "cyclotron")  # of tracers: they add to no week of a centre
THERE_FROM = 0.5  # the mean level from which such a machine is there
Mark = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Moving:
    """One move of an intervention or a shock at a level (one for all draws, or one for each).

    `effect` is the fact that says which share of the gap it closes, `mark` what tells it from others.
    """

    act: Intervention | Shock
    move: Move
    effect: str
    level: Level
    mark: Mark

    def of_one_in(self, alike: int) -> Moving:
        """As it moves the mean of so many when it moves one of them."""
        return replace(self, level=self.level / alike, mark=(self.mark, alike))


@dataclass(frozen=True, eq=False)
class Acting:
    """The moves that act on figures: by fact, each with its share of the whole effect (its level)."""

    base: Reader
    moves: Mapping[str, tuple[Moving, ...]]
    _marks: dict[frozenset[str], Mark] = field(default_factory=dict)

    def marks(self, asked: frozenset[str]) -> Mark:
        """What tells these moves from others, as far as figures that were asked for go; () where none moved."""
        if asked not in self._marks:
            self._marks[asked] = tuple(
                (
                    name,
                    tuple((each.act.id, each.move.effect, each.mark) for each in self.moves[name]),
                )
                for name in sorted(self.moves)
                if name in asked
            )
        return self._marks[asked]

    def reader(self) -> Reader:
        """A reader whose values are as these moves leave them: v becomes v + (toward - v) x effect x level."""
        return self.base.changed(self.changes)

    @cached_property
    def changes(self) -> dict[str, Any]:
        """By fact, what becomes of its value."""
        return {name: self._change(moves) for name, moves in self.moves.items()}

    def _change(self, moves: Sequence[Moving]) -> Any:
        steps = [(each.move.toward, each.level * self.base.value(each.effect)) for each in moves]

        def change(value: Any) -> Any:
            for toward, part in steps:
                value = value + (toward - value) * part
            return value

        return change


@dataclass(frozen=True)
class Acts:
    """A scenario's interventions over its eras; `people` is the share of each region's people that each reaches.

    `people` has shape (interventions, regions); `drawn` are the dates that differ by draw. `shocks` come after the
    interventions: so do their levels, and what they move is what those have left. `imported` are the therapies that
    nobody in the country makes.
    """

    timeline: Timeline
    reader: Reader
    levels: Levels
    drawn: Mapping[str, Drawn]
    people: np.ndarray[Any, np.dtype[np.float64]]
    region_shares: np.ndarray[Any, np.dtype[np.float64]]
    shocks: tuple[Struck, ...] = ()
    imported: frozenset[str] = frozenset()
    _asked: dict[tuple[int, str, int | None, tuple[str, ...]], Acting] = field(
        default_factory=dict, compare=False
    )
    _kept: dict[Mark, Acting] = field(default_factory=dict, compare=False)
    _marked: dict[tuple[int, tuple[str, ...]], Mark] = field(default_factory=dict, compare=False)

    @property
    def first_weeks(self) -> tuple[int, ...]:
        """The weeks in which the eras begin."""
        return self.levels.first_weeks

    def acting(
        self, era: int, therapy: str = "", region: int | None = None, at: Sequence[str] = ()
    ) -> Acting:
        """What moves figures for these people: those of one region, or the whole country where none is named.

        What acts at one centre moves figures only where `at` names it. The same acts at the same levels, in
        every draw, are one answer: the same object in every era and for all people.
        """
        asked = era, therapy, region, tuple(at)
        if asked not in self._asked:
            found = tuple(self._works(*asked))
            marks = tuple((number, self.levels.mark(number, era), share) for number, share in found)
            if marks not in self._kept:
                self._kept[marks] = Acting(self.reader, self._moves(era, found))
            self._asked[asked] = self._kept[marks]
        return self._asked[asked]

    def _works(
        self, era: int, therapy: str, region: int | None, at: Sequence[str]
    ) -> Iterator[tuple[int, float]]:
        """The numbers of interventions that move figures for these people, and the share of them that each reaches."""
        for number, (each, moves) in enumerate(self._moving):
            if each.therapies and therapy and therapy not in each.therapies:
                continue
            if each.centre and each.centre not in at:
                continue
            share = self._reached[number][-1 if region is None else region]
            if moves and share > 0.0 and self.levels.works(number, era):
                yield number, share

    @cached_property
    def _moving(self) -> list[tuple[Intervention | Shock, list[tuple[Move, str]]]]:
        """What may move figures, in the order in which it does: each with its moves and the facts of their effects."""
        done = [
            (row.intervention, [(m, name_of(row.intervention, "effect", m.effect)) for m in row.entry.moves])
            for row in self.timeline.rows
        ]
        return [*done, *((each.shock, [(m, m.effect) for m in each.moves]) for each in self.shocks)]

    def _moves(self, era: int, found: Sequence[tuple[int, float]]) -> dict[str, tuple[Moving, ...]]:
        moves: dict[str, tuple[Moving, ...]] = {}
        for number, share in found:
            act, own = self._moving[number]
            level, mark = self.levels.of(number, era) * share, (self.levels.mark(number, era), share)
            for move, effect in own:
                for name in move.facts:
                    moves[name] = (*moves.get(name, ()), Moving(act, move, effect, level, mark))
        return moves

    @cached_property
    def _reached(self) -> list[list[float]]:
        """The share of each region's people that each intervention reaches, and last that of the whole country."""
        people = [*self.people, *(each.people for each in self.shocks)]
        return [[*reached.tolist(), float(reached @ self.region_shares)] for reached in people]

    def nothing(self) -> Acting:
        """Figures as they are without any intervention."""
        return Acting(self.reader, {})

    def adds(self, era: int, centres: Sequence[str]) -> dict[str, Any]:
        """Machines, places, persons, litres of store and money a year that have come to a centre, by resource."""
        found: dict[str, Any] = {}
        for number, row in self._at(centres):
            if self.levels.works(number, era):
                for name, count in units(row.intervention, row.entry).items():
                    if name != DOSES and name not in SOURCES:
                        found[name] = found.get(name, 0.0) + count * self.levels.of(number, era)
        return found

    def sources(self, era: int, centres: Sequence[str]) -> dict[str, int]:
        """Generators and cyclotrons that have come to a centre."""
        found: dict[str, int] = {}
        for number, row in self._at(centres):
            there = self.levels.works(number, era) and np.mean(self.levels.of(number, era)) >= THERE_FROM
            for name, count in units(row.intervention, row.entry).items() if there else ():
                if name in SOURCES:
                    found[name] = found.get(name, 0) + round(count)
        return found

    def doses(self, era: int, centres: Sequence[str], therapy: str) -> Any:
        """Doses of a therapy in a week by which deliveries to a centre have grown."""
        found: Any = 0.0
        for number, row in self._at(centres):
            named = row.intervention.therapies
            if not named or therapy in named:
                found = found + units(row.intervention, row.entry).get(DOSES, 0.0) * self.levels.of(
                    number, era
                )
        return found

    def larger(self, era: int, centres: Sequence[str]) -> dict[str, Any]:
        """By resource, how much larger the weekly amount of a centre has become (1: as before)."""
        found: dict[str, Any] = {}
        for number, row in self._at(centres):
            level = self.levels.of(number, era)
            for scale in row.entry.scales if self.levels.works(number, era) else ():
                effect = self.reader.value(name_of(row.intervention, "effect", scale.effect))
                for name in scale.resources:
                    found[name] = found.get(name, 1.0) * (1.0 + level * effect)
        return found

    def mark(self, era: int, centres: Sequence[str]) -> Mark:
        """What tells the additions at a centre in one era from those in another."""
        key = era, tuple(centres)
        if key not in self._marked:
            at = [(row.intervention.id, number) for number, row in self._at(centres)]
            at += [(each.shock.id, number) for number, each in self._felt(era)]
            self._marked[key] = tuple((id, self.levels.mark(number, era)) for id, number in at)
        return self._marked[key]

    # --- policy ------------------------------------------------------------------------------------------------

    def more(self, era: int, therapy: str, region: int) -> Any:
        """By what wider labels multiply the need of a therapy in a region; 1.0 where none is wider."""
        found: Any = 1.0
        for number, row in enumerate(self.timeline.rows):
            each = row.intervention
            if row.entry.more and self.levels.works(number, era) and (not each.therapies or therapy in each.therapies):
                larger = self.reader.value(name_of(each, "more", row.entry.more))
                found = found * (1.0 + self.levels.of(number, era) * self._reached[number][region] * larger)
        return found

    def sends_abroad(self, era: int, centres: Sequence[str], therapy: str) -> Any:
        """The share of a centre's long waiters that an agreement sends abroad in a week; None where there is none."""
        for number, row in enumerate(self.timeline.rows):
            each, share = row.intervention, row.entry.sends_abroad
            here = not each.centre or each.centre in centres
            for_it = not each.therapies or therapy in each.therapies
            if share and here and for_it and self.levels.works(number, era):
                return self.levels.of(number, era) * self.reader.value(name_of(each, "effect", share))
        return None

    def accepts(self, era: int, modality: str, therapy: str) -> bool:
        """Whether a rule accepts imaging by this modality beside the one that is used first."""
        return any(
            modality in row.entry.accepts
            and self.levels.works(number, era)
            and (not row.intervention.therapies or therapy in row.intervention.therapies)
            for number, row in enumerate(self.timeline.rows)
        )

    # --- shocks ------------------------------------------------------------------------------------------------

    def _felt(self, era: int) -> Iterator[tuple[int, Struck]]:
        """The shocks that are felt in an era in any draw, with the numbers of their levels."""
        for number, each in enumerate(self.shocks, start=len(self.timeline.rows)):
            if self.levels.works(number, era):
                yield number, each

    def left(self, era: int, centres: Sequence[str]) -> dict[str, Any]:
        """By resource, the share that shocks leave of the weekly amount of these centres, their mean."""
        found: dict[str, Any] = {}
        for number, each in self._felt(era):
            level = self.levels.of(number, era)
            for name in TAKEN:
                left = sum(each.left_of(name, centre, level, self.reader) for centre in centres) / len(
                    centres
                )
                if np.any(left != 1.0):
                    found[name] = found.get(name, 1.0) * left
        return found

    def doses_left(self, era: int, held_by: str, centres: Sequence[str], therapy: str) -> Any:
        """The share of a therapy's doses that borders or open bills (`held_by`) do not keep from these centres."""
        found: Any = 1.0
        for number, each in self._felt(era):
            level, imported = self.levels.of(number, era), therapy in self.imported
            parts = [
                each.doses_left(held_by, centre, therapy, imported, level, self.reader) for centre in centres
            ]
            found = found * (sum(parts) / len(parts))
        return found

    def tracers_left(self, era: int, centres: Sequence[str], imported: bool) -> Any:
        """The share of tracers from makers far away that borders and open bills do not keep from these centres.

        Shocks that name therapies are about their doses and leave tracers alone.
        """
        found: Any = 1.0
        for (number, each), held_by in product(self._felt(era), HELD_BY):
            level = self.levels.of(number, era)
            parts = [each.doses_left(held_by, centre, "", imported, level, self.reader) for centre in centres]
            found = found * (sum(parts) / len(parts))
        return found

    def destroyed(self, era: int) -> frozenset[str]:
        """Centres of which more than half is gone in an era, by shocks whose day is known: people go elsewhere."""
        return frozenset(
            centre
            for number, each in self._felt(era)
            if each.shock.begins is not None and np.all(self.levels.of(number, era) > CLOSED_FROM)
            for centre in each.shock.destroys
        )

    def arriving(self, era: int) -> Any:
        """How many more people each region has by shocks, as a share of the country's; None where nobody arrives."""
        found: Any = None
        for number, each in self._felt(era):
            came = each.arrive(self.levels.of(number, era), self.region_shares, self.reader)
            if came is not None:
                found = came if found is None else found + came
        return found

    def opened(self, era: int) -> dict[str, tuple[str, ...]]:
        """Centres that an intervention has opened by then, with the therapies each is opened for (empty: all)."""
        found: dict[str, tuple[str, ...]] = {}
        for number, row in enumerate(self.timeline.rows):
            if row.entry.opens and self.levels.works(number, era):
                found[row.intervention.centre] = row.intervention.therapies
        return found

    def ready_at(self, centres: Sequence[str]) -> list[Scheduled]:
        """What comes to these centres."""
        return [row for _, row in self._at(centres)]

    def day(self, era: int) -> date:
        """The first day of an era."""
        return self.timeline.day(self.first_weeks[era])

    def _at(self, centres: Sequence[str]) -> list[tuple[int, Scheduled]]:
        rows = enumerate(self.timeline.rows)
        return [(number, row) for number, row in rows if row.intervention.centre in centres]
