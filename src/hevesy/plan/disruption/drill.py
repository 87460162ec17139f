"""A drill: the same scenario on the same draws, with an outage and without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from hevesy.errors import NothingDelivered
from hevesy.facts import Shelf
from hevesy.plan.disruption.outage import Outage, Stop, plants_of, stops_of, struck
from hevesy.plan.disruption.remedy import with_remedy
from hevesy.plan.disruption.tracer_remedies import TracerRemedy, for_tracers
from hevesy.plan.disruption.untraced import put_off
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

LEAST = 0.1  # patient-weeks by which an outage puts off scans, on the mean, from which remedies are run
AFTERWARDS = 1  # years that are looked at behind that in which the last outage ends
TAKE_OVER = "supply.suppliers.take_over"


@dataclass(frozen=True)
class Drilled:
    """A scenario without and with its outages; `helped` is the latter where two makers supply each therapy.

    `model` is without them, and ends with the year after that of the last one where the scenario goes on.
    `helped` is None where no therapy has a second maker. `unplanned` has the outages but not the scenario's plans for
    a shortage; None where it has none. `for_tracers` are what would help where tracers are struck, each with the
    outcome if it had been there, `remedies` what was asked for beside.
    """

    scenario: Scenario
    made: Built
    model: Model
    outages: tuple[Outage, ...]
    before: Outcome
    after: Outcome
    helped: Outcome | None
    unplanned: Outcome | None
    for_tracers: tuple[tuple[TracerRemedy, Outcome], ...] = ()
    remedies: tuple[Remedy, ...] = ()
    calibration: Calibration | None = None


@dataclass(frozen=True)
class Remedy:
    """The same scenario, draws and outages with an intervention that is in full effect from the first day."""

    kind: str
    before: Outcome
    after: Outcome


def usual_start(scenario: Scenario) -> date:
    """When an outage begins where nobody says: a year after the run, or in a run of one year with it."""
    start = scenario.start
    if scenario.years == 1:
        return start
    return start.replace(year=start.year + 1, day=28 if (start.month, start.day) == (2, 29) else start.day)


def drill(
    scenario: Scenario,
    shelf: Shelf,
    outages: Sequence[Outage],
    threads: int | None = None,
    calibration: Calibration | None = None,
    remedies: Sequence[str] = (),
) -> Drilled:
    """Run a scenario with and without outages; small centres go patient by patient.

    A `calibration` draws the figures as a country's own counts have them, and begins with a running service. `remedies`
    are kinds of interventions on the whole country: the drill is run again with each of them.
    Raises NothingDelivered where nobody is known to send doses or tracers, BadOutage for a plant or a day that is not
    the scenario's, BadRemedy for an intervention that cannot be one.
    """
    eased = [(kind, with_remedy(scenario, kind, shelf)) for kind in dict.fromkeys(remedies)]

    def run(each: Scenario) -> Drilled:
        return drilled(each, country_of(each, shelf, calibration), outages, threads, calibration)

    found, runs = run(scenario), [(kind, run(each)) for kind, each in eased]
    return replace(found, remedies=tuple(Remedy(kind, each.before, each.after) for kind, each in runs))


def drilled(
    scenario: Scenario, made: Built, outages: Sequence[Outage], threads: int | None = None,
    calibration: Calibration | None = None,
) -> Drilled:  # fmt: skip
    """The same with a model that is there already."""
    if not plants_of(made.model):
        raise NothingDelivered(country=scenario.country)
    model = _until_all_is_over(made.model, outages, made.reader.shelf)
    hit = with_outages(model, outages, made.reader.shelf)
    small = small_centres(model)

    def run(each: Model) -> Outcome:
        return run_block(running(each, calibration), "flow", "f8", threads, small).outcome

    two = two_makers(hit, np.broadcast_to(made.reader.value(TAKE_OVER), (model.draws,)))
    before, after = run(model), run(hit)
    felt = float(np.mean(put_off(after) - put_off(before))) >= LEAST
    for_them = for_tracers(hit, [each.plant for each in outages], made.reader) if felt else ()
    return Drilled(
        scenario,
        made,
        model,
        tuple(outages),
        before,
        after,
        helped=None if two is None else run(two),
        unplanned=run(without_plans(hit)) if hit.deliveries and hit.deliveries.plans else None,
        for_tracers=tuple((each, run(each.model)) for each in for_them),
        calibration=calibration,
    )


def with_outages(model: Model, outages: Sequence[Outage], shelf: Shelf) -> Model:
    """The same model, in which plants stand still. Raises BadOutage for a plant or a day that is not the model's."""
    return struck(model, _stops(model, outages, shelf))


def _stops(model: Model, outages: Sequence[Outage], shelf: Shelf) -> tuple[Stop, ...]:
    known = {each.id: each for each in producers(shelf)}
    return stops_of(outages, plants_of(model), model.start, model.weeks, known)


def _until_all_is_over(model: Model, outages: Sequence[Outage], shelf: Shelf) -> Model:
    """The model to the end of the year after that in which the last outage ends."""
    last = max(
        (first + many - 1 for _, first, many in _stops(model, outages, shelf)), default=model.weeks - 1
    )
    return model.until(int(model.year_of_week[min(last, model.weeks - 1)]) + AFTERWARDS + 1)


def without_plans(model: Model) -> Model:
    """The same model where nobody does anything in a shortage."""
    assert model.deliveries is not None
    return replace(model, deliveries=replace(model.deliveries, plans=None))


def two_makers(model: Model, take_over: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Model | None:
    """The model with half of all orders at the second maker, and each taking over from the other; None: there is none.

    Contracts are the same in both, so a planned stop of one is the other's as before.
    """
    found = model.deliveries
    if found is None or (found.second == NOBODY).all():
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
