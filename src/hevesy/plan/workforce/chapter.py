"""The people as a chapter of the country report: of a run that is there already."""

from __future__ import annotations

from typing import Any

from hevesy.facts import Shelf
from hevesy.plan.simulation.simulate import Result
from hevesy.plan.simulation.small import small_centres
from hevesy.plan.workforce.answers import workforce_said
from hevesy.plan.workforce.staffing import staffed


def chapter(run: Result, shelf: Shelf) -> dict[str, Any]:
    """What `hevesy plan workforce` says of the scenario of a run, on its draws."""
    same = run.small == small_centres(run.built.model)
    found = staffed(
        run.scenario, run.built, shelf, calibration=run.calibration, stated=run.outcome if same else None
    )
    return workforce_said(found, shelf)
