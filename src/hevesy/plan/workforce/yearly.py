"""A model whose eras end with the years, and its presence chains with other times of replacement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hevesy.capacity.minutes import CADRES
from hevesy.facts import Reader
from hevesy.plan.simulation.deliveries import Deliveries
from hevesy.plan.simulation.model import Floats, Model, Whole

WEEKS_PER_YEAR = 365.25 / 7  # as capacity.week has it
BY_ERA = (
    "share_row", "gate_row", "again_row", "route", "slots_row", "scanners", "scanner_fails_row", "scanner_back_row",
    "have_row", "units", "fails_row", "back_row", "dose_row", "rank", "onward", "onward_row",
)  # fmt: skip
OF_DELIVERIES = ("second_row", "over_row", "order_row", "open_row", "paid_row", "in_time_row", "lower_row")
OF_TRACERS = ("columns", "cyclotron", "over_row", "open_row", "spect_row")


@dataclass(frozen=True)
class Yearly:
    """The model with an era for each span of weeks of one year; `era` and `year` (E,) say which they were."""

    model: Model
    era: Whole
    year: Whole


def by_year(model: Model) -> Yearly:
    """The same model with eras cut where years end: nothing that it says changes."""
    pairs = np.stack([model.era_of_week, model.year_of_week])
    found, number = np.unique(pairs, axis=1, return_inverse=True)
    order = np.lexsort(found)  # by year, then by era: as weeks follow one another
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    era, year = found[0][order], found[1][order]
    arrays = _taken(model, BY_ERA, era)
    deliveries = model.deliveries
    if deliveries is not None:
        deliveries = _in_eras(deliveries, era)
    tracers = model.tracers
    if tracers is not None:
        far = tracers.brought and _in_eras(tracers.brought, era)
        tracers = replace(tracers, brought=far, **_taken(tracers, OF_TRACERS, era))
    weeks = place[np.asarray(number).reshape(-1)].astype(np.int64)
    return Yearly(replace(model, era_of_week=weeks, deliveries=deliveries, tracers=tracers, **arrays), era, year)


def _in_eras(found: Deliveries, era: Whole) -> Deliveries:
    return replace(found, plans=found.plans and found.plans.in_eras(era), **_taken(found, OF_DELIVERIES, era))


def _taken(whole: Any, names: tuple[str, ...], era: Whole) -> dict[str, Any]:
    return {name: np.ascontiguousarray(getattr(whole, name)[..., era]) for name in names}


def chances(leaving: Floats, weeks: Floats, away: Floats, away_weeks: Floats) -> tuple[Floats, Floats]:
    """A post's weekly chances of falling empty and of being filled: `capacity.week.staff_upkeep` with other weeks."""
    lost = leaving * weeks + away * away_weeks
    fails = np.minimum(1.0, (leaving + away) / WEEKS_PER_YEAR)
    back = np.minimum(1.0, (leaving + away) / np.maximum(lost, 1e-300))
    return fails, back


def replaced_in(found: Yearly, weeks: Floats, reader: Reader, stays: Floats | None = None) -> Model:
    """The model in which posts are filled again after `weeks` (cadre, Y, D); `stays` multiplies the leaving rates.

    Where persons are whole their chances change; where a team is imputed, the share of it that is there on average.
    """
    model, rows = found.model, found.model.rows
    added: list[Floats] = []
    away, away_weeks = (
        np.broadcast_to(np.asarray(reader.value(f"capacity.staff.long_absence_{name}")), (model.draws,))
        for name in ("per_year", "weeks")
    )
    arrays: dict[str, Any] = {name: getattr(model, name).copy() for name in ("fails_row", "back_row", "have_row")}
    for c, k, era in np.ndindex(len(model.centres), len(CADRES), len(found.era)):
        place = c, model.resources.index(CADRES[k]), era
        fails, back = rows[model.fails_row[place]], rows[model.back_row[place]]
        leaving = np.maximum(fails * WEEKS_PER_YEAR - away, 0.0)
        year = int(found.year[era])
        leaving = leaving if stays is None else leaving * stays[k, year]
        new = chances(leaving, weeks[k, year], away, away_weeks)
        have = rows[model.have_row[place]]
        if not model.units[place]:
            have = have * (new[1] / (new[0] + new[1])) / (back / (fails + back))
        for name, values in zip(arrays, (*new, have), strict=True):
            arrays[name][place] = len(rows) + len(added)
            added.append(values)
    return replace(model, rows=np.concatenate([rows, np.array(added)]), **arrays)
