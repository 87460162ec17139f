"""The five A's as a chapter of the country report: of a run that is there already, and with fewer draws."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hevesy.facts import Shelf
from hevesy.plan.fives.answers import FIRST, How, answers, measured
from hevesy.plan.simulation.simulate import Result

DRAWS = 64  # ranks are said with the share of draws in which they hold: within about 6 % of one


def chapter(run: Result, shelf: Shelf) -> dict[str, Any]:
    """What `hevesy plan fives` says of barriers that are gone altogether, each gate under its first A.

    The first draws of the run are taken, so that everything is on the same draws as the rest of the report.
    """
    model = run.built.model
    made = replace(run.built, model=model.only(0, min(DRAWS, model.draws)))
    how = How(calibration=run.calibration, families=(FIRST,))
    return answers(measured(run.scenario, made, shelf, how), shelf)
