"""How many patients a generator serves: activity eluted, and what decays since.

Patients come one after the other to the scanner, so each needs more at the calibration time than the one before.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.physics.generator import find_generator, in_growth
from hevesy.quantities import Activity

GERMANIUM = "Ge-68/Ga-68"
DAYS = 7.0
WEEKS_OF_A_MONTH = 365.25 / 12 / DAYS
OF = "supply.tracers.generator"
MOST_WEEKS = 260  # that a useful life may have in any draw


def patients(activity: Any, administered: Any, half_life: timedelta, apart: timedelta) -> Any:
    """How many patients an activity serves who are injected one after the other, the first at once.

    The n-th needs administered x 2^((n-1) apart / half-life), so the sum is a geometric series. Both activities in
    one unit, numbers or arrays. Here 250 and 500 are there, and not 1,000 more.

    >>> int(patients(1000.0, 250.0, timedelta(minutes=60), timedelta(minutes=60)))
    2
    """
    ratio = 2.0 ** (apart / half_life)
    whole = np.asarray(activity, float) / np.asarray(administered, float)
    found = np.log1p(whole * (ratio - 1.0)) / np.log(ratio)
    return np.floor(found + 1e-9)


def doses_per_week(tracer: str, minutes_apart: float, reader: Reader) -> Any:
    """Patients of a week whom one Ge-68/Ga-68 generator serves, on the mean over its useful life: one for each draw.

    What other patients (staging, other tumours) take of its elutions is taken off.
    """
    generator = find_generator(GERMANIUM, reader.shelf, reader.place)
    grown = in_growth(generator, Activity(1.0), timedelta(hours=reader.number(f"{OF}.every"))).bq
    share = reader.value("generators.ge68_ga68.elution_yield") * reader.value("supply.labelling.yield.Ga-68")
    half_life, daughter = generator.parent.half_life / timedelta(weeks=1), generator.daughter.half_life
    first = 0.5 ** (timedelta(hours=reader.number(f"{OF}.release")) / daughter)
    calibrated = reader.value(f"{OF}.activity") * 1e3  # MBq
    age, life = np.arange(MOST_WEEKS)[:, None], np.atleast_1d(life_weeks(reader))
    eluted = calibrated * 0.5 ** (age / half_life) * grown * share * first
    each = patients(eluted, reader.value(f"diagnostics.{tracer}.protocol.activity_adult"), daughter,
                    timedelta(minutes=minutes_apart))  # fmt: skip
    used = age < life
    mean = (each * used).sum(axis=0) / used.sum(axis=0)
    days = reader.value("capacity.opening.days_per_year") * DAYS / 365.25
    found = mean * reader.value(f"{OF}.elutions") * days * (1.0 - reader.value(f"{OF}.other_patients"))
    return found if reader.draws else float(found[0])


def life_weeks(reader: Reader) -> Any:
    """The useful life of a Ge-68/Ga-68 generator in weeks: numbers or one for each draw."""
    return reader.value(f"{OF}.life") * WEEKS_OF_A_MONTH
