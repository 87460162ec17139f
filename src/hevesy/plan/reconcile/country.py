"""The country of a scenario as a calibration has it; without one, as the shelf has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hevesy.facts import Reader, Shelf
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.lead_in import led_in
from hevesy.plan.simulation.model import Model

if TYPE_CHECKING:
    from hevesy.plan.reconcile.calibration import Calibration

EXPLORATORY = "Exploratory: not calibrated to what the country treated last year."


def country_of(scenario: Scenario, shelf: Shelf, calibration: Calibration | None) -> Built:
    """The country as `hevesy plan simulate` builds it, once the scenario has been checked.

    Raises OtherData where scenario, shelf and calibration do not belong together.
    """
    from hevesy.plan.scenario.check import check

    check(scenario, shelf)
    reader, counted = reader_of(scenario, shelf, calibration)
    return built(scenario, shelf, reader, met=counted)


def reader_of(
    scenario: Scenario, shelf: Shelf, calibration: Calibration | None
) -> tuple[Reader | None, set[str]]:
    """The reader of a calibrated scenario, and the therapies that were counted; None and none without one."""
    if calibration is None:
        return None, set()
    from hevesy.plan.reconcile.calibration import reader_for

    return reader_for(calibration, scenario, shelf), counted_in(calibration)


def counted_in(calibration: Calibration) -> set[str]:
    """The therapies whose patients the country has counted."""
    return {each.therapy for each in calibration.fit}


def running(model: Model, calibration: Calibration | None) -> Model:
    """The model as it is run: with a calibration the service has been treating before the first week."""
    return model if calibration is None else led_in(model, counted_in(calibration))


def checked_by(calibration: Calibration | None) -> list[str]:
    """Whether a country's own counts stand behind the figures, as a page says it first."""
    return [EXPLORATORY] if calibration is None else [str(calibration), *calibration.said_apart]
