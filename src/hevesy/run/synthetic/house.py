"""What a synthetic centre writes down beside its patients: checks of each working day, and waste that leaves the store.

How many of each there are is an assumption of ours, chosen to look like a department with two treatment rooms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from hevesy.facts import Shelf
from hevesy.physics.library import nuclide
from hevesy.products import find_therapy
from hevesy.quantities import Activity
from hevesy.run.checks import BAD, GOOD, Check, Done, checks, is_due
from hevesy.run.synthetic.saying import vial_name
from hevesy.run.synthetic.truth import Truth
from hevesy.run.synthetic.year import DAY, HOUR, Step, working

OFFICER = "radiation_protection_officer"
FIRST = 6  # the hour at which the first check of a day is read
HALF_LIVES = 10  # for which used vials lie in the store
LONGEST = timedelta(days=300)  # what lies for longer stays there to the end
BAGS_LIE = timedelta(days=80)
THINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "dose_calibrator": ("C1", "C2"), "survey_meter": ("G1", "G2", "contamination monitor"),
    "gamma_camera": ("SPECT/CT 1", "SPECT/CT 2"), "pet_scanner": ("PET/CT",),
    "badge": tuple(f"badge {number:02d}" for number in range(1, 26)),
}  # fmt: skip
PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "area_rate": ("hot laboratory", "injection room", "treatment room 1", "treatment room 2", "waiting room",
                  "corridor", "waste store", "camera room"),
    "area_wipe": ("hot laboratory", "injection room", "treatment room 1", "treatment room 2"),
    "cold_store": ("refrigerator", "freezer room"),
    "room_temperature": ("hot laboratory", "store"),
}  # fmt: skip
# what a good reading is around, and how far it strays: (middle, standard deviation)
GOOD_AROUND: Final[Mapping[str, tuple[float, float]]] = {
    "calibrator_constancy": (0.0, 1.2), "calibrator_linearity": (0.0, 1.5), "survey_meter_check": (0.0, 5.0),
    "camera_uniformity": (3.0, 0.3), "camera_rotation": (0.25, 0.05), "camera_sensitivity": (0.0, 2.0),
    "pet_daily": (0.0, 1.2), "pet_cross_calibration": (1.0, 0.02), "area_rate": (0.4, 0.1), "area_wipe": (0.3, 0.1),
    "cold_store": (5.0, 0.6), "room_temperature": (21.0, 0.8), "waste_bag_stored": (6.0, 2.0),
    "waste_bag_cleared": (0.12, 0.02), "dosimeter": (0.12, 0.05),
}  # fmt: skip
FAILED_TIMES = 8.0  # how many of those deviations a bad reading is off


@dataclass(frozen=True, slots=True)
class Read:
    """A check that somebody in a role did."""

    done: Done
    role: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """A used vial leaves the waste store."""

    vial: str
    at: datetime
    role: str
    left: Activity


def house(
    start: datetime, seed: int, steps: Iterable[Step], shelf: Shelf, truth: Truth | None = None
) -> list[Read | Cleared]:
    """What is written down from the first day until the last dose is given, in the order of the clock.

    The same seed tells the same; patients have random streams of their own, which this one does not touch.
    """
    held, told, rng = truth or Truth(), list(steps), np.random.default_rng([seed, 0])
    given = [step.at for step in told if step.act == "administration"]
    found: list[Read | Cleared] = [*_read(start, max(given, default=start), rng, shelf, held), *_cleared(told, shelf)]
    return sorted(found, key=when)


def when(each: Step | Read | Cleared) -> datetime:
    """When something of a year happened."""
    return each.done.at if isinstance(each, Read) else each.at


def _read(start: datetime, last: datetime, rng: np.random.Generator, shelf: Shelf, truth: Truth) -> Iterator[Read]:
    """Every working day: what is due of every thing, and a bag of waste from each treatment room."""
    known, stands = checks(shelf), dict[tuple[str, str], Done]()
    day = working(start.replace(hour=FIRST, minute=0, second=0, microsecond=0), truth)
    bags: list[tuple[datetime, str]] = []
    while day <= last:
        minute = 0
        for check, subject in _things(known):
            if not is_due(check, stands.get((check.name, subject)), day, UTC) or rng.random() < truth.check_forgotten:
                continue
            minute += 2
            for done in _done(check, subject, day + timedelta(minutes=minute), rng, truth):
                stands[check.name, subject] = done
                yield Read(done, check.roles[0])
        for room in (1, 2):
            bags.append((day, f"bag {day:%y%m%d}-{room}"))
            yield _bag(known["waste_bag_stored"], bags[-1][1], day + 10 * HOUR, rng)
        while bags and day - bags[0][0] >= BAGS_LIE:
            yield _bag(known["waste_bag_cleared"], bags.pop(0)[1], day + 9 * HOUR, rng)
        day = working(day + DAY, truth)


def _things(known: Mapping[str, Check]) -> Iterator[tuple[Check, str]]:
    for check in known.values():
        for subject in PLACES.get(check.name, THINGS.get(check.of, ())):
            yield check, subject


def _done(check: Check, subject: str, at: datetime, rng: np.random.Generator, truth: Truth) -> Iterator[Done]:
    """A reading, and where it was bad a second one an hour later, when something was done about it."""
    middle, spread = GOOD_AROUND[check.name]
    if rng.random() < truth.check_fails:
        yield Done(check.name, subject, at, BAD, _reading(middle + FAILED_TIMES * spread, spread, rng))
        at += HOUR
    yield Done(check.name, subject, at, GOOD, _reading(middle, spread, rng))


def _bag(check: Check, subject: str, at: datetime, rng: np.random.Generator) -> Read:
    return Read(Done(check.name, subject, at, GOOD, _reading(*GOOD_AROUND[check.name], rng)), check.roles[0])


def _reading(middle: float, spread: float, rng: np.random.Generator) -> float:
    """Never more than three deviations off, so that a good one is inside its limits."""
    off = float(np.clip(rng.normal(), -3.0, 3.0)) * spread
    return round(middle + off, 2)


def _cleared(steps: Iterable[Step], shelf: Shelf) -> Iterator[Cleared]:
    """Every vial that was put to waste leaves the store after its half-lives."""
    came: dict[int, int] = {}
    for step in steps:
        came[step.course] = came.get(step.course, 0) + (step.act == "receipt")
        if step.act != "waste":
            continue
        half_life = nuclide(find_therapy(step.therapy, shelf).nuclide).half_life
        lies = max(HALF_LIVES * half_life, DAY)
        if lies <= LONGEST:
            left = Activity.mbq(step.said["waste_mbq"]).after(lies, half_life)
            yield Cleared(vial_name(step.course, came[step.course]), step.at + lies, OFFICER, left)
