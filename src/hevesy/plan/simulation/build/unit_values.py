"""What the counts of a model are worth: prices, utilities, and what centres and interventions cost besides."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.price import CUT, cycle_price, imaging_price
from hevesy.plan.scenario.catalogue import Entry
from hevesy.plan.scenario.drawn_dates import dates_of
from hevesy.plan.scenario.scenario import Intervention
from hevesy.plan.scenario.stated import capital, running_per_year
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.disease import UTILITIES, WEEKS, facts_of
from hevesy.plan.simulation.build.gate_rows import Paths
from hevesy.plan.simulation.build.ground import Ground
from hevesy.plan.simulation.model import NOT_IMAGED, PET, Floats, Model
from hevesy.plan.simulation.values import Values

DISCOUNT = "economics.discount.threshold.rate_costs_and_effects"


def values_of(here: Ground, way: Paths, acts: Acts, model: Model) -> Values:
    """Prices and utilities by therapy, and yearly costs of the interventions; those of imaging include its visits."""
    reader = acts.reader
    named = [facts_of(therapy.id, reader) for therapy in here.therapies]
    utilities = {
        f"utility_{name}": _by_therapy([reader.value(each[f"utility_{name}"]) for each in named], reader)
        for name in UTILITIES
    }
    local = reader.value("money.local_cost_ratio")
    running, spent = _of_interventions(here, acts, model)
    return Values(
        imaging_cost=_by_therapy(
            [_imaging(here, way, number) for number in range(len(here.therapies))], reader
        ),
        cycle_cost=_cycle_cost(here, acts, model),
        follow_up_cost=_by_therapy([reader.value(each["follow_up_cost"]) * local for each in named], reader),
        running=running,
        capital=spent,
        discount=_full(reader.value(DISCOUNT) / 100.0, reader),
        **utilities,
    )


def _imaging(here: Ground, way: Paths, number: int) -> Any:
    """The price of imaging one candidate by the modality that is used first; nothing where nobody is imaged."""
    therapy = here.therapies[number]
    modality = way.modality_of(number)
    if modality == NOT_IMAGED:
        return 0.0
    found = imaging_price(therapy.id, modality == PET, here.reader)
    return 0.0 if found is None else found


def _cycle_cost(here: Ground, acts: Acts, model: Model) -> Floats:
    """The price of a cycle, shape (H, D); (Y, H, D) where an access price comes in the course of the years."""
    names, reader = [therapy.id for therapy in here.therapies], acts.reader
    plain = _by_therapy([cycle_price(name, reader) for name in names], reader)
    cut = [(era, acts.acting(era, name)) for era in range(len(acts.first_weeks)) for name in names]
    if not any(CUT in acting.moves for _, acting in cut):
        return plain
    by_era = np.stack([
        _by_therapy([cycle_price(name, acts.acting(era, name).reader()) for name in names], reader)
        for era in range(len(acts.first_weeks))
    ])  # fmt: skip
    by_week = by_era[model.era_of_week]
    return np.stack([by_week[model.year_of_week == year].mean(axis=0) for year in range(model.years)])


def _of_interventions(here: Ground, acts: Acts, model: Model) -> tuple[Floats, Floats]:
    """Running costs from readiness on and what is spent when work starts, shape (Y, D)."""
    years, draws = model.years, model.draws
    running, spent = np.zeros((years, draws)), np.zeros((years, draws))
    people = float(here.sites.people.sum())
    for row, reached in zip(acts.timeline.rows, acts.people, strict=True):
        served = people * float(reached @ acts.region_shares)
        times = sites_of(row.intervention, row.entry, here)
        starts, ready = dates_of(row, acts.drawn)
        outlay = times * capital(row.intervention, row.entry, served, acts.reader)
        started = np.maximum(starts // WEEKS, 0)
        each = times * running_per_year(row.intervention, row.entry, served, acts.reader)
        for year in range(years):
            spent[year] += np.where(started == year, outlay, 0.0)
            open_weeks = np.clip((year + 1) * WEEKS - ready, 0, WEEKS)
            running[year] += each * (open_weeks / WEEKS)
    return running, spent


def sites_of(intervention: Intervention, entry: Entry, here: Ground) -> int:
    """How often what is priced for one centre is paid: at every place of therapy where no centre is named."""
    if intervention.centre or entry.at != "either" or entry.per != "once":
        return 1
    return max(1, len(here.sites.therapy))


def _by_therapy(values: list[Any], reader: Reader) -> Floats:
    return np.stack([_full(value, reader) for value in values])


def _full(value: Any, reader: Reader) -> Floats:
    return np.ascontiguousarray(np.broadcast_to(np.asarray(value, dtype=float), (reader.draws,)))
