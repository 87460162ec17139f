"""The clock of a journey: backwards from the injection to the latest departure, then forwards leg by leg."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from hevesy.facts import Kind
from hevesy.supply.hours import Hours, total
from hevesy.supply.legs import AT_THE_PRODUCER, Leg, Step

_ON_THE_WAY = (Step.CUSTOMS, Step.ROAD, Step.DOMESTIC)


@dataclass(frozen=True, slots=True)
class Flights:
    """The days on which a flight leaves (Monday 0), its hour and clock there; no days: at any hour."""

    days: tuple[int, ...] = ()
    hour: float = 0.0
    zone: tzinfo = UTC

    def next_after(self, moment: datetime) -> datetime:
        """The first departure at or after `moment`."""
        return min(each for each in self._around(moment) if each >= moment)

    def last_before(self, moment: datetime) -> datetime:
        """The last departure at or before `moment`."""
        return max(each for each in self._around(moment) if each <= moment)

    def _around(self, moment: datetime) -> list[datetime]:
        here = moment.astimezone(self.zone).date()
        dates = (here + timedelta(days=shift) for shift in range(-9, 10))
        midnights = (datetime.combine(day, time(0), self.zone) for day in dates if day.weekday() in self.days)
        return [(each + timedelta(hours=self.hour)).astimezone(UTC) for each in midnights]


@dataclass(frozen=True, slots=True)
class TimedLeg:
    """A leg with its hours on the clock, in UTC."""

    leg: Leg
    starts: datetime
    ends: datetime

    @property
    def hours(self) -> float:
        return (self.ends - self.starts) / timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A journey on the clock. `ready_at` is when it could be injected, `given_at` when it is."""

    timed: tuple[TimedLeg, ...]
    inject_at: datetime
    released_at: datetime
    use_at: datetime
    ready_at: datetime

    @property
    def given_at(self) -> datetime:
        return max(self.inject_at, self.ready_at)

    @property
    def hours_late(self) -> float:
        return max(0.0, (self.ready_at - self.inject_at) / timedelta(hours=1))

    @property
    def made_at(self) -> datetime:
        """When manufacture ends: before QC and release, else when it leaves."""
        return next((each.starts for each in self.timed if each.leg.step is Step.QC), self.released_at)

    @property
    def hours_to_use(self) -> Hours:
        """From the end of manufacture to first use in the centre, as planned, at best and at worst.

        At best it waits longer in the centre; at worst every leg takes its longest and the wait is used up.
        """
        planned = (self.use_at - self.made_at) / timedelta(hours=1)
        before = [each for each in self.timed if each.leg.step not in (Step.PROCESSING, Step.LABELLING)]
        slack = sum(each.hours for each in before if each.leg.step is Step.READY)
        worse = sum(
            each.leg.hours.high - each.leg.hours.expected
            for each in before
            if each.leg.step is not Step.READY
        )
        return Hours(planned, planned, planned + max(0.0, worse - slack))

    def leg_at(self, moment: datetime) -> TimedLeg | None:
        """The leg that is under way at a moment."""
        return next((each for each in self.timed if each.starts <= moment < each.ends), None)


def latest_departure(legs: Sequence[Leg], inject_at: datetime, flights: Flights) -> datetime:
    """The latest release from the producer that still reaches the injection if every leg takes its time.

    The planned wait in the centre is kept. With flight days, the last flight that is early enough is taken.
    """
    after = [leg for leg in legs if leg.step not in AT_THE_PRODUCER]
    place = _flight_place(after, flights)
    if place is None:
        return inject_at - total([leg.hours for leg in after]).duration
    departs = flights.last_before(inject_at - total([leg.hours for leg in after[place:]]).duration)
    return departs - total([leg.hours for leg in after[:place]]).duration


def walk(
    legs: Sequence[Leg],
    inject_at: datetime,
    released_at: datetime,
    flights: Flights,
    delay: timedelta = timedelta(0),
) -> Timeline:
    """The journey from a release, leg by leg; `delay` strikes after the flight and eats the wait first."""
    after = _with_delay([leg for leg in legs if leg.step not in AT_THE_PRODUCER], delay)
    place = _flight_place(after, flights)
    labelling = total([leg.hours for leg in after if leg.step is Step.LABELLING]).duration
    timed = _until([leg for leg in legs if leg.step in AT_THE_PRODUCER], released_at)
    now = use_at = released_at
    for index, leg in enumerate(after):
        if index == place:
            leaves = flights.next_after(now)
            timed += _waited(leg, now, leaves)
            now = leaves
        end = max(now, inject_at - labelling) if leg.step is Step.READY else now + leg.hours.duration
        timed.append(TimedLeg(leg, now, end))
        now = end
        if leg.step is not Step.LABELLING:
            use_at = now
    return Timeline(tuple(timed), inject_at, released_at, use_at, now)


def _until(legs: Sequence[Leg], end: datetime) -> list[TimedLeg]:
    timed: list[TimedLeg] = []
    for leg in reversed(legs):
        timed.insert(0, TimedLeg(leg, end - leg.hours.duration, end))
        end -= leg.hours.duration
    return timed


def _flight_place(after: Sequence[Leg], flights: Flights) -> int | None:
    if not flights.days:
        return None
    return next((place for place, leg in enumerate(after) if leg.step is Step.FLIGHT), None)


def _waited(flight: Leg, now: datetime, leaves: datetime) -> list[TimedLeg]:
    if leaves <= now:
        return []
    hours = Hours.exactly((leaves - now) / timedelta(hours=1))
    wait = replace(
        flight, step=Step.WAIT, reaches=flight.leaves, hours=hours, note="until the next flight day"
    )
    return [TimedLeg(wait, now, leaves)]


def _with_delay(after: list[Leg], delay: timedelta) -> list[Leg]:
    if delay <= timedelta(0):
        return after
    place = next(place for place, leg in enumerate(after) if leg.step in _ON_THE_WAY)
    where = after[place].leaves
    hours = Hours.exactly(delay / timedelta(hours=1))
    return [*after[:place], Leg(Step.DELAY, where, where, hours, Kind.ASSUMPTION, "as asked"), *after[place:]]
