"""What a calibration brings to a workforce run and to a drill: the counted figures, and a service that is running."""

from __future__ import annotations

import numpy as np
import pytest

from hevesy.errors import OtherData
from hevesy.facts import Shelf
from hevesy.plan.disruption.answers import drill_said
from hevesy.plan.disruption.drill import drill, usual_start
from hevesy.plan.disruption.outage import Outage
from hevesy.plan.reconcile.calibration import Calibration
from hevesy.plan.reconcile.country import EXPLORATORY, country_of, running
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.simulation.lead_in import LEAD_YEARS
from hevesy.plan.simulation.simulate import How, simulate_all
from hevesy.plan.workforce.answers import workforce_said
from hevesy.plan.workforce.staffing import workforce

TEXT = 'name = "Jordan"\ncountry = "JOR"\nstart = 2027-01-01\nyears = 2\ndraws = 8\ntherapies = ["lu177_psma617"]\n'
SCENARIO = scenario_from(TEXT)


def test_without_one_nothing_is_added(shelf: Shelf) -> None:
    made = country_of(SCENARIO, shelf, None)
    assert running(made.model, None) is made.model


def test_the_service_has_been_running(shelf: Shelf, calibration: Calibration) -> None:
    made = country_of(SCENARIO, shelf, calibration)
    begun = running(made.model, calibration)
    assert begun.years == made.model.years + LEAD_YEARS
    assert begun.counted_from == LEAD_YEARS * 52


@pytest.mark.slow(reason="simulates a whole country four times")
def test_people_of_a_calibrated_run_are_those_of_the_simulated_one(shelf: Shelf, calibration: Calibration) -> None:
    found = workforce(SCENARIO, shelf, 1, calibration)
    (run,) = simulate_all([SCENARIO], shelf, How(threads=1, calibration=calibration))
    assert np.array_equal(found.stated.at_centres["given"], run.outcome.at_centres["given"])
    assert len(found.flows[0].competent) == len(found.outcome.at_centres["given"]) == SCENARIO.years
    said = workforce_said(found, shelf)
    assert not said["exploratory"] and said["says_first"][0] == str(calibration)
    assert said["years"] == SCENARIO.years
    plain = workforce_said(workforce(SCENARIO, shelf, 1), shelf)
    assert plain["exploratory"] and plain["says_first"][0] == EXPLORATORY
    assert plain["service"] != said["service"]


def test_a_drill_of_a_calibrated_run_begins_with_a_running_service(shelf: Shelf, calibration: Calibration) -> None:
    outages = [Outage("hfr", 8, usual_start(SCENARIO))]
    found = drill(SCENARIO, shelf, outages, 1, calibration)
    (run,) = simulate_all([SCENARIO], shelf, How(threads=1, calibration=calibration))
    assert np.array_equal(found.before.at_centres["given"], run.outcome.at_centres["given"])
    assert found.after.missing.sum() > found.before.missing.sum()
    assert found.after.missing[0] == pytest.approx(found.before.missing[0])  # it begins with the second year
    said = drill_said(found, shelf)
    assert not said["exploratory"] and said["says_first"][0] == str(calibration)


def test_one_of_other_data_is_refused(shipped: Shelf, calibration: Calibration) -> None:
    with pytest.raises(OtherData):
        workforce(SCENARIO, shipped, 1, calibration)
    with pytest.raises(OtherData):
        drill(SCENARIO, shipped, [Outage("hfr", 8, usual_start(SCENARIO))], 1, calibration)
