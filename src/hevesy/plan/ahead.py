"""Ten years ahead of a country: of doing nothing, and of a stated package, on the same draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from hevesy.facts import Shelf
from hevesy.places import Country
from hevesy.plan.scenario.starting import starting
from hevesy.plan.simulation.simulate import How, Result, simulate_all

if TYPE_CHECKING:
    from hevesy.plan.reconcile.calibration import Calibration

DRAWS = 128


@dataclass(frozen=True)
class Ahead:
    """The same years twice; the draws are the same, so that differences come from the package alone."""

    nothing: Result
    package: Result


def ahead(
    country: Country,
    shelf: Shelf,
    today: date,
    burden: str = "",
    seed: int = 1,
    draws: int = DRAWS,
    calibration: Calibration | None = None,
) -> Ahead:
    """The starting scenario of `country` with and without its interventions, by the flow kernel.

    A `calibration` draws the figures as the country's own counts have them, and begins with a running service.
    """
    package = replace(starting(country, shelf, today), draws=min(draws, DRAWS), burden=burden, seed=seed)
    return Ahead(*simulate_all([package.with_nothing_done(), package], shelf, How(calibration=calibration)))
