"""A drill: the same scenario on the same draws, with an outage and without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from hevesy.errors import NothingDelivered
from hevesy.facts import Shelf
from hevesy.plan.disruption.outage import Outage, stops_of
from hevesy.plan.reconcile.country import country_of, running
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.build import Built
from hevesy.plan.simulation.deliveries import NOBODY
from hevesy.plan.simulation.model import Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.simulate import run_block
from hevesy.plan.simulation.small import small_centres
from hevesy.supply import producers

if TYPE_CHECKING:
    from hevesy.plan.reconcile.calibration import Calibration

AFTERWARDS = 1  # years that are looked at behind that in which the last outage ends
TAKE_OVER = "supply.suppliers.take_over"


@dataclass(frozen=True)
class Drilled:
    """A scenario without and with its outages; `helped` is the latter where two makers supply each therapy.

    `model` is without them, and ends with the year after that of the last one where the scenario goes on.
    `helped` is None where no therapy has a second maker.
    """

    scenario: Scenario
    made: Built
    model: Model
    outages: tuple[Outage, ...]
    before: Outcome
    after: Outcome
    helped: Outcome | None
    calibration: Calibration | None = None


def usual_start(scenario: Scenario) -> date:
    """When an outage begins where nobody says: a year after the run, or in a run of one year with it."""
    start = scenario.start
    if scenario.years == 1:
        return start
    return start.replace(year=start.year + 1, day=28 if (start.month, start.day) == (2, 29) else start.day)


def drill(
    scenario: Scenario, shelf: Shelf, outages: Sequence[Outage], threads: int | None = None,
    calibration: Calibration | None = None,
) -> Drilled:  # fmt: skip
    """Run a scenario with and without outages; small centres go patient by patient.

    A `calibration` draws the figures as a country's own counts have them, and begins with a running service.
    Raises NothingDelivered where no maker is known, BadOutage for a plant or a day that is not the scenario's.
    """
    made = country_of(scenario, shelf, calibration)
    return drilled(scenario, made, outages, threads, calibration)


def drilled(
    scenario: Scenario, made: Built, outages: Sequence[Outage], threads: int | None = None,
    calibration: Calibration | None = None,
) -> Drilled:  # fmt: skip
    """The same with a model that is there already."""
    model, found = made.model, made.model.deliveries
    if found is None:
        raise NothingDelivered(country=scenario.country)
    known = {each.id: each for each in producers(made.reader.shelf)}
    stops = stops_of(outages, found, model.start, model.weeks, known)
    last = max((first + many - 1 for _, first, many in stops), default=model.weeks - 1)
    model = model.until(int(model.year_of_week[min(last, model.weeks - 1)]) + AFTERWARDS + 1)
    found = model.deliveries
    assert found is not None
    hit = replace(model, deliveries=replace(found, stops=(*found.stops, *stops)))
    small = small_centres(model)

    def run(each: Model) -> Outcome:
        return run_block(running(each, calibration), "flow", "f8", threads, small).outcome

    two = two_makers(hit, np.broadcast_to(made.reader.value(TAKE_OVER), (model.draws,)))
    helped = None if two is None else run(two)
    return Drilled(scenario, made, model, tuple(outages), run(model), run(hit), helped, calibration)


def two_makers(model: Model, take_over: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Model | None:
    """The model with half of all orders at the second maker, and each taking over from the other; None: there is none.

    Contracts are the same in both, so a planned stop of one is the other's as before.
    """
    found = model.deliveries
    assert found is not None
    if (found.second == NOBODY).all():
        return None
    rows = np.concatenate([model.rows, np.full((1, model.draws), 0.5), take_over[None]])
    half, over = len(model.rows), len(model.rows) + 1
    return replace(
        model,
        rows=rows,
        deliveries=replace(
            found,
            second_row=np.full_like(found.second_row, half),
            over_row=np.full_like(found.over_row, over),
        ),
    )
