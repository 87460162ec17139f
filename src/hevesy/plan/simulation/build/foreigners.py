"""People who come from other countries to be treated: strata of their own, after those of the people who live here.

They come referred, with the journey and the money in hand, so that they meet only the gates from imaging on; and they
go in equal parts to the centres that give the therapy and take foreigners.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.capacity.admission import Comer
from hevesy.plan.simulation.build.disease import WEEKS
from hevesy.plan.simulation.build.gate_rows import BY_STRATUM, PathRows
from hevesy.plan.simulation.build.houses import apart_km
from hevesy.plan.simulation.build.path_rows import NO_BED, Gate, goes_home
from hevesy.plan.simulation.model import NOWHERE, ONE, ZERO, Floats, Whole
from hevesy.products.therapy import STAGES

COMER = Comer(alone=True, foreigner=True)


class Foreigners:
    """The strata of foreigners of a model: one for each centre that takes them for some therapy at some time."""

    def __init__(self, paths: PathRows) -> None:
        self.paths, self.here, self.rows = paths, paths.here, paths.rows
        self.followed = [number for number, more in enumerate(self.here.foreigners) if more is not None]
        self.open = {
            (number, era): paths.open_centres(era, number, COMER)
            for number in self.followed
            for era in paths.eras
        }
        self.houses = tuple(sorted({house for found in self.open.values() for house in found}))

    @property
    def names(self) -> tuple[str, ...]:
        """What the strata are called; one, where no centre takes them: they are lost for want of one."""
        named = tuple(f"foreigners, {self.paths.houses[house].name}" for house in self.houses)
        return (named or ("foreigners",)) if self.followed else ()

    def join(self, arrays: Mapping[str, Whole], come: Coming) -> dict[str, Whole]:
        """The arrays of all strata: those of the people who live here, who are now fewer than all, and these."""
        joined = dict(arrays)
        for name in BY_STRATUM:
            shape = (*arrays[name].shape[:-2], len(self.names), arrays[name].shape[-1])
            empty = {"share_row": ZERO, "route": NOWHERE}.get(name, ONE)
            joined[name] = np.concatenate([arrays[name], np.full(shape, empty, np.int64)], axis=-2)
        before = arrays["share_row"].shape[1]
        for (number, era), houses in self.open.items():
            share = come.share(number, era, self.here.foreigners[number])
            self._less(joined["share_row"][number, :before, era], 1.0 - share)
            self._fill(joined, before, number, era, houses, share)
        return joined

    def _less(self, into: Whole, left: Any) -> None:
        found, back = np.unique(into, return_inverse=True)
        fewer = [self.rows.share(self.rows.values(int(row)) * left) for row in found]
        into[...] = np.array(fewer, np.int64)[back]

    def _fill(
        self,
        arrays: Mapping[str, Whole],
        before: int,
        number: int,
        era: int,
        houses: tuple[int, ...],
        share: Any,
    ) -> None:
        gates = self.paths.gates[number]
        for house in houses or (None,):
            stratum = before + (0 if house is None else self.houses.index(house))
            place = None if house is None else self._place(house, number, era)
            arrays["share_row"][number, stratum, era] = self.rows.share(share / max(1, len(houses)))
            if house is not None:
                arrays["route"][number, stratum, era] = self.paths.route_to(number, place, house)
            for each, gate in enumerate(gates):
                arrays["gate_row"][number, each, stratum, era] = self._gate(number, era, gate, house, place)

    def _gate(self, number: int, era: int, gate: Gate, house: int | None, place: int | None) -> int:
        stage = gate.stage
        if gate.reason == NO_BED:
            shut = house is not None and self.paths.has.no_bed(house, era)
            therapy = self.here.therapies[number]
            reader = self.paths.acts.acting(era, therapy.id).reader()
            return self.rows.share(goes_home(therapy, reader) if shut else 1.0)
        if stage is None:
            return ZERO if house is None else ONE
        if stage.reason == "no_imaging_route" and place is None:
            return ZERO
        if STAGES.index(stage.id) < STAGES.index("imaged") or stage.rule in ("travel", "pay"):
            return ONE
        return self.paths.common_row(era, number, gate)

    def _place(self, house: int, number: int, era: int) -> int | None:
        """Where they are imaged: at the open place nearest to their centre."""
        found = self.paths.open_places(era, number)
        at = self.paths.houses
        return min(
            found,
            key=lambda place: min(
                apart_km(at[house], at[other]) for other in self.paths.places[place].houses
            ),
            default=None,
        )


@dataclass(frozen=True)
class Coming:
    """Who comes in each week: the model's fields of these names, with the draws of need and backlog, (H, D)."""

    era_of_week: Whole
    growth: Floats
    need: Floats
    backlog: Floats
    backlog_weeks: int

    def share(self, therapy: int, era: int, a_year: Any) -> Floats:
        """Which share of those who come in an era are foreigners, by draw, when so many come in a year at the start.

        It is the same in all weeks of the era and right over all of them together. The backlog is of people who live
        here; it comes forward evenly.
        """
        weeks = np.flatnonzero(self.era_of_week == era)
        grown = self.growth[therapy, weeks].sum()
        early = int((weeks < self.backlog_weeks).sum())
        backlog = self.backlog[therapy] * (early / self.backlog_weeks) if early else 0.0
        whole = self.need[therapy] * grown + backlog
        share: Floats = np.divide(a_year / WEEKS * grown, whole, out=np.zeros_like(whole), where=whole > 0)
        return share
