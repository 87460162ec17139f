"""How many patients a generator or a batch of a cyclotron serves: activity eluted or released, and what decays since.

Patients come one after the other to the scanner, so each needs more at the calibration time than the one before.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.physics.generator import Generator, find_generator, in_growth
from hevesy.physics.library import nuclide
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


def after_a_journey(released: Any, hours: Any, name: str) -> Any:
    """What is left of an activity of a nuclide after so many hours on the road."""
    return released * 0.5 ** (np.asarray(hours, float) / (nuclide(name).half_life / timedelta(hours=1)))


def doses_of_batch(released: Any, administered: Any, hours: Any, apart: timedelta, name: str = "F-18") -> Any:
    """How many patients a batch serves in a place so many hours from the cyclotron; activities in one unit.

    >>> from datetime import timedelta
    >>> [int(doses_of_batch(40.0, 0.25, hours, timedelta(minutes=25))) for hours in (0.0, 2.0, 4.0)]
    [21, 16, 12]
    """
    return patients(after_a_journey(released, hours, name), administered, nuclide(name).half_life, apart)


def doses_of_elution(
    generator: Generator, calibrated: Activity, age: timedelta, since: timedelta, share: float, administered: Activity,
    apart: timedelta, until_first: timedelta = timedelta(0),
) -> int:  # fmt: skip
    """How many patients one elution serves, `since` after the one before.

    `calibrated` is the parent's activity at the calibration time, `age` what has passed since then; `share` of the
    daughter on the column is in the product: elution yield x labelling yield. The first patient is injected
    `until_first` later.
    """
    parent = calibrated.after(age, generator.parent.half_life)
    eluted = in_growth(generator, parent, since).bq * share
    left = Activity(eluted).after(until_first, generator.daughter.half_life)
    return int(patients(left.bq, administered.bq, generator.daughter.half_life, apart))


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
