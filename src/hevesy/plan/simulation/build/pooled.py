"""A country in one piece, for runs over the whole world: one group of people, one place of imaging, one centre.

Tracers are not followed there: which places share a cyclotron, and whose generator is due, is lost with the places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader, Shelf
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.build.country import built
from hevesy.plan.simulation.build.houses import key_of
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.model import NO_LIMIT, NOT_IMAGED, NOWHERE, UNLIMITED, Floats, Model, Whole

WHOLE = "whole"


@dataclass(frozen=True)
class World:
    """Readers for many countries that draw each figure of the world, a region or an income group only once."""

    shelf: Shelf
    draws: int
    seed: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "_first", self.shelf.reader("world", self.draws, self.seed))

    def reader(self, iso3: str) -> Reader:
        first: Reader = getattr(self, "_first")  # noqa: B009
        return replace(first, place=iso3, used={}, drawn={})


def aggregated(
    country: str, shelf: Shelf, draws: int, years: int, start: date, seed: int = 1, world: World | None = None
) -> Model:
    """A country in one piece over so many years, nothing done; a `world` shares its draws with other countries.

    Raises NoPopulation where nobody knows how many people live there.
    """
    from hevesy.places import find_country

    iso3 = find_country(country, shelf).iso3
    scenario = Scenario(iso3, iso3, start, years, draws, seed)
    reader = None if world is None else world.reader(iso3)
    return pooled(built(scenario, shelf, reader).model)


def pooled(model: Model) -> Model:
    """The model with its strata, centres and places of imaging put together.

    Each gate passes the share of all people who come to it that it passed stratum by stratum, so that without lists
    as many start as before; what is pooled is the capacity, so that nobody waits here while there is room elsewhere.
    """
    rows = _Pooling(model)
    whole = replace(
        model,
        strata=(WHOLE,),
        imaging_places=(WHOLE,),
        centres=(WHOLE,),
        imaging_key=np.array([key_of(WHOLE)], np.int64),
        centre_key=np.array([key_of(WHOLE)], np.int64),
        tracers=None,
        **rows.paths(),
        **rows.capacity(),
    )
    renumbered: dict[str, Any] = {
        each.name: rows.renumber(getattr(model, each.name))
        for each in fields(Model)
        if each.name.endswith("_row") and getattr(whole, each.name) is getattr(model, each.name)
    }
    return replace(whole, **renumbered, rows=rows.rows.array())


class _Pooling:
    """The rows of a pooled model, and the numbers of those that it keeps."""

    def __init__(self, model: Model) -> None:
        self.model, self.rows = model, Rows(model.draws)

    def renumber(self, old: Whole) -> Whole:
        found, back = np.unique(old, return_inverse=True)
        new = np.array([self.rows.add(self.model.rows[row]) for row in found], np.int64)
        return new[back].reshape(old.shape)

    def paths(self) -> dict[str, Any]:
        """Gates and journeys of all strata together, and the one route there is."""
        model = self.model
        therapies, gates, _, eras = model.gate_row.shape
        cycles = model.again_row.shape[1]
        gate_row = np.zeros((therapies, gates, 1, eras), np.int64)
        again_row = np.zeros((therapies, cycles, 2, 1, eras), np.int64)
        for therapy in range(therapies):
            for era in range(eras):
                steps = [model.gate_row[therapy, gate, :, era] for gate in range(gates)]
                steps += [model.again_row[therapy, k, q, :, era] for k in range(1, cycles) for q in (0, 1)]
                found = self._in_turn(model.share_row[therapy, :, era], steps)
                gate_row[therapy, :, 0, era] = found[:gates]
                again_row[therapy, 1:, :, 0, era] = np.array(found[gates:], np.int64).reshape(cycles - 1, 2)
        imaged = np.array(
            [bool((model.modality[therapy] != NOT_IMAGED).any()) for therapy in range(therapies)]
        )
        first = [
            max(each.tolist()) if seen else NOT_IMAGED
            for each, seen in zip(model.modality, imaged, strict=True)
        ]
        return {
            "share_row": np.zeros((therapies, 1, eras), np.int64),
            "gate_row": gate_row,
            "again_row": again_row,
            "route": np.zeros((therapies, 1, eras), np.int64),
            "route_imaging": np.where(imaged, 0, NOWHERE)[:, None].astype(np.int64),
            "route_centre": np.zeros((therapies, 1), np.int64),
            "modality": np.array(first, np.int64)[:, None],
        }

    def _in_turn(self, shares: Whole, steps: Sequence[Whole]) -> list[int]:
        """Rows of the share that passes each step, among those of all strata who passed the ones before."""
        rows = self.model.rows
        left = rows[shares]
        whole, found = left.sum(axis=0), []
        for step in steps:
            if (step == step[0]).all():
                passed: Floats = rows[step[0]]
                left = left * passed
                found.append(self.rows.add(passed))
                whole = whole * passed
                continue
            left = left * rows[step]
            now = left.sum(axis=0)
            found.append(self.rows.share(np.divide(now, whole, out=np.ones_like(now), where=whole > 0)))
            whole = now
        return found

    def capacity(self) -> dict[str, Any]:
        """What all centres and all places of imaging have together."""
        model = self.model
        eras = model.have_row.shape[-1]
        have = [
            [self._sum(model.have_row[:, r, era]) for era in range(eras)] for r in range(len(model.resources))
        ]
        slots = [[self._sum(model.slots_row[:, m, era]) for era in range(eras)] for m in (0, 1)]
        doses = [
            [self._sum(model.dose_row[:, h, era]) for era in range(eras)] for h in range(len(model.therapies))
        ]
        first = np.argmax(model.scanners[..., 0] > 0, axis=0)  # a place that has scanners of each modality
        return {
            "have_row": np.array([have], np.int64),
            "units": model.units.sum(axis=0, keepdims=True),
            "fails_row": self.renumber(model.fails_row[:1]),
            "back_row": self.renumber(model.back_row[:1]),
            "slots_row": np.array([slots], np.int64),
            "scanners": model.scanners.sum(axis=0, keepdims=True),
            "scanner_fails_row": self.renumber(model.scanner_fails_row[first, [0, 1]][None]),
            "scanner_back_row": self.renumber(model.scanner_back_row[first, [0, 1]][None]),
            "dose_row": np.array([doses], np.int64),
            "onward": np.full((1, len(model.therapies), eras), NOWHERE, np.int64),
            "onward_row": np.zeros((1, len(model.therapies), eras), np.int64),
        }

    def _sum(self, numbers: NDArray[np.int64]) -> int:
        if (numbers == UNLIMITED).any():
            return UNLIMITED
        return self.rows.add(np.minimum(self.model.rows[numbers].sum(axis=0), NO_LIMIT))
