"""What a country's counts are worth: prices and utilities by therapy, in draws."""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.plan.simulation.model import Floats


@dataclass(frozen=True)
class Values:
    """Unit values, shape (H, D) where nothing else is said; USD of the price year of their facts.

    `running` and `capital` are what centres and interventions cost beside the care of each patient, shape (Y, D);
    `discount` is the share by which a year further on counts less, shape (D,).
    """

    imaging_cost: Floats  # per person imaged
    cycle_cost: Floats  # per administration; (Y, H, D) where its price changes with the years
    follow_up_cost: Floats  # per person-year after a course
    utility_untreated: Floats
    utility_in_course: Floats
    utility_stable: Floats
    utility_progressed: Floats
    running: Floats
    capital: Floats
    discount: Floats
