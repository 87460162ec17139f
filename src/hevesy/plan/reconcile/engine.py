"""The engine as the model of the observed year: the same service two years before it, then that year's weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from hevesy.facts import Reader, Shelf
from hevesy.places import Country
from hevesy.plan.burden import burden
from hevesy.plan.reconcile.forward import Expected, Floats, Yearly
from hevesy.plan.reconcile.yearly import WEEKS_PER_YEAR
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.model import NOWHERE, ZERO, Model, Whole

if TYPE_CHECKING:
    from hevesy.plan.simulation.outcome import Outcome

WARM_YEARS = 2  # so that lists and courses are in their stride when the observed year begins
MODEL_WEEKS = 52
LONGER = WEEKS_PER_YEAR / MODEL_WEEKS  # than a year of the engine is a year of a calendar


@dataclass(frozen=True)
class EngineForward:
    """The flow kernel without chance: machines and staff are present at their mean share of the time.

    Only the therapies that were counted are in it, and no backlog: people whose need arose years ago were treated
    before, or are on the lists that the warm-up fills.
    """

    name = "engine"
    scenario: Scenario
    shelf: Shelf
    registry: tuple[tuple[str, str], ...] = ()
    threads: int | None = None

    @classmethod
    def of(
        cls,
        country: Country,
        shelf: Shelf,
        therapies: Sequence[str],
        choice: str,
        year: int,
        registry: Sequence[tuple[str, str]] = (),
    ) -> EngineForward:
        scenario = Scenario(
            name=f"{country.name} {year}",
            country=country.iso3,
            start=date(year - WARM_YEARS, 1, 1),
            years=WARM_YEARS + 1,
            draws=1,
            seed=1,
            burden=choice,
            therapies=tuple(therapies),
        )
        return cls(scenario, shelf, tuple(registry))

    def expected(self, reader: Reader) -> Expected:
        from hevesy.plan.simulation import flow
        from hevesy.plan.simulation.build import built

        made = built(replace(self.scenario, draws=reader.draws), self.shelf, reader, residents_only=True)
        backlog = made.model.rows[made.model.backlog_row]
        model = without_chance(made.model)
        outcome = flow.run(model, threads=self.threads)
        cases = {
            key: _drawn(burden(*key, self.scenario.burden, reader).value, reader) for key in self.registry
        }
        return Expected(
            _at_centres(model, outcome),
            _referred(model, outcome),
            _could_need(model, outcome, backlog),
            cases,
        )


def without_chance(model: Model) -> Model:
    """The model with every machine and person present at the mean share of the time, and without a backlog."""
    rows, have = _mean_presence(model.rows, model.have_row, model.units, model.fails_row, model.back_row)
    rows, slots = _mean_presence(
        rows, model.slots_row, model.scanners, model.scanner_fails_row, model.scanner_back_row
    )
    return replace(
        model,
        rows=rows,
        have_row=have,
        slots_row=slots,
        units=np.zeros_like(model.units),
        scanners=np.zeros_like(model.scanners),
        backlog_row=np.full_like(model.backlog_row, ZERO),
    )


def _mean_presence(
    rows: Floats, amount: Whole, units: Whole, fails: Whole, back: Whole
) -> tuple[Floats, Whole]:
    """New rows (amount × back / (back + fails)) wherever there are units; all of shape (X, Y, E)."""
    moved, added = amount.copy(), list[Floats]()
    for x, y, era in np.argwhere(units > 0):
        goes, comes = rows[fails[x, y, era]], rows[back[x, y, era]]
        moved[x, y, era] = len(rows) + len(added)
        added.append(rows[amount[x, y, era]] * (comes / (comes + goes)))
    return (np.concatenate([rows, np.stack(added)]) if added else rows), moved


def _at_centres(model: Model, outcome: Outcome) -> Mapping[tuple[str, str], Yearly]:
    """Of the last year. Persons treated are those who began in it and those between two cycles on its first day.

    The kernel counts who waits at the end of a week: the week in which a patient joins and begins is added.
    """
    found = {}
    year, longer = WARM_YEARS, LONGER
    counted = {name: values[year] for name, values in outcome.at_centres.items()}
    for number, therapy in enumerate(model.therapies):
        between = min(float(model.interval[number]) / MODEL_WEEKS, 1.0)
        for place in sorted({int(each) for each in model.route_centre[number] if each != NOWHERE}):
            here = {name: values[place, number] for name, values in counted.items()}
            begun = (here["started"] + here["restarted"]) * longer
            given = here["given"] * longer
            joined = np.maximum(here["joined"], 1e-12)
            found[model.centres[place], therapy] = Yearly(
                begun,
                begun + np.maximum(given - begun, 0.0) * between,
                given,
                (here["waiting_weeks"] + joined) / MODEL_WEEKS,
                here["waiting_weeks"] / joined + 1.0,
            )
    return found


def _referred(model: Model, outcome: Outcome) -> dict[str, Floats]:
    found = {}
    for number, therapy in enumerate(model.therapies):
        stages = [gate.stage for gate in model.gates[number]]
        upto = len(stages) - stages[::-1].index("referred") if "referred" in stages else 0
        lost = outcome.lost[WARM_YEARS, number, :upto].sum(axis=0)
        found[therapy] = (outcome.in_country["entered"][WARM_YEARS, number] - lost) * LONGER
    return found


def _could_need(model: Model, outcome: Outcome, backlog: Floats) -> dict[str, Floats]:
    entered = outcome.in_country["entered"][WARM_YEARS] * LONGER
    return {therapy: entered[number] + backlog[number] for number, therapy in enumerate(model.therapies)}


def _drawn(amount: object, reader: Reader) -> Floats:
    return np.array(np.broadcast_to(np.asarray(amount, dtype=float), max(reader.draws, 1)))
