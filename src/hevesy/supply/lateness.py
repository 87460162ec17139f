"""What becomes of a dose that may come late: given in full, given lower by the prescriber's leave, or lost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader
from hevesy.facts.sampling import scores
from hevesy.physics.library import nuclide
from hevesy.supply.hours import Hours
from hevesy.supply.journey import Journey
from hevesy.supply.legs import AT_THE_PRODUCER, Leg, Step
from hevesy.supply.routes import Route

Floats = NDArray[np.float64]
MANY = 4096  # journeys: shares are known to about a tenth of a per cent
FLOWN = (Step.FLIGHT, Step.DOMESTIC)
DAY = 24.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """Shares of the doses that leave a producer, numbers or one for each draw; they sum to one.

    Whoever's dose is lost is booked anew.
    """

    in_full: Any
    lower: Any
    lost: Any

    @property
    def given(self) -> Any:
        return self.in_full + self.lower


def delivery_of(journey: Journey, reader: Reader, score: Any = 0.0) -> Delivery:
    """What becomes of doses that travel this journey when each leg takes its own time.

    The range of a leg's hours is mostly that of what nobody knows: `score` (standard normal, one number or one for
    each draw) says how slow the journey is within it; 0 takes the hours as expected. From one week to the next they
    move by the part `supply.late.week_to_week` of the range. A flight may leave without the parcel. The maker sends it
    so early that the share `supply.late.planned_for` of all doses comes in time, as far as the shelf life allows. A
    dose is given when it comes within `supply.late.waits` of the planned hour, and has not decayed below what the
    prescriber allows.
    """
    legs = [each.leg for each in journey.line.timed if each.leg.step not in AT_THE_PRODUCER]
    luck = _luck(len(legs) + 1)
    over = _over(legs, luck)
    late = over * reader.number("supply.late.week_to_week") + max(0.0, journey.line.hours_late)
    flights = sum(leg.step in FLOWN for leg in legs)
    missed = 1.0 - (1.0 - reader.number("supply.flight.cancelled")) ** flights
    late[luck[:, -1] < missed] += until_next(journey.route)
    late -= sum(leg.hours.expected for leg in legs if leg.step is Step.READY)
    life, spare = (
        nuclide(journey.offer.form.carried).half_life / timedelta(hours=1),
        journey.shelf_life.spare.expected,
    )
    return shares(late, life, spare - slower(over, spare, score), reader)


@lru_cache(maxsize=16)
def _luck(places: int) -> Floats:
    """How lucky many journeys are on so many of their legs, (n, places), in shares; always the same."""
    from scipy.special import ndtr

    found = ndtr(np.stack([scores(f"leg {place}", MANY, 1) for place in range(places)], axis=1))
    found.setflags(write=False)
    return np.asarray(found)


def slower(over: Floats, spare: float, score: Any) -> Any:
    """By how many hours the journey usually takes longer than expected, if it is travelled at all.

    Whether it can be in time is asked elsewhere: of all that is plausible only those count that are within the shelf
    life; where none is, the one that is just in time. `over` is (n,), by how much journeys may be slower.
    """
    from scipy.special import ndtr

    able = over[over <= spare]
    if np.ndim(score) == 0 and score == 0.0:
        return min(0.0, spare)
    return np.quantile(able, ndtr(score)) if len(able) else np.full(np.shape(score), min(0.0, spare))


def shares(late: Floats, half_life: float, spare: Any, reader: Reader) -> Delivery:
    """The same for hours by which journeys are late, (n,), when they are planned with their usual hours.

    `half_life` is in hours, and so is `spare` (one number or one for each draw): the shelf life left when they come as
    usual.
    """
    spare = np.asarray(spare, float)
    margin = earlier(late, spare, reader.number("supply.late.planned_for"))
    latest = np.minimum(reader.number("supply.late.waits"), spare - margin)
    lower, full = (
        np.minimum(latest, half_life * -math.log2(1.0 - reader.number(f"supply.late.{name}")))
        for name in ("lower_limit", "in_full")
    )
    given, in_full = (_by(late, margin, hours) for hours in (lower, full))
    return Delivery(in_full, given - in_full, 1.0 - given)


def _by(late: Floats, margin: Floats, hours: Floats) -> Any:
    """The share of journeys that are no more than so many hours late when they begin earlier by the margin."""
    share = np.searchsorted(np.sort(late), margin + hours, side="right") / len(late)
    return np.where(hours >= 0.0, share, 0.0)[()]


def earlier(late: Floats, spare: Floats, share: float) -> Floats:
    """By how many hours the maker sends a dose earlier: until so many come in time, or the shelf life is used up."""
    return np.minimum(max(float(np.quantile(late, share)), 0.0), np.maximum(spare, 0.0))


def _over(legs: Sequence[Leg], luck: Floats) -> Floats:
    """By how many hours journeys are slower than expected, each leg somewhere in its range, (n,)."""
    moving = [(place, leg.hours) for place, leg in enumerate(legs) if leg.step is not Step.READY]
    return np.asarray(
        sum((over(hours, luck[:, place]) for place, hours in moving), start=np.zeros(len(luck)))
    )


def over(hours: Hours, luck: Floats) -> Floats:
    """By how much a leg takes longer than expected, or shorter (negative), when its hours are triangular."""
    width = hours.high - hours.low
    if width <= 0.0:
        return np.zeros(len(luck))
    mode = (hours.expected - hours.low) / width
    below, above = np.sqrt(luck * mode), 1.0 - np.sqrt((1.0 - luck) * (1.0 - mode))
    return np.asarray(hours.low + width * np.where(luck < mode, below, above) - hours.expected)


def until_next(route: Route | None) -> float:
    """Hours to the next flight: a day, or what the days on which it flies leave between them on average."""
    days: Sequence[int] = route.days if route is not None else ()
    return DAY * 7 / len(days) if days else DAY
