"""The dose to a person near a treated patient, and for how many days they must keep apart.

    E = R / f(t0) × Σ  g(d) h/24 ∫ f(t) dt        over the contacts, each from when it begins

R is the net dose rate at 1 m at release (t0), f how it falls, g nearness, h hours a day. Contact that can be ended
begins after the days of keeping apart, all other contact at release. Ambient dose equivalent is taken for effective
dose; nothing is counted for what is swallowed or breathed in, which hygiene must keep small.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hevesy.safety.fading import Fading
from hevesy.safety.nearness import nearness
from hevesy.safety.neighbour import NIGHT, Contact, Neighbour

MOST_DAYS = 1000  # beyond this no number of days helps


@dataclass(frozen=True, slots=True)
class Source:
    """A patient at release: net dose rate at 1 m, how long after administration it was measured, how it falls."""

    rate_usv_h: float
    hours_since: float
    fading: Fading
    length: float

    def rate_after(self, hours: float) -> float:
        """The dose rate at 1 m so many hours after release, in uSv/h."""
        return self.rate_usv_h * self.fading.at(self.hours_since + hours) / self.fading.at(self.hours_since)

    def dose_msv(self, since: float, until: float = math.inf) -> float:
        """What somebody gets who stays at 1 m from `since` to `until`, in hours after release."""
        first = self.rate_usv_h / self.fading.at(self.hours_since)
        return first * self.fading.hours_of_full_rate(self.hours_since + since, self.hours_since + until) / 1000.0


@dataclass(frozen=True, slots=True)
class Apart:
    """Days of keeping apart after release: by day (closer than a metre, or at all) and at night."""

    day: float = 0.0
    night: float = 0.0

    def of(self, contact: Contact) -> float:
        if not contact.can_be_kept_apart:
            return 0.0
        return self.night if contact.part == NIGHT else self.day


@dataclass(frozen=True, slots=True)
class Given:
    """A patient's earlier release in the same year, and how long a person kept apart then."""

    source: Source
    apart: Apart


def dose_msv(source: Source, one: Neighbour, apart: Apart) -> float:
    """The dose to a person from this release on, for ever, who keeps apart for so many days."""
    return sum(
        nearness(contact.metres, source.length) * contact.hours_per_day / 24.0
        * source.dose_msv(24.0 * apart.of(contact))
        for contact in one.contacts
    )  # fmt: skip


def earlier_msv(given: Iterable[Given], one: Neighbour) -> float:
    """What a person got from the earlier cycles: the sum of each alone."""
    return sum(dose_msv(each.source, one, each.apart) for each in given)


def days_apart(source: Source, one: Neighbour, allowed_msv: float) -> int | None:
    """The least number of days of keeping apart by day and night for a dose of at most this; None if none is enough.

    None means that even a person who never comes close gets more: they must live elsewhere for `days_elsewhere`.
    """
    if dose_msv(source, one, Apart(math.inf, math.inf)) > allowed_msv:
        return None
    return _least(lambda days: dose_msv(source, one, Apart(days, days)) <= allowed_msv)


def days_elsewhere(source: Source, one: Neighbour, allowed_msv: float) -> int | None:
    """The least number of days that a person must not be near at all, to have all their contact afterwards.

    None where nothing may be had any more: the earlier cycles of the year have used the constraint up.
    """
    if allowed_msv <= 0.0:
        return None
    return _least(lambda days: dose_after_msv(source, one, days) <= allowed_msv)


def _least(enough: Callable[[int], bool]) -> int | None:
    """The least number of days that is enough; more days are never less enough."""
    found = bisect_left(range(MOST_DAYS), True, key=enough)
    return found if found < MOST_DAYS else None


def dose_after_msv(source: Source, one: Neighbour, days: float) -> float:
    """The dose to a person who is not near at all for so many days, and has all their contact afterwards."""
    full = sum(nearness(each.metres, source.length) * each.hours_per_day / 24.0 for each in one.contacts)
    return full * source.dose_msv(24.0 * days)


def travel_hours(source: Source, metres: float, allowed_msv: float) -> float:
    """How long somebody may sit so near on the journey home; decay on the way is not counted.

    >>> from hevesy.safety.fading import Phase
    >>> travel_hours(Source(10.0, 6.0, Fading((Phase(1.0, 60.0),)), 0.0), 0.5, 0.1)
    2.5
    """
    rate = source.rate_usv_h * nearness(metres, source.length)
    return math.inf if rate <= 0.0 else 1000.0 * max(allowed_msv, 0.0) / rate
