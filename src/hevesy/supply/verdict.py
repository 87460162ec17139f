"""Whether a journey arrives in time, and which hour kills it when it does not."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from hevesy.facts import Reader
from hevesy.physics.library import nuclide
from hevesy.supply.clock import TimedLeg, Timeline
from hevesy.supply.forms import SupplyForm
from hevesy.supply.hours import Hours, hours_of
from hevesy.supply.order import Order, calibration

_SINCE = {
    "manufacture": "from the end of manufacture",
    "calibration": "from calibration, taken as the end of manufacture",
}
_A_SECOND = 1 / 3600  # hours; the clock counts microseconds and rounds


class Verdict(StrEnum):
    """In time even at worst; as expected; only if legs are quicker than expected; not even at best."""

    POSSIBLE = "possible"
    TIGHT = "tight"
    DOUBTFUL = "doubtful"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Death:
    """What kills a journey: in which leg, at which hour, by how many hours, and the sentence that says so."""

    leg: str
    at: datetime
    hours: float
    sentence: str


@dataclass(frozen=True, slots=True)
class ShelfLife:
    """How many hours it keeps, since when, and in words since what; `used` are those gone at first use."""

    hours: Hours
    since: datetime
    said: str
    used: Hours

    @property
    def ends(self) -> datetime:
        return self.since + self.hours.duration

    @property
    def spare(self) -> Hours:
        """Hours left at first use; negative is missing."""
        life, used = self.hours, self.used
        return Hours(life.expected - used.expected, life.low - used.high, life.high - used.low)

    @property
    def at_best(self) -> ShelfLife:
        return replace(self, hours=Hours.exactly(self.hours.high))


def shelf_life(form: SupplyForm, line: Timeline, reader: Reader) -> ShelfLife:
    """The shelf life on the clock of a journey, from manufacture or calibration as the label says.

    Where nothing is known of a calibration after leaving, calibration is taken as the end of manufacture.
    """
    life = hours_of(form.shelf_life, reader)
    if form.precalibration:
        early = hours_of(form.precalibration, reader)
        said = f"from calibration, at most {early.expected:g} h after leaving"
        return ShelfLife(life, calibration(form, line, reader), said, _since_calibration(form, line, reader))
    return ShelfLife(life, line.made_at, _SINCE[form.shelf_from], line.hours_to_use)


def _since_calibration(form: SupplyForm, line: Timeline, reader: Reader) -> Hours:
    """Hours from calibration to first use; none where it is used before."""
    early, planned = hours_of(form.precalibration, reader), line.hours_to_use
    used = (line.use_at - calibration(form, line, reader)) / timedelta(hours=1)
    low = used - (early.high - early.expected)
    high = used + (early.expected - early.low) + (planned.high - planned.expected)
    return Hours(max(0.0, used), max(0.0, low), max(0.0, high))


def use_by(form: SupplyForm, life: ShelfLife, line: Timeline, reader: Reader) -> datetime:
    """The last hour to inject: until what was labelled here has aged, else until the shelf life ends."""
    if form.labelled_life:
        return line.ready_at + hours_of(form.labelled_life, reader).duration
    return life.ends


def verdict(spare: Hours, death: Death | None, lives_at_best: bool) -> Verdict:
    """What to call a journey; `lives_at_best` says whether one that dies as expected is in time at best."""
    if death is not None:
        return Verdict.DOUBTFUL if lives_at_best else Verdict.IMPOSSIBLE
    return Verdict.TIGHT if spare.low < 0 else Verdict.POSSIBLE


def death_of(line: Timeline, life: ShelfLife, order: Order, zone: tzinfo) -> Death | None:
    """What kills the journey first, or None: too late, shelf life over, or more than a vial holds."""
    return _too_late(line, zone) or _expired(line, life, zone) or _too_strong(line, order, zone)


def _too_late(line: Timeline, zone: tzinfo) -> Death | None:
    if line.hours_late < _A_SECOND:
        return None
    leg = _leg_name(line.leg_at(line.inject_at) or line.timed[0])
    sentence = (
        f"It is ready on {_hour(line.ready_at, zone)}, {line.hours_late:.1f} h after the planned injection, "
        f"which passes during {leg}. It had to leave {line.hours_late:.1f} h earlier."
    )
    return Death(leg, line.inject_at, line.hours_late, sentence)


def _expired(line: Timeline, life: ShelfLife, zone: tzinfo) -> Death | None:
    ends = life.ends
    missing = (line.use_at - ends) / timedelta(hours=1)
    if missing < _A_SECOND:
        return None
    leg = _leg_name(line.leg_at(ends) or line.timed[-1])
    sentence = (
        f"Its shelf life of {life.hours.expected:g} h ends on {_hour(ends, zone)} during {leg}, "
        f"{missing:.1f} h before it is used; it counts {life.said}."
    )
    return Death(leg, ends, missing, sentence)


def _too_strong(line: Timeline, order: Order, zone: tzinfo) -> Death | None:
    if not order.too_much_for_a_vial or order.most_by_label is None:
        return None
    life = nuclide(order.nuclide).half_life
    hours = math.log2(order.calibrated.bq / order.most_by_label.bq) * (life / timedelta(hours=1))
    earliest = line.made_at + timedelta(hours=hours)
    leg = _leg_name(line.leg_at(earliest) or line.timed[-1])
    sentence = (
        f"It would have to hold {order.calibrated} at the maker's calibration, and the largest vial by its "
        f"label holds {order.most_by_label}: it may not be made before {_hour(earliest, zone)}, when it is in "
        f"{leg}, {hours:.1f} h too late for this journey."
    )
    return Death(leg, earliest, hours, sentence)


def _leg_name(timed: TimedLeg) -> str:
    leg = timed.leg
    where = leg.leaves if leg.leaves == leg.reaches else f"{leg.leaves} to {leg.reaches}"
    return f"{leg.step} ({where})"


def _hour(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%a %d %b %Y %H:%M}"
