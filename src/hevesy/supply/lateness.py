"""What becomes of a dose that may come late: given in full, given lower by the prescriber's leave, or lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc, triang

from hevesy.facts import Reader
from hevesy.physics.library import nuclide
from hevesy.supply.hours import Hours
from hevesy.supply.journey import Journey
from hevesy.supply.legs import AT_THE_PRODUCER, Step
from hevesy.supply.routes import Route

Floats = NDArray[np.float64]
POINTS = 12  # 2**12 journeys: shares are known to about a tenth of a per cent
FLOWN = (Step.FLIGHT, Step.DOMESTIC)
DAY = 24.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """Shares of the doses that leave a producer; they sum to one. Whoever's dose is lost is booked anew."""

    in_full: float
    lower: float
    lost: float

    @property
    def given(self) -> float:
        return self.in_full + self.lower


def delivery_of(journey: Journey, reader: Reader) -> Delivery:
    """What becomes of doses that travel this journey when each leg takes its own time.

    A leg's hours are triangular; a flight may leave without the parcel. The maker sends it so early that the share
    `supply.late.planned_for` of all doses comes in time, as far as the shelf life allows. A dose is given when it comes
    within `supply.late.waits` of the planned hour, and has not decayed below what the prescriber allows.
    """
    late = hours_over(journey, reader)
    life = nuclide(journey.offer.form.carried).half_life / timedelta(hours=1)
    return shares(late, life, journey.shelf_life.spare.expected, reader)


def shares(late: Floats, half_life: float, spare: float, reader: Reader) -> Delivery:
    """The same for hours by which journeys are late, (n,), when they are planned with expected hours.

    `half_life` is in hours, and so is `spare`: the shelf life left when they come as expected.
    """
    margin = earlier(late, spare, reader.number("supply.late.planned_for"))
    late = np.maximum(late - margin, 0.0)
    usable = (late <= reader.number("supply.late.waits")) & (late <= spare - margin)
    short = 1.0 - 2.0 ** (-late / half_life)
    given = usable & (short <= reader.number("supply.late.lower_limit"))
    in_full = given & (short <= reader.number("supply.late.in_full"))
    return Delivery(float(in_full.mean()), float((given & ~in_full).mean()), float(1.0 - given.mean()))


def earlier(late: Floats, spare: float, share: float) -> float:
    """By how many hours the maker sends a dose earlier: until so many come in time, or the shelf life is used up."""
    return min(max(float(np.quantile(late, share)), 0.0), max(spare, 0.0))


def hours_over(journey: Journey, reader: Reader) -> Floats:
    """Hours by which doses are ready after the planned injection, of 4,096 journeys spread evenly over all chances.

    Negative where the planned wait in the centre is not used up.
    """
    legs = [each.leg for each in journey.line.timed if each.leg.step not in AT_THE_PRODUCER]
    luck = qmc.Sobol(len(legs) + 1, seed=1).random_base2(POINTS)
    wait = sum(leg.hours.expected for leg in legs if leg.step is Step.READY)
    late = -np.full(len(luck), wait) + max(0.0, journey.line.hours_late)
    for place, leg in enumerate(legs):
        if leg.step is not Step.READY:
            late += over(leg.hours, luck[:, place])
    flights = sum(leg.step in FLOWN for leg in legs)
    missed = 1.0 - (1.0 - reader.number("supply.flight.cancelled")) ** flights
    late[luck[:, -1] < missed] += until_next(journey.route)
    return np.asarray(late)


def over(hours: Hours, luck: Floats) -> Floats:
    """By how much a leg takes longer than expected, or shorter (negative)."""
    width = hours.high - hours.low
    if width <= 0.0:
        return np.zeros(len(luck))
    mode = (hours.expected - hours.low) / width
    return np.asarray(triang.ppf(luck, mode, hours.low, width) - hours.expected)


def until_next(route: Route | None) -> float:
    """Hours to the next flight: a day, or what the days on which it flies leave between them on average."""
    days: Sequence[int] = route.days if route is not None else ()
    return DAY * 7 / len(days) if days else DAY
