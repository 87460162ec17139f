"""A dose that comes late, or waits: what it will hold, until when that is enough, and what can be done."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from hevesy.physics import time_to_fall
from hevesy.physics.library import nuclide
from hevesy.quantities import Activity
from hevesy.run.ordering import amount
from hevesy.words import say

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEK = timedelta(days=6)
FOR_EVER = timedelta(days=365_000)


class Late(StrEnum):
    """How a dose stands at the hour it is wanted for; each is a code of `late` in words."""

    ENOUGH = "enough"
    WITHIN_TOLERANCE = "within_tolerance"
    TOO_LITTLE = "too_little"
    NEVER_ENOUGH = "never_enough"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Lateness:
    """A dose, what it held when it was read, and what it will hold at the hour it is wanted for.

    `enough_until` is when it falls to what is prescribed, `within_until` when it falls below the tolerance.
    """

    dose: str
    nuclide: str
    held: Activity
    held_at: datetime
    wanted: Activity
    at: datetime
    then: Activity
    enough_until: datetime
    within_until: datetime
    expires_at: datetime | None
    standing: Late


def lateness(
    dose: str, name: str, held: Activity, held_at: datetime, wanted: Activity, at: datetime, *,
    now: datetime, tolerance_percent: float = 0.0, expires_at: datetime | None = None,
) -> Lateness:  # fmt: skip
    """How a dose stands: `held` was read at `held_at`, `wanted` is prescribed for `at`, and it is `now`."""
    half_life = nuclide(name).half_life
    then = held.after(at - held_at, half_life)
    least = Activity(wanted.bq * (1 - tolerance_percent / 100))
    enough, within = (held_at + falls(name, held, each) for each in (wanted, least))
    standing = _standing(then, wanted, least, at, expires_at, enough > now)
    return Lateness(dose, name, held, held_at, wanted, at, then, enough, within, expires_at, standing)


def falls(name: str, held: Activity, wanted: Activity) -> timedelta:
    """How long until a dose has fallen to what is wanted; negative where it has already."""
    if held.bq <= 0.0:
        return -FOR_EVER
    if wanted.bq <= 0.0:
        return FOR_EVER
    return time_to_fall(nuclide(name), held, wanted)


def _standing(
    then: Activity, wanted: Activity, least: Activity, at: datetime, expires_at: datetime | None, could_be_earlier: bool
) -> Late:
    if expires_at is not None and expires_at < at:
        return Late.EXPIRED
    if _reaches(then, wanted):
        return Late.ENOUGH
    if _reaches(then, least):
        return Late.WITHIN_TOLERANCE
    return Late.TOO_LITTLE if could_be_earlier else Late.NEVER_ENOUGH


def _reaches(there: Activity, wanted: Activity) -> bool:
    return there.bq >= wanted.bq or math.isclose(there.bq, wanted.bq, rel_tol=1e-9)


def late_said(found: Lateness, zone: tzinfo, language: str = "en") -> str:
    """How a dose stands and what can be done, in the reader's language."""

    def hour(at: datetime) -> str:
        return _hour(at, found.held_at, zone, language)

    return say(
        f"late.{found.standing}", language, dose=found.dose, nuclide=found.nuclide, held=amount(found.held),
        held_at=hour(found.held_at), then=amount(found.then), at=hour(found.at), wanted=amount(found.wanted),
        until=hour(found.within_until if found.standing is Late.WITHIN_TOLERANCE else found.enough_until),
        expires="" if found.expires_at is None else hour(found.expires_at),
    )  # fmt: skip


def _hour(at: datetime, near: datetime, zone: tzinfo, language: str) -> str:
    """The weekday and the hour; further than six days off a weekday alone would mislead, and the date is added.

    Rounded down: whoever comes at that hour is in time.
    """
    local = at.astimezone(zone)
    day = say(f"weekday.{WEEKDAYS[local.weekday()]}", language)
    return f"{day} {local:%H:%M}" if abs(at - near) <= WEEK else f"{day} {local:%Y-%m-%d %H:%M}"
