"""The engine as the model of the observed year: the service with its lead-in, then that year's weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from hevesy.facts import Reader, Shelf
from hevesy.places import Country
from hevesy.plan.burden import burden
from hevesy.plan.reconcile.forward import Expected, Floats, Yearly
from hevesy.plan.reconcile.yearly import WEEKS_PER_YEAR
from hevesy.plan.scenario.places import known_centres
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.model import NOWHERE, Model, Whole
from hevesy.products import Therapy, therapies

if TYPE_CHECKING:
    from hevesy.plan.simulation.outcome import Outcome

MODEL_WEEKS = 52
LONGER = WEEKS_PER_YEAR / MODEL_WEEKS  # than a year of the engine is a year of a calendar

Key = tuple[str, str]  # centre, therapy
Year = Mapping[Key, Mapping[str, Floats]]  # counts of a year of the engine, (draws,) each
Factors = Mapping[Key, Mapping[str, float]]


@dataclass(frozen=True)
class EngineForward:
    """The flow kernel without chance: machines and staff are present at their mean share of the time.

    `factors` say, by centre and therapy, how much of that is left on average when absences are drawn and people are
    whole (`presence.measured`). `counted` are the therapies with counts; others that are given share the capacity.
    """

    name = "engine"
    scenario: Scenario
    shelf: Shelf
    counted: tuple[str, ...]
    registry: tuple[tuple[str, str], ...] = ()
    threads: int | None = None
    factors: Factors = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        country: Country,
        shelf: Shelf,
        counted: Sequence[str],
        choice: str,
        year: int,
        registry: Sequence[tuple[str, str]] = (),
        others: Sequence[str] = (),
    ) -> EngineForward:
        scenario = Scenario(
            name=f"{country.name} {year}",
            country=country.iso3,
            start=date(year, 1, 1),
            years=1,
            draws=1,
            seed=1,
            burden=choice,
            therapies=(*counted, *others),
        )
        return cls(scenario, shelf, tuple(counted), tuple(registry))

    def expected(self, reader: Reader) -> Expected:
        from hevesy.plan.simulation import flow
        from hevesy.plan.simulation.lead_in import later

        model, backlog = self.model(reader)
        outcome = later(flow.run(without_chance(model), threads=self.threads))
        cases = {
            key: _drawn(burden(*key, self.scenario.burden, reader).value, reader) for key in self.registry
        }
        return Expected(
            yearly(model, corrected(year_of(model, outcome), self.factors)),
            _referred(model, outcome),
            _could_need(model, outcome, backlog),
            cases,
        )

    def model(self, reader: Reader) -> tuple[Model, Floats]:
        """The observed year with its lead-in, and the backlog (H, draws) that the shelf states."""
        from hevesy.plan.simulation.build import built
        from hevesy.plan.simulation.lead_in import led_in

        model = built(replace(self.scenario, draws=reader.draws), self.shelf, reader, residents_only=True).model
        return led_in(model, self.counted), model.rows[model.backlog_row]


def beside(country: Country, shelf: Shelf, counted: Sequence[Therapy]) -> list[str]:
    """The other therapies that a scenario would follow and some centre gives, or may give: they share the capacity."""
    lists = [
        each.centre.therapies if each.centre is not None else ()
        for each in known_centres(country, shelf.reader(country.iso3))
        if each.treats
    ]
    groups, unsaid = {therapy.need_group for therapy in counted}, not all(lists)
    return [
        each.id
        for each in therapies(shelf)
        if each.first_choice
        and each.need_group not in groups
        and (unsaid or any(each.id in listed for listed in lists))
    ]


def without_chance(model: Model) -> Model:
    """The model with every machine and person present at the mean share of the time, and every dose that is ordered."""
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
        deliveries=None,
        tracers=None,
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


def year_of(model: Model, outcome: Outcome) -> dict[Key, dict[str, Floats]]:
    """What the centres counted in the first year of the outcome."""
    counted = {name: values[0] for name, values in outcome.at_centres.items()}
    found = {}
    for number, therapy in enumerate(model.therapies):
        for place in sorted({int(each) for each in model.route_centre[number] if each != NOWHERE}):
            here = {name: values[place, number] for name, values in counted.items()}
            found[model.centres[place], therapy] = {
                "begun": here["started"] + here["restarted"],
                "given": here["given"],
                "joined": here["joined"],
                "waiting_weeks": here["waiting_weeks"],
            }
    return found


def corrected(year: Year, factors: Factors) -> Year:
    """Each count times its factor, or as it is where none was measured."""
    return {
        key: {name: values * factors.get(key, {}).get(name, 1.0) for name, values in counts.items()}
        for key, counts in year.items()
    }


def yearly(model: Model, year: Year) -> dict[Key, Yearly]:
    """A calendar year. Persons treated are those who began in it and those between two cycles on its first day.

    The kernel counts who waits at the end of a week: the week in which a patient joins and begins is added.
    """
    found = {}
    for (centre, therapy), here in year.items():
        between = min(float(model.interval[model.therapies.index(therapy)]) / MODEL_WEEKS, 1.0)
        begun, given = here["begun"] * LONGER, here["given"] * LONGER
        joined = np.maximum(here["joined"], 1e-12)
        found[centre, therapy] = Yearly(
            begun,
            begun + np.maximum(given - begun, 0.0) * between,
            np.maximum(given, begun),
            (here["waiting_weeks"] + joined) / MODEL_WEEKS,
            here["waiting_weeks"] / joined + 1.0,
        )
    return found


def _referred(model: Model, outcome: Outcome) -> dict[str, Floats]:
    found = {}
    for number, therapy in enumerate(model.therapies):
        stages = [gate.stage for gate in model.gates[number]]
        upto = len(stages) - stages[::-1].index("referred") if "referred" in stages else 0
        lost = outcome.lost[0, number, :upto].sum(axis=0)
        found[therapy] = (outcome.in_country["entered"][0, number] - lost) * LONGER
    return found


def _could_need(model: Model, outcome: Outcome, backlog: Floats) -> dict[str, Floats]:
    entered = outcome.in_country["entered"][0] * LONGER
    return {therapy: entered[number] + backlog[number] for number, therapy in enumerate(model.therapies)}


def _drawn(amount: object, reader: Reader) -> Floats:
    return np.array(np.broadcast_to(np.asarray(amount, dtype=float), max(reader.draws, 1)))
